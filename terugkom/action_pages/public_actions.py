"""The public actions of a plan with their facts: where they stand, what was done when, figures, whom to ask.

Nothing here is free text: status, dates and figures follow the plan, an action has its title and theme, and
who answers for it is told by function, never by name. An action that the plan calls done is not called so
while that is being checked, because an edition withdrew it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from terugkom.documents.formatting import format_with_unit
from terugkom.editions.story import StoryFigure
from terugkom.peers.export_shared import parse_sdgs
from terugkom.plan.action_facts import ActionFacts, load_action_facts
from terugkom.plan.action_scope import scope_public
from terugkom.plan.departures import has_departed
from terugkom.plan.history import ADDED
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Action, ActionStatus, Municipality, Ownership, Person, PersonKind
from terugkom.plan.waiting_questions import load_waiting_mails

CHECKED = "checked"  # the status of an action that the plan calls done, while that is being checked


@dataclass(frozen=True)
class ActionEvent:
    """What happened with an action on a day: added, a status, another deadline, or a measurement."""

    day: date
    kind: str  # "added", "status", "deadline" or "measured"
    status: str = ""
    previous_status: str = ""
    deadline: date | None = None
    previous_deadline: date | None = None
    figure: StoryFigure | None = None


@dataclass(frozen=True)
class PublicAction:
    """A public action; `events` has the newest first, `functions` says who answers for it.

    `checked_since` is of one whose status is `CHECKED`. One that is past its deadline is not called late
    while a mail of its owner waits (`mail_waits`): that may say that it is done.
    """

    action_id: int
    code: str
    title: str
    theme: str
    sdgs: tuple[int, ...]
    status: str
    is_late: bool
    start: date | None
    deadline: date | None
    status_since: date | None
    events: tuple[ActionEvent, ...]
    figures: tuple[StoryFigure, ...]
    functions: tuple[str, ...]
    checked_since: date | None = None
    mail_waits: bool = False


def load_public_actions(
    session: Session, municipality: Municipality, today: date
) -> tuple[PublicAction, ...]:
    """Return the actions that may be told about outside, as the plan knows them today, by code.

    A fixed number of queries, whatever the plan's size.
    """
    facts = load_action_facts(session, municipality.id, today, scope_public(municipality.id))
    sdgs = _load_sdgs(session, municipality)
    measured = _load_measurements(session, municipality, today)
    functions = _load_functions(session, municipality, today)
    mailed = load_waiting_mails(session, municipality.id)
    return tuple(
        _build_action(
            fact,
            sdgs[fact.code],
            measured[fact.action_id],
            functions[fact.action_id],
            today,
            mail_waits=fact.action_id in mailed,
        )
        for fact in facts
    )


def _build_action(
    fact: ActionFacts,
    sdgs: str,
    measured: Sequence[StoryFigure],
    functions: Sequence[str],
    today: date,
    *,
    mail_waits: bool,
) -> PublicAction:
    events = [each for each in (*_list_changes(fact), *_list_measurements(measured)) if each.day <= today]
    latest = {each.code: each for each in measured}
    is_past = fact.is_late_on(today)
    return PublicAction(
        action_id=fact.action_id,
        code=fact.code,
        title=fact.title,
        theme=fact.theme,
        sdgs=parse_sdgs(sdgs),
        status=CHECKED if fact.checked_since else fact.status.value,
        is_late=is_past and not mail_waits,
        start=fact.start,
        deadline=fact.deadline,
        status_since=fact.status_since(),
        events=tuple(sorted(events, key=lambda each: each.day, reverse=True)),
        figures=tuple(latest.values()),
        functions=tuple(dict.fromkeys(functions)),
        checked_since=fact.checked_since,
        mail_waits=is_past and mail_waits,
    )


def _list_changes(fact: ActionFacts) -> Iterator[ActionEvent]:
    """Yield the changes with what they changed to: the old value of the next one, or that of today."""
    following: dict[str, object] = {"status": fact.status, "deadline": fact.deadline}
    is_last = True
    for each in reversed(fact.changes):
        if each.field == ADDED:
            yield ActionEvent(fact.in_plan_since or each.day, "added")
        elif each.field == "status":
            new, following["status"] = following["status"], each.old
            status = CHECKED if is_last and fact.checked_since else _format_status(new)
            yield ActionEvent(
                each.day_said, "status", status=status, previous_status=_format_status(each.old)
            )
            is_last = False
        elif each.field == "deadline":
            new, following["deadline"] = following["deadline"], each.old
            now, before = (day if isinstance(day, date) else None for day in (new, each.old))
            yield ActionEvent(each.day, "deadline", deadline=now, previous_deadline=before)


def _format_status(value: object) -> str:
    return value.value if isinstance(value, ActionStatus) else ""


def _list_measurements(measured: Sequence[StoryFigure]) -> Iterator[ActionEvent]:
    for each in measured:
        yield ActionEvent(each.measured_on, "measured", figure=each)


def _load_sdgs(session: Session, municipality: Municipality) -> dict[str, str]:
    query = select(Action.code, Action.sdgs).where(Action.municipality_id == municipality.id, Action.public)
    return dict(session.execute(query).tuples().all())


def _load_measurements(
    session: Session, municipality: Municipality, today: date
) -> defaultdict[int, list[StoryFigure]]:
    """Return each measurement up to today by action, in order of day."""
    query = (
        select(Indicator, Measurement.measured_on, Measurement.value)
        .join(Measurement, Measurement.indicator_id == Indicator.id)
        .join(Action, Action.id == Indicator.action_id)
        .where(Indicator.municipality_id == municipality.id, Action.public)
        .where(Measurement.measured_on <= today)
        .order_by(Measurement.measured_on, Indicator.code)
    )
    found: defaultdict[int, list[StoryFigure]] = defaultdict(list)
    for indicator, day, value in session.execute(query):
        told, target = (
            "" if each is None else format_with_unit(each, indicator.unit, municipality.language)
            for each in (value, indicator.target)
        )
        figure = StoryFigure(indicator.code, indicator.name, told, indicator.source, day, target)
        found[indicator.action_id].append(figure)
    return found


def _load_functions(session: Session, municipality: Municipality, today: date) -> defaultdict[int, list[str]]:
    """Return by action the functions of its owners who work here, and the departments that own it."""
    query = (
        select(Ownership.action_id, Person.kind, Person.name, Person.job)
        .join(Person, Person.id == Ownership.person_id)
        .where(Person.municipality_id == municipality.id)
        .where(not_(has_departed(today)))
        .order_by(Person.code)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for action_id, kind, name, job in session.execute(query):
        function = name if kind is PersonKind.ORGANISATION else job
        if function:
            found[action_id].append(function)
    return found
