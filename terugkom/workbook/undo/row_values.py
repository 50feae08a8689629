"""Values of rows as JSON holds them, and back in the types of their columns."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Date, Enum, Table, Time

from terugkom.database.table_base import UtcDateTime

_PARSERS: Mapping[type[Any], Callable[[str], Any]] = {
    UtcDateTime: datetime.fromisoformat,
    Date: date.fromisoformat,
    Time: time.fromisoformat,
}


def encode_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row by the names of its columns, as JSON holds it."""
    return {name: encode_column_value(value) for name, value in row.items()}


def encode_column_value(value: Any) -> Any:
    """Return a value as JSON holds it: a date or time in ISO 8601, an enumeration as its value."""
    if isinstance(value, date | time):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def decode_row(table: Table, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored row with its values in the types of the columns."""
    return {name: _decode_value(table, name, value) for name, value in stored.items()}


def compute_row_digest(row: Mapping[str, Any]) -> str:
    """Return a digest by which two states of a row are compared."""
    text = json.dumps(encode_row(row), sort_keys=True, ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _decode_value(table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    if value is None:
        return None
    if isinstance(kind, Enum) and kind.enum_class:
        return kind.enum_class(value)
    parse = next((parse for each, parse in _PARSERS.items() if isinstance(kind, each)), None)
    return parse(value) if parse else value
