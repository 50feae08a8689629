"""How many owners were asked, how many answered, and who was asked again and again and said nothing.

An owner is asked by a digest that was sent, to them or to their stand-in. They answered if one of the actions
in it has had an update since (a report, a change of status, minutes), or they mailed what a person must read.
Silence is of who got the mail. A digest does not ask about an action of which something that its owners said
waits for a decision (`terugkom.plan.waiting_questions`).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from terugkom.delivery.asked_people import build_asked_id
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.state_condition import is_in_state
from terugkom.plan.action_scope import (
    ALL_ACTIONS,
    ActionScope,
    Conditions,
    cache_built_statements,
    is_in_any_plan,
)
from terugkom.plan.departures import has_departed
from terugkom.plan.history import REPORT
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import OPEN_STATUSES, Action, Ownership, Person
from terugkom.plan.questions import PENDING_STATES, Question, QuestionKind, QuestionState
from terugkom.plan.report_progress import RESPONSE_SOURCES
from terugkom.plan.waiting_questions import is_owner_statement
from terugkom.schedule.model import Moment, Reminder

_MIN_TIMES = 2  # asked once may be this morning
_MUNICIPALITY_ID = bindparam("municipality_id", type_=Integer)
_SINCE, _TODAY = bindparam("since", type_=Date), bindparam("today", type_=Date)


@dataclass(frozen=True)
class ResponseCounts:
    """How many owners were asked in a period and answered, and what came back by page or mail."""

    asked: int = 0
    answered: int = 0
    reports: int = 0
    questions: int = 0

    @property
    def silent(self) -> int:
        """How many said nothing."""
        return self.asked - self.answered


@dataclass(frozen=True)
class SilentOwner:
    """Who was asked `times` times since a day about so many actions, and said nothing of them.

    `stands_in_for` is the name of the owner in whose place they were asked; "" if the actions are their own.
    """

    name: str
    times: int
    since: date
    actions: int
    stands_in_for: str = ""
    is_reader: bool = False  # of the list that this stands in


def count_responses(
    session: Session, municipality_id: int, since: date, today: date, scope: ActionScope = ALL_ACTIONS
) -> ResponseCounts:
    """Return the counts of the period after `since`, of the actions within the scope. Two queries."""
    asks, came_back = _build_statements(scope)
    values = {**scope.values, "municipality_id": municipality_id, "since": since, "today": today}
    asked, answered = set(), set()
    for person, updated_on, mailed_on, first in session.execute(asks, values):
        asked.add(person)
        if any(day and day >= first for day in (updated_on, mailed_on)):
            answered.add(person)
    reports, questions = session.execute(came_back, values).one()
    return ResponseCounts(len(asked), len(answered), reports, questions)


@cache_built_statements
def _build_statements(conditions: Conditions) -> tuple[Select[Any], Select[Any]]:
    """Return what reads who was asked, and how many reports and questions came back."""
    asks = (
        _select_asks(
            *(_MUNICIPALITY_ID, Reminder.person_id, Action.last_update_on, _select_mailed_on()),
            func.min(Moment.day),
        )
        .where(Moment.day > _SINCE, Moment.day <= _TODAY, *conditions)
        .group_by(Reminder.person_id, Action.id, Action.last_update_on)
    )
    reports = (
        select(func.count())
        .select_from(ActionChange)
        .join(Action, Action.id == ActionChange.action_id)
        .where(Action.municipality_id == _MUNICIPALITY_ID, is_response(), *conditions)
        .where(ActionChange.changed_on > _SINCE, ActionChange.changed_on <= _TODAY)
    )
    questions = (
        select(func.count())
        .select_from(Question)
        .join(Action, Action.id == Question.action_id)
        .where(Question.municipality_id == _MUNICIPALITY_ID, *conditions)
        .where(Question.asked_on > _SINCE, Question.asked_on <= _TODAY)
    )
    return asks, select(reports.scalar_subquery(), questions.scalar_subquery())


@dataclass(frozen=True)
class AskedOwners:
    """How many owners were asked about the actions of a group, and how many answered."""

    asked: int = 0
    answered: int = 0
    silent: int = 0


def count_asked_by_group(
    session: Session, municipality_id: int, since: date, today: date
) -> dict[int | None, AskedOwners]:
    """Return the counts of the period after `since` by the group of the actions. One query.

    Who owns actions of two groups counts in both, and has answered in each where one of them had an update.
    """
    values = {"municipality_id": municipality_id, "since": since, "today": today}
    asked: defaultdict[int | None, set[int]] = defaultdict(set)
    answered: defaultdict[int | None, set[int]] = defaultdict(set)
    for group, person, updated_on, mailed_on, first in session.execute(_select_asks_by_group(), values):
        asked[group].add(person)
        if any(day and day >= first for day in (updated_on, mailed_on)):
            answered[group].add(person)
    return {
        group: AskedOwners(len(people), len(answered[group]), len(people - answered[group]))
        for group, people in asked.items()
    }


@cache
def _select_asks_by_group() -> Select[Any]:
    return (
        _select_asks(
            *(_MUNICIPALITY_ID, Action.group_id, Reminder.person_id, Action.last_update_on),
            *(_select_mailed_on(), func.min(Moment.day)),
        )
        .where(Moment.day > _SINCE, Moment.day <= _TODAY)
        .group_by(Action.group_id, Reminder.person_id, Action.id, Action.last_update_on)
    )


def select_silent_owners(municipality_id: int, today: date) -> Select[Any]:
    """Return the query for who was asked at least twice since the last update of an action: name, times,
    since, actions, in whose place if they stood in, and their id; the longest row of mails first.

    Who does not own an action any more has nothing to answer; a mail about an earlier deadline was answered
    by the later one.
    """
    owner, asked = aliased(Person), aliased(Person)
    has_update = func.coalesce(Action.last_update_on >= Moment.day, false())
    mailed = exists().where(*_list_mail_conditions(), Question.asked_on >= Moment.day)
    unanswered = not_(or_(has_update, mailed.correlate(Action, Moment)))
    is_snoozed = and_(Action.snoozed_until.is_not(None), Action.snoozed_until >= today)
    has_left = or_(has_departed(today, owner), has_departed(today, asked))
    times = func.count(Moment.id.distinct())
    return (
        _select_asks(
            municipality_id,
            asked.name,
            times.label("times"),
            func.min(Moment.day).label("since"),
            func.count(Action.id.distinct()).label("actions"),
            case((asked.id == owner.id, ""), else_=owner.name).label("stands_in_for"),
            asked.id.label("person_id"),
        )
        .join(owner, owner.id == Reminder.person_id)
        .join(asked, asked.id == build_asked_id(owner))
        .join(Ownership, and_(Ownership.action_id == Action.id, Ownership.person_id == owner.id))
        .where(is_in_any_plan(), Reminder.deadline == Action.deadline)
        .where(Action.status.in_(OPEN_STATUSES), unanswered, not_(is_snoozed), not_(has_left))
        .where(Moment.day <= today)  # whatever is not answered: after a year too, when no mail asks any more
        .group_by(asked.id, asked.name, asked.code, owner.id, owner.name, owner.code)
        .having(times >= _MIN_TIMES)
        .order_by(times.desc(), asked.code, owner.code)
    )


def _select_mailed_on() -> ScalarSelect[date]:
    """Return the SQL value of the last day of a mail of an owner about an action that a person must read."""
    last = select(func.max(Question.asked_on)).where(*_list_mail_conditions())
    return last.correlate(Action).scalar_subquery()


def _list_mail_conditions() -> tuple[ColumnElement[bool], ...]:
    return (Question.action_id == Action.id, Question.kind == QuestionKind.MAIL, is_owner_statement())


def is_response() -> ColumnElement[bool]:
    """Return the SQL condition that a change is a report that came back by itself."""
    through = (ActionChange.source.startswith(f"{each}, ") for each in RESPONSE_SOURCES)
    return and_(ActionChange.field == REPORT, or_(false(), *through))


def _select_asks(municipality_id: int | BindParameter[int], *columns: Any) -> Select[Any]:
    """Return the query for what a municipality asked by digests that were sent."""
    return (
        select(*columns)
        .select_from(Moment)
        .join(Delivery, Delivery.moment_id == Moment.id)
        .join(Reminder, Reminder.delivery_id == Delivery.id)
        .join(Action, Action.id == Reminder.action_id)
        .where(Moment.municipality_id == municipality_id, is_in_state(DeliveryState.SENT))
        .where(not_(_was_waiting()))
    )


def _was_waiting() -> ColumnElement[bool]:
    """Return the SQL condition that owners of an action waited for a decision on the day of a moment; of a
    later date only while it lay ahead, as in the digest of that day."""
    is_open = or_(
        Question.state.in_(PENDING_STATES),
        and_(Question.state == QuestionState.ANSWERED, Question.answered_on > Moment.day),
    )
    lies_ahead = or_(
        Question.kind != QuestionKind.NEW_DEADLINE,
        Question.proposal["deadline"].as_string() > cast(Moment.day, String),
    )
    waiting = exists().where(
        Question.action_id == Action.id,
        is_owner_statement(),
        Question.asked_on < Moment.day,  # who asks on the day of a digest answers it
        is_open,
        lies_ahead,
    )
    return waiting.correlate(Action, Moment)
