"""The change history of actions: field, old value, new value, time, source.

Values are stored as JSON, each in the type of its field: a date in ISO 8601, an enumeration as its value,
owners as a list of codes. The field says what to read it back as (`decode_value`), so nobody parses texts.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from terugkom.database.bulk_insert import insert_many
from terugkom.database.table_base import Base
from terugkom.plan.action_rows import ActionRow
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, ActionStatus, Precision, Priority

ADDED = "added"  # the field under which the creation of an action is recorded; its new value is the title
NOTE = "note"  # the reason that was given for the other changes of the same source
REASON = "reason"  # why it is late or was stopped, as it was written where that was asked
SAID_ON = "said-on"  # behind a status: the day on which it was said, if it was recorded on a later one
REPORT = "report"
INDICATOR = "indicator"  # a new indicator; a change of one is recorded under `indicator.` and its field
MEASUREMENT = "measurement"
_UNPARSED = "unparsed"


@dataclass(frozen=True, slots=True)
class DatedReport:
    """A progress report: its day and text."""

    on: date
    text: str

    def __str__(self) -> str:
        return f"{self.on}: {self.text}"


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A value of an indicator, which is named by its code; for a new indicator the value is its name."""

    indicator: str
    value: date | float | str | None

    def __str__(self) -> str:
        return f"{self.indicator}: {'' if self.value is None else self.value}"


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """A measurement of an indicator."""

    indicator: str
    on: date
    value: float

    def __str__(self) -> str:
        return f"{self.indicator} {self.on}: {self.value:g}"


@dataclass(frozen=True, slots=True)
class UnparsedText:
    """A value of an earlier version that was no value of its field: kept as the text it was."""

    text: str

    def __str__(self) -> str:
        return self.text


HistoryValue = (
    DatedReport
    | IndicatorValue
    | MeasuredValue
    | UnparsedText
    | date
    | StrEnum
    | str
    | float
    | tuple[str, ...]
    | Mapping[str, Any]
    | None
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one action; people and groups by their codes."""

    code: str
    field: str
    old: HistoryValue
    new: HistoryValue

    @property
    def old_text(self) -> str:
        """The old value as text."""
        return format_value(self.old)

    @property
    def new_text(self) -> str:
        """The new value as text."""
        return format_value(self.new)

    def as_json(self) -> dict[str, str]:
        """Return what the command line prints with ``--json``: the values as text."""
        return {"code": self.code, "field": self.field, "old": self.old_text, "new": self.new_text}


def record_changes(
    session: Session,
    changes: Iterable[tuple[Action | ActionRow, FieldChange]],
    *,
    today: date,
    changed_at: datetime,
    through: str,
    said_on: date | None = None,
) -> None:
    """Store changes of the run whose day is `today`.

    `changed_at` must have a time zone, `through` is the source (cut at 200 characters). `said_on` is the day
    on which somebody said what changes now, if it was an earlier one: a status keeps it.
    """
    session.flush()  # an action that was just added has its id from here on
    rows = (
        {
            "action_id": action.id,
            "field": change.field,
            "old": encode_value(change.old),
            "new": encode_value(change.new),
            "changed_on": today,
            "changed_at": changed_at,
            "source": through[:200],
        }
        for action, change in _add_days_said(changes, said_on if said_on and said_on < today else None)
    )
    insert_many(session, Base.metadata.tables[ActionChange.__tablename__], rows)


def _add_days_said(
    changes: Iterable[tuple[Action | ActionRow, FieldChange]], said_on: date | None
) -> Iterator[tuple[Action | ActionRow, FieldChange]]:
    """Yield the changes; behind each of a status the day on which it was said, if that is given."""
    for action, change in changes:
        yield action, change
        if said_on and change.field == "status":
            yield action, FieldChange(change.code, SAID_ON, None, said_on)


def format_value(value: HistoryValue) -> str:
    """Return a value as text: a date in ISO 8601, several codes with semicolons, none as the empty text."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return str(value)


def encode_value(value: HistoryValue) -> Any:
    """Return a value as it is stored: what JSON holds."""
    match value:
        case DatedReport(day, text):
            return {"on": day.isoformat(), "text": text}
        case IndicatorValue(code, inner):
            return {"indicator": code, "value": encode_value(inner)}
        case MeasuredValue(code, day, number):
            return {"indicator": code, "on": day.isoformat(), "value": number}
        case UnparsedText(text):
            return {_UNPARSED: text}
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case tuple():
            return list(value)
        case Mapping():
            return dict(value)
        case _:
            return value


def decode_value(field: str, stored: Any) -> HistoryValue:
    """Return the stored value of a field in its own type."""
    if stored is None or field not in _DECODERS:
        return stored  # type: ignore[no-any-return]
    if isinstance(stored, dict) and stored.keys() == {_UNPARSED} and field != "extra":
        return UnparsedText(stored[_UNPARSED])
    return _DECODERS[field](stored)


def _decode_indicator_value(decode: Callable[[Any], Any]) -> Callable[[Any], IndicatorValue]:
    def decode_both(stored: Any) -> IndicatorValue:
        value = stored["value"]
        return IndicatorValue(stored["indicator"], None if value is None else decode(value))

    return decode_both


_DECODERS: Mapping[str, Callable[[Any], HistoryValue]] = {
    **dict.fromkeys(("start", "deadline", "snoozed_until", "missing_since", SAID_ON), date.fromisoformat),
    "deadline_precision": Precision,
    "status": ActionStatus,
    "priority": Priority,
    "public": bool,
    "budget": float,
    "owners": tuple,
    "extra": dict,
    REPORT: lambda stored: DatedReport(date.fromisoformat(stored["on"]), stored["text"]),
    INDICATOR: _decode_indicator_value(str),
    **{f"indicator.{name}": _decode_indicator_value(float) for name in ("baseline", "target")},
    **{f"indicator.{name}": _decode_indicator_value(str) for name in ("name", "unit", "source", "action")},
    "indicator.target_on": _decode_indicator_value(date.fromisoformat),
    MEASUREMENT: lambda stored: MeasuredValue(
        stored["indicator"], date.fromisoformat(stored["on"]), float(stored["value"])
    ),
}
