"""Actions that were stopped in a year, and why; actions that missed their deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate, translate_plural
from terugkom.meetings.model import Decision, DecisionKind
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.model import Action, ActionStatus, Municipality


@dataclass(frozen=True)
class UnfinishedAction:
    """An action that was stopped or is late. `state` is since when, or how late; `why` is the reason."""

    code: str
    title: str
    group: str
    state: str
    reason: str
    day: date | None = None  # on which it was stopped, if known


def list_stopped_actions(
    session: Session, municipality: Municipality, facts: Sequence[ActionFacts], since: date, language: str
) -> tuple[UnfinishedAction, ...]:
    """Return the actions stopped after a day: with the reason of the meeting, else of the last report."""
    decided = _load_stop_decisions(session, municipality)
    return tuple(
        UnfinishedAction(
            each.code,
            each.title,
            each.group,
            translate("progress.stopped", language),
            decided.get(each.action_id) or _find_last_report(each) or translate("pack.no-reason", language),
            each.status_since(),
        )
        for each in facts
        if each.status is ActionStatus.STOPPED and each.status_on(since) is not ActionStatus.STOPPED
    )


def list_missed_deadlines(
    late: Sequence[ActionFacts], today: date, language: str
) -> tuple[UnfinishedAction, ...]:
    """Return the actions that missed their deadline, the most often rescheduled first."""
    found = []
    for each in sorted(
        late, key=lambda fact: (-_count_deadline_changes(fact), fact.deadline or today, fact.code)
    ):
        state = (
            [translate_plural("pack.days-late", (today - each.deadline).days, language)]
            if each.deadline
            else []
        )
        state += (
            [translate_plural("pack.times-rescheduled", _count_deadline_changes(each), language)]
            if _count_deadline_changes(each)
            else []
        )
        why = _find_last_report(each) or translate("pack.nothing-heard", language)
        found.append(UnfinishedAction(each.code, each.title, each.group, ", ".join(state), why))
    return tuple(found)


def _count_deadline_changes(fact: ActionFacts) -> int:
    """Return how often its deadline was moved."""
    return sum(each.field == "deadline" and each.old != "" for each in fact.changes)


def _find_last_report(fact: ActionFacts) -> str:
    return fact.reports[-1][1] if fact.reports else fact.snooze_reason


def _load_stop_decisions(session: Session, municipality: Municipality) -> dict[int, str]:
    """Return the text of the last decision that stopped each action."""
    query = (
        select(Decision.action_id, Decision.text)
        .join(Action, Action.id == Decision.action_id)
        .where(Action.municipality_id == municipality.id, Action.status == ActionStatus.STOPPED)
        .where(Decision.kind.in_([DecisionKind.STOP, DecisionKind.STATUS]))
        .order_by(Decision.id)
    )
    return {action: text for action, text in session.execute(query) if action}
