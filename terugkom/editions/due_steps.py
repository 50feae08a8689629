"""When an edition is opened, and which step is due: approval request (once per text), reminders, escalation,
publication.

Fourteen days before its quarter ends an edition is compiled and approval is requested. Without an answer,
reminders
are sent after three and seven working days, and after ten it is escalated to the coordinator's chief. Without
approval nothing is sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from terugkom.editions.model import KIND, Edition, EditionState, EditionStep, ExecutedEditionStep
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.quarters import Quarter
from terugkom.schedule.working_days import WorkingDays

LEAD_TIME = timedelta(days=14)  # of the quarter's end
REMINDER_SCHEDULE = ((EditionStep.REMINDED, 3), (EditionStep.REMINDED_AGAIN, 7), (EditionStep.ESCALATED, 10))


def compute_start_date(quarter: Quarter, days: WorkingDays) -> date:
    """Return the day on which the edition of a quarter is compiled."""
    return days.on_or_after(quarter.last - LEAD_TIME)


def find_edition(session: Session, municipality: Municipality, quarter: Quarter) -> Edition | None:
    """Return the edition of a quarter, or None if it was not opened."""
    return session.scalar(_select_editions(municipality).where(Moment.period == str(quarter)))


def find_open_edition(session: Session, municipality: Municipality) -> Edition | None:
    """Return the latest edition if its state is open, else None."""
    last = session.scalar(_select_editions(municipality).order_by(Moment.period.desc()).limit(1))
    return last if last and last.state.is_open else None


def find_due_quarter(session: Session, municipality: Municipality, today: date) -> Quarter | None:
    """Return the quarter whose edition must be opened or checked; None on a non-working day.

    The edition of a past quarter is not opened: its stories are published in the next edition.
    """
    days = municipality.working_days
    if today not in days:
        return None
    quarter = Quarter.containing(today)
    if today >= compute_start_date(quarter, days) and find_edition(session, municipality, quarter) is None:
        return quarter
    found = find_open_edition(session, municipality)
    return Quarter.parse(found.moment.period) if found else None


def list_upcoming_edition_steps(
    session: Session, municipality: Municipality, today: date, until: date
) -> Iterator[tuple[date, str, Quarter]]:
    """Yield (day, step, quarter) from `today` until `until`: editions to open, and reminders while no answer
    was given."""
    days, quarter = municipality.working_days, Quarter.containing(today)
    while (begins := max(compute_start_date(quarter, days), days.on_or_after(today))) <= until:
        if begins <= quarter.last and find_edition(session, municipality, quarter) is None:
            yield begins, "begun", quarter
        quarter = quarter.next
    edition = find_open_edition(session, municipality)
    taken = load_executed_steps(session, edition, edition.text_hash) if edition else {}
    if (
        edition is None
        or edition.state is not EditionState.APPROVAL_REQUESTED
        or EditionStep.APPROVAL_REQUESTED not in taken
    ):
        return
    for step, after in REMINDER_SCHEDULE:
        day = taken[EditionStep.APPROVAL_REQUESTED]
        for _ in range(after):
            day = days.on_or_after(day + timedelta(days=1))
        if step not in taken and today <= day <= until:
            yield day, str(step), Quarter.parse(edition.moment.period)


@dataclass(frozen=True)
class TextStatus:
    """The current text of an edition: its hash, whether it is ready, and the steps executed for it."""

    text_hash: str
    is_ready: bool
    executed_steps: Mapping[EditionStep, date]


def choose_due_step(edition: Edition, text: TextStatus, today: date, days: WorkingDays) -> EditionStep | None:
    """Return the step that is due for the current text, or None."""
    same, state = text.text_hash == edition.text_hash, edition.state
    if not state.is_open:
        return None
    if not text.is_ready:  # even if it was approved: the plan may say otherwise by now
        return None if EditionStep.NOT_READY in text.executed_steps else EditionStep.NOT_READY
    if state is EditionState.APPROVED and same:
        return EditionStep.PUBLISHED
    if state is EditionState.SENT_BACK and same:
        return None  # it waits for the text to be changed
    if not (state is EditionState.APPROVAL_REQUESTED and same):
        return EditionStep.APPROVAL_REQUESTED
    return _choose_reminder(text.executed_steps, today, days)


def _choose_reminder(taken: Mapping[EditionStep, date], today: date, days: WorkingDays) -> EditionStep | None:
    """Return the highest reminder reached, or None if that one or a higher one was sent."""
    waited = count_working_days(taken.get(EditionStep.APPROVAL_REQUESTED, today), today, days)
    found = None
    for step, after in REMINDER_SCHEDULE:
        if step in taken:
            found = None
        elif waited >= after:
            found = step
    return found


def count_working_days(first: date, last: date, days: WorkingDays) -> int:
    """Return the number of working days after `first`, up to and including `last`."""
    span = (last - first).days
    return sum(first + timedelta(days=n) in days for n in range(1, span + 1))


def load_executed_steps(session: Session, edition: Edition, text_hash: str) -> dict[EditionStep, date]:
    """Return the steps executed for a text, with the day of each."""
    mine = (ExecutedEditionStep.moment_id == edition.moment_id, ExecutedEditionStep.text_hash == text_hash)
    rows = session.execute(select(ExecutedEditionStep.step, ExecutedEditionStep.day).where(*mine)).tuples()
    return dict(rows.all())


def _select_editions(municipality: Municipality) -> Select[tuple[Edition]]:
    return (
        select(Edition)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id, Moment.kind == KIND)
    )
