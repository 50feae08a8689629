"""Candidates for new actions, and the form whose fields answer each rule of the gate."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import zip_longest

from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from terugkom.claims.dated_text import add_said
from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate, translate_plural
from terugkom.ideas.model import Idea, IdeaState
from terugkom.meetings.minutes.minutes_model import Decision, OpenPoint
from terugkom.meetings.model import DecisionKind
from terugkom.normalize import normalize_text
from terugkom.peers.model import SharedAction
from terugkom.plan.action_scope import is_in_plan
from terugkom.plan.model import Action, ActionStatus, Group, Municipality
from terugkom.schedule.model import Moment

MAX_PER_SOURCE = 12  # candidates of one source: neighbours may share thousands
_MAX_READ = 10 * MAX_PER_SOURCE  # rows of one source: what the plan has already is left out of them


@dataclass(frozen=True)
class ActionCandidate:
    """A candidate for a new action: its source, and what is known of it."""

    title: str
    source: str
    details: str = ""


@dataclass(frozen=True)
class FormField:
    """A field of the form, and an example of how it is filled in."""

    name: str
    label: str
    example: str


_FORM_FIELDS = ("what", "owner", "by", "measure")


def build_action_fields(language: str) -> tuple[FormField, ...]:
    """Return the fields that a new action needs: together they answer each rule of the gate."""
    return tuple(
        FormField(
            name, translate(f"pack.form.{name}", language), translate(f"pack.form.{name}.example", language)
        )
        for name in _FORM_FIELDS
    )


def list_candidates(
    session: Session,
    municipality: Municipality,
    since: date,
    today: date,
    excluded_group_id: int,
    language: str,
    titles: Iterable[str] = (),
) -> tuple[ActionCandidate, ...]:
    """Return candidates: points of groups without an action, ideas, and what worked in other municipalities.

    The three sources alternate, for a page shows only the first ones. `excluded_group_id` is the group to
    leave out. What an action of the plan, whose `titles` are given, is called or says already is none.
    """
    sources = (
        _list_from_groups(session, municipality, since, excluded_group_id),
        _list_from_ideas(session, municipality, today, language),
        _list_from_peers(session, municipality, language),
    )
    if not any(sources):
        return ()
    known = {normalize_text(each) for each in titles}
    new = ([each for each in of if normalize_text(each.title) not in known] for of in sources)
    return tuple(_interleave(of[:MAX_PER_SOURCE] for of in new))


def _is_described(text: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the condition that a text is the description of an action of the plan, but for capitals and a
    full stop."""
    mine = is_in_plan(bindparam("municipality_id"))
    described = select(func.rtrim(func.lower(Action.description), " .")).where(mine)
    return func.rtrim(func.lower(text), " .").in_(described.where(Action.description != ""))


def _interleave(sources: Iterable[Iterable[ActionCandidate]]) -> Iterator[ActionCandidate]:
    for together in zip_longest(*sources):
        yield from filter(None, together)


def _list_from_groups(
    session: Session, municipality: Municipality, since: date, but: int
) -> list[ActionCandidate]:
    """Return the open points and the notes of the groups that are about no action, the newest first."""
    values = {"municipality_id": municipality.id, "since": since, "but": but}
    found = [row for query in (_select_points(), _select_notes()) for row in session.execute(query, values)]
    once = {text.casefold(): ActionCandidate(text, group) for text, group, _ in reversed(found)}
    return list(reversed(once.values()))


@cache
def _select_points() -> Select[tuple[str, str, date]]:
    return (
        select(OpenPoint.text, Group.name, Moment.day)
        .join(Group, Group.id == OpenPoint.group_id)
        .join(Moment, Moment.id == OpenPoint.raised_moment_id)
        .where(OpenPoint.municipality_id == bindparam("municipality_id"))
        .where(OpenPoint.closed_moment_id.is_(None))
        .where(OpenPoint.action_id.is_(None), OpenPoint.group_id != bindparam("but"))
        .where(~_is_described(OpenPoint.text))
        .order_by(Moment.day.desc(), OpenPoint.id)
        .limit(_MAX_READ)
    )


@cache
def _select_notes() -> Select[tuple[str, str, date]]:
    return (
        select(Decision.text, Group.name, Moment.day)
        .join(Moment, Moment.id == Decision.moment_id)
        .join(Group, (Group.municipality_id == Moment.municipality_id) & (Group.code == Moment.subject))
        .where(Moment.municipality_id == bindparam("municipality_id"), Moment.day > bindparam("since"))
        .where(Group.id != bindparam("but"))
        .where(Decision.kind == DecisionKind.NOTE, Decision.action_id.is_(None))
        .where(~_is_described(Decision.text))
        .order_by(Moment.day.desc(), Decision.number)
        .limit(_MAX_READ)
    )


def _list_from_ideas(
    session: Session, municipality: Municipality, today: date, language: str
) -> list[ActionCandidate]:
    """Return the ideas without an answer, the oldest first, then those kept for later; nobody is named."""
    ideas = session.scalars(_select_ideas(), {"municipality_id": municipality.id})
    return [
        ActionCandidate(
            each.title,
            translate("pack.idea", language, code=each.code),
            translate("pack.idea-submitted", language, day=format_short_date(each.submitted_on, language))
            if each.state is IdeaState.NEW
            else add_said(
                translate("pack.idea-postponed", language), each.answer, each.answered_on, today, language
            ),
        )
        for each in ideas
    ]


@cache
def _select_ideas() -> Select[tuple[Idea]]:
    return (
        select(Idea)
        .where(Idea.municipality_id == bindparam("municipality_id"))
        .where(Idea.state.in_([IdeaState.NEW, IdeaState.LATER]), ~_is_described(Idea.text))
        .order_by(case((Idea.state == IdeaState.NEW, 0), else_=1), Idea.submitted_on, Idea.id)
        .limit(_MAX_READ)
    )


def _list_from_peers(session: Session, municipality: Municipality, language: str) -> list[ActionCandidate]:
    """Return shared actions of neighbours that we do not have, those that worked first."""
    values = {"municipality_id": municipality.id, "municipality_name": municipality.name}
    return [
        ActionCandidate(title, source, _format_details(worked, days, language))
        for title, source, worked, days in session.execute(_select_shared_actions(), values)
    ]


@cache
def _select_shared_actions() -> Select[tuple[str, str, str, int | None]]:
    municipality_id = bindparam("municipality_id", type_=Integer)
    ours = select(func.lower(Action.title)).where(Action.municipality_id == municipality_id)
    return (
        select(SharedAction.title, SharedAction.source, SharedAction.worked, SharedAction.took_days)
        .where(SharedAction.municipality_id == municipality_id)
        .where(SharedAction.source != bindparam("municipality_name"), ~_is_described(SharedAction.title))
        .where(SharedAction.status != ActionStatus.STOPPED, func.lower(SharedAction.title).not_in(ours))
        .order_by(case((SharedAction.worked != "", 0), else_=1))
        .order_by(case((SharedAction.status == ActionStatus.DONE, 0), else_=1), SharedAction.source)
        .order_by(SharedAction.code)
        .limit(_MAX_READ)
    )


def _format_details(worked: str, days: int | None, language: str) -> str:
    took = translate_plural("pack.took-days", days, language) if days else ""
    return " ".join(each for each in (worked, took) if each)
