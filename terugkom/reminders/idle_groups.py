"""Groups that do not come back together: nobody can be invited, or no meeting is planned.

Without a mail about it their actions would be discussed nowhere, and nobody would notice. Each is named at
most once a month.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from terugkom.plan.action_scope import is_in_any_plan
from terugkom.plan.model import OPEN_STATUSES, Action, Group, GroupKind, Person, group_members
from terugkom.plan.reachability import can_be_written_to
from terugkom.reminders.monthly_points import format_named_point, load_points_told_to, load_told_points
from terugkom.reminders.summary_lists import SummaryList


class IdleReason(StrEnum):
    """Why a group does not come back together; the words are in the templates."""

    NO_MEMBERS = "no-members"
    NOBODY_REACHABLE = "nobody-reachable"
    NO_RHYTHM = "no-rhythm"


@dataclass(frozen=True)
class IdleGroup:
    """A group that does not come back together, with how many open actions; `month` as in 2027-03."""

    code: str
    name: str
    why: IdleReason
    actions: int
    month: str
    is_named: bool = False  # in this month, by an earlier summary

    @property
    def point(self) -> str:
        """What is news once."""
        return f"idle:{self.code}:{self.why}"

    @property
    def named_point(self) -> str:
        """What says that it was named in this month."""
        return format_named_point("idle", f"{self.code}:{self.why}", self.month)


NO_IDLE_GROUPS: SummaryList[IdleGroup] = SummaryList((), 0)


def list_idle_groups(
    session: Session, municipality_id: int, today: date, reader_id: int | None = None
) -> SummaryList[IdleGroup]:
    """Return the groups of a municipality that do not come back together, in the order of their codes, and of
    which of them the reader of the summary was told this month."""
    values = {"municipality_id": municipality_id, "day": today}
    if session.scalar(_select_unable(), values) is None:  # actions, of which there may be many, are not read
        return NO_IDLE_GROUPS
    rows = session.execute(_select_idle(), values)
    told = load_points_told_to(session, municipality_id, reader_id)
    month = f"{today:%Y-%m}"
    found = [IdleGroup(code, name, IdleReason(why), actions, month) for code, name, why, actions in rows]
    marked = [replace(each, is_named=each.named_point in told) for each in found]
    return SummaryList(marked, len(marked))


def has_untold_groups(session: Session, municipality_id: int, today: date) -> bool:
    """Return whether a group does not come back together of which no summary told."""
    found = list_idle_groups(session, municipality_id, today).shown
    return bool(found) and not {each.point for each in found} <= load_told_points(session, municipality_id)


def select_with_idle_groups(today: date) -> Select[tuple[int]]:
    """Return the query for the municipalities with a group that cannot come back together: in no other one
    there is one that would have reason to."""
    return select(Group.municipality_id).where(~_can_meet(today)).distinct()


@cache  # to build it took longer than to execute it
def _select_idle() -> Select[Any]:
    day = bindparam("day", type_=Date)
    why = case(
        (~_has_members(), IdleReason.NO_MEMBERS.value),
        (~_has_members(can_be_written_to(day)), IdleReason.NOBODY_REACHABLE.value),
        else_=IdleReason.NO_RHYTHM.value,
    )
    return (
        select(Group.code, Group.name, why, _count_open_actions())
        .where(Group.municipality_id == bindparam("municipality_id", type_=Integer), _is_idle(day))
        .order_by(Group.code)
    )


@cache
def _select_unable() -> Select[tuple[int]]:
    mine = Group.municipality_id == bindparam("municipality_id", type_=Integer)
    return select(Group.id).where(mine, ~_can_meet(bindparam("day", type_=Date))).limit(1)


def _is_idle(day: Any) -> ColumnElement[bool]:
    """Return the SQL condition that a group does not come back together, and would have reason to: it has a
    rhythm, or open actions."""
    return and_(~_can_meet(day), or_(_has_rhythm(), _count_open_actions() > 0))


def _can_meet(day: Any) -> ColumnElement[bool]:
    return and_(_has_rhythm(), _has_members(can_be_written_to(day)))


def _has_rhythm() -> ColumnElement[bool]:
    return and_(Group.anchor.is_not(None), Group.interval_months.is_not(None))


def _has_members(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    members = exists().where(group_members.c.group_id == Group.id, Person.id == group_members.c.person_id)
    return members.where(*conditions).correlate(Group)


def _count_open_actions() -> ScalarSelect[int]:
    """Return the SQL value of how many open actions a group follows; those without one, the core group."""
    of_core = and_(Group.kind == GroupKind.CORE, Action.group_id.is_(None))
    return (
        select(func.count(Action.id))
        .where(Action.municipality_id == Group.municipality_id, is_in_any_plan())
        .where(Action.status.in_(OPEN_STATUSES), or_(Action.group_id == Group.id, of_core))
        .correlate(Group)
        .scalar_subquery()
    )
