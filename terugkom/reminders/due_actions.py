"""List the actions due for a reminder: the stage each has reached and not been reminded of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from terugkom.plan.model import Action, Ownership, Precision, Status
from terugkom.reminders.advance import Move
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.model import Reminder
from terugkom.schedule.reminder_stages import Ask, Stage, reached, stages, step_after

_NEVER = -10_000  # below each stage
OPEN = [status for status in Status if status.is_open]


@dataclass(frozen=True, slots=True)
class Due:
    """One action that one owner is to be reminded of, as read by templates."""

    action_id: int
    owner_id: int
    code: str
    title: str
    deadline: date
    days_left: int
    agreed_as: str  # the deadline as written in the plan, if it is no exact date
    status: str
    ask: str
    stage: int
    passed_over: str
    description: str = ""
    moves_on: Move | None = None  # after this reminder; None if the action has other owners
    stands_in_for: str = ""
    question: str = ""  # of the gate, if the action is vague


def looked_at(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the query for the open actions with a deadline, to be joined with their owners."""
    last_told = (
        select(func.max(Reminder.stage))
        .where(
            Reminder.action_id == Action.id,
            Reminder.deadline == Action.deadline,
            Reminder.person_id == Ownership.person_id,
        )
        .correlate(Action, Ownership)
        .scalar_subquery()
    )
    return select(
        Action.id,
        Ownership.person_id,
        Action.deadline,
        Action.heard_on,
        Action.snoozed_until,
        last_told.label("last_told"),
    ).where(Action.deadline.is_not(None), Action.status.in_(OPEN), *conditions)


def due_of(session: Session, owners: Iterable[int], lead: LeadTimes, today: date) -> list[Due]:
    """Return the actions of which these owners are to be reminded today."""
    # `coalesce` keeps the database from starting at the index on next_step_on: that holds everybody's.
    looks = func.coalesce(Action.next_step_on, date.max) <= today
    query = (
        looked_at(looks, Ownership.person_id.in_(list(owners)))
        .add_columns(Action.code, Action.title, Action.description, Action.status)
        .add_columns(Action.deadline_precision, Action.deadline_text, _has_one_owner())
        .select_from(Ownership)
        .join(Action, Action.id == Ownership.action_id)
    )
    return [due for row in session.execute(query) if (due := _due(row, lead, today))]


def _has_one_owner() -> ColumnElement[bool]:
    other = aliased(Ownership)
    others = select(other.action_id).where(
        other.action_id == Ownership.action_id, other.person_id != Ownership.person_id
    )
    return (~exists(others.correlate(Ownership))).label("has_one_owner")


def owners_to_look_at(session: Session, municipality_id: int, today: date) -> list[int]:
    """Return the ids of the owners of actions with a due step."""
    return list(
        session.scalars(
            select(Ownership.person_id)
            .join(Action, Action.id == Ownership.action_id)
            .where(Action.municipality_id == municipality_id, Action.next_step_on <= today)
            .distinct()
            .order_by(Ownership.person_id)
        )
    )


def stages_of(row: Row[Any], lead: LeadTimes) -> tuple[Stage, ...]:
    """Return the stages of a selected action that still count."""
    return stages(row.deadline, lead, heard_on=row.heard_on, snoozed_until=row.snoozed_until)


def is_told(row: Row[Any], stage: Stage) -> bool:
    """Return whether the owner in this row was reminded of this stage, or of a higher one."""
    return row.last_told is not None and row.last_told >= stage.offset


def _due(row: Row[Any], lead: LeadTimes, today: date) -> Due | None:
    asked = _asked(row.deadline, row.heard_on, row.snoozed_until, row.last_told, lead, today)
    if asked is None:
        return None
    exact = row.deadline_precision in (None, Precision.DAY)
    return Due(
        action_id=row.id,
        owner_id=row.person_id,
        code=row.code,
        title=row.title,
        deadline=row.deadline,
        days_left=asked.days_left,
        agreed_as="" if exact else row.deadline_text,
        status=row.status.value,
        ask=asked.ask,
        stage=asked.stage,
        passed_over=asked.passed_over,
        description=row.description,
        moves_on=asked.move if row.has_one_owner else None,
    )


@dataclass(frozen=True)
class _Asked:
    days_left: int
    ask: str
    stage: int
    passed_over: str
    move: Move


@lru_cache(maxsize=4096)  # in a large plan many actions share a deadline
def _asked(
    deadline: date,
    heard_on: date | None,
    snoozed_until: date | None,
    last_told: int | None,
    lead: LeadTimes,
    today: date,
) -> _Asked | None:
    """Return the reached stage that its owner was not reminded of yet, or None."""
    found = stages(deadline, lead, heard_on=heard_on, snoozed_until=snoozed_until)
    now = reached(found, today)
    told = last_told if last_told is not None else _NEVER
    if now is None or now.ask is Ask.ON_AGENDA or told >= now.offset:
        return None
    missed = [str(stage.offset) for stage in found if told < stage.offset < now.offset]
    move = Move(step_after(found, today), deadline, heard_on, snoozed_until)
    return _Asked((deadline - today).days, now.ask.value, now.offset, ",".join(missed), move)
