"""Select the one question about an action for its owner's weekly digest."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.gate.check_action import check_action_text
from terugkom.gate.check_plan import CheckedAction, check_plan, load_plan_language
from terugkom.gate.rules import RuleTarget, load_rules
from terugkom.plan.model import Action, Municipality

_BATCH_SIZE = 500


def list_owner_questions(
    session: Session, municipality: Municipality, texts: Mapping[int, tuple[str, str]]
) -> dict[int, str]:
    """Return the questions by action id; `texts` are title and description by action id.

    Most actions have no finding by their text alone: only for the others further data is loaded.
    """
    language = load_plan_language(session, municipality)
    vague = [id for id, text in texts.items() if check_action_text(*text, False, False, language)]
    return {
        checked.action_id: question
        for some in batched(vague, _BATCH_SIZE)
        for checked in check_plan(session, municipality, Action.id.in_(some))
        if (question := select_owner_question(checked, municipality.language))
    }


def select_owner_question(checked: CheckedAction, language: str) -> str:
    """Return the question of the finding on the text with the highest weight, or "" if there is none."""
    rules = load_rules(language).by_id
    words = (RuleTarget.TEXT, RuleTarget.PARTS)
    found = [each for each in checked.findings if rules[each.rule].looks_at in words]
    return max(found, key=lambda each: each.weight).question if found else ""
