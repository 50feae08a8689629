"""What waits for somebody who becomes the coordinator, as the weekly summary counts it; meetings to come."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from terugkom.editions.due_steps import list_waiting_editions
from terugkom.editions.edition_period import format_edition
from terugkom.ideas.unanswered import list_unanswered
from terugkom.meetings.occurrences import format_meeting_name, list_occurrences
from terugkom.plan.decide_question import find_plan_answer
from terugkom.plan.model import Municipality
from terugkom.plan.questions import list_pending_questions
from terugkom.reminders.coordinator_summary import list_orphaned_actions
from terugkom.reminders.unreleased import list_unreleased

_LOOKAHEAD = timedelta(days=60)


@dataclass(frozen=True)
class WaitingEdition:
    """An edition that waits for a person: its quarter in words, its state, and since when it waits."""

    quarter: str
    state: str
    since: date | None


@dataclass(frozen=True)
class ComingMeeting:
    """A meeting to come: its day and what it is called."""

    day: date
    name: str


@dataclass(frozen=True)
class WaitingWork:
    """What waits for a coordinator; `submissions` are ideas and remarks without an answer.

    `unreleased` are documents of editions that a person must release, `orphaned` actions without a reachable
    owner.
    """

    questions: int
    submissions: int
    unreleased: int
    orphaned: int
    editions: tuple[WaitingEdition, ...]
    meetings: tuple[ComingMeeting, ...]


def load_waiting_work(session: Session, municipality: Municipality, today: date) -> WaitingWork:
    """Return what waits for the coordinator today, with the meetings of the next sixty days."""
    language, last = municipality.language, today + _LOOKAHEAD
    questions = list_pending_questions(session, municipality.id)
    return WaitingWork(
        questions=sum(not find_plan_answer(each) for each in questions),
        submissions=len(list_unanswered(session, municipality, today)),
        unreleased=list_unreleased(session, municipality).total,
        orphaned=list_orphaned_actions(session, municipality.id, today).total,
        editions=tuple(
            WaitingEdition(format_edition(quarter, language), state.value, since)
            for quarter, state, since in list_waiting_editions(session, municipality)
        ),
        meetings=tuple(
            ComingMeeting(each.day, format_meeting_name(each.kind, each.name, language))
            for each in list_occurrences(session, municipality, today, last)
            if today <= each.day <= last
        ),
    )
