"""Actions that were stopped in a year, and why; actions that missed their deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.phrases import days_late, moved, say
from terugkom.meetings.model import Decision, DecisionKind
from terugkom.plan.action_facts import Fact
from terugkom.plan.model import Action, Municipality, Status


@dataclass(frozen=True)
class Lesson:
    """An action that was stopped or is late. `state` is since when, or how late; `why` is the reason."""

    code: str
    title: str
    group: str
    state: str
    why: str
    day: date | None = None  # on which it was stopped, if known


def dropped(
    session: Session, town: Municipality, facts: Sequence[Fact], since: date, language: str
) -> tuple[Lesson, ...]:
    """Return the actions stopped after a day: with the reason of the meeting, else of the last report."""
    decided = _decided(session, town)
    return tuple(
        Lesson(
            each.code,
            each.title,
            each.group,
            say("stopped", language),
            decided.get(each.action_id) or _last_words(each) or say("stopped through", language),
            each.settled_on(),
        )
        for each in facts
        if each.status is Status.STOPPED and each.status_on(since) is not Status.STOPPED
    )


def failed(late: Sequence[Fact], today: date, language: str) -> tuple[Lesson, ...]:
    """Return the actions that missed their deadline, the most often rescheduled first."""
    found = []
    for each in sorted(late, key=lambda fact: (-_moves(fact), fact.deadline or today, fact.code)):
        state = [days_late((today - each.deadline).days, language)] if each.deadline else []
        state += [moved(_moves(each), language)] if _moves(each) else []
        why = _last_words(each) or say("nothing heard", language)
        found.append(Lesson(each.code, each.title, each.group, ", ".join(state), why))
    return tuple(found)


def _moves(fact: Fact) -> int:
    """Return how often its deadline was moved."""
    return sum(each.field == "deadline" and each.old != "" for each in fact.past)


def _last_words(fact: Fact) -> str:
    return fact.reports[-1][1] if fact.reports else fact.snooze_reason


def _decided(session: Session, town: Municipality) -> dict[int, str]:
    """Return the text of the last decision that stopped each action."""
    query = (
        select(Decision.action_id, Decision.text)
        .join(Action, Action.id == Decision.action_id)
        .where(Action.municipality_id == town.id, Action.status == Status.STOPPED)
        .where(Decision.kind.in_([DecisionKind.STOP, DecisionKind.STATUS]))
        .order_by(Decision.id)
    )
    return {action: text for action, text in session.execute(query) if action}
