"""Check the claims of a text: which rules match, which words match them, and what supports them."""

from collections.abc import Collection

from terugkom.claims.find_matches import find_matches
from terugkom.claims.model import Claim
from terugkom.claims.rules import load_claim_rules


def check_text(text: str, language: str, *, names: Collection[str] = ()) -> tuple[Claim, ...]:
    """Return the claims of a text that nothing in their own clause supports, in the order of the text.

    `names` are names that are no claims although their words are (of actions, places, people). Figures of the
    plan may stand in it as placeholders, ``{E-03}``. A language without rules gets the Dutch ones.
    """
    return tuple(claim for claim in find_claims(text, language, names=names) if not claim.support)


def find_claims(text: str, language: str, *, names: Collection[str] = ()) -> tuple[Claim, ...]:
    """Return all claims of a text, those with support included, in the order of the text."""
    return find_matches(text, load_claim_rules(language), names)
