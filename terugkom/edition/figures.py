"""The figures of an edition: the last measurement of each indicator, written once for every medium."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.wording import number
from terugkom.edition.story import Figure
from terugkom.plan.model import Action, Indicator, Measurement, Municipality


@dataclass(frozen=True)
class Measured:
    """A figure with its action, and whether that may be told outside."""

    figure: Figure
    action: str
    public: bool
    unit: str


def measured(session: Session, town: Municipality, until: date) -> dict[str, Measured]:
    """Return the figures by the code of their indicator, as they were last measured up to a day."""
    query = (
        select(Indicator, Action.code, Action.public, Measurement.measured_on, Measurement.value)
        .join(Action, Action.id == Indicator.action_id)
        .join(Measurement, Measurement.indicator_id == Indicator.id)
        .where(Indicator.municipality_id == town.id, Action.missing_since.is_(None))
        .where(Measurement.measured_on <= until)
        .order_by(Indicator.code, Measurement.measured_on)
    )
    found = {}
    for indicator, action, public, day, value in session.execute(query):
        told = _with_unit(value, indicator.unit, town.language)
        target = (
            "" if indicator.target is None else _with_unit(indicator.target, indicator.unit, town.language)
        )
        figure = Figure(indicator.code, indicator.name, told, indicator.source, day, target)
        found[indicator.code] = Measured(figure, action, public, indicator.unit)
    return found


def newest(figures: Iterable[Measured], since: date) -> list[Measured]:
    """Return those that were measured after a day."""
    return [each for each in figures if each.figure.measured_on > since]


def _with_unit(value: float, unit: str, language: str) -> str:
    space = "" if unit == "%" else "\u00a0"
    return f"{number(value, language)}{space}{unit}".strip()
