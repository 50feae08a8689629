"""What the plan has to prove a claim with: measurements with their source, and who gave them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.model import FigureRole, IndicatorValues, PlanValue
from terugkom.plan.action_scope import is_in_plan
from terugkom.plan.history import ADDED, MEASUREMENT, SAID_ON
from terugkom.plan.history_model import ActionChange
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Action, ActionStatus, Person

_STATUS = "status"


@dataclass(frozen=True)
class Giver:
    """Who gave a value, if known, through what, ``page`` or the file that was imported, and on which day."""

    person_id: int | None = None
    through: str = ""
    day: date | None = None


@dataclass(frozen=True)
class IndicatorEvidence:
    """An indicator with its values, the source that the plan names, its action, and who measured when."""

    values: IndicatorValues
    source: str
    action: str
    givers: Mapping[date, Giver]

    @property
    def latest(self) -> PlanValue | None:
        """The newest measurement."""
        return next((each for each in self.values.values if each.role is FigureRole.MEASURED), None)

    def find_measured(self, day: date) -> PlanValue | None:
        """Return the measurement of a day."""
        measured = (each for each in self.values.values if each.role is FigureRole.MEASURED)
        return next((each for each in measured if each.day == day), None)


@dataclass(frozen=True)
class PlanEvidence:
    """The indicators by code, the status of each action by code, and who gave that status."""

    indicators: Mapping[str, IndicatorEvidence]
    statuses: Mapping[str, ActionStatus]
    status_givers: Mapping[str, Giver]

    def list_of_actions(self, codes: tuple[str, ...]) -> list[IndicatorEvidence]:
        """Return the indicators that belong to one of these actions, given by their codes."""
        return [each for each in self.indicators.values() if each.action in codes]


def load_plan_evidence(session: Session, municipality_id: int, until: date) -> PlanEvidence:
    """Return the evidence of a municipality's plan, with the measurements up to and including a day."""
    in_plan = is_in_plan(municipality_id)
    actions = session.execute(select(Action.code, Action.status).where(in_plan)).tuples().all()
    givers = _load_givers(session, municipality_id)
    query = (
        select(Indicator, Action.code, Measurement.measured_on, Measurement.value)
        .join(Action, Action.id == Indicator.action_id)
        .outerjoin(
            Measurement, (Measurement.indicator_id == Indicator.id) & (Measurement.measured_on <= until)
        )
        .where(in_plan)
        .order_by(Indicator.code, Measurement.measured_on.desc())
    )
    measured: defaultdict[str, list[PlanValue]] = defaultdict(list)
    indicators: dict[str, tuple[Indicator, str]] = {}
    for indicator, action, day, value in session.execute(query):
        indicators[indicator.code] = (indicator, action)
        if day is not None:
            measured[indicator.code].append(PlanValue(value, FigureRole.MEASURED, day))
    return PlanEvidence(
        {
            code: _build_indicator(indicator, action, measured[code], givers)
            for code, (indicator, action) in indicators.items()
        },
        dict(actions),
        {code: _find_status_giver(givers, code) for code, _ in actions},
    )


def _find_status_giver(givers: Mapping[Any, Giver], code: str) -> Giver:
    """Return who gave an action its status.

    One that it had when it came into the plan was given on a day that nobody told us.
    """
    changed = givers.get((code, _STATUS))
    return changed or replace(givers.get((code, ADDED), Giver()), day=None)


def _build_indicator(
    indicator: Indicator, action: str, measured: list[PlanValue], givers: Mapping[Any, Giver]
) -> IndicatorEvidence:
    fixed = [
        PlanValue(value, role, day)
        for value, role, day in (
            (indicator.target, FigureRole.TARGET, indicator.target_on),
            (indicator.baseline, FigureRole.BASELINE, None),
        )
        if value is not None
    ]
    added = givers.get((action, ADDED), Giver())
    by_day = {
        each.day: givers.get((action, MEASUREMENT, indicator.code, each.day.isoformat()), added)
        for each in measured
        if each.day
    }
    values = IndicatorValues(indicator.code, indicator.name, indicator.unit, (*measured, *fixed))
    return IndicatorEvidence(values, indicator.source, action, by_day)


def _load_givers(session: Session, municipality_id: int) -> dict[Any, Giver]:
    """Return who last gave a status or a measurement, from the history of the actions."""
    of_municipality = Person.municipality_id == municipality_id
    people = dict(session.execute(select(Person.code, Person.id).where(of_municipality)).tuples().all())
    query = (
        select(
            Action.code, ActionChange.field, ActionChange.new, ActionChange.source, ActionChange.changed_on
        )
        .join(Action, Action.id == ActionChange.action_id)
        .where(Action.municipality_id == municipality_id)
        .where(ActionChange.field.in_((_STATUS, SAID_ON, ADDED, MEASUREMENT)))
        .order_by(ActionChange.id)
    )
    found: dict[Any, Giver] = {}
    for code, field, new, source, day in session.execute(query):
        if field == SAID_ON:  # of the status that stands before it
            found[code, _STATUS] = replace(found[code, _STATUS], day=date.fromisoformat(new))
            continue
        key = (code, field, new["indicator"], new["on"]) if field == MEASUREMENT and new else (code, field)
        through, _, person = source.rpartition(", ")
        known = people.get(person) if through else None
        found[key] = Giver(known, through if known else source, day)
    return found
