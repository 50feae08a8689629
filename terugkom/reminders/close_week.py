"""Close the reminders of a week: set the next step of each due action."""

from collections import defaultdict
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, or_, select, update
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.database.bulk_insert import insert_many
from terugkom.database.table_base import Base
from terugkom.plan.model import OPEN_STATUSES, Action, Ownership
from terugkom.plan.reachability import Reachability, compute_reachability
from terugkom.reminders.advance import ReminderAdvance, advance_reminders, build_advance
from terugkom.reminders.due_actions import is_reminded, list_action_stages, select_due_actions
from terugkom.reminders.last_reminded import is_contacted
from terugkom.reminders.week import ReminderWeek
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.reminder_stages import Stage, StageKind, find_next_stage_day, find_reached_stage

_BATCH_SIZE = 1000  # ids in one statement
_AGENDA_POINTS = Base.metadata.tables[AgendaPoint.__tablename__]


def close_week(session: Session, week: ReminderWeek, now: datetime) -> None:
    """Set the next steps of the remaining due actions, and mark the week's moment as done.

    A week that was started by hand before its digest day stays open until that day.
    """
    advance_week(session, week)
    if week.moment_id is not None and week.is_digest_day_reached:
        values = {"state": MomentState.DONE, "done_at": now}
        session.execute(update(Moment).where(Moment.id == week.moment_id).values(values))


def advance_week(session: Session, week: ReminderWeek) -> None:
    """Add long overdue actions to the agenda, and set the next step of each due action.

    An action stays due while an owner must still be reminded of its reached stage: an orphan is in
    each week's summary, and its owner is reminded as soon as they can be reached.
    """
    municipality, today = week.municipality, week.today
    lead_times, reachability = (
        municipality.effective_lead_times,
        compute_reachability(session, municipality.id, today),
    )
    query = (
        select_due_actions(Action.municipality_id == municipality.id, Action.next_reminder_on <= today)
        .add_columns(Action.group_id)
        .outerjoin(Ownership, Ownership.action_id == Action.id)
        .order_by(Action.id)
    )
    rows = session.execute(query.execution_options(yield_per=2000))
    advances: defaultdict[ReminderAdvance, list[int]] = defaultdict(list)
    agenda: list[dict[str, object]] = []
    for action_id, grouped in groupby(rows, key=lambda row: row.id):
        owners = list(grouped)
        found = list_action_stages(owners[0], lead_times, is_contacted=_are_contacted(owners, reachability))
        stage = find_reached_stage(found, today)
        if stage and stage.kind is StageKind.ON_AGENDA:
            agenda.append(_build_agenda_row(week, owners[0]))
            advances[build_advance(owners[0], None)].append(action_id)
        elif not (stage and _has_unreminded_owner(owners, stage, reachability)):
            advances[build_advance(owners[0], find_next_stage_day(found, today))].append(action_id)
    _insert_agenda_points(session, agenda)
    advance_reminders(session, advances)
    _clear_closed_actions(session, municipality.id, today)


def _are_contacted(owners: list[Row[Any]], reachability: dict[int, Reachability]) -> bool:
    """Return whether each reachable owner had a first contact; with none there is nobody to wait for."""
    return all(is_contacted(row.last_told) for row in _select_reachable(owners, reachability))


def _select_reachable(owners: list[Row[Any]], reachability: dict[int, Reachability]) -> list[Row[Any]]:
    return [row for row in owners if row.person_id and reachability[row.person_id].recipient_id]


def _has_unreminded_owner(
    owners: list[Row[Any]], stage: Stage, reachability: dict[int, Reachability]
) -> bool:
    """Return whether a reachable owner must still be reminded of this stage, or none is reachable."""
    reachable = _select_reachable(owners, reachability)
    return not reachable or any(not is_reminded(row, stage) for row in reachable)


def _build_agenda_row(week: ReminderWeek, row: Row[Any]) -> dict[str, object]:
    return {
        "municipality_id": week.municipality.id,
        "group_id": row.group_id,
        "action_id": row.id,
        "deadline": row.deadline,
        "reason": "overdue",
        "raised_on": week.today,
        "moment_id": week.moment_id,
    }


def _insert_agenda_points(session: Session, points: list[dict[str, object]]) -> None:
    for batch in batched(points, _BATCH_SIZE):
        raised = set(
            session.execute(
                select(AgendaPoint.action_id, AgendaPoint.deadline).where(
                    AgendaPoint.action_id.in_([point["action_id"] for point in batch])
                )
            ).tuples()
        )
        new = [point for point in batch if (point["action_id"], point["deadline"]) not in raised]
        if new:
            insert_many(session, _AGENDA_POINTS, new)


def _clear_closed_actions(session: Session, municipality_id: int, today: date) -> None:
    """Clear the next step of due actions that were closed or have no deadline any more."""
    closed = or_(Action.deadline.is_(None), Action.status.not_in(OPEN_STATUSES))
    session.execute(
        update(Action)
        .where(Action.municipality_id == municipality_id, Action.next_reminder_on <= today, closed)
        .values(next_reminder_on=None)
        .execution_options(synchronize_session=False)
    )
