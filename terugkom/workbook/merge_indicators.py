"""Merge indicators and their latest measurement."""

from datetime import date

from sqlalchemy import select

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.history import INDICATOR, MEASUREMENT, FieldChange, IndicatorValue, MeasuredValue
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.workbook.import_context import ImportContext, assign_values
from terugkom.workbook.import_report import RowOutcome
from terugkom.workbook.records import Record

_FIELDS = ("name", "unit", "baseline", "target", "target_on", "source")


def list_indicator_codes(context: ImportContext) -> set[str]:
    """Return the codes of the indicators of the plan."""
    ours = select(Indicator.code).where(Indicator.municipality_id == context.municipality.id)
    return set(context.session.scalars(ours))


def merge_indicators(context: ImportContext, records: list[Record]) -> None:
    """Add or change indicators; a measurement for a day that has one replaces it. Two queries."""
    in_municipality = Indicator.municipality_id == context.municipality.id
    existing = {each.code: each for each in context.session.scalars(select(Indicator).where(in_municipality))}
    codes = {each.id: code for code, each in existing.items()}
    measurements = select(Measurement).join(Indicator).where(in_municipality)
    measured = {
        (codes[each.indicator_id], each.measured_on): each for each in context.session.scalars(measurements)
    }
    by_id = {action.id: action for action in context.actions.values()}
    for record in records:
        indicator = existing.get(record.code)
        action = _find_action(context, record)
        if indicator is None:
            if action is None or "name" not in record.values:
                context.count_row(RowOutcome.REFUSED, record)
                continue
            indicator = Indicator(
                municipality_id=context.municipality.id, code=record.code, name="", unit="", source=""
            )
            indicator.action_id = action.id
            context.session.add(indicator)
            before = None
        else:
            before = _snapshot_indicator(indicator, by_id.get(indicator.action_id))
            if action is None:
                action = by_id[indicator.action_id]
            elif indicator.action_id != action.id:
                indicator.action_id = action.id
        assign_values(indicator, record, _FIELDS)
        _record_changes(context, indicator, action, before)
        _set_measurement(context, indicator, action, record, measured)
        context.count_row(RowOutcome.IMPORTED, record)


def _find_action(context: ImportContext, record: Record) -> ActionRow | None:
    word = record.values.get("action")
    if not word:
        return None
    action = context.actions.get(word)
    if action is None:
        context.add_finding(record, "action", "unknown-action", value=word)
    return action


def _snapshot_indicator(
    indicator: Indicator, action: ActionRow | None
) -> dict[str, date | float | str | None]:
    values = {field: getattr(indicator, field) for field in _FIELDS}
    return values | {"action": action.code if action else None}


def _record_changes(
    context: ImportContext,
    indicator: Indicator,
    action: ActionRow,
    before: dict[str, date | float | str | None] | None,
) -> None:
    """Record the changes of an indicator in the history of its action, so that a lowered target is
    traceable."""
    if action.code in context.added_codes:
        return
    if before is None:
        change = FieldChange(action.code, INDICATOR, None, IndicatorValue(indicator.code, indicator.name))
        context.changes.append((action, change))
        return
    for field, new in _snapshot_indicator(indicator, action).items():
        if before[field] != new:
            values = (IndicatorValue(indicator.code, each) for each in (before[field], new))
            context.changes.append((action, FieldChange(action.code, f"{INDICATOR}.{field}", *values)))


def _set_measurement(
    context: ImportContext,
    indicator: Indicator,
    action: ActionRow,
    record: Record,
    measured: dict[tuple[str, date], Measurement],
) -> None:
    if "measured" not in record.values or "measured_on" not in record.values:
        return
    value, day = record.values["measured"], record.values["measured_on"]
    if value is None and day is None:
        return
    if value is None or day is None:
        context.add_finding(record, "measured" if value is None else "measured_on", "measurement-incomplete")
        return
    if day > context.today:
        context.add_finding(record, "measured_on", "measurement-in-future", value=f"{day:%d/%m/%Y}")
        return
    known = measured.get((indicator.code, day))
    if known and known.value == value:
        return
    if action.code not in context.added_codes:
        old = MeasuredValue(indicator.code, day, known.value) if known else None
        new = MeasuredValue(indicator.code, day, value)
        context.changes.append((action, FieldChange(action.code, MEASUREMENT, old, new)))
    if known:
        known.value = value
    else:
        context.session.add(Measurement(indicator=indicator, measured_on=day, value=value))
