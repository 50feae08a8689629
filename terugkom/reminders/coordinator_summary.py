"""Build and render the coordinator's summary: what came back, what was sent, what needs somebody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.claims.outdated_claims import record_reported
from terugkom.delivery.bounces import has_bounced
from terugkom.delivery.due_deliveries import needs_a_person
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.failure_kinds import classify_failure
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.letter import Address
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates, to_one_line
from terugkom.meetings.occurrences import list_occurrences, name_meeting
from terugkom.plan.model import Action, Group, Ownership, Person
from terugkom.plan.page_links import (
    COORDINATOR_PAGE_PATH,
    PageLinkPurpose,
    compute_link_expiry,
    compute_page_tokens,
    create_page_links,
)
from terugkom.plan.reachability import build_orphan_reason, is_orphaned
from terugkom.plan.suppressed_addresses import is_unknown_address
from terugkom.reminders.came_back import NOTHING_CAME_BACK, CameBack, load_came_back
from terugkom.reminders.outdated_statements import (
    NO_STATEMENTS,
    OutdatedStatement,
    list_outdated_statements,
)
from terugkom.reminders.set_aside_mails import NOTHING_SET_ASIDE, SetAsideMails, count_set_aside
from terugkom.reminders.skipped_reminders import list_skipped
from terugkom.reminders.summary_lists import SummaryAction, SummaryList, load_list
from terugkom.reminders.undelivered import NOTHING_UNDELIVERED, UndeliveredMail, list_undelivered
from terugkom.reminders.week import ReminderWeek
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.model import AgendaPoint, Reminder
from terugkom.schedule.reminder_stages import StageKind, is_late_from_start
from terugkom.schedule.working_days import format_week

DOCUMENT = "coordinator-summary"
_SENT_STATES = (DeliveryState.SENT,)
_WAITING_STATES = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.IN_DOUBT)
_LOOKAHEAD = timedelta(days=42)
_SUMMARY_LIFETIME = timedelta(days=28)


@dataclass(frozen=True)
class SummaryDelivery:
    """A failed or doubtful delivery in the summary, which needs a person.

    `why` is the kind of failure, or ``in-doubt``: what the server said is for who runs the installation.
    """

    id: int
    name: str
    why: str


@dataclass(frozen=True)
class SummaryMeeting:
    """An upcoming meeting in the summary."""

    day: date
    group: str


@dataclass(frozen=True)
class CoordinatorSummary:
    """The content of the coordinator's summary of one week."""

    reminded: SummaryList[SummaryAction]
    waiting: SummaryList[SummaryAction]  # written, and not sent yet: the mail server is away, for instance
    agenda: SummaryList[SummaryAction]
    orphans: SummaryList[SummaryAction]
    skipped: SummaryList[SummaryAction]
    failed: SummaryList[SummaryDelivery]
    coming: Sequence[SummaryMeeting]
    came_back: CameBack = NOTHING_CAME_BACK
    undelivered: SummaryList[UndeliveredMail] = NOTHING_UNDELIVERED
    set_aside: SetAsideMails = NOTHING_SET_ASIDE
    outdated: SummaryList[OutdatedStatement] = NO_STATEMENTS  # published, and no longer true

    @property
    def needs_you(self) -> int:
        """How many points need a person."""
        came_back = (self.came_back.questions, self.came_back.submissions)
        lists = (self.orphans, self.agenda, self.failed, self.undelivered, self.outdated, *came_back)
        return sum(each.total for each in lists) + self.set_aside.over_limit

    def count_attention(self, week: ReminderWeek) -> Counter[str]:
        """Return the number of points that need a person, by reason, without failed deliveries."""
        has_no_reader = self.has_content and week.coordinator is None
        return Counter(
            orphaned=self.orphans.total,
            on_agenda=self.agenda.total,
            questions=self.came_back.questions.total,
            not_delivered=self.undelivered.total,
            submissions=self.came_back.submissions.total,
            no_coordinator=int(has_no_reader),
        )

    @property
    def has_content(self) -> bool:
        """Whether there is any content besides upcoming meetings."""
        lists = (self.reminded, self.waiting, self.skipped, self.came_back.reports, self.came_back.mentions)
        return bool(self.needs_you or any(each.total for each in lists))


def build_summary(session: Session, week: ReminderWeek) -> CoordinatorSummary:
    """Return the summary of this week, from the database."""
    since = _find_last_summary(session, week)
    return CoordinatorSummary(
        reminded=_list_reminded(session, week, _SENT_STATES),
        waiting=_list_reminded(session, week, _WAITING_STATES),
        agenda=_list_agenda(session, week),
        orphans=list_orphaned_actions(session, week.municipality.id, week.today),
        skipped=list_skipped(session, week),
        failed=_list_failed_deliveries(session, week),
        coming=_list_upcoming_meetings(session, week),
        came_back=load_came_back(session, week.municipality, since, week.today),
        undelivered=list_undelivered(session, week.municipality.id, since, week.today),
        set_aside=count_set_aside(session, week.municipality.id, since, week.today),
        outdated=list_outdated_statements(session, week.municipality, week.today),
    )


def render_summary(
    templates: Templates, week: ReminderWeek, summary: CoordinatorSummary, page: str = ""
) -> OutboundDocument | None:
    """Return the summary as a mail; None if empty, without coordinator, or before the digest day.

    `page` is the address of the coordinator's page; without it what is asked is answered by command.

    There is one a week: it is sent on the digest day, so that it includes that day's digests. That of a past
    week is sent when it is finished, unless that is more than four weeks later: then it is no news.
    """
    municipality, coordinator = week.municipality, week.coordinator
    is_stale = week.period < format_week(week.today - _SUMMARY_LIFETIME)
    if is_stale or not (summary.has_content and week.is_digest_day_reached and coordinator):
        return None
    context = {
        "municipality": municipality.name,
        "reader": coordinator.name,
        "week": week.period.partition("W")[2].lstrip("0"),
        "needs_you": summary.needs_you,
        "page": page,
        **{name: getattr(summary, name) for name in CoordinatorSummary.__dataclass_fields__},
    }
    recipient = Recipient(
        _build_delivery_key(week),
        "coordinator",
        coordinator.id,
        Address(to_one_line(coordinator.name), coordinator.email),
    )
    folder = f"{municipality.slug}/{week.today.isoformat()}"
    return build_mail(templates.render_letter(DOCUMENT, context), DOCUMENT, folder, week.period, [recipient])


def enqueue_summary(
    context: RenderContext, run_context: RunContext, week: ReminderWeek
) -> tuple[CoordinatorSummary, OutboundDocument | None]:
    """Render and enqueue the summary of this week, once; return it with its mail, None if there is none.

    Raises TemplateError.
    """
    with context.database.read_session() as session:
        summary = build_summary(session, week)
        is_enqueued = is_summary_enqueued(session, week)
    page = _build_page_address(context, week) if not is_enqueued and week.coordinator else ""
    mail = None if is_enqueued else render_summary(context.templates, week, summary, page)
    if mail is None:
        return summary, None
    write_documents(context.documents, [mail])
    try:
        with context.database.write_session() as session:
            enqueue_documents(session, run_context, [mail])
            told = {each.claim_id: each.key for each in summary.outdated.shown}
            record_reported(session, week.municipality.id, told, week.today)
            if page and week.coordinator:
                reader = {_build_delivery_key(week): week.coordinator.id}
                expires_on = compute_link_expiry(week.municipality, week.today)
                create_page_links(session, PageLinkPurpose.COORDINATOR, reader, expires_on)
    except IntegrityError:  # another run enqueued it meanwhile
        return summary, None
    return summary, mail


def _build_page_address(context: RenderContext, week: ReminderWeek) -> str:
    """Return the address of the coordinator's page, "" if there are no pages."""
    if not context.site_url:
        return ""
    key = _build_delivery_key(week)
    with context.database.write_session() as session:  # the secret key is made when it is first needed
        token = compute_page_tokens(session, PageLinkPurpose.COORDINATOR, [key])[key]
    return f"{context.site_url}{COORDINATOR_PAGE_PATH}{token}"


def _find_last_summary(session: Session, week: ReminderWeek) -> datetime | None:
    """Return when the summary before this one was written; None if there is none."""
    mine = f"{week.municipality.id}:{DOCUMENT}:"
    earlier = select(func.max(Delivery.created_at)).where(
        Delivery.key > mine, Delivery.key < _build_delivery_key(week)
    )
    return session.scalar(earlier)


def is_summary_enqueued(session: Session, week: ReminderWeek) -> bool:
    """Return whether the summary of this week was enqueued before."""
    return session.scalar(select(Delivery.id).where(Delivery.key == _build_delivery_key(week))) is not None


def list_orphaned_actions(session: Session, municipality_id: int, today: date) -> SummaryList[SummaryAction]:
    """Return the open actions without a reachable owner, with the reason."""
    why = build_orphan_reason(municipality_id, today)
    unknown = (
        select(func.min(Person.name))
        .join(Ownership, Ownership.person_id == Person.id)
        .where(Ownership.action_id == Action.id, is_unknown_address(Person))
        .scalar_subquery()
    )
    query = (
        select(Action.code, Action.title, why.label("why"), unknown.label("owner"))
        .where(is_orphaned(municipality_id, today))
        .order_by(Action.deadline.is_(None), Action.deadline, Action.code)
    )
    return load_list(
        session, query, lambda row: SummaryAction(row.code, row.title, row.owner or "", why=row.why)
    )


def _build_delivery_key(week: ReminderWeek) -> str:
    return f"{week.municipality.id}:{DOCUMENT}:{week.period}"


def _list_reminded(
    session: Session, week: ReminderWeek, states: Sequence[DeliveryState]
) -> SummaryList[SummaryAction]:
    asks = _map_stages(week.municipality.effective_lead_times)
    query = (
        select(
            Action.code, Action.title, Action.followed_from, Person.name, Reminder.stage, Reminder.deadline
        )
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Person, Person.id == Reminder.person_id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .where(Delivery.moment_id == week.moment_id, Delivery.state.in_(states), not_(has_bounced()))
        .order_by(Reminder.stage.desc(), Action.code)
    )
    return load_list(
        session,
        query,
        lambda row: SummaryAction(
            row.code,
            row.title,
            owner=row.name,
            ask=_get_ask(row, asks).value,
            days_left=(row.deadline - week.today).days,
        ),
    )


def _list_agenda(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    query = (
        select(Action.code, Action.title, Group.name, AgendaPoint.deadline)
        .join(AgendaPoint, AgendaPoint.action_id == Action.id)
        .outerjoin(Group, Group.id == AgendaPoint.group_id)
        # a point about a text has no deadline, and no moment, as a preview has none
        .where(AgendaPoint.moment_id == week.moment_id, AgendaPoint.deadline.is_not(None))
        .order_by(AgendaPoint.deadline, Action.code)
    )
    return load_list(
        session,
        query,
        lambda row: SummaryAction(
            row.code,
            row.title,
            group=row.name or "",
            deadline=row.deadline,
            days_left=(row.deadline - week.today).days,
        ),
    )


def _list_failed_deliveries(session: Session, week: ReminderWeek) -> SummaryList[SummaryDelivery]:
    query = (
        select(Delivery.id, Person.name, Delivery.state, Delivery.reason)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Delivery.municipality_id == week.municipality.id, needs_a_person())
        .order_by(Delivery.id.desc())
    )
    return load_list(session, query, _build_summary_delivery)


def _build_summary_delivery(row: Row[Any]) -> SummaryDelivery:
    in_doubt = row.state is DeliveryState.IN_DOUBT
    why = "in-doubt" if in_doubt else classify_failure(row.reason).value
    return SummaryDelivery(row.id, row.name or "", why)


def _list_upcoming_meetings(session: Session, week: ReminderWeek) -> list[SummaryMeeting]:
    municipality = week.municipality
    last = week.today + _LOOKAHEAD
    return [
        SummaryMeeting(each.day, name_meeting(each.kind, each.name, municipality.language))
        for each in list_occurrences(session, municipality, week.today, last)
        if week.today <= each.day <= last
    ]


def _get_ask(row: Row[Any], asks: dict[int, StageKind]) -> StageKind:
    if row.stage == 0 and is_late_from_start(row.deadline, row.followed_from):
        return StageKind.FIRST_CONTACT
    return asks.get(row.stage, StageKind.LATE)


def _map_stages(lead_times: LeadTimes) -> dict[int, StageKind]:
    return {
        -lead_times.first_reminder: StageKind.FIRST_REMINDER,
        -lead_times.second_reminder: StageKind.SECOND_REMINDER,
        0: StageKind.DUE_TODAY,
        lead_times.late: StageKind.LATE,
        lead_times.coordinator_in_copy: StageKind.COORDINATOR_IN_COPY,
    }
