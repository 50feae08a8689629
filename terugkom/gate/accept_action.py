"""Accept an action as it is, with a recorded reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from terugkom.errors import InputError
from terugkom.gate.check_plan import check_plan, hash_action_text
from terugkom.gate.model import GateAcceptance
from terugkom.plan.deciders import resolve_decider
from terugkom.plan.model import Action, Municipality
from terugkom.plan.queries import find_action


def accept_action(
    session: Session, municipality: Municipality, code: str, *, reason: str, by: str, now: datetime
) -> GateAcceptance:
    """Accept the findings of an action until its title or description changes.

    Raises InputError for an unknown code, a missing reason, or an action without findings.
    """
    if not reason.strip():
        raise InputError("error.accept.no-reason")
    action = find_action(session, municipality, code)
    if action is None:
        raise InputError("error.accept.no-action", municipality=municipality.slug, code=code)
    checked = next(check_plan(session, municipality, Action.id == action.id), None)
    if checked is None or not checked.findings:
        raise InputError("error.accept.nothing", code=code)
    acceptance = GateAcceptance(
        action_id=action.id,
        text_sha256=hash_action_text(action.title, action.description),
        rules=sorted({finding.rule for finding in checked.findings} | set(checked.accepted_rules)),
        reason=reason.strip(),
        accepted_by=resolve_decider(session, municipality, by) if by.strip() else "",
        accepted_at=now,
    )
    session.add(acceptance)
    session.flush()
    return acceptance
