"""Every change of an action, kept: what, from, to, when, through what."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from terugkom.plan.model import Action, ActionChange

ADDED = "added"  # the field under which it is kept that an action came into being
FOLLOWED = (
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
)


@dataclass(frozen=True)
class Change:
    """One change of one action; values as text, days in ISO, people and groups by their codes."""

    code: str
    field: str
    old: str
    new: str


def state(action: Action) -> dict[str, str]:
    """Return all that is followed of an action, as text. Reads its group and owners."""
    found = {field: _text(getattr(action, field)) for field in FOLLOWED}
    found["group"] = action.group.code if action.group else ""
    found["owners"] = "; ".join(sorted(person.code for person in action.owners))
    found["extra"] = json.dumps(action.extra, ensure_ascii=False, sort_keys=True) if action.extra else ""
    return found


def changes(action: Action, before: dict[str, str]) -> list[Change]:
    """Return what changed in an action since `before`, an earlier `state` of it."""
    return [
        Change(action.code, field, before[field], new)
        for field, new in state(action).items()
        if before[field] != new
    ]


def keep(
    session: Session, made: Iterable[tuple[Action, Change]], *, changed_at: datetime, through: str
) -> None:
    """Store changes; `changed_at` needs its time zone, `through` says by what way (cut at 200 characters)."""
    session.flush()  # an action that was just added has its id from here on
    rows = [
        {
            "action_id": action.id,
            "field": change.field,
            "old": change.old,
            "new": change.new,
            "changed_at": changed_at,
            "through": through[:200],
        }
        for action, change in made
    ]
    if rows:
        session.execute(insert(ActionChange), rows)


def _text(value: object) -> str:
    return "" if value is None else str(value)
