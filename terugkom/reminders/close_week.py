"""Close the reminders of a week: set the next step of each due action."""

from collections import defaultdict
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.plan.model import Action, Ownership
from terugkom.plan.reachability import Reach, reach_of_all
from terugkom.reminders.advance import Move, move_of, move_on
from terugkom.reminders.due_actions import OPEN, is_told, looked_at, stages_of
from terugkom.reminders.week import Week
from terugkom.schedule.model import AgendaPoint, Moment, MomentState
from terugkom.schedule.reminder_stages import Ask, Stage, reached, step_after

_CHUNK = 1000  # ids in one statement


def close_week(session: Session, week: Week, now: datetime) -> None:
    """Set the next steps of the remaining due actions, and mark the week's moment as done.

    A week that was started by hand before its digest day stays open until that day.
    """
    settle_week(session, week)
    if week.moment_id is not None and week.day_has_come:
        values = {"state": MomentState.DONE, "done_at": now}
        session.execute(update(Moment).where(Moment.id == week.moment_id).values(values))


def settle_week(session: Session, week: Week) -> None:
    """Add long overdue actions to the agenda, and set the next step of each due action.

    An action stays due while an owner must still be reminded of its reached stage: an orphan is in
    each week's summary, and its owner is reminded as soon as they can be reached.
    """
    town, today = week.municipality, week.today
    lead, reach = town.leads, reach_of_all(session, town.id, today)
    query = (
        looked_at(Action.municipality_id == town.id, Action.next_step_on <= today)
        .add_columns(Action.group_id)
        .outerjoin(Ownership, Ownership.action_id == Action.id)
        .order_by(Action.id)
    )
    rows = session.execute(query.execution_options(yield_per=2000))
    moves: defaultdict[Move, list[int]] = defaultdict(list)
    agenda: list[dict[str, object]] = []
    for action_id, grouped in groupby(rows, key=lambda row: row.id):
        owners = list(grouped)
        found = stages_of(owners[0], lead)
        now = reached(found, today)
        if now and now.ask is Ask.ON_AGENDA:
            agenda.append(_agenda_point(week, owners[0]))
            moves[move_of(owners[0], None)].append(action_id)
        elif not (now and _somebody_waits(owners, now, reach)):
            moves[move_of(owners[0], step_after(found, today))].append(action_id)
    _record_agenda(session, agenda)
    move_on(session, moves)
    _put_to_rest(session, town.id, today)


def _somebody_waits(owners: list[Row[Any]], stage: Stage, reach: dict[int, Reach]) -> bool:
    """Return whether a reachable owner must still be reminded of this stage, or none is reachable."""
    reachable = [row for row in owners if row.person_id and reach[row.person_id].reader]
    return not reachable or any(not is_told(row, stage) for row in reachable)


def _agenda_point(week: Week, row: Row[Any]) -> dict[str, object]:
    return {
        "municipality_id": week.municipality.id,
        "group_id": row.group_id,
        "action_id": row.id,
        "deadline": row.deadline,
        "reason": "overdue",
        "raised_on": week.today,
        "moment_id": week.moment_id,
    }


def _record_agenda(session: Session, points: list[dict[str, object]]) -> None:
    for some in batched(points, _CHUNK):
        raised = set(
            session.execute(
                select(AgendaPoint.action_id, AgendaPoint.deadline).where(
                    AgendaPoint.action_id.in_([point["action_id"] for point in some])
                )
            ).tuples()
        )
        new = [point for point in some if (point["action_id"], point["deadline"]) not in raised]
        if new:
            session.execute(insert(AgendaPoint), new)


def _put_to_rest(session: Session, municipality_id: int, today: date) -> None:
    """Clear the next step of due actions that were closed or have no deadline any more."""
    closed = or_(Action.deadline.is_(None), Action.status.not_in(OPEN))
    session.execute(
        update(Action)
        .where(Action.municipality_id == municipality_id, Action.next_step_on <= today, closed)
        .values(next_step_on=None)
        .execution_options(synchronize_session=False)
    )
