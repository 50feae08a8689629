"""When an edition is opened, and which step is due: approval request (once per text), reminders, escalation,
publication.

Fourteen days before its quarter ends an edition is compiled and approval is requested, or the correction of
what is not ready. Without an answer, reminders are sent after three and seven working days, and after ten it
is escalated to the coordinator's chief; likewise while it is not ready. Without approval nothing is sent.
Who heard all that hears of it once a week at most, until somebody decides, or edits a text that is ready.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from terugkom.editions.model import KIND, Edition, EditionState, EditionStep
from terugkom.editions.request_round import RequestRound, load_current_round
from terugkom.errors import PublicInputError
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.quarters import Quarter
from terugkom.schedule.working_days import WorkingDays

LEAD_TIME = timedelta(days=14)  # of the quarter's end
WAITING_STATES = (EditionState.APPROVAL_REQUESTED, EditionState.NOT_READY)  # somebody is reminded of it
_STATES_OF_A_PERSON = (*WAITING_STATES, EditionState.SENT_BACK)
REMINDER_SCHEDULE = ((EditionStep.REMINDED, 3), (EditionStep.REMINDED_AGAIN, 7), (EditionStep.ESCALATED, 10))


def compute_start_date(quarter: Quarter, days: WorkingDays) -> date:
    """Return the day on which the edition of a quarter is compiled."""
    return days.on_or_after(quarter.last - LEAD_TIME)


def find_edition(session: Session, municipality: Municipality, quarter: Quarter) -> Edition | None:
    """Return the edition of a quarter, or None if it was not opened."""
    return session.scalar(_select_editions(municipality).where(Moment.period == str(quarter)))


def get_edition(session: Session, municipality: Municipality, quarter: Quarter) -> Edition:
    """Return the edition of a quarter. Raises PublicInputError if it was not opened."""
    found = find_edition(session, municipality, quarter)
    if found is None:
        raise PublicInputError("error.edition.unknown", period=str(quarter))
    return found


def find_open_edition(session: Session, municipality: Municipality) -> Edition | None:
    """Return the latest edition if its state is open, else None."""
    last = session.scalar(_select_editions(municipality).order_by(Moment.period.desc()).limit(1))
    return last if last and last.state.is_open else None


def list_unrendered_media(session: Session, edition: Edition) -> tuple[Medium, ...]:
    """Return the media of a published edition that could not be rendered and still follow: none once a later
    edition was opened, for which they are old news."""
    later = select(Moment.id).where(
        Moment.municipality_id == edition.moment.municipality_id,
        Moment.kind == KIND,
        Moment.period > edition.moment.period,
    )
    is_latest = session.scalar(later.limit(1)) is None
    return tuple(map(Medium, edition.unrendered_media)) if is_latest else ()


def load_edition_states(
    session: Session, municipality_ids: Collection[int]
) -> dict[int, dict[str, EditionState]]:
    """Return by municipality the states of its editions, by quarter. One statement."""
    found: dict[int, dict[str, EditionState]] = {each: {} for each in municipality_ids}
    query = (
        select(Moment.municipality_id, Moment.period, Edition.state)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id.in_(found), Moment.kind == KIND)
    )
    for municipality_id, period, state in session.execute(query).tuples():
        found[municipality_id][period] = state
    return found


def find_due_quarter(session: Session, municipality: Municipality, today: date) -> Quarter | None:
    """Return the quarter whose edition must be opened or checked; None on a non-working day.

    The edition of a past quarter is not opened: its stories are published in the next edition.
    """
    return find_due_quarters(session, [municipality], today)[municipality.id]


def find_due_quarters(
    session: Session, municipalities: Sequence[Municipality], today: date
) -> dict[int, Quarter | None]:
    """Return by municipality as `find_due_quarter` does. One statement."""
    editions: dict[int, dict[str, bool]] = {each.id: {} for each in municipalities}
    query = (
        select(Moment.municipality_id, Moment.period, Edition.state, Edition.unrendered_media)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id.in_(editions), Moment.kind == KIND)
    )
    for municipality_id, period, state, unrendered in session.execute(query).tuples():
        editions[municipality_id][period] = state.is_open or bool(unrendered)
    return {each.id: _choose_due_quarter(each, editions[each.id], today) for each in municipalities}


def _choose_due_quarter(
    municipality: Municipality, editions: Mapping[str, bool], today: date
) -> Quarter | None:
    """Return as `find_due_quarter` does; `editions` says of those of the municipality, by quarter, whether
    anything may be due."""
    days = municipality.working_days
    if today not in days:
        return None
    quarter = Quarter.containing(today)
    if today >= compute_start_date(quarter, days) and str(quarter) not in editions:
        return quarter
    latest = max(editions, default=None)
    return Quarter.parse(latest) if latest and editions[latest] else None


def list_waiting_editions(
    session: Session, municipality: Municipality
) -> Iterator[tuple[str, EditionState, date | None]]:
    """Yield (quarter, state, since when) of the edition that waits for a person; at most one."""
    edition = find_open_edition(session, municipality)
    if edition and edition.state in _STATES_OF_A_PERSON:
        yield edition.moment.period, edition.state, load_current_round(session, edition).started_on


def select_with_waiting_editions() -> Select[tuple[int]]:
    """Return the query for the municipalities that may have an edition which waits for a person."""
    return (
        select(Moment.municipality_id)
        .join(Edition, Edition.moment_id == Moment.id)
        .where(Edition.state.in_(_STATES_OF_A_PERSON))
    )


def list_unpublished_quarters(
    session: Session, municipality: Municipality, quarter: Quarter
) -> tuple[Quarter, ...]:
    """Return the quarters just before this one whose edition was superseded: nobody approved it in time, and
    this one holds its stories."""
    before = _select_editions(municipality).where(Moment.period < str(quarter)).order_by(Moment.period.desc())
    passed = takewhile(lambda each: each.state is EditionState.SUPERSEDED, session.scalars(before))
    return tuple(Quarter.parse(each.moment.period) for each in passed)[::-1]


def iterate_upcoming_editions(
    session: Session, municipality: Municipality, today: date, until: date
) -> Iterator[tuple[date, str, Quarter]]:
    """Yield (day, step, quarter) from `today` until `until`: editions to open, and reminders while no answer
    was given, or nothing was corrected."""
    states = load_edition_states(session, [municipality.id])[municipality.id]
    yield from iterate_upcoming_steps(session, municipality, states, today, until)


def iterate_upcoming_steps(
    session: Session,
    municipality: Municipality,
    states: Mapping[str, EditionState],
    today: date,
    until: date,
) -> Iterator[tuple[date, str, Quarter]]:
    """Yield as `iterate_upcoming_editions` does; it asks the database only of an edition that waits."""
    days, quarter = municipality.working_days, Quarter.containing(today)
    while (begins := max(compute_start_date(quarter, days), days.on_or_after(today))) <= until:
        if begins <= quarter.last and str(quarter) not in states:
            yield begins, "begun", quarter
        quarter = quarter.next
    if not states or states[max(states)] not in WAITING_STATES:
        return
    edition = find_open_edition(session, municipality)
    if edition is None:
        return
    current = load_current_round(session, edition)
    if current.started_on is None:
        return
    for step, after in REMINDER_SCHEDULE:
        day = current.started_on
        for _ in range(after):
            day = days.on_or_after(day + timedelta(days=1))
        day = days.on_or_after(max(day, current.quiet_until or day))
        if step not in current.executed_steps and today <= day <= until:
            yield day, str(step), Quarter.parse(edition.moment.period)


def choose_due_step(
    edition: Edition, current: RequestRound, today: date, days: WorkingDays, *, may_wait: bool = False
) -> EditionStep | None:
    """Return the step that is due for the text of this round, or None.

    A text that we renewed while it waited is asked for at once, or with the reminder that is due; once it was
    escalated a week after the last mail, if it `may_wait`: nobody asked for the run.
    """
    state = edition.state
    if not state.is_open:
        return None
    is_quiet = state in WAITING_STATES and current.quiet_until is not None and today < current.quiet_until
    if not current.is_ready:  # even if it was approved: the plan may say otherwise by now
        return None if is_quiet else _choose_correction_step(current, today, days)
    same = current.subject_hash == edition.text_hash
    if state is EditionState.APPROVED and same:
        return EditionStep.PUBLISHED
    if state is EditionState.SENT_BACK and same:
        return None  # it waits for the text to be changed
    if not same and current.is_renewed:
        if is_quiet and may_wait:
            return None
        return _choose_reminder(current, today, days) or EditionStep.APPROVAL_REQUESTED
    if not (state is EditionState.APPROVAL_REQUESTED and same):
        return EditionStep.APPROVAL_REQUESTED
    return None if is_quiet else _choose_reminder(current, today, days)


def _choose_correction_step(current: RequestRound, today: date, days: WorkingDays) -> EditionStep | None:
    """Return the step that is due while the text is not ready; each reminder has the problems of its day."""
    if current.started_on is None:
        return EditionStep.NOT_READY
    return _choose_reminder(current, today, days) or (
        None if current.is_subject_told else EditionStep.NOT_READY
    )


def _choose_reminder(current: RequestRound, today: date, days: WorkingDays) -> EditionStep | None:
    """Return the highest reminder reached, or None if that one or a higher one was sent."""
    waited = count_working_days(current.started_on or today, today, days)
    found = None
    for step, after in REMINDER_SCHEDULE:
        if step in current.executed_steps:
            found = None
        elif waited >= after:
            found = step
    return found


def count_working_days(first: date, last: date, days: WorkingDays) -> int:
    """Return the number of working days after `first`, up to and including `last`."""
    span = (last - first).days
    return sum(first + timedelta(days=n) in days for n in range(1, span + 1))


def _select_editions(municipality: Municipality) -> Select[tuple[Edition]]:
    return (
        select(Edition)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id, Moment.kind == KIND)
    )
