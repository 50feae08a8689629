"""The content of our workbook, and that of a municipality's plan, from the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.plan.action_rows import ActionRow
from terugkom.plan.action_scope import is_in_any_plan, is_in_plan
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Action, Group, Municipality, Person, Precision, ProgressReport
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.choices import find_word
from terugkom.workbook.columns import Column, SheetLayout
from terugkom.workbook.own_layout import LIST_SEPARATOR, get_layout
from terugkom.workbook.own_settings import LEAD_TIME_FIELDS, MEDIA_FIELDS


@dataclass(frozen=True)
class WorkbookContent:
    """The content of the workbook: rows by the sheet's title, each a mapping from field to cell value.

    `extra` names the extra columns of a foreign file, written after ours on the sheet with actions.
    `language` is that of the titles, headers and help texts. `stamp` is that of an export.
    """

    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    extra: Sequence[str] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    language: str = DEFAULT_LANGUAGE
    stamp: str = ""


def load_workbook_content(session: Session, municipality: Municipality) -> WorkbookContent:
    """Return the current plan as workbook content, in a fixed number of queries.

    Actions that are flagged as missing are left out: they were removed from the workbook on purpose.
    """
    reports = _load_latest_reports(session, municipality)
    return build_workbook_content(session, municipality, _list_actions(session, municipality), reports)


def build_workbook_content(
    session: Session,
    municipality: Municipality,
    actions: Sequence[Action | ActionRow],
    reports: Mapping[int, tuple[date, str]],
) -> WorkbookContent:
    """Return the plan with these actions, and their latest reports by id, as workbook content."""
    layout = get_layout(municipality.language)
    extra = dict.fromkeys(name for action in actions for name in action.extra)
    return WorkbookContent(
        rows={
            layout.actions.title: [
                _build_action_row(layout.actions, action, reports.get(action.id)) for action in actions
            ],
            layout.people.title: [
                _build_person_row(layout.people, person) for person in _list_people(session, municipality)
            ],
            layout.groups.title: [
                _build_group_row(layout.groups, group) for group in _list_groups(session, municipality)
            ],
            layout.indicators.title: _build_indicator_rows(layout.indicators, session, municipality),
        },
        extra=tuple(extra),
        settings=_build_settings(municipality, layout.setting_rows),
        language=municipality.language,
    )


def _list_actions(session: Session, municipality: Municipality) -> list[Action]:
    wanted = (
        select(Action)
        .where(is_in_plan(municipality.id))
        .order_by(Action.code)
        .options(joinedload(Action.group), selectinload(Action.owners))
    )
    return list(session.scalars(wanted))


def _list_people(session: Session, municipality: Municipality) -> Iterable[Person]:
    wanted = (
        select(Person)
        .where(Person.municipality_id == municipality.id)
        .order_by(Person.code)
        .options(selectinload(Person.groups))
    )
    return session.scalars(wanted).all()


def _list_groups(session: Session, municipality: Municipality) -> Iterable[Group]:
    return session.scalars(
        select(Group)
        .where(Group.municipality_id == municipality.id)
        .order_by(Group.code)
        .options(joinedload(Group.secretary))
    ).all()


def _load_latest_reports(session: Session, municipality: Municipality) -> dict[int, tuple[date, str]]:
    wanted = (
        select(ProgressReport)
        .join(ProgressReport.action)
        .where(Action.municipality_id == municipality.id)
        .order_by(ProgressReport.reported_on)
    )
    return {report.action_id: (report.reported_on, report.text) for report in session.scalars(wanted)}


def _build_action_row(
    sheet: SheetLayout, action: Action | ActionRow, report: tuple[date, str] | None
) -> dict[str, Any]:
    row = _read_model_values(action, sheet.columns)
    is_day = action.deadline_precision is Precision.DAY
    reported_on, news = report or (None, "")
    return row | {
        "group": action.group.code if action.group else "",
        "owners": LIST_SEPARATOR.join(person.code for person in action.owners),
        "deadline": action.deadline if is_day else action.deadline_text,
        "news": news,
        "news_on": reported_on,
        "extra": action.extra,
    }


def _build_person_row(sheet: SheetLayout, person: Person) -> dict[str, Any]:
    return _read_model_values(person, sheet.columns) | {
        "groups": LIST_SEPARATOR.join(group.code for group in person.groups),
        "stand_in": person.stand_in.code if person.stand_in else "",
    }


def _build_group_row(sheet: SheetLayout, group: Group) -> dict[str, Any]:
    meets_at = f"{group.meets_at:%H:%M}" if group.meets_at else ""
    secretary = group.secretary.code if group.secretary else ""
    return _read_model_values(group, sheet.columns) | {"meets_at": meets_at, "secretary": secretary}


def _build_indicator_rows(
    sheet: SheetLayout, session: Session, municipality: Municipality
) -> list[dict[str, Any]]:
    wanted = (
        select(Indicator, Action.code)
        .join(Indicator.action)
        .where(Indicator.municipality_id == municipality.id, is_in_any_plan())
        .order_by(Indicator.code)
    )
    latest = _load_latest_measurements(session, municipality)
    rows = []
    for indicator, code in session.execute(wanted).tuples():
        last = latest.get(indicator.id)
        measurement = {"measured": last.value, "measured_on": last.measured_on} if last else {}
        rows.append(_read_model_values(indicator, sheet.columns) | {"action": code} | measurement)
    return rows


def _load_latest_measurements(session: Session, municipality: Municipality) -> dict[int, Measurement]:
    last = (
        select(Measurement.indicator_id, func.max(Measurement.measured_on).label("day"))
        .join(Indicator)
        .where(Indicator.municipality_id == municipality.id)
        .group_by(Measurement.indicator_id)
        .subquery()
    )
    wanted = select(Measurement).join(
        last, (Measurement.indicator_id == last.c.indicator_id) & (Measurement.measured_on == last.c.day)
    )
    return {each.indicator_id: each for each in session.scalars(wanted)}


def _build_settings(municipality: Municipality, rows: Sequence[Column]) -> dict[str, Any]:
    lead_times, media_settings = (
        LeadTimes.from_overrides(municipality.lead_times),
        MediaSettings.from_overrides(municipality.media_settings),
    )
    return _read_model_values(municipality, rows) | {
        "coordinator": municipality.coordinator.code if municipality.coordinator else "",
        "chief": municipality.chief.code if municipality.chief else "",
        "closing_days": LIST_SEPARATOR.join(
            f"{closing.day:%d/%m/%Y}" for closing in municipality.closing_days
        ),
        **{name: getattr(lead_times, name) for name in LEAD_TIME_FIELDS},
        **_read_model_values(media_settings, [each for each in rows if each.field in MEDIA_FIELDS]),
    }


def _read_model_values(source: object, columns: Sequence[Column]) -> dict[str, Any]:
    """Return the values of the columns that the model holds: unchanged, or by the word of a choice."""
    values: dict[str, Any] = {}
    for column in columns:
        value = getattr(source, column.field, None)
        if column.choices:
            values[column.field] = find_word(column.choices, value)
        elif isinstance(value, str | int | float | date):
            values[column.field] = value
    return values
