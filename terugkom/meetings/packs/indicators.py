"""The indicators of a group's actions, with their progress to their targets."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from terugkom.documents.chart import Chart
from terugkom.documents.indicator_chart import IndicatorSeries, describe_latest, draw_indicator_chart
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Action, ActionStatus


@dataclass(frozen=True)
class IndicatorFigure:
    """An indicator as text and as a chart; `has_course` if it was measured more than once, for one dot is no
    chart.

    `percent_behind` is what is left to its target.
    """

    code: str
    name: str
    source: str
    text: str
    chart: Chart
    has_course: bool
    percent_behind: int


def load_indicator_figures(
    session: Session, today: date, language: str, *conditions: ColumnElement[bool]
) -> tuple[IndicatorFigure, ...]:
    """Return the indicators of actions that are not stopped, as measured up to today.

    Those furthest from their target come first.
    """
    shown = (Action.status != ActionStatus.STOPPED, *conditions)
    query = select(Indicator, Action.code).join(Action, Action.id == Indicator.action_id).where(*shown)
    measured = _load_measurements(session, shown, today)
    found = []
    for indicator, code in session.execute(query.order_by(Indicator.code)):
        course = IndicatorSeries(
            indicator.name,
            indicator.unit,
            measured[indicator.id],
            indicator.baseline,
            indicator.target,
            indicator.target_on,
        )
        found.append(_build_figure(code, indicator, course, language))
    return tuple(sorted(found, key=lambda each: -each.percent_behind))


def _build_figure(code: str, indicator: Indicator, course: IndicatorSeries, language: str) -> IndicatorFigure:
    behind = 100 - round(course.percent_of_target) if course.percent_of_target is not None else 0
    chart, has_course = draw_indicator_chart(course, language), len(course.measurements) > 1
    text = chart.text if has_course else describe_latest(course, language)
    return IndicatorFigure(code, indicator.name, indicator.source, text, chart, has_course, behind)


def _load_measurements(
    session: Session, conditions: tuple[ColumnElement[bool], ...], today: date
) -> defaultdict[int, list[tuple[date, float]]]:
    query = (
        select(Measurement.indicator_id, Measurement.measured_on, Measurement.value)
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .join(Action, Action.id == Indicator.action_id)
        .where(*conditions, Measurement.measured_on <= today)
        .order_by(Measurement.measured_on)
    )
    found: defaultdict[int, list[tuple[date, float]]] = defaultdict(list)
    for indicator, day, value in session.execute(query):
        found[indicator].append((day, value))
    return found
