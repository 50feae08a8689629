"""Find the words by which a text says that something is done."""

from terugkom.claims.find_matches import find_matches
from terugkom.claims.model import Completion
from terugkom.claims.rules import load_completion_rules


def find_completions(text: str, language: str) -> tuple[Completion, ...]:
    """Return where a text says that something is done; not where it says half, nearly or later."""
    found = find_matches(text, load_completion_rules(language))
    return tuple(Completion(each.words, each.span, each.sentence) for each in found if not each.support)
