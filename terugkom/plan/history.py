"""The change history of actions: field, old value, new value, time, source."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy.orm import Session

from terugkom.bulk_insert import insert_many
from terugkom.database import Base
from terugkom.plan.action_rows import ActionRow
from terugkom.plan.model import Action, ActionChange

ADDED = "added"  # the field name under which the creation of an action is recorded
TRACKED_FIELDS = (
    "title",
    "description",
    "theme",
    "sdgs",
    "start",
    "deadline",
    "deadline_precision",
    "deadline_text",
    "status",
    "priority",
    "budget",
    "budget_text",
    "part_of",
    "snoozed_until",
    "snooze_reason",
    "missing_since",
    "public",
)

_SNAPSHOT_FIELDS = (*TRACKED_FIELDS, "group", "owners", "extra")
_tracked_values = attrgetter(*TRACKED_FIELDS)

ActionSnapshot = tuple[Any, ...]


@dataclass(frozen=True)
class FieldChange:
    """One change of one action; values as text, days in ISO, people and groups by their codes."""

    code: str
    field: str
    old: str
    new: str


def snapshot_action(action: Action | ActionRow) -> ActionSnapshot:
    """Return the tracked values of an action. Reads its group and owners."""
    group = action.group.code if action.group else ""
    owners = "; ".join(sorted([person.code for person in action.owners]))
    return *_tracked_values(action), group, owners, action.extra


def diff_action(action: Action | ActionRow, before: ActionSnapshot) -> list[FieldChange]:
    """Return what changed in an action since `before`, an earlier `state` of it."""
    now = snapshot_action(action)
    if now == before:
        return []
    values = zip(_SNAPSHOT_FIELDS, map(_format_value, before), map(_format_value, now), strict=True)
    return [FieldChange(action.code, field, old, new) for field, old, new in values if old != new]


def record_changes(
    session: Session,
    changes: Iterable[tuple[Action | ActionRow, FieldChange]],
    *,
    today: date,
    changed_at: datetime,
    through: str,
) -> None:
    """Store changes of the run whose day is `today`.

    `changed_at` must have a time zone, `through` is the source (cut at 200 characters).
    """
    session.flush()  # an action that was just added has its id from here on
    rows = [
        {
            "action_id": action.id,
            "field": change.field,
            "old": change.old,
            "new": change.new,
            "changed_on": today,
            "changed_at": changed_at,
            "source": through[:200],
        }
        for action, change in changes
    ]
    insert_many(session, Base.metadata.tables[ActionChange.__tablename__], rows)


def _format_value(value: object) -> str:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
