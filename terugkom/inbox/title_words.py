"""Find where an answer names its action by the first words of its title, or by all where those say little.

Text of answers is in lower case and without accents.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from terugkom.inbox.answer_words import ARTICLES
from terugkom.inbox.phase_words import PHASES, SEVERAL_THINGS
from terugkom.normalize import strip_accents
from terugkom.plan.model import Action

_MIN_LENGTH = 5  # letters of a first word that says which thing is meant
_IS_A_PHASE = re.compile(PHASES)
_SEVERAL_THINGS = re.compile(SEVERAL_THINGS)
_WORD = re.compile(r"[a-z0-9'-]+")


def find_own_title(action: Action | None, owned: Sequence[Action]) -> str:
    """Return the title of an action; empty where the title of another of these begins with the same word."""
    if action is None:
        return ""
    first = action.title.lower().split()[:1]
    is_shared = any(each.title.lower().split()[:1] == first for each in owned if each.id != action.id)
    return "" if is_shared else action.title


def name_by_title(words: str, title: str) -> str:
    """Return an answer with *the action* in its language for the thing that the title begins with.

    Only with an article before it: "de laadpalen zijn klaar" in an action called "Laadpalen aan het zwembad".
    A phase of work, and one of several things, are a part: "de studie is klaar" of "Studie en aanleg".
    """
    pattern = _compile_title(strip_accents(title))
    return pattern.sub(lambda found: ARTICLES[found[1]], words) if pattern else words


@lru_cache(maxsize=512)
def _compile_title(title: str) -> re.Pattern[str] | None:
    first, *more = _WORD.findall(title) or [""]
    if len(first) < _MIN_LENGTH:
        return None
    needs_all = _IS_A_PHASE.fullmatch(first) or _SEVERAL_THINGS.search(title)
    tail = ""
    for word in reversed(more):
        tail = rf"[ ,;:&+/]+{re.escape(word)}{tail}" if needs_all else rf"(?: {re.escape(word)}{tail})?"
    articles = "|".join(sorted(map(re.escape, ARTICLES), key=len, reverse=True))
    return re.compile(rf"(?<![\w'])({articles}) ?{re.escape(first)}{tail}(?![\w'-])")
