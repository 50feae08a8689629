"""Candidates for new actions, and the form whose fields answer each rule of the gate."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from terugkom.documents.formatting import short_date
from terugkom.documents.phrases import say
from terugkom.ideas.model import Idea, IdeaState
from terugkom.meetings.model import Decision, DecisionKind, OpenPoint
from terugkom.peers.model import SharedAction
from terugkom.plan.model import Action, Group, Municipality, Status
from terugkom.schedule.model import Moment

MOST = 12  # candidates of one source: neighbours may share thousands


@dataclass(frozen=True)
class Candidate:
    """A candidate for a new action: its source, and what is known of it."""

    title: str
    source: str
    known: str = ""


@dataclass(frozen=True)
class Field:
    """A field of the form, an example of how it is filled in, and the rules of the gate that it answers."""

    name: str
    label: str
    example: str
    answers: tuple[str, ...]


_ANSWERS = {
    "what": ("promises-nothing", "hedge", "several-actions"),
    "owner": ("no-owner", "department-owner"),
    "by": ("no-deadline", "ongoing-unchecked"),
    "measure": ("comparative", "not-measurable"),
}


def form(language: str) -> tuple[Field, ...]:
    """Return the fields that a new action needs: together they answer each rule of the gate."""
    return tuple(
        Field(name, say(f"form: {name}", language), say(f"form: {name}, example", language), answers)
        for name, answers in _ANSWERS.items()
    )


def candidates(
    session: Session, town: Municipality, since: date, but: int, language: str
) -> tuple[Candidate, ...]:
    """Return candidates: points of groups without an action, ideas, and what worked in other municipalities.

    The three sources alternate, for a page shows only the first ones. `but` is the group to leave out.
    """
    sources = (
        _of_groups(session, town, since, but),
        _of_ideas(session, town, language),
        _of_peers(session, town, language),
    )
    return tuple(_in_turn(sources))


def _in_turn(sources: Iterable[Iterable[Candidate]]) -> Iterator[Candidate]:
    for together in zip_longest(*sources):
        yield from filter(None, together)


def _of_groups(session: Session, town: Municipality, since: date, but: int) -> list[Candidate]:
    """Return the open points and the notes of the groups that are about no action, the newest first."""
    points = (
        select(OpenPoint.text, Group.name, Moment.day)
        .join(Group, Group.id == OpenPoint.group_id)
        .join(Moment, Moment.id == OpenPoint.raised_moment_id)
        .where(OpenPoint.municipality_id == town.id, OpenPoint.closed_moment_id.is_(None))
        .where(OpenPoint.action_id.is_(None), OpenPoint.group_id != but)
        .order_by(Moment.day.desc(), OpenPoint.id)
    )
    notes = (
        select(Decision.text, Group.name, Moment.day)
        .join(Moment, Moment.id == Decision.moment_id)
        .join(Group, (Group.municipality_id == Moment.municipality_id) & (Group.code == Moment.subject))
        .where(Moment.municipality_id == town.id, Moment.day > since, Group.id != but)
        .where(Decision.kind == DecisionKind.NOTE, Decision.action_id.is_(None))
        .order_by(Moment.day.desc(), Decision.number)
    )
    found = [row for query in (points, notes) for row in session.execute(query.limit(MOST))]
    once = {text.casefold(): Candidate(text, group) for text, group, _ in reversed(found)}
    return list(reversed(once.values()))[:MOST]


def _of_ideas(session: Session, town: Municipality, language: str) -> list[Candidate]:
    """Return the ideas without an answer, the oldest first, then those kept for later; nobody is named."""
    query = (
        select(Idea)
        .where(Idea.municipality_id == town.id, Idea.state.in_([IdeaState.NEW, IdeaState.LATER]))
        .order_by(case((Idea.state == IdeaState.NEW, 0), else_=1), Idea.handed_in_on, Idea.id)
        .limit(MOST)
    )
    return [
        Candidate(
            each.title,
            say("of idea box", language, code=each.code),
            say("handed in", language, day=short_date(each.handed_in_on, language))
            if each.state is IdeaState.NEW
            else say("kept for later", language, answer=each.answer),
        )
        for each in session.scalars(query)
    ]


def _of_peers(session: Session, town: Municipality, language: str) -> list[Candidate]:
    """Return shared actions of neighbours that we do not have, those that worked first."""
    ours = select(func.lower(Action.title)).where(Action.municipality_id == town.id)
    query = (
        select(SharedAction.title, SharedAction.source, SharedAction.worked, SharedAction.took_days)
        .where(SharedAction.municipality_id == town.id, SharedAction.source != town.name)
        .where(SharedAction.status != Status.STOPPED, func.lower(SharedAction.title).not_in(ours))
        .order_by(case((SharedAction.worked != "", 0), else_=1))
        .order_by(case((SharedAction.status == Status.DONE, 0), else_=1), SharedAction.source)
        .order_by(SharedAction.code)
        .limit(MOST)
    )
    return [
        Candidate(title, source, _known(worked, days, language))
        for title, source, worked, days in session.execute(query)
    ]


def _known(worked: str, days: int | None, language: str) -> str:
    took = say("took", language, days=days) if days else ""
    return " ".join(each for each in (worked, took) if each)
