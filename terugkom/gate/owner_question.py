"""The one question that the owner of an action is asked in the weekly mail."""

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
    """Return what to ask about actions whose words are vague; `texts` are title and description by action.

    Most are not, and that is known by their words alone: only for the others the rest is looked up.
    """
    vague = [id for id, text in texts.items() if check_text(*text, False, False, municipality.language)]
    return {
        checked.action_id: question
        for some in batched(vague, _CHUNK)
        for checked in checked_plan(session, municipality, Action.id.in_(some))
        if (question := question_of(checked, municipality.language))
    }


def question_of(checked: Checked, language: str) -> str:
    """Return the question of the weightiest finding about the words of an action; empty if there is none."""
    rules = rules_of(language).by_id
    words = (LooksAt.TEXT, LooksAt.PARTS)
    found = [each for each in checked.findings if rules[each.rule].looks_at in words]
    return max(found, key=lambda each: each.weight).question if found else ""
