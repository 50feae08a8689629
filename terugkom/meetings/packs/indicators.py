"""The indicators of a group's actions, with their progress to their targets."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from terugkom.documents.chart import Chart
from terugkom.documents.indicator_chart import IndicatorSeries, describe_latest, draw_indicator_chart
from terugkom.documents.messages import translate
from terugkom.plan.action_scope import ALL_ACTIONS, ActionScope, Conditions, cache_built_statements
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
    session: Session, today: date, language: str, scope: ActionScope = ALL_ACTIONS
) -> tuple[IndicatorFigure, ...]:
    """Return the indicators of actions that are not stopped, as measured up to today.

    Those furthest from their target come first.
    """
    indicators, measurements = _build_statements(scope)
    measured = _load_measurements(session, measurements, {**scope.values, "today": today})
    found = []
    for row in session.execute(indicators, scope.values):
        course = IndicatorSeries(
            row.name, row.unit, measured[row.id], row.baseline, row.target, row.target_on
        )
        found.append(_build_figure(row, course, today, language))
    return tuple(sorted(found, key=lambda each: -each.percent_behind))


def _build_figure(
    indicator: Row[Any], course: IndicatorSeries, today: date, language: str
) -> IndicatorFigure:
    behind = 100 - round(course.percent_of_target) if course.percent_of_target is not None else 0
    chart, has_course = draw_indicator_chart(course, language), len(course.measurements) > 1
    text = chart.text if has_course else describe_latest(course, language)
    if course.is_overdue(today):
        text = f"{text.removesuffix('.')}. {translate('indicator-text.overdue', language)}"
    name, source = indicator.name, indicator.source
    return IndicatorFigure(indicator.action_code, name, source, text, chart, has_course, behind)


@cache_built_statements
def _build_statements(conditions: Conditions) -> tuple[Select[Any], Select[Any]]:
    """Return what reads the indicators, and their measurements."""
    shown = (Action.status != ActionStatus.STOPPED, *conditions)
    return (
        select(
            *(Indicator.id, Indicator.name, Indicator.unit, Indicator.source),
            *(Indicator.baseline, Indicator.target, Indicator.target_on),
            Action.code.label("action_code"),
        )
        .join(Action, Action.id == Indicator.action_id)
        .where(*shown)
        .order_by(Indicator.code),
        select(Measurement.indicator_id, Measurement.measured_on, Measurement.value)
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .join(Action, Action.id == Indicator.action_id)
        .where(*shown, Measurement.measured_on <= bindparam("today"))
        .order_by(Measurement.measured_on),
    )


def _load_measurements(
    session: Session, query: Select[Any], values: Mapping[str, Any]
) -> defaultdict[int, list[tuple[date, float]]]:
    found: defaultdict[int, list[tuple[date, float]]] = defaultdict(list)
    for indicator, day, value in session.execute(query, values):
        found[indicator].append((day, value))
    return found
