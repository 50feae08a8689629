"""Merge the settings sheet: one setting per row, each read by its own kind."""

from typing import Any

from terugkom.errors import InputError
from terugkom.plan.media_settings import House
from terugkom.plan.model import ClosingDay
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook import cells
from terugkom.workbook.import_context import Job
from terugkom.workbook.import_report import Fate, WrongCell
from terugkom.workbook.own_layout import Column
from terugkom.workbook.own_media_settings import MEDIA
from terugkom.workbook.records import Record
from terugkom.workbook.texts import LEAD_TIMES, SETTING_DEFAULTS, SETTINGS

_BY_NAME = {column.header.lower(): column for column in SETTINGS}
_PLAIN = (
    "name",
    "language",
    "sender",
    "reply_to",
    "digest_weekday",
    "peer_anchor",
    "peer_interval_months",
)


def merge_settings(job: Job, records: list[Record]) -> bool:
    """Change the municipality's settings; return whether its lead times changed.

    A setting without a row stays unchanged; an empty value sets its default, except for the name.
    """
    values: dict[str, Any] = {}
    rows: dict[str, Record] = {}
    for record in records:
        column = _BY_NAME.get(record.code.lower())
        if column is None:
            job.find(record, "name", "unknown-setting", value=record.code)
        elif _read(job, column, record, values):
            rows[column.field] = record
            job.count(Fate.IMPORTED)
            continue
        job.count(Fate.REFUSED)
    _set_plain(job, values)
    for field in ("coordinator", "chief"):
        _set_person(job, field, values, rows)
    _set_media(job, values)
    _set_closing_days(job, values)
    return _set_lead_times(job, values, rows)


def _read(job: Job, column: Column, record: Record, values: dict[str, Any]) -> bool:
    """Read a value by its setting's kind; add a finding if it is invalid; return whether it was valid."""
    if "value" not in record.values:
        return False
    try:
        values[column.field] = cells.read(column, record.values["value"])
    except WrongCell as error:
        job.find(record, "value", error.code, **error.details)
        return False
    return True


def _set_plain(job: Job, values: dict[str, Any]) -> None:
    for field in _PLAIN:
        if field in values and not (field == "name" and values[field] == ""):
            value = SETTING_DEFAULTS.get(field) if values[field] is None else values[field]
            setattr(job.municipality, field, value)


def _set_person(job: Job, field: str, values: dict[str, Any], rows: dict[str, Record]) -> None:
    if field not in values:
        return
    word = values[field]
    person = job.people.find(word) if word else None
    if word and person is None:
        job.find(rows[field], "value", "unknown-person", value=word)
    elif getattr(job.municipality, field) is not person:
        setattr(job.municipality, field, person)


def _set_media(job: Job, values: dict[str, Any]) -> None:
    """Store the values that differ from the defaults; an empty value sets the default."""
    defaults = House()
    told = {field: values[field] for field in MEDIA if field in values}
    own = {**job.municipality.media, **{field: value for field, value in told.items() if value}}
    own = {
        field: value
        for field, value in own.items()
        if value != getattr(defaults, field) and told.get(field, value)
    }
    if own != job.municipality.media:
        job.municipality.media = own


def _set_closing_days(job: Job, values: dict[str, Any]) -> None:
    if "closing_days" not in values:
        return
    wanted = set(values["closing_days"])
    kept = [closing for closing in job.municipality.closing_days if closing.day in wanted]
    new = sorted(wanted - {closing.day for closing in kept})
    if new or len(kept) != len(job.municipality.closing_days):
        job.municipality.closing_days = kept + [ClosingDay(day=day) for day in new]


def _set_lead_times(job: Job, values: dict[str, Any], rows: dict[str, Record]) -> bool:
    told = {field: values[field] for field in LEAD_TIMES if field in values}
    if not told:
        return False
    defaults, before = LeadTimes(), dict(job.municipality.lead_times)
    own = {**before, **{field: value for field, value in told.items() if value is not None}}
    own = {
        field: value
        for field, value in own.items()
        if value != getattr(defaults, field) and told.get(field, value) is not None
    }
    try:
        LeadTimes.of(own)
    except InputError:
        changed = [field for field in told if own.get(field) != before.get(field)]
        job.find(rows[(changed or list(told))[0]], "value", "impossible-lead-times")
        return False
    if own == before:
        return False
    job.municipality.lead_times = own
    return True
