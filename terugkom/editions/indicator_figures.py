"""The figures of an edition: the last measurement of each indicator, written once for every medium."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.model import FigureRole, IndicatorValues, PlanValue
from terugkom.documents.formatting import format_with_unit
from terugkom.editions.story import StoryFigure
from terugkom.plan.action_scope import is_in_any_plan
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Action, Municipality


@dataclass(frozen=True)
class MeasuredFigure:
    """A figure with its action, and whether the action is public.

    `values` holds all values in the plan, older measurements included.
    """

    figure: StoryFigure
    action: str
    public: bool
    values: IndicatorValues


def load_measured_figures(
    session: Session, municipality: Municipality, until: date
) -> dict[str, MeasuredFigure]:
    """Return the figures by the code of their indicator, as they were last measured up to a day."""
    query = (
        select(Indicator, Action.code, Action.public, Measurement.measured_on, Measurement.value)
        .join(Action, Action.id == Indicator.action_id)
        .join(Measurement, Measurement.indicator_id == Indicator.id)
        .where(Indicator.municipality_id == municipality.id, is_in_any_plan())
        .where(Measurement.measured_on <= until)
        .order_by(Indicator.code, Measurement.measured_on)
    )
    found: dict[str, MeasuredFigure] = {}
    for indicator, action, public, day, value in session.execute(query):
        before = found[indicator.code].values.values if indicator.code in found else _list_planned(indicator)
        values = (PlanValue(value, FigureRole.MEASURED, day), *before)
        formatted, target = (
            "" if each is None else format_with_unit(each, indicator.unit, municipality.language)
            for each in (value, indicator.target)
        )
        figure = StoryFigure(indicator.code, indicator.name, formatted, indicator.source, day, target)
        known = IndicatorValues(indicator.code, indicator.name, indicator.unit, values)
        found[indicator.code] = MeasuredFigure(figure, action, public, known)
    return found


def _list_planned(indicator: Indicator) -> tuple[PlanValue, ...]:
    """Return target and baseline of an indicator."""
    roles = (
        (FigureRole.TARGET, indicator.target, indicator.target_on),
        (FigureRole.BASELINE, indicator.baseline, None),
    )
    return tuple(PlanValue(value, role, day) for role, value, day in roles if value is not None)


def filter_measured_since(figures: Iterable[MeasuredFigure], since: date) -> list[MeasuredFigure]:
    """Return those that were measured after a day."""
    return [each for each in figures if each.figure.measured_on > since]
