"""The history of actions as typed values in JSON, instead of as text that must be parsed back"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_BATCH_SIZE = 1000
_DATES = frozenset({"start", "deadline", "snoozed_until", "missing_since", "indicator.target_on"})
_NUMBERS = frozenset({"budget", "indicator.baseline", "indicator.target"})
_CHOICES = frozenset({"status", "priority", "deadline_precision", "group", "indicator.action"})
_REPORT = re.compile(r"(\d{4}-\d\d-\d\d): (.*)", re.DOTALL)
_MEASUREMENT = re.compile(r"(.+) (\d{4}-\d\d-\d\d): (\S+)", re.DOTALL)


def upgrade() -> None:
    """Convert each value by its field; a text that is no value of it is kept as ``{"unparsed": text}``."""
    codes = _load_indicator_codes()
    _convert(
        lambda field, text, action: json.dumps(_to_value(field, text, codes[action]), ensure_ascii=False)
    )
    with op.batch_alter_table("action_changes") as changes:
        for column in ("old", "new"):
            changes.alter_column(
                column,
                existing_type=sa.Text(),
                existing_nullable=False,
                type_=sa.JSON(),
                nullable=True,
                postgresql_using=f"{column}::json",
            )
    op.execute("UPDATE action_changes SET old = NULL WHERE CAST(old AS TEXT) = 'null'")
    op.execute("UPDATE action_changes SET new = NULL WHERE CAST(new AS TEXT) = 'null'")


def downgrade() -> None:
    """Write the values as the text that they were."""
    op.execute("UPDATE action_changes SET old = 'null' WHERE old IS NULL")
    op.execute("UPDATE action_changes SET new = 'null' WHERE new IS NULL")
    with op.batch_alter_table("action_changes") as changes:
        for column in ("old", "new"):
            changes.alter_column(
                column,
                existing_type=sa.JSON(),
                existing_nullable=True,
                type_=sa.Text(),
                nullable=False,
                postgresql_using=f"{column}::text",
            )
    _convert(lambda field, text, _: _to_text(field, json.loads(text)))


def _convert(convert: Callable[[str, str, int], str]) -> None:
    """Convert both values of every change, a batch at a time; both columns hold text here."""
    connection = op.get_bind()
    query = sa.text(
        "SELECT id, action_id, field, old, new FROM action_changes WHERE id > :last ORDER BY id LIMIT :size"
    )
    update = sa.text("UPDATE action_changes SET old = :old, new = :new WHERE id = :id")
    last = 0
    while rows := connection.execute(query, {"last": last, "size": _BATCH_SIZE}).all():
        converted = [
            {
                "id": row.id,
                "old": convert(row.field, str(row.old), row.action_id),
                "new": convert(row.field, str(row.new), row.action_id),
            }
            for row in rows
        ]
        connection.execute(update, converted)
        last = rows[-1].id


def _load_indicator_codes() -> Mapping[int, list[str]]:
    """Return by action the codes of the indicators of its municipality, the longest first."""
    connection = op.get_bind()
    of_municipality: defaultdict[int, list[str]] = defaultdict(list)
    for municipality, code in connection.execute(
        sa.text("SELECT municipality_id, code FROM indicators ORDER BY length(code) DESC")
    ):
        of_municipality[municipality].append(code)
    found: defaultdict[int, list[str]] = defaultdict(list)
    if of_municipality:
        for action, municipality in connection.execute(sa.text("SELECT id, municipality_id FROM actions")):
            found[action] = of_municipality[municipality]
    return found


def _to_value(field: str, text: str, codes: list[str]) -> Any:
    try:
        return _parse(field, text, codes)
    except ValueError:
        return {"unparsed": text}


def _parse(field: str, text: str, codes: list[str]) -> Any:
    """Return the value of a text. Raises ValueError for a text that is no value of this field."""
    if field == "public":
        return {"": False, "yes": True}[text] if text in ("", "yes") else _refuse(text)
    if field == "owners":
        return text.split("; ") if text else []
    if field == "extra":
        return json.loads(text) if text else {}
    if field in ("added", "note", "code", "report", "measurement", "indicator") and not text:
        return None
    if field == "report":
        day, news = _match(_REPORT, text)
        return {"on": date.fromisoformat(day).isoformat(), "text": news}
    if field == "measurement":
        measured, day, value = _match(_MEASUREMENT, text)
        return {"indicator": measured, "on": date.fromisoformat(day).isoformat(), "value": float(value)}
    if field == "indicator" or field.startswith("indicator."):
        code: str = next((each for each in codes if text.startswith(f"{each}: ")), "")
        if not code:
            return _refuse(text)
        return {"indicator": code, "value": _parse_plain(field, text.removeprefix(f"{code}: "))}
    return _parse_plain(field, text)


def _parse_plain(field: str, text: str) -> Any:
    if field in _DATES:
        return date.fromisoformat(text).isoformat() if text else None
    if field in _NUMBERS:
        return float(text) if text else None
    return text or None if field in _CHOICES else text


def _match(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    found = pattern.fullmatch(text)
    return found.groups() if found else _refuse(text)


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _to_text(field: str, value: Any) -> str:
    if isinstance(value, dict) and value.keys() == {"unparsed"} and field != "extra":
        return str(value["unparsed"])
    if field == "report" and value:
        return f"{value['on']}: {value['text']}"
    if field == "measurement" and value:
        return f"{value['indicator']} {value['on']}: {value['value']:g}"
    if (field == "indicator" or field.startswith("indicator.")) and value:
        return f"{value['indicator']}: {_to_plain_text(field, value['value'])}"
    if field == "extra":
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    if field == "owners":
        return "; ".join(value or ())
    if field == "public":
        return "yes" if value else ""
    return _to_plain_text(field, value)


def _to_plain_text(field: str, value: Any) -> str:
    if value is None:
        return ""
    return str(float(value)) if field in _NUMBERS else str(value)
