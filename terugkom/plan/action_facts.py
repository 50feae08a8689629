"""The data that packs need of actions, in four queries whatever their number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Row, Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from terugkom.plan.action_scope import (
    ActionScope,
    Conditions,
    cache_built_statements,
    scope_municipality,
)
from terugkom.plan.completion_checks import build_checked_since
from terugkom.plan.history import ADDED, NOTE, REASON, SAID_ON, HistoryValue, decode_value
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, ActionStatus, Group, Municipality, Ownership, Person, ProgressReport
from terugkom.plan.reachability import build_orphan_reason
from terugkom.plan.stuck_reports import drop_stuck_words, ends_stuck

SNOOZE_FIELDS = ("snoozed_until", "snooze_reason", ADDED)  # changes with which a snooze may have come
_TRACKED_FIELDS = ("status", "deadline", *SNOOZE_FIELDS)
_MUNICIPALITY_ID, _TODAY = bindparam("municipality_id", type_=Integer), bindparam("today", type_=Date)
_WENT_LIVE_ON = select(Municipality.go_live_on).where(Municipality.id == _MUNICIPALITY_ID).scalar_subquery()
_ANY_ACTION, _ANY_CHANGE = aliased(Action), aliased(ActionChange)
_FIRST_ADDED_ON = (  # whichever actions of the municipality are read
    select(func.min(_ANY_CHANGE.changed_on))
    .join(_ANY_ACTION, _ANY_ACTION.id == _ANY_CHANGE.action_id)
    .where(_ANY_ACTION.municipality_id == _MUNICIPALITY_ID, _ANY_CHANGE.field == ADDED)
    .scalar_subquery()
)
_COLUMNS = (  # of an action: as rows they are read in half the time that whole actions take
    *(Action.id, Action.code, Action.title, Action.theme, Action.status, Action.start),
    *(Action.deadline, Action.deadline_text, Action.deadline_precision),
    *(Action.snoozed_until, Action.snooze_reason, Action.last_update_on),
)


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """That a field of an action had another value before a day; `reason` is why it was changed, if noted.

    `said_on` is of a status that was said before the day on which it was recorded.
    """

    day: date
    field: str
    old: HistoryValue
    through: str = ""
    reason: str = ""
    said_on: date | None = None

    @property
    def day_said(self) -> date:
        """The day on which somebody said it: readers are told that one."""
        return self.said_on or self.day


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One action as packs need it; `orphan_reason` is why no owner can be reached. Reports are in order.

    `checked_since` is set while it is called done and a person is asked whether that is right.
    `went_live_on` is the go-live day of the municipality, of an action that came with its first import.
    """

    action_id: int
    code: str
    title: str
    group_code: str
    group: str
    theme: str
    status: ActionStatus
    start: date | None = None
    deadline: date | None = None
    deadline_text: str = ""  # the plan's words, where it gave no exact day
    snoozed_until: date | None = None
    snooze_reason: str = ""
    last_update_on: date | None = None
    owners: tuple[str, ...] = ()
    owner_ids: tuple[int, ...] = ()
    orphan_reason: str = ""
    reports: tuple[tuple[date, str], ...] = ()
    changes: tuple[FieldHistory, ...] = ()
    checked_since: date | None = None
    went_live_on: date | None = None

    @property
    def _added_on(self) -> date | None:
        return next((each.day for each in self.changes if each.field == ADDED), None)

    @property
    def in_plan_since(self) -> date | None:
        """The day on which it came into the plan; None if that is not known.

        What was followed up elsewhere before the first import (an earlier go-live day) is not new by that.
        """
        added = self._added_on
        return min(added, self.went_live_on) if added and self.went_live_on else added

    def is_added_after(self, day: date) -> bool:
        """Return whether it came into the plan after a day.

        What comes with the first import of a municipality and was under way by then was in its plan before.
        """
        since, added = self.in_plan_since, self._added_on
        if since is None or added is None or since <= day:
            return False
        return self.went_live_on is None or self.find_status_on(added) is ActionStatus.PLANNED

    @property
    def news(self) -> tuple[tuple[date, str], ...]:
        """What its reports say by day, but for that its owner is stuck: that is for the coordinator."""
        told = ((day, drop_stuck_words(text)) for day, text in self.reports)
        return tuple((day, text) for day, text in told if text)

    def stuck_since(self, day: date) -> date | None:
        """Return the day of its last report up to a day, if that ends with its owner being stuck."""
        reported, text = max(((on, text) for on, text in self.reports if on <= day), default=(day, ""))
        return reported if ends_stuck(text) else None

    def is_stuck_on(self, day: date) -> bool:
        """Return whether at the end of a day its owner was stuck, and nothing was decided on it since.

        That is another status or deadline, or a snooze.
        """
        since = self.stuck_since(day)
        decided = ("status", "deadline", "snoozed_until")
        return since is not None and not any(
            since < each.day <= day for each in self.changes if each.field in decided
        )

    def find_status_on(self, day: date) -> ActionStatus | None:
        """Return the status at the end of a day; None if the action did not exist yet."""
        found = None
        for each in self.changes:
            if each.day > day:
                if each.field == ADDED:
                    return None
                if found is None and each.field == "status" and isinstance(each.old, ActionStatus):
                    found = each.old
        return found or self.status

    def is_late_on(self, day: date) -> bool:
        """Return whether it was open at the end of a day, and the deadline of then had passed."""
        status = self.find_status_on(day)
        return status is not None and status.is_open and self.is_past_deadline_on(day)

    def is_past_deadline_on(self, day: date) -> bool:
        """Return whether at the end of a day the deadline of then had passed, whatever the status."""
        deadline = self.deadline_on(day)
        return deadline is not None and deadline < day

    def is_done_since(self, since: date, today: date) -> bool:
        """Return whether it is done at the end of a day and was not, or did not exist, at that of `since`."""
        done = ActionStatus.DONE
        return self.find_status_on(today) is done and self.find_status_on(since) is not done

    def deadline_on(self, day: date) -> date | None:
        """Return the deadline as it was agreed at the end of a day."""
        for each in self.changes:
            if each.field == "deadline" and each.day > day:
                return each.old if isinstance(each.old, date) else None
        return self.deadline

    def last_update_by(self, day: date) -> date | None:
        """Return the day of its last update, as known at the end of a day."""
        return max((each for each in self._update_days() if each <= day), default=None)

    def has_update_between(self, first: date, last: date) -> bool:
        """Return whether it had any update in these days, both included."""
        return any(first <= each <= last for each in self._update_days())

    def list_deadlines_between(self, first: date, last: date) -> list[date]:
        """Return the deadlines that fell in these days, both included, as agreed on those days."""
        ever = {each.old for each in self.changes if each.field == "deadline" and isinstance(each.old, date)}
        ever |= {self.deadline} if self.deadline else set()
        return sorted(day for day in ever if first <= day <= last and self.deadline_on(day) == day)

    def _update_days(self) -> list[date]:
        days = [reported for reported, _ in self.reports]
        days += [each.day for each in self.changes if each.field == "status"]
        return [*days, self.last_update_on] if self.last_update_on else days

    def reason_of_last_change(self, field: str) -> tuple[date, str] | None:
        """Return the day of the last change of a field and the reason noted with it, or None."""
        last = next((each for each in reversed(self.changes) if each.field == field), None)
        return (last.day, last.reason) if last and last.reason else None

    @property
    def written_reason(self) -> tuple[date, str] | None:
        """The day and the words of the last reason that was written where it was asked for, or None."""
        return self.reason_of_last_change(REASON)

    def find_snooze_day(self) -> date | None:
        """Return when its snooze was last changed, or it was added with one; None if that is not known."""
        return max((each.day for each in self.changes if each.field in SNOOZE_FIELDS), default=None)

    def count_deadline_changes(self) -> int:
        """Return how often its deadline was moved."""
        return sum(each.field == "deadline" and each.old is not None for each in self.changes)

    def status_since(self) -> date | None:
        """Return since when it has its status, as somebody said it, or None if that is not known."""
        changed = [each for each in self.changes if each.field == "status"]
        return max(reversed(changed), key=lambda each: each.day).day_said if changed else None


@dataclass(frozen=True)
class _Statements:
    """What is read of actions, of their owners, of their reports and of their history."""

    actions: Select[Any]
    owners: Select[Any]
    reports: Select[Any]
    changes: Select[Any]


def load_action_facts(
    session: Session, municipality_id: int, today: date, scope: ActionScope | None = None
) -> tuple[ActionFacts, ...]:
    """Return the actions of a municipality within a scope, or all, in order of code. Four queries."""
    scope = scope or scope_municipality(municipality_id)
    statements = _build_statements(scope)
    values = {**scope.values, "municipality_id": municipality_id, "today": today}
    rows = session.execute(statements.actions, values).all()
    owners = _load_pairs(session, statements.owners, values)
    reports = _load_pairs(session, statements.reports, values)
    past = _load_changes(session, statements.changes, values)
    return tuple(_build_facts(row, owners[row.id], reports[row.id], past[row.id]) for row in rows)


@cache_built_statements
def _build_statements(conditions: Conditions) -> _Statements:
    return _Statements(
        select(
            *_COLUMNS,
            func.coalesce(Group.code, "").label("group_code"),
            func.coalesce(Group.name, "").label("group"),
            build_orphan_reason(_MUNICIPALITY_ID, _TODAY).label("orphan_reason"),
            build_checked_since().label("checked_since"),
            _WENT_LIVE_ON.label("went_live_on"),
            _FIRST_ADDED_ON.label("first_added_on"),
        )
        .outerjoin(Group, Group.id == Action.group_id)
        .where(*conditions)
        .order_by(Action.code),
        select(Ownership.action_id, Person.id, Person.name)
        .join(Person, Person.id == Ownership.person_id)
        .join(Action, Action.id == Ownership.action_id)
        .where(*conditions)
        .order_by(Person.code),
        select(ProgressReport.action_id, ProgressReport.reported_on, ProgressReport.text)
        .join(Action, Action.id == ProgressReport.action_id)
        .where(*conditions)
        .order_by(ProgressReport.reported_on),
        select(
            ActionChange.action_id,
            ActionChange.changed_on,
            ActionChange.changed_at,
            ActionChange.field,
            ActionChange.old,
            ActionChange.new,
            ActionChange.source,
        )
        .join(Action, Action.id == ActionChange.action_id)
        .where(ActionChange.field.in_([*_TRACKED_FIELDS, NOTE, REASON, SAID_ON]), *conditions)
        .order_by(ActionChange.changed_at, ActionChange.id),
    )


def _build_facts(
    row: Row[Any],
    owners: Sequence[tuple[int, str]],
    reports: Sequence[tuple[date, str]],
    past: Sequence[FieldHistory],
) -> ActionFacts:
    is_of_first_import = any(each.field == ADDED and each.day == row.first_added_on for each in past)
    return ActionFacts(
        action_id=row.id,
        code=row.code,
        title=row.title,
        group_code=row.group_code,
        group=row.group,
        theme=row.theme,
        status=row.status,
        start=row.start,
        deadline=row.deadline,
        deadline_text=row.deadline_text if row.deadline_precision not in (None, "day") else "",
        snoozed_until=row.snoozed_until,
        snooze_reason=row.snooze_reason,
        last_update_on=row.last_update_on,
        owners=tuple(name for _, name in owners),
        owner_ids=tuple(person for person, _ in owners),
        orphan_reason=row.orphan_reason,
        reports=tuple(reports),
        changes=tuple(past),
        checked_since=row.checked_since if row.status is ActionStatus.DONE else None,
        went_live_on=row.went_live_on if is_of_first_import else None,
    )


def _load_pairs(
    session: Session, query: Select[Any], values: Mapping[str, Any]
) -> defaultdict[int, list[tuple[Any, str]]]:
    """Return what is read beside the id of each action, by that."""
    found: defaultdict[int, list[tuple[Any, str]]] = defaultdict(list)
    for action, first, text in session.execute(query, values):
        found[action].append((first, text))
    return found


def _load_changes(
    session: Session, query: Select[Any], values: Mapping[str, Any]
) -> defaultdict[int, list[FieldHistory]]:
    """Return the changes by action; the note that one source left beside its changes is their reason, and the
    day that it left there the one on which they were said."""
    rows = session.execute(query, values).tuples().all()
    notes = {(action, at, source): str(new) for action, _, at, field, _, new, source in rows if field == NOTE}
    said = {
        (action, at, source): date.fromisoformat(new)
        for action, _, at, field, _, new, source in rows
        if field == SAID_ON
    }
    found: defaultdict[int, list[FieldHistory]] = defaultdict(list)
    for action, day, at, field, old, new, source in rows:
        if field not in (NOTE, SAID_ON):
            reason = str(new) if field == REASON else notes.get((action, at, source), "")
            said_on = said.get((action, at, source)) if field == "status" else None
            found[action].append(FieldHistory(day, field, decode_value(field, old), source, reason, said_on))
    return found
