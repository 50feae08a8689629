"""List the actions due for a reminder: the stage each has reached and not been reminded of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from terugkom.plan.model import OPEN_STATUSES, Action, Ownership, Precision
from terugkom.plan.waiting_questions import WaitingQuestion
from terugkom.reminders.advance import ReminderAdvance
from terugkom.reminders.last_reminded import build_last_reminded_stage, is_contacted
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.reminder_stages import (
    BELOW_ALL_STAGES,
    Stage,
    StageKind,
    find_next_stage_day,
    find_reached_stage,
    list_stages,
)


@dataclass(frozen=True, slots=True)
class DueReminder:
    """One action that one owner is to be reminded of, as read by templates."""

    action_id: int
    owner_id: int
    code: str
    title: str
    deadline: date
    days_left: int
    deadline_text: str  # the deadline as written in the plan, if it is no exact date
    status: str
    ask: str
    stage: int
    skipped_stages: str
    description: str = ""
    advance: ReminderAdvance | None = None  # after this reminder; None if the action has other owners
    absent_owner: str = ""
    addressee: str = ""  # whose it is of several people with one mailbox
    question: str = ""  # of the gate, if the action is vague
    last_update_on: date | None = None
    snoozed_until: date | None = None  # the last day on which it was put off
    asked_before_on: date | None = None  # the last mail to this owner about this deadline
    waiting: tuple[WaitingQuestion, ...] = ()  # what its owners asked, and is still to be decided


def select_due_actions(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the query for the open actions with a deadline, to be joined with their owners."""
    last_reminded_stage = build_last_reminded_stage()
    return select(
        Action.id,
        Ownership.person_id,
        Action.deadline,
        Action.last_update_on,
        Action.snoozed_until,
        Action.followed_from,
        last_reminded_stage.label("last_told"),
    ).where(Action.deadline.is_not(None), Action.status.in_(OPEN_STATUSES), *conditions)


def list_due_reminders(
    session: Session, owners: Iterable[int], lead_times: LeadTimes, today: date
) -> list[DueReminder]:
    """Return the actions of which these owners are to be reminded today."""
    # `coalesce` keeps the database from starting at the index on next_reminder_on: that holds everybody's.
    is_due = func.coalesce(Action.next_reminder_on, date.max) <= today
    query = (
        select_due_actions(is_due, Ownership.person_id.in_(list(owners)))
        .add_columns(Action.code, Action.title, Action.description, Action.status)
        .add_columns(Action.deadline_precision, Action.deadline_text, _build_single_owner_condition())
        .select_from(Ownership)
        .join(Action, Action.id == Ownership.action_id)
    )
    find_stage = cache(partial(_compute_reached_stage, lead_times=lead_times, today=today))
    # Plain rows of the connection: the session would make each of them twice.
    rows = session.connection().execute(query)
    return [due for row in rows if (due := _build_due_reminder(row, find_stage))]


def _build_single_owner_condition() -> ColumnElement[bool]:
    other = aliased(Ownership)
    others = select(other.action_id).where(
        other.action_id == Ownership.action_id, other.person_id != Ownership.person_id
    )
    return (~exists(others.correlate(Ownership))).label("has_one_owner")


def list_owners_with_due_actions(session: Session, municipality_id: int, today: date) -> list[int]:
    """Return the ids of the owners of actions with a due step."""
    return list(
        session.scalars(
            select(Ownership.person_id)
            .join(Action, Action.id == Ownership.action_id)
            .where(Action.municipality_id == municipality_id, Action.next_reminder_on <= today)
            .distinct()
            .order_by(Ownership.person_id)
        )
    )


def list_action_stages(row: Row[Any], lead_times: LeadTimes, *, is_contacted: bool) -> tuple[Stage, ...]:
    """Return the stages of a selected action that still count."""
    return list_stages(
        row.deadline,
        lead_times,
        last_update_on=row.last_update_on,
        snoozed_until=row.snoozed_until,
        followed_from=row.followed_from,
        is_contacted=is_contacted,
    )


def is_reminded(row: Row[Any], stage: Stage) -> bool:
    """Return whether the owner in this row was reminded of this stage, or of a higher one."""
    return row.last_told is not None and row.last_told >= stage.offset


def _build_due_reminder(
    row: Row[Any], find_stage: Callable[..., "_ReachedStage | None"]
) -> DueReminder | None:
    """Build a reminder from a row of the query of `list_due_reminders`."""
    reached_stage = find_stage(
        row.deadline, row.last_update_on, row.snoozed_until, row.followed_from, row.last_told
    )
    if reached_stage is None:
        return None
    return DueReminder(
        action_id=row.id,
        owner_id=row.person_id,
        code=row.code,
        title=row.title,
        deadline=row.deadline,
        days_left=reached_stage.days_left,
        deadline_text="" if row.deadline_precision in (None, Precision.DAY) else row.deadline_text,
        status=str(row.status),
        ask=reached_stage.ask,
        stage=reached_stage.stage,
        skipped_stages=reached_stage.skipped_stages,
        description=row.description,
        last_update_on=row.last_update_on,
        snoozed_until=row.snoozed_until,
        advance=reached_stage.advance if row.has_one_owner else None,
    )


@dataclass(frozen=True)
class _ReachedStage:
    days_left: int
    ask: str
    stage: int
    skipped_stages: str
    advance: ReminderAdvance


def _compute_reached_stage(
    deadline: date,
    last_update_on: date | None,
    snoozed_until: date | None,
    followed_from: date | None,
    last_reminded_stage: int | None,
    lead_times: LeadTimes,
    today: date,
) -> _ReachedStage | None:
    """Return the reached stage that its owner was not reminded of yet, or None.

    In a large plan many actions share a deadline, and so what is found for it.
    """
    list_from = partial(
        list_stages, deadline, lead_times, last_update_on=last_update_on, snoozed_until=snoozed_until
    )
    found = list_from(followed_from=followed_from, is_contacted=is_contacted(last_reminded_stage))
    reached_stage = find_reached_stage(found, today)
    reminded_stage = last_reminded_stage if last_reminded_stage is not None else BELOW_ALL_STAGES
    if (
        reached_stage is None
        or reached_stage.kind is StageKind.ON_AGENDA
        or reminded_stage >= reached_stage.offset
    ):
        return None
    skipped_stages = [
        str(stage.offset) for stage in found if reminded_stage < stage.offset < reached_stage.offset
    ]
    if reached_stage.kind is StageKind.FIRST_CONTACT:  # from here on the days of being late count from today
        found = list_from(followed_from=today, is_contacted=True)
    advance = ReminderAdvance(find_next_stage_day(found, today), deadline, last_update_on, snoozed_until)
    return _ReachedStage(
        (deadline - today).days,
        reached_stage.kind.value,
        reached_stage.offset,
        ",".join(skipped_stages),
        advance,
    )


def count_due_actions(session: Session, today: date) -> dict[int, int]:
    """Return by the id of each municipality how many of its actions are due for a reminder.

    Those with none are left out.
    """
    query = (
        select(Action.municipality_id, func.count())
        .where(Action.next_reminder_on <= today)
        .group_by(Action.municipality_id)
    )
    return dict(session.execute(query).tuples().all())
