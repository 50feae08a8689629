"""Agenda points for actions with gate findings, on the agenda of the action's group.

A point is created once for each text, on the day of the first check with findings.
A text that the group has discussed gets no second point.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.gate.check_plan import CheckedAction
from terugkom.plan.model import Municipality
from terugkom.schedule.agenda_model import AgendaPoint

VAGUE_REASON = "vague"  # the reason of such a point
_BATCH_SIZE = 500  # ids in one statement


def update_agenda_points(
    session: Session, municipality: Municipality, checked_actions: Iterable[CheckedAction], today: date
) -> None:
    """Create a point for each action with findings, and delete those of the other actions.

    An action whose text or group changed gets a new point: it has not been discussed yet.
    """
    wanted = {(each.action_id, each.group_id, each.text_sha256) for each in checked_actions}
    query = (
        select(AgendaPoint.id, AgendaPoint.action_id, AgendaPoint.group_id, AgendaPoint.text_sha256)
        .where(AgendaPoint.municipality_id == municipality.id, AgendaPoint.reason == VAGUE_REASON)
        .order_by(AgendaPoint.id)
    )
    raised = {(action, group, text): id for id, action, group, text in session.execute(query)}
    for some in batched((id for point, id in raised.items() if point not in wanted), _BATCH_SIZE):
        session.execute(delete(AgendaPoint).where(AgendaPoint.id.in_(some)))
    for points in batched(sorted(wanted - raised.keys(), key=lambda point: point[0]), _BATCH_SIZE):
        rows = [_build_row(municipality.id, *point, today) for point in points]
        session.execute(insert(AgendaPoint), rows)


def _build_row(
    municipality_id: int, action_id: int, group_id: int | None, text: str, today: date
) -> dict[str, object]:
    return {
        "municipality_id": municipality_id,
        "group_id": group_id,
        "action_id": action_id,
        "reason": VAGUE_REASON,
        "text_sha256": text,
        "raised_on": today,
    }
