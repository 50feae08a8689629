"""Select the one question about an action for its owner's weekly digest."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.gate.check_action import check_text
from terugkom.gate.check_plan import Checked, checked_plan
from terugkom.gate.rules import LooksAt, rules_of
from terugkom.plan.model import Action, Municipality

_CHUNK = 500


def questions(
    session: Session, municipality: Municipality, texts: Mapping[int, tuple[str, str]]
) -> dict[int, str]:
    """Return the questions by action id; `texts` are title and description by action id.

    Most actions have no finding by their text alone: only for the others further data is loaded.
    """
    vague = [id for id, text in texts.items() if check_text(*text, False, False, municipality.language)]
    return {
        checked.action_id: question
        for some in batched(vague, _CHUNK)
        for checked in checked_plan(session, municipality, Action.id.in_(some))
        if (question := question_of(checked, municipality.language))
    }


def question_of(checked: Checked, language: str) -> str:
    """Return the question of the finding on the text with the highest weight, or "" if there is none."""
    rules = rules_of(language).by_id
    words = (LooksAt.TEXT, LooksAt.PARTS)
    found = [each for each in checked.findings if rules[each.rule].looks_at in words]
    return max(found, key=lambda each: each.weight).question if found else ""
