"""Actions that were stopped in a year, and why; actions that missed their deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from terugkom.documents.messages import translate, translate_plural
from terugkom.meetings.packs.owner_statements import NO_STATEMENTS, OwnerStatements, write_state
from terugkom.meetings.packs.reason_texts import is_reason_dated, write_reason
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.model import ActionStatus


@dataclass(frozen=True)
class UnfinishedAction:
    """An action that was stopped or is late. `state` is since when, or how late; `reason` is why.

    `is_dated`: whether the reason begins with the day on which it was written.
    """

    code: str
    title: str
    group: str
    state: str
    reason: str
    day: date | None = None  # on which it was stopped, if known
    is_dated: bool = False


def list_stopped_actions(
    facts: Sequence[ActionFacts], since: date, today: date, language: str
) -> tuple[UnfinishedAction, ...]:
    """Return the actions stopped after a day, with the reason."""
    return tuple(
        UnfinishedAction(
            each.code,
            each.title,
            each.group,
            translate("progress.stopped", language),
            write_reason(each, today, language, since) or translate("pack.no-reason", language),
            each.status_since(),
            is_reason_dated(each, today, language, since),
        )
        for each in facts
        if each.status is ActionStatus.STOPPED and each.find_status_on(since) is not ActionStatus.STOPPED
    )


def list_missed_deadlines(
    late: Sequence[ActionFacts],
    today: date,
    language: str,
    statements: OwnerStatements = NO_STATEMENTS,
) -> tuple[UnfinishedAction, ...]:
    """Return the actions that missed their deadline, the most often rescheduled first."""
    found = []
    for each in sorted(
        late, key=lambda fact: (-fact.count_deadline_changes(), fact.deadline or today, fact.code)
    ):
        state = (
            [translate_plural("day.late", (today - each.deadline).days, language)] if each.deadline else []
        )
        if times := each.count_deadline_changes():
            state.append(translate_plural("pack.times-rescheduled", times, language))
        why = write_state(each, statements, today, language)
        found.append(UnfinishedAction(each.code, each.title, each.group, ", ".join(state), why))
    return tuple(found)
