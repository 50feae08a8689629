"""That an owner is stuck is reported like anything else; why is for the coordinator, and stands in no report.

Reports are read by many: by the owner's group in its pack, and by everybody once an edition repeats them. So
the words go with the question that being stuck raises (`terugkom.plan.questions`), and the report says only
that it is so. Who writes to others of the action leaves that out.
"""

from functools import cache

from terugkom.documents.messages import translate, translate_everywhere

_MESSAGE = "site.progress.stuck"


def get_stuck_words(language: str) -> str:
    """Return what the report says of who is stuck."""
    return translate(_MESSAGE, language)


def drop_stuck_words(text: str) -> str:
    """Return the report of a day without that its owner is stuck; empty if it says no more."""
    return "\n".join(line for line in text.split("\n") if line not in _list_stuck_words())


def ends_stuck(text: str) -> bool:
    """Return whether the last that the report of a day says is that its owner is stuck."""
    return text.rstrip().rpartition("\n")[2] in _list_stuck_words()


@cache
def _list_stuck_words() -> frozenset[str]:
    return frozenset(translate_everywhere(_MESSAGE))
