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

from terugkom.editions.model import KIND, Edition, EditionState, EditionStep, TakenStep
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.quarters import Quarter
from terugkom.schedule.working_days import WorkingDays

AHEAD = timedelta(days=14)  # of the quarter's end
LADDER = ((EditionStep.REMINDED, 3), (EditionStep.REMINDED_AGAIN, 7), (EditionStep.ESCALATED, 10))


def begins_on(quarter: Quarter, days: WorkingDays) -> date:
    """Return the day on which the edition of a quarter is compiled."""
    return days.on_or_after(quarter.last - AHEAD)


def edition_of(session: Session, town: Municipality, quarter: Quarter) -> Edition | None:
    """Return the edition of a quarter, or None if it was not opened."""
    return session.scalar(_editions(town).where(Moment.period == str(quarter)))


def open_edition(session: Session, town: Municipality) -> Edition | None:
    """Return the latest edition if its state is open, else None."""
    last = session.scalar(_editions(town).order_by(Moment.period.desc()).limit(1))
    return last if last and last.state.is_open else None


def quarter_due(session: Session, town: Municipality, today: date) -> Quarter | None:
    """Return the quarter whose edition must be opened or checked; None on a non-working day.

    The edition of a past quarter is not opened: its stories are published in the next edition.
    """
    days = town.working_days
    if today not in days:
        return None
    quarter = Quarter.of(today)
    if today >= begins_on(quarter, days) and edition_of(session, town, quarter) is None:
        return quarter
    found = open_edition(session, town)
    return Quarter.named(found.moment.period) if found else None


def steps_to_come(
    session: Session, town: Municipality, today: date, until: date
) -> Iterator[tuple[date, str, Quarter]]:
    """Yield (day, step, quarter) from `today` until `until`: editions to open, and reminders while no answer
    was given."""
    days, quarter = town.working_days, Quarter.of(today)
    while (begins := max(begins_on(quarter, days), days.on_or_after(today))) <= until:
        if begins <= quarter.last and edition_of(session, town, quarter) is None:
            yield begins, "begun", quarter
        quarter = quarter.next
    edition = open_edition(session, town)
    taken = steps_taken(session, edition, edition.text_hash) if edition else {}
    if edition is None or edition.state is not EditionState.ASKED or EditionStep.ASKED not in taken:
        return
    for step, after in LADDER:
        day = taken[EditionStep.ASKED]
        for _ in range(after):
            day = days.on_or_after(day + timedelta(days=1))
        if step not in taken and today <= day <= until:
            yield day, str(step), Quarter.named(edition.moment.period)


@dataclass(frozen=True)
class Text:
    """The current text of an edition: its hash, whether it is ready, and the steps executed for it."""

    hash: str
    ready: bool
    taken: Mapping[EditionStep, date]


def step_due(edition: Edition, text: Text, today: date, days: WorkingDays) -> EditionStep | None:
    """Return the step that is due for the current text, or None."""
    same, state = text.hash == edition.text_hash, edition.state
    if not state.is_open:
        return None
    if not text.ready:  # even if it was approved: the plan may say otherwise by now
        return None if EditionStep.NOT_READY in text.taken else EditionStep.NOT_READY
    if state is EditionState.APPROVED and same:
        return EditionStep.TOLD
    if state is EditionState.SENT_BACK and same:
        return None  # it waits for the text to be changed
    if not (state is EditionState.ASKED and same):
        return EditionStep.ASKED
    return _next_rung(text.taken, today, days)


def _next_rung(taken: Mapping[EditionStep, date], today: date, days: WorkingDays) -> EditionStep | None:
    """Return the highest reminder reached, or None if that one or a higher one was sent."""
    waited = working_days_between(taken.get(EditionStep.ASKED, today), today, days)
    found = None
    for step, after in LADDER:
        if step in taken:
            found = None
        elif waited >= after:
            found = step
    return found


def working_days_between(first: date, last: date, days: WorkingDays) -> int:
    """Return the number of working days after `first`, up to and including `last`."""
    span = (last - first).days
    return sum(first + timedelta(days=n) in days for n in range(1, span + 1))


def steps_taken(session: Session, edition: Edition, text_hash: str) -> dict[EditionStep, date]:
    """Return the steps executed for a text, with the day of each."""
    mine = (TakenStep.moment_id == edition.moment_id, TakenStep.text_hash == text_hash)
    rows = session.execute(select(TakenStep.step, TakenStep.day).where(*mine)).tuples()
    return dict(rows.all())


def _editions(town: Municipality) -> Select[tuple[Edition]]:
    return (
        select(Edition)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == town.id, Moment.kind == KIND)
    )
