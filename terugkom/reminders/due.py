"""Which actions are due for a reminder: the stage each has reached, and whether it was already told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from terugkom.plan.model import Action, Ownership, Precision, Status
from terugkom.rhythm.lead_times import LeadTimes
from terugkom.rhythm.model import Reminder
from terugkom.rhythm.stages import Ask, Stage, reached, stages

OPEN = [status for status in Status if status.is_open]


@dataclass(frozen=True, slots=True)
class Due:
    """One action that one owner is to be reminded of, as templates see it."""

    action_id: int
    owner_id: int
    code: str
    title: str
    deadline: date
    days_left: int
    agreed_as: str  # the words of the plan, where it gave no exact day
    status: str
    ask: str
    stage: int
    passed_over: str
    stands_in_for: str = ""


def looked_at(municipality_id: int, today: date) -> Select[Any]:
    """Return the query for the actions with a step to look at, a row for each owner."""
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
    return (
        select(
            Action.id,
            Ownership.person_id,
            Action.code,
            Action.title,
            Action.deadline,
            Action.deadline_precision,
            Action.deadline_text,
            Action.status,
            Action.heard_on,
            Action.snoozed_until,
            last_told.label("last_told"),
        )
        .where(
            Action.municipality_id == municipality_id,
            Action.next_step_on <= today,
            Action.deadline.is_not(None),
            Action.status.in_(OPEN),
        )
        .order_by(Action.deadline, Action.code)
    )


def due_of(
    session: Session, municipality_id: int, owners: Iterable[int], lead: LeadTimes, today: date
) -> list[Due]:
    """Return what these owners are to be reminded of today, the most urgent first."""
    query = (
        looked_at(municipality_id, today)
        .join(Ownership, Ownership.action_id == Action.id)
        .where(Ownership.person_id.in_(list(owners)))
    )
    return [due for row in session.execute(query) if (due := _due(row, lead, today))]


def owners_to_look_at(session: Session, municipality_id: int, today: date) -> list[int]:
    """Return the owners of actions with a step to look at."""
    return list(
        session.scalars(
            select(Ownership.person_id)
            .join(Action, Action.id == Ownership.action_id)
            .where(Action.municipality_id == municipality_id, Action.next_step_on <= today)
            .distinct()
            .order_by(Ownership.person_id)
        )
    )


def stage_of(row: Row[Any], lead: LeadTimes, today: date) -> tuple[list[Stage], Stage | None]:
    """Return the stages of a looked-at action, and the one it has reached and was not told of yet."""
    found = stages(row.deadline, lead, heard_on=row.heard_on, snoozed_until=row.snoozed_until)
    now = reached(found, today)
    if now and row.last_told is not None and row.last_told >= now.offset:
        return found, None
    return found, now


def _due(row: Row[Any], lead: LeadTimes, today: date) -> Due | None:
    found, now = stage_of(row, lead, today)
    if now is None or now.ask is Ask.ON_AGENDA:
        return None
    told = row.last_told if row.last_told is not None else -10_000
    missed = [str(stage.offset) for stage in found if told < stage.offset < now.offset]
    exact = row.deadline_precision in (None, Precision.DAY)
    return Due(
        action_id=row.id,
        owner_id=row.person_id,
        code=row.code,
        title=row.title,
        deadline=row.deadline,
        days_left=(row.deadline - today).days,
        agreed_as="" if exact else row.deadline_text,
        status=row.status.value,
        ask=now.ask.value,
        stage=now.offset,
        passed_over=",".join(missed),
    )
