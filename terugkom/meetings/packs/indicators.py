"""The indicators of a group's actions, with their progress to their targets."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from terugkom.documents.chart import Chart
from terugkom.documents.indicator_chart import Course, progress
from terugkom.plan.model import Action, Indicator, Measurement, Status


@dataclass(frozen=True)
class Figure:
    """An indicator as a chart. `behind` is what is left to its target, in percent, the most first."""

    code: str
    name: str
    source: str
    chart: Chart
    behind: int


def figures_of(
    session: Session, today: date, language: str, *conditions: ColumnElement[bool]
) -> tuple[Figure, ...]:
    """Return the indicators of actions that are not stopped, those furthest from their target first."""
    shown = (Action.status != Status.STOPPED, *conditions)
    query = select(Indicator, Action.code).join(Action, Action.id == Indicator.action_id).where(*shown)
    measured = _measured(session, shown)
    found = []
    for indicator, code in session.execute(query.order_by(Indicator.code)):
        course = Course(
            indicator.name,
            indicator.unit,
            measured[indicator.id],
            indicator.baseline,
            indicator.target,
            indicator.target_on,
        )
        behind = 100 - round(course.share) if course.share is not None else 0
        found.append(Figure(code, indicator.name, indicator.source, progress(course, language), behind))
    return tuple(sorted(found, key=lambda each: -each.behind))


def _measured(
    session: Session, conditions: tuple[ColumnElement[bool], ...]
) -> defaultdict[int, list[tuple[date, float]]]:
    query = (
        select(Measurement.indicator_id, Measurement.measured_on, Measurement.value)
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .join(Action, Action.id == Indicator.action_id)
        .where(*conditions)
        .order_by(Measurement.measured_on)
    )
    found: defaultdict[int, list[tuple[date, float]]] = defaultdict(list)
    for indicator, day, value in session.execute(query):
        found[indicator].append((day, value))
    return found
