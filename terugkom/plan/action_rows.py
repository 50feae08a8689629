"""Actions as plain rows: what an import compares and changes, without an ORM object for each.

ORM objects take half of the time of a large import. A row has the fields of `Action`, so code that
reads an action reads a row as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from terugkom.database.bulk_insert import insert_many, reserve_ids
from terugkom.database.table_base import Base
from terugkom.plan.model import (
    Action,
    ActionStatus,
    Group,
    Ownership,
    Person,
    Precision,
    Priority,
    ProgressReport,
)

_NO_REPORTS: Mapping[date, str] = MappingProxyType({})  # shared: most rows have none


@dataclass(eq=False, slots=True)
class ActionRow:
    """An action as a plain row; `id` is 0 until it is stored. The fields are documented in `Action`."""

    code: str
    id: int = 0
    title: str = ""
    description: str = ""
    theme: str = ""
    sdgs: str = ""
    group_id: int | None = None  # follows `group` when it is stored
    start: date | None = None
    deadline: date | None = None
    deadline_precision: Precision | None = None
    deadline_text: str = ""
    status: ActionStatus = ActionStatus.PLANNED
    priority: Priority | None = None
    budget: float | None = None
    budget_text: str = ""
    part_of: str = ""
    snoozed_until: date | None = None
    snooze_reason: str = ""
    last_update_on: date | None = None
    followed_from: date | None = None
    missing_since: date | None = None
    public: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)  # replaced, never changed in place
    next_reminder_on: date | None = None
    group: Group | None = None
    owners: tuple[Person, ...] = ()  # by code
    reports: Mapping[date, str] = field(default_factory=lambda: _NO_REPORTS)  # text by day; replaced too
    stored: tuple[Any, ...] = ()  # the values of the columns as the database has them
    stored_owners: tuple[Person, ...] = ()
    stored_reports: Mapping[date, str] = field(default_factory=lambda: _NO_REPORTS)


_ACTIONS = Base.metadata.tables[Action.__tablename__]
_OWNERSHIPS = Base.metadata.tables[Ownership.__tablename__]
_REPORTS = Base.metadata.tables[ProgressReport.__tablename__]
_COLUMNS = tuple(column.name for column in _ACTIONS.columns if column.name != "municipality_id")
_column_values = attrgetter(*_COLUMNS)


def load_action_rows(
    session: Session, municipality_id: int, groups: Iterable[Group], people: Iterable[Person]
) -> dict[str, ActionRow]:
    """Return the actions of a municipality by code, with their owners and reports. Three queries."""
    group_of = {group.id: group for group in groups}
    person_of = {person.id: person for person in people}
    in_municipality = Action.municipality_id == municipality_id
    columns = [_ACTIONS.c[name] for name in _COLUMNS]
    rows: dict[int, ActionRow] = {}
    shared: dict[str, str] = {}
    found = session.execute(select(*columns).where(in_municipality).execution_options(yield_per=1_000))
    for each in found:
        values = tuple(_share(value, shared) for value in each)
        row = ActionRow(**dict(zip(_COLUMNS, values, strict=True)))
        row.stored = values
        row.group = group_of.get(row.group_id) if row.group_id else None
        rows[row.id] = row
    owners = (
        select(Ownership.action_id, Ownership.person_id)
        .join(Action, Action.id == Ownership.action_id)
        .join(Person, Person.id == Ownership.person_id)
        .where(in_municipality)
        .order_by(Person.code)
    )
    for action_id, person_id in session.execute(owners):
        row = rows[action_id]
        row.owners = row.stored_owners = (*row.owners, person_of[person_id])
    reports = select(ProgressReport.action_id, ProgressReport.reported_on, ProgressReport.text)
    for action_id, day, text in session.execute(reports.join(ProgressReport.action).where(in_municipality)):
        row = rows[action_id]
        row.reports = row.stored_reports = {**row.reports, day: text}
    return {row.code: row for row in rows.values()}


def _share(value: Any, shared: dict[str, str]) -> Any:
    """Return a short text as one object, however many actions have it."""
    return shared.setdefault(value, value) if isinstance(value, str) and len(value) < 30 else value


def store_action_rows(
    session: Session, municipality_id: int, rows: Iterable[ActionRow], *, through: str
) -> None:
    """Store what is new or changed, once; of a changed action only the columns that changed are written.

    `through` is the source of new reports, for example `import plan.xlsx` (cut at 200 characters).
    """
    session.flush()  # groups and people have their ids from here on
    rows = list(rows)
    for row in rows:
        row.group_id = row.group.id if row.group else None
    _update([row for row in rows if row.id], session)
    new = [row for row in rows if not row.id]
    for row, reserved in zip(new, reserve_ids(session, _ACTIONS, len(new)), strict=True):
        row.id = reserved
    tenant_values = {"municipality_id": municipality_id}
    insert_many(
        session,
        _ACTIONS,
        (tenant_values | dict(zip(_COLUMNS, _column_values(row), strict=True)) for row in new),
    )
    _store_owners(session, rows)
    _store_reports(session, rows, through[:200])


def _update(rows: list[ActionRow], session: Session) -> None:
    changed = [
        {"id": row.id}
        | {name: new for name, old, new in zip(_COLUMNS, row.stored, now, strict=True) if new != old}
        for row in rows
        if (now := _column_values(row)) != row.stored
    ]
    if changed:
        session.execute(update(Action), changed)


def _store_owners(session: Session, rows: list[ActionRow]) -> None:
    changed = [row for row in rows if row.owners != row.stored_owners]
    removed = [
        {"an_action": row.id, "a_person": person.id}
        for row in changed
        for person in row.stored_owners
        if person not in row.owners
    ]
    if removed:
        ownership_key = (
            Ownership.action_id == bindparam("an_action"),
            Ownership.person_id == bindparam("a_person"),
        )
        session.connection().execute(delete(Ownership).where(*ownership_key), removed)
    new = [
        {"action_id": row.id, "person_id": person.id}
        for row in changed
        for person in row.owners
        if person not in row.stored_owners
    ]
    insert_many(session, _OWNERSHIPS, new)


def _store_reports(session: Session, rows: list[ActionRow], through: str) -> None:
    changed = [
        (row, {"action_id": row.id, "reported_on": day, "text": text, "source": through})
        for row in rows
        if row.reports != row.stored_reports
        for day, text in row.reports.items()
        if row.stored_reports.get(day) != text
    ]
    insert_many(
        session,
        _REPORTS,
        [values for row, values in changed if values["reported_on"] not in row.stored_reports],
    )
    for row, values in changed:
        if values["reported_on"] in row.stored_reports:
            report_key = (
                ProgressReport.action_id == row.id,
                ProgressReport.reported_on == values["reported_on"],
            )
            session.execute(
                update(ProgressReport).where(*report_key).values(text=values["text"], source=through)
            )
