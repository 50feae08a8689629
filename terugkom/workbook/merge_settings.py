"""Merge the settings sheet: one setting per row, each read by its own kind."""

from collections.abc import Sequence
from typing import Any

from terugkom.documents.mail_address import needs_smtputf8
from terugkom.errors import InputError
from terugkom.plan.coordinator_change import change_coordinator
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import ClosingDay
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook import cells
from terugkom.workbook.columns import Column
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import RowOutcome
from terugkom.workbook.own_settings import (
    LEAD_TIME_FIELDS,
    MAX_PAGE_LINK_DAYS,
    MEDIA_FIELDS,
    SETTING_DEFAULTS,
)
from terugkom.workbook.records import Record
from terugkom.workbook.wrong_cell import WrongCell

_OWN_ADDRESSES = ("sender", "reply_to")  # in each mail, whatever the mail server of its reader takes
_PLAIN_FIELDS = (
    "name",
    "language",
    "sender",
    "reply_to",
    "digest_weekday",
    "peer_anchor",
    "peer_interval_months",
    "later_date_decider",
    "quiet_summary",
    "deadline_calendar",
)


def merge_settings(context: ImportContext, records: list[Record], settings: Sequence[Column]) -> bool:
    """Change the municipality's settings; return whether its lead times changed.

    A setting without a row stays unchanged; an empty value sets its default, except for the name.
    """
    by_name = {column.header.lower(): column for column in settings}
    values: dict[str, Any] = {}
    rows: dict[str, Record] = {}
    for record in records:
        column = by_name.get(record.code.lower())
        if column is None:
            context.add_finding(record, "name", "unknown-setting", value=record.code)
        elif _read_setting(context, column, record, values):
            rows[column.field] = record
            context.count_row(RowOutcome.IMPORTED, record)
            continue
        context.count_row(RowOutcome.REFUSED, record)
    _set_plain_settings(context, values)
    _set_go_live(context, values)
    _set_page_link_days(context, values, rows)
    for field in ("coordinator", "chief"):
        _set_person(context, field, values, rows)
    _set_media(context, values)
    _set_closing_days(context, values)
    return _set_lead_times(context, values, rows)


def _read_setting(context: ImportContext, column: Column, record: Record, values: dict[str, Any]) -> bool:
    """Read a value by its setting's kind; add a finding if it is invalid; return whether it was valid."""
    if "value" not in record.values:
        return False
    try:
        values[column.field] = cells.read_cell(column, record.values["value"])
        if column.field in _OWN_ADDRESSES and needs_smtputf8(values[column.field] or ""):
            raise WrongCell("own-email-letters", value=values.pop(column.field))
    except WrongCell as error:
        context.add_finding(record, "value", error.code, **error.details)
        return False
    return True


def _set_plain_settings(context: ImportContext, values: dict[str, Any]) -> None:
    for field in _PLAIN_FIELDS:
        if field in values and not (field == "name" and values[field] == ""):
            value = SETTING_DEFAULTS.get(field) if values[field] is None else values[field]
            setattr(context.municipality, field, value)


def _set_page_link_days(context: ImportContext, values: dict[str, Any], rows: dict[str, Record]) -> None:
    if "page_link_days" not in values:
        return
    days = values["page_link_days"]
    if days is not None and days > MAX_PAGE_LINK_DAYS:
        context.add_finding(rows["page_link_days"], "value", "too-many-link-days", most=MAX_PAGE_LINK_DAYS)
    else:
        context.municipality.page_link_days = days


def start_follow_up(context: ImportContext) -> None:
    """Set from when the actions that this import adds are followed up; the first import goes live.

    The actions of the first import are followed up from the go-live day, which may be set to a day before or
    after it; those that are added later from the day on which they are.
    """
    municipality = context.municipality
    if municipality.go_live_on is None:
        municipality.go_live_on = context.today
    is_first = not context.actions
    context.followed_from = (
        municipality.go_live_on if is_first else max(context.today, municipality.go_live_on)
    )


def _set_go_live(context: ImportContext, values: dict[str, Any]) -> None:
    """Set the go-live day, and move the actions that are followed up from the old one; empty: no change."""
    old, new = context.municipality.go_live_on, values.get("go_live_on")
    if new is None or new == old:
        return
    context.municipality.go_live_on, context.is_go_live_changed = new, True
    for action in context.actions.values():
        since = action.followed_from
        if since and (since == old or since < new):
            action.followed_from = new


def _set_person(context: ImportContext, field: str, values: dict[str, Any], rows: dict[str, Record]) -> None:
    if field not in values:
        return
    word = values[field]
    person = context.people.find(word) if word else None
    if word and person is None:
        context.add_finding(rows[field], "value", "unknown-person", value=word)
    elif getattr(context.municipality, field) is not person:
        if field == "coordinator":
            change_coordinator(context.session, context.municipality, person)
        else:
            context.municipality.chief = person


def _set_media(context: ImportContext, values: dict[str, Any]) -> None:
    """Store the values that differ from the defaults; an empty value sets the default."""
    defaults = MediaSettings()
    given = {field: values[field] for field in MEDIA_FIELDS if field in values}
    own = {**context.municipality.media_settings, **{field: value for field, value in given.items() if value}}
    own = {
        field: value
        for field, value in own.items()
        if value != getattr(defaults, field) and given.get(field, value)
    }
    if own != context.municipality.media_settings:
        context.municipality.media_settings = own


def _set_closing_days(context: ImportContext, values: dict[str, Any]) -> None:
    if "closing_days" not in values:
        return
    wanted = set(values["closing_days"])
    kept = [closing for closing in context.municipality.closing_days if closing.day in wanted]
    new = sorted(wanted - {closing.day for closing in kept})
    if new or len(kept) != len(context.municipality.closing_days):
        context.municipality.closing_days = kept + [ClosingDay(day=day) for day in new]


def _set_lead_times(context: ImportContext, values: dict[str, Any], rows: dict[str, Record]) -> bool:
    given = {field: values[field] for field in LEAD_TIME_FIELDS if field in values}
    if not given:
        return False
    defaults, before = LeadTimes(), dict(context.municipality.lead_times)
    own = {**before, **{field: value for field, value in given.items() if value is not None}}
    own = {
        field: value
        for field, value in own.items()
        if value != getattr(defaults, field) and given.get(field, value) is not None
    }
    try:
        LeadTimes.from_overrides(own)
    except InputError:
        changed = [field for field in given if own.get(field) != before.get(field)]
        context.add_finding(rows[(changed or list(given))[0]], "value", "impossible-lead-times")
        return False
    if own == before:
        return False
    context.municipality.lead_times = own
    return True
