"""The weekly moment of the reminders: when it is due, opening it, and the recipients of its digests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import CompoundSelect, Select, and_, exists, select, union
from sqlalchemy.orm import Session

from terugkom.claims.outdated_claims import has_outdated_news, select_with_published_claims
from terugkom.database.add_if_absent import add_if_absent
from terugkom.delivery.bounces import has_bounces_since, select_with_bounces_since
from terugkom.delivery.model import Delivery
from terugkom.ideas.unanswered import has_unanswered, select_with_unanswered
from terugkom.mentions.list_mentions import has_mentions_since, select_with_mentions_since
from terugkom.plan.model import OPEN_STATUSES, Action, Municipality, Person
from terugkom.plan.questions import has_open_questions, select_with_open_questions
from terugkom.plan.reachability import compute_reachability
from terugkom.plan.shared_mailboxes import find_shared_mailboxes
from terugkom.plan.summary_period import WEEK, build_summary_period
from terugkom.reminders.coordinator_inbox import has_reports_since, select_with_reports_since
from terugkom.reminders.due_actions import list_owners_with_due_actions
from terugkom.reminders.idle_groups import has_untold_groups, select_with_idle_groups
from terugkom.reminders.missing_minutes import has_untold_minutes, select_with_missing_minutes
from terugkom.reminders.set_aside_mails import count_set_aside, select_with_mails_over_limit
from terugkom.reminders.supersede_digests import RECIPIENT_ROLES, is_given_up, supersede_pending_digests
from terugkom.reminders.unreleased import has_unreleased, select_with_unreleased
from terugkom.schedule.model import Moment, MomentState, Reminder
from terugkom.schedule.run_stamp import RunStamp
from terugkom.schedule.working_days import find_digest_day, format_week

KIND = "owner-reminders"


@dataclass(frozen=True)
class ReminderWeek:
    """The reminders of one municipality in one week; `moment_id` is None on a dry run.

    `coordinator` receives the summary: the coordinator or their stand-in, None if neither can be reached.
    """

    municipality: Municipality
    period: str
    today: date
    moment_id: int | None
    coordinator: Person | None = None

    @property
    def is_past(self) -> bool:
        """Whether this is an earlier week, which a run left open and which is finished now."""
        return self.period < format_week(self.today)

    @property
    def reader_id(self) -> int | None:
        """The id of who receives the summary."""
        return self.coordinator.id if self.coordinator else None

    @property
    def is_digest_day_reached(self) -> bool:
        """Whether the digest day is reached: a week started by hand before it stays open until then."""
        day = find_digest_day(self.today, self.municipality.digest_weekday, self.municipality.working_days)
        return self.is_past or day is None or self.today >= day


@dataclass(frozen=True, slots=True)  # of the largest plans there are a hundred thousand
class DigestRecipient:
    """The recipient of a digest, and the owners whose actions it contains: ids only.

    `colleague_ids` are those of others who read the same mailbox, and whom this digest is for too.
    """

    person_id: int
    owner_ids: tuple[int, ...]
    colleague_ids: tuple[int, ...] = ()

    @property
    def reader_ids(self) -> tuple[int, ...]:
        """The ids of all whom the digest is for."""
        return (self.person_id, *self.colleague_ids)


def is_week_due(
    session: Session, municipality: Municipality, today: date, *, was_interrupted: bool = False
) -> bool:
    """Return whether reminders are due: those of an earlier week that a run left open, or this week's.

    This week's are due once the digest day is reached, if an action was due by then. Never on a non-working
    day. A missed digest day is caught up within the week; actions that become due after it wait for the next
    week. `was_interrupted`: a run of reminders was cut off; a week that it may have started by hand goes on
    on any day.
    """
    if was_interrupted:
        moment = _find_moment(session, municipality.id, format_week(today))
        if moment is not None and moment.state is MomentState.OPEN:
            return True
    if today not in municipality.working_days or not _is_live(municipality, today):
        return False
    return bool(_list_past_moments(session, municipality.id, today)) or is_this_week_due(
        session, municipality, today
    )


def select_with_possible_work(today: date) -> CompoundSelect[tuple[int]]:
    """Return the query for the municipalities of which `is_week_due` must be asked.

    Of no other one reminders are due.

    Theirs is a week that is open, or, unless this week is done, something to tell on any day of it.
    """
    this_week = and_(Moment.kind == KIND, Moment.period == format_week(today))
    monday = today - timedelta(days=today.weekday())
    since = monday - WEEK  # the digest day is a day of this week, at the earliest Monday
    to_tell = union(
        _select_with_due_actions(today),
        _select_with_given_up_digests(),
        select_with_open_questions(),
        select_with_reports_since(since),
        select_with_bounces_since(since),
        *select_with_unanswered(today),
        select_with_mails_over_limit(since),
        select_with_published_claims(),
        select_with_mentions_since(since),
        select_with_unreleased(),
        select_with_idle_groups(today),
        select_with_missing_minutes(today),
    ).subquery()
    is_done = exists().where(
        Moment.municipality_id == to_tell.c.municipality_id, this_week, Moment.state == MomentState.DONE
    )
    return union(
        select(Moment.municipality_id).where(Moment.kind == KIND, Moment.state == MomentState.OPEN),
        select(to_tell.c.municipality_id).where(~is_done),
    )


def is_this_week_due(session: Session, municipality: Municipality, today: date) -> bool:
    """Return whether the reminders of the week of `today` are due, on a working day; see `is_week_due`."""
    day = find_digest_day(today, municipality.digest_weekday, municipality.working_days)
    if day is None or today < day or today not in municipality.working_days:
        return False
    moment = _find_moment(session, municipality.id, format_week(today))
    if moment is not None:
        return moment.state is MomentState.OPEN
    # what is named once a month alone opens no week after its day: its digests would leave before theirs
    return _has_work(session, municipality, day) or (
        today == day and _has_monthly_news(session, municipality, today)
    )


def _is_live(municipality: Municipality, today: date) -> bool:
    """Return whether the follow-up of this municipality has begun: before that nobody is reminded."""
    return municipality.go_live_on is None or today >= municipality.go_live_on


def open_week(
    session: Session,
    municipality: Municipality,
    stamp: RunStamp,
    *,
    dry_run: bool,
    lease_now: datetime | None = None,
) -> ReminderWeek | None:
    """Return this week's moment, created if needed; None if it is done, or no action is due.

    `lease_now` is the time by which it is judged which deliveries a sender has, by default the stamp's.
    """
    today = stamp.today
    period = format_week(today)
    moment = _find_moment(session, municipality.id, period)
    if moment is None:
        has_work = _has_work(session, municipality, today) or _has_monthly_news(session, municipality, today)
        if not (_is_live(municipality, today) and has_work):
            return None
        if dry_run:
            return ReminderWeek(
                municipality, period, today, None, _find_coordinator(session, municipality, today)
            )
        moment, is_new = _open_moment(session, municipality.id, period, stamp)
        if is_new:
            supersede_pending_digests(session, municipality.id, moment, lease_now or stamp.now)
    if moment.state is MomentState.DONE:
        return None
    coordinator = _find_coordinator(session, municipality, today)
    return ReminderWeek(municipality, period, today, moment.id, coordinator)


def list_past_weeks(session: Session, municipality: Municipality, today: date) -> list[ReminderWeek]:
    """Return the earlier weeks that a run left open, the latest first.

    They are finished with their summary; who did not get their digest gets this week's, see `may_open_week`.
    """
    coordinator = _find_coordinator(session, municipality, today)
    return [
        ReminderWeek(municipality, moment.period, today, moment.id, coordinator)
        for moment in _list_past_moments(session, municipality.id, today)
    ]


def may_open_week(session: Session, past: Sequence[ReminderWeek], today: date) -> bool:
    """Return whether this week's digests are written now that past weeks are finished.

    They wait for their day, unless that is reached or the latest past week left somebody without a digest:
    then that is made up for at once, and as nobody gets two in one week, this week's are written early.
    """
    latest, *_ = past
    if is_this_week_due(session, latest.municipality, today):
        return True
    return bool(list_digest_recipients(session, latest))


def list_digest_recipients(session: Session, week: ReminderWeek) -> list[DigestRecipient]:
    """Return what `iterate_digest_recipients` yields."""
    return list(iterate_digest_recipients(session, week))


def iterate_digest_recipients(session: Session, week: ReminderWeek) -> Iterator[DigestRecipient]:
    """Yield the people who are still to get a digest: owners with due actions, or their stand-ins.

    Who shares a mailbox shares a digest: there comes one a week, for all who have something due on its day.
    """
    reachability = compute_reachability(session, week.municipality.id, week.today)
    owners_of: dict[int, tuple[int, ...]] = {}
    for owner in list_owners_with_due_actions(session, week.municipality.id, week.today):
        if (recipient_id := reachability[owner].recipient_id) is not None:
            owners_of[recipient_id] = (*owners_of.get(recipient_id, ()), owner)
    del reachability  # of a hundred thousand people it takes as much memory as the rest of a run
    mailboxes = find_shared_mailboxes(session, week.municipality.id, week.today)
    readers_of: dict[int | str, tuple[int, ...]] = {}
    for recipient_id in owners_of:
        mailbox = mailboxes.get(recipient_id, recipient_id)
        readers_of[mailbox] = (*readers_of.get(mailbox, ()), recipient_id)
    written = {mailboxes.get(each, each) for each in _find_written_person_ids(session, week)}
    for mailbox, readers in readers_of.items():
        if mailbox not in written:
            owners: tuple[int, ...] = sum((owners_of[each] for each in readers), ())
            yield DigestRecipient(readers[0], owners, readers[1:])


def _find_coordinator(session: Session, municipality: Municipality, today: date) -> Person | None:
    if municipality.coordinator_id is None:
        return None
    reachability = compute_reachability(session, municipality.id, today)
    recipient_id = reachability[municipality.coordinator_id].recipient_id
    return session.get(Person, recipient_id) if recipient_id else None


def _list_past_moments(session: Session, municipality_id: int, today: date) -> list[Moment]:
    past = select(Moment).where(
        Moment.municipality_id == municipality_id,
        Moment.kind == KIND,
        Moment.state == MomentState.OPEN,
        Moment.period < format_week(today),
    )
    return list(session.scalars(past.order_by(Moment.period.desc())))


def _find_moment(session: Session, municipality_id: int, period: str) -> Moment | None:
    return session.scalar(_select_moment(municipality_id, period))


def _select_moment(municipality_id: int, period: str) -> Select[tuple[Moment]]:
    return select(Moment).where(
        Moment.municipality_id == municipality_id, Moment.kind == KIND, Moment.period == period
    )


def _open_moment(session: Session, municipality_id: int, period: str, stamp: RunStamp) -> tuple[Moment, bool]:
    """Return the moment of this week, and whether it was created now."""
    moment = Moment(
        municipality_id=municipality_id,
        kind=KIND,
        subject="",
        period=period,
        day=stamp.today,
        state=MomentState.OPEN,
        run_id=stamp.run_id,
        opened_at=stamp.now,
    )
    if add_if_absent(session, moment):
        return moment, True
    return session.scalars(_select_moment(municipality_id, period)).one(), False  # of another run


def _has_work(session: Session, municipality: Municipality, today: date) -> bool:
    """Return whether an owner is to be reminded, or the coordinator to be told something."""
    municipality_id = municipality.id
    return (
        _has_due_actions(session, municipality_id, today)
        or has_open_questions(session, municipality_id)
        or has_reports_since(session, municipality_id, today - WEEK)
        or has_bounces_since(session, municipality_id, today - WEEK)
        or has_unanswered(session, municipality_id, today)
        or count_set_aside(session, municipality_id, build_summary_period(None, today)).over_limit > 0
        or has_outdated_news(session, municipality_id, today)
        or has_mentions_since(session, municipality_id, today - WEEK)
        or has_unreleased(session, municipality_id)
    )


def _has_monthly_news(session: Session, municipality: Municipality, today: date) -> bool:
    """Return whether there is something to tell that is named at most once a month."""
    return has_untold_groups(session, municipality.id, today) or has_untold_minutes(
        session, municipality, today
    )


def _has_due_actions(session: Session, municipality_id: int, today: date) -> bool:
    mine = (Action.municipality_id == municipality_id, Action.next_reminder_on <= today)
    found = select(Action.id).where(*mine)
    return session.scalar(found.limit(1)) is not None or _has_given_up_digests(session, municipality_id)


def _select_with_due_actions(today: date) -> Select[tuple[int]]:
    """Return the query for the municipalities with a due action: it looks into the index once for each."""
    due = exists().where(Action.municipality_id == Municipality.id, Action.next_reminder_on <= today)
    return select(Municipality.id.label("municipality_id")).where(due)


def _has_given_up_digests(session: Session, municipality_id: int) -> bool:
    """Return whether a digest was given up, of an action that is still open and has the same deadline."""
    mine = _select_with_given_up_digests().where(Delivery.municipality_id == municipality_id)
    return session.scalar(mine.limit(1)) is not None


def _select_with_given_up_digests() -> Select[tuple[int]]:
    return (
        select(Delivery.municipality_id)
        .join(Reminder, Reminder.delivery_id == Delivery.id)
        .join(Action, Action.id == Reminder.action_id)
        .where(is_given_up(), Action.deadline == Reminder.deadline, Action.status.in_(OPEN_STATUSES))
    )


def _find_written_person_ids(session: Session, week: ReminderWeek) -> set[int]:
    """Return the ids of the people who already have a digest this week."""
    if week.moment_id is None:
        return set()
    digests = (Delivery.moment_id == week.moment_id, Delivery.role.in_(RECIPIENT_ROLES))
    found = session.scalars(select(Delivery.person_id).where(*digests))
    return {person for person in found if person is not None}
