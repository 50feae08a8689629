"""Export a municipality's plan from the database as our workbook."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import (
    Action,
    Group,
    Indicator,
    Measurement,
    Municipality,
    Person,
    Precision,
    ProgressReport,
)
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.choices import GROUP_KIND_CHOICES, PERSON_KIND_CHOICES, STATUS_CHOICES, YES_NO_CHOICES
from terugkom.workbook.foreign.status_words import PRIORITY_CHOICES
from terugkom.workbook.own_layout import ACTIONS, GROUPS, INDICATORS, LIST_SEPARATOR, PEOPLE, SheetLayout
from terugkom.workbook.own_media_settings import MEDIA_SETTINGS
from terugkom.workbook.texts import LANGUAGE_CHOICES, LEAD_TIME_SETTINGS, WEEKDAY_CHOICES
from terugkom.workbook.write_workbook import WorkbookContent, write_plan


def export_workbook(session: Session, municipality: Municipality, path: Path) -> None:
    """Write the plan of a municipality as our workbook; importing it again changes nothing."""
    write_plan(path, load_workbook_content(session, municipality))


def load_workbook_content(session: Session, municipality: Municipality) -> WorkbookContent:
    """Return the current plan as workbook content, in a fixed number of queries.

    Actions that are flagged as missing are left out: they were removed from the workbook on purpose.
    """
    actions = _actions(session, municipality)
    extra = dict.fromkeys(name for action in actions for name in action.extra)
    reports = _latest_reports(session, municipality)
    return WorkbookContent(
        rows={
            ACTIONS.title: [_action_row(action, reports.get(action.id)) for action in actions],
            PEOPLE.title: [_person_row(person) for person in _people(session, municipality)],
            GROUPS.title: [_group_row(group) for group in _groups(session, municipality)],
            INDICATORS.title: _indicator_rows(session, municipality),
        },
        extra=tuple(extra),
        settings=_settings(municipality),
    )


def _actions(session: Session, municipality: Municipality) -> list[Action]:
    wanted = (
        select(Action)
        .where(Action.municipality_id == municipality.id, Action.missing_since.is_(None))
        .order_by(Action.code)
        .options(joinedload(Action.group), selectinload(Action.owners))
    )
    return list(session.scalars(wanted))


def _people(session: Session, municipality: Municipality) -> Iterable[Person]:
    wanted = (
        select(Person)
        .where(Person.municipality_id == municipality.id)
        .order_by(Person.code)
        .options(selectinload(Person.groups))
    )
    return session.scalars(wanted).all()


def _groups(session: Session, municipality: Municipality) -> Iterable[Group]:
    return session.scalars(
        select(Group).where(Group.municipality_id == municipality.id).order_by(Group.code)
    ).all()


def _latest_reports(session: Session, municipality: Municipality) -> dict[int, ProgressReport]:
    wanted = (
        select(ProgressReport)
        .join(ProgressReport.action)
        .where(Action.municipality_id == municipality.id)
        .order_by(ProgressReport.reported_on)
    )
    return {report.action_id: report for report in session.scalars(wanted)}


def _action_row(action: Action, report: ProgressReport | None) -> dict[str, Any]:
    row = _read_model_values(action, ACTIONS)
    is_day = action.deadline_precision is Precision.DAY
    return row | {
        "group": action.group.code if action.group else "",
        "owners": LIST_SEPARATOR.join(person.code for person in action.owners),
        "deadline": action.deadline if is_day else action.deadline_text,
        "status": _find_word(STATUS_CHOICES, action.status),
        "priority": _find_word(PRIORITY_CHOICES, action.priority),
        "public": _find_word(YES_NO_CHOICES, action.public),
        "news": report.text if report else "",
        "news_on": report.reported_on if report else None,
        "extra": action.extra,
    }


def _person_row(person: Person) -> dict[str, Any]:
    return _read_model_values(person, PEOPLE) | {
        "kind": _find_word(PERSON_KIND_CHOICES, person.kind),
        "groups": LIST_SEPARATOR.join(group.code for group in person.groups),
        "stand_in": person.stand_in.code if person.stand_in else "",
    }


def _group_row(group: Group) -> dict[str, Any]:
    meets_at = f"{group.meets_at:%H:%M}" if group.meets_at else ""
    return _read_model_values(group, GROUPS) | {
        "kind": _find_word(GROUP_KIND_CHOICES, group.kind),
        "meets_at": meets_at,
    }


def _indicator_rows(session: Session, municipality: Municipality) -> list[dict[str, Any]]:
    wanted = (
        select(Indicator, Action.code)
        .join(Indicator.action)
        .where(Indicator.municipality_id == municipality.id, Action.missing_since.is_(None))
        .order_by(Indicator.code)
    )
    latest = _latest_measurements(session, municipality)
    rows = []
    for indicator, code in session.execute(wanted).tuples():
        last = latest.get(indicator.id)
        measurement = {"measured": last.value, "measured_on": last.measured_on} if last else {}
        rows.append(_read_model_values(indicator, INDICATORS) | {"action": code} | measurement)
    return rows


def _latest_measurements(session: Session, municipality: Municipality) -> dict[int, Measurement]:
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


def _settings(municipality: Municipality) -> dict[str, Any]:
    lead_times, media_settings = (
        LeadTimes.from_overrides(municipality.lead_times),
        MediaSettings.from_overrides(municipality.media_settings),
    )
    return {
        "name": municipality.name,
        "language": _find_word(LANGUAGE_CHOICES, municipality.language),
        "sender": municipality.sender,
        "reply_to": municipality.reply_to,
        "coordinator": municipality.coordinator.code if municipality.coordinator else "",
        "chief": municipality.chief.code if municipality.chief else "",
        "digest_weekday": _find_word(WEEKDAY_CHOICES, municipality.digest_weekday),
        "peer_anchor": municipality.peer_anchor,
        "peer_interval_months": municipality.peer_interval_months,
        "closing_days": LIST_SEPARATOR.join(
            f"{closing.day:%d/%m/%Y}" for closing in municipality.closing_days
        ),
        **{name: getattr(lead_times, name) for name in LEAD_TIME_SETTINGS},
        **{name: getattr(media_settings, name) for name in MEDIA_SETTINGS},
    }


def _read_model_values(source: object, sheet: SheetLayout) -> dict[str, Any]:
    """Return the values of the columns that the model holds unchanged."""
    values = {column.field: getattr(source, column.field, None) for column in sheet.columns}
    plain = (str, int, float, date)
    return {name: v for name, v in values.items() if isinstance(v, plain) and not isinstance(v, Enum)}


def _find_word(choices: Mapping[str, Any], value: object) -> str:
    return next((word for word, meant in choices.items() if meant == value), "")
