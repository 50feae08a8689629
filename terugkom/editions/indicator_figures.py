"""The figures of an edition: the last measurement of each indicator, written once for every medium."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.formatting import number
from terugkom.editions.story import Figure
from terugkom.plan.model import Action, Indicator, Measurement, Municipality


@dataclass(frozen=True)
class Measured:
    """A figure with its action, and whether the action is public.

    `known` holds all values in the plan, older measurements included, formatted.
    """

    figure: Figure
    action: str
    public: bool
    unit: str
    known: frozenset[str]


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
    found: dict[str, Measured] = {}
    for indicator, action, public, day, value in session.execute(query):
        told, target, baseline = (
            "" if each is None else with_unit(each, indicator.unit, town.language)
            for each in (value, indicator.target, indicator.baseline)
        )
        before = found[indicator.code].known if indicator.code in found else frozenset()
        figure = Figure(indicator.code, indicator.name, told, indicator.source, day, target)
        known = before | {told, target, baseline} - {""}
        found[indicator.code] = Measured(figure, action, public, indicator.unit, known)
    return found


def newest(figures: Iterable[Measured], since: date) -> list[Measured]:
    """Return those that were measured after a day."""
    return [each for each in figures if each.figure.measured_on > since]


def with_unit(value: float, unit: str, language: str) -> str:
    """Return a figure as every medium writes it: ``1.985 MWh``, never parted at the end of a line."""
    space = "" if unit == "%" else "\u00a0"
    return f"{number(value, language)}{space}{unit}".strip()
