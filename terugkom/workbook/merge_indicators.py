"""Merge indicators and their latest measurement."""

from datetime import date

from sqlalchemy import select

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.history import Change
from terugkom.plan.model import Indicator, Measurement
from terugkom.workbook.import_context import Job, assign
from terugkom.workbook.import_report import Fate
from terugkom.workbook.records import Record

_FIELDS = ("name", "unit", "baseline", "target", "target_on", "source")


def merge_indicators(job: Job, records: list[Record]) -> None:
    """Add or change indicators; a measurement for a day that has one replaces it. Two queries."""
    at_home = Indicator.municipality_id == job.municipality.id
    existing = {each.code: each for each in job.session.scalars(select(Indicator).where(at_home))}
    codes = {each.id: code for code, each in existing.items()}
    of_home = select(Measurement).join(Indicator).where(at_home)
    measured = {(codes[each.indicator_id], each.measured_on): each for each in job.session.scalars(of_home)}
    by_id = {action.id: action for action in job.actions.values()}
    for record in records:
        indicator = existing.get(record.code)
        action = _action(job, record)
        if indicator is None:
            if action is None or "name" not in record.values:
                job.count(Fate.REFUSED)
                continue
            indicator = Indicator(
                municipality_id=job.municipality.id, code=record.code, name="", unit="", source=""
            )
            indicator.action_id = action.id
            job.session.add(indicator)
            before = None
        else:
            before = _state(indicator, by_id.get(indicator.action_id))
            if action is None:
                action = by_id[indicator.action_id]
            elif indicator.action_id != action.id:
                indicator.action_id = action.id
        assign(indicator, record, _FIELDS)
        _keep_changes(job, indicator, action, before)
        _set_measurement(job, indicator, action, record, measured)
        job.count(Fate.IMPORTED)


def _action(job: Job, record: Record) -> ActionRow | None:
    word = record.values.get("action")
    if not word:
        return None
    action = job.actions.get(word)
    if action is None:
        job.find(record, "action", "unknown-action", value=word)
    return action


def _state(indicator: Indicator, action: ActionRow | None) -> dict[str, str]:
    values = {field: getattr(indicator, field) for field in _FIELDS}
    values["action"] = action.code if action else ""
    return {field: "" if value is None else str(value) for field, value in values.items()}


def _keep_changes(job: Job, indicator: Indicator, action: ActionRow, before: dict[str, str] | None) -> None:
    """Record the changes of an indicator in the history of its action, so that a lowered target is
    traceable."""
    if action.code in job.added:
        return
    if before is None:
        change = Change(action.code, "indicator", "", f"{indicator.code}: {indicator.name}")
        job.made.append((action, change))
        return
    for field, new in _state(indicator, action).items():
        if before[field] != new:
            old, new = f"{indicator.code}: {before[field]}", f"{indicator.code}: {new}"
            job.made.append((action, Change(action.code, f"indicator.{field}", old, new)))


def _set_measurement(
    job: Job,
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
        job.find(record, "measured" if value is None else "measured_on", "measurement-incomplete")
        return
    if day > job.today:
        job.find(record, "measured_on", "measurement-in-future", value=f"{day:%d/%m/%Y}")
        return
    known = measured.get((indicator.code, day))
    if known and known.value == value:
        return
    if action.code not in job.added:
        old, new = (
            f"{indicator.code} {day}: {v:g}" if v is not None else "" for v in (known and known.value, value)
        )
        job.made.append((action, Change(action.code, "measurement", old, new)))
    if known:
        known.value = value
    else:
        job.session.add(Measurement(indicator=indicator, measured_on=day, value=value))
