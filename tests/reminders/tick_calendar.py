"""The calendar without Prefect: a tick does what the flow `owner-reminders` does, in the same order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from terugkom.database.connection_pool import Database
from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.channels.folder import FolderChannel
from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.plan.model import (
    Action,
    ActionStatus,
    ClosingDay,
    Group,
    GroupKind,
    Municipality,
    Person,
    ProgressReport,
    QuietSummary,
)
from terugkom.plan.next_reminder import reschedule_reminder, schedule_orphaned_actions
from terugkom.plan.queries import get_municipality
from terugkom.reminders import close_week, coordinator_summary, digest, week
from terugkom.reminders.digest_mail import DOCUMENT
from terugkom.reminders.summary_content import CoordinatorSummary
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment, MomentState, Reminder
from terugkom.schedule.run_stamp import RunStamp
from terugkom.schedule.working_days import format_week
from tests.clock import clock_on, day_of
from tests.fill_once import fill_once

TEMPLATES = Templates("nl")


def build_action_row(municipality_id: int, number: int, **values: Any) -> dict[str, Any]:
    """Return the row of an action that runs, for a plan of many."""
    return {
        "municipality_id": municipality_id,
        "code": f"E{number}",
        "title": "Led",
        "status": ActionStatus.RUNNING,
        "snooze_reason": "",
        "extra": {},
        **values,
    }


@dataclass(frozen=True)
class SentReminder:
    """One line of one digest, as the tables have it."""

    day: date
    reader: str
    owner: str
    code: str
    stage: int
    role: str = "owner"


@dataclass
class CalendarMunicipality:
    """One municipality: its plan in few words, its calendar, and what became of it."""

    database: Database
    folder: Path
    slug: str = "lievegem"
    down: bool = False  # the channel: what is written then stays behind
    templates: Templates = TEMPLATES
    site_url: str = ""  # of the pages that digests link to
    reply_tags: bool = False

    @property
    def documents(self) -> DocumentStore:
        return DocumentStore(self.folder / "documents")

    @classmethod
    def new(cls, database: Database, folder: Path, **settings: Any) -> "CalendarMunicipality":
        """Make a municipality whose digests go out on Mondays, with a coordinator `lw` and no actions."""
        town, closing_days = cls(database, folder), settings.pop("closing_days", ())
        with database.write_session() as session:
            row = Municipality(slug=town.slug, name="Lievegem", **settings)
            row.closing_days = [ClosingDay(day=day) for day in closing_days]
            session.add(row)
            session.flush()
            lotte = Person(municipality_id=row.id, code="lw", name="Lotte W", email="lw@lievegem.example")
            row.coordinator = lotte
        return town

    # The plan

    def person(self, code: str, **more: Any) -> None:
        """Add a person, or change one; `stand_in` is a code."""
        stand_in = more.pop("stand_in", None)
        with self.database.write_session() as session:
            town = get_municipality(session, self.slug)
            found = session.scalar(select(Person).where(Person.code == code))
            if found is None:
                found = Person(
                    municipality_id=town.id, code=code, name=code.title(), email=f"{code}@x.example"
                )
                session.add(found)
            for name, value in more.items():
                setattr(found, name, value)
            if stand_in:
                found.stand_in = session.scalars(select(Person).where(Person.code == stand_in)).one()

    def group(self, code: str, **more: Any) -> None:
        """Add a group."""
        with self.database.write_session() as session:
            town = get_municipality(session, self.slug)
            values = {"name": code.title(), "kind": GroupKind.SUB, **more}
            session.add(Group(municipality_id=town.id, code=code, **values))

    def action(
        self, code: str, deadline: date | None, owners: Sequence[str] = ("an",), group: str = "", **more: Any
    ) -> None:
        """Add an action, with owners who are made if they are new."""
        for owner in owners:
            self.person(owner)
        with self.database.write_session() as session:
            town = get_municipality(session, self.slug)
            values = {"title": f"Titel van {code}", "status": ActionStatus.RUNNING, "snooze_reason": ""}
            action = Action(municipality_id=town.id, code=code, deadline=deadline, **{**values, **more})
            action.owners = list(session.scalars(select(Person).where(Person.code.in_(owners))))
            if group:
                action.group = session.scalars(select(Group).where(Group.code == group)).one()
            reschedule_reminder(action, town.effective_lead_times)
            session.add(action)

    def change(self, code: str, *, owners: Sequence[str] | None = None, **values: Any) -> None:
        """Change an action as an import does: the reminders' clock is set anew."""
        with self.database.write_session() as session:
            town = get_municipality(session, self.slug)
            action = session.scalars(select(Action).where(Action.code == code)).one()
            for name, value in values.items():
                setattr(action, name, value)
            if owners is not None:
                action.owners = list(session.scalars(select(Person).where(Person.code.in_(owners))))
            reschedule_reminder(action, town.effective_lead_times)

    def report(self, code: str, day: date) -> None:
        """Have an owner say how an action stands."""
        with self.database.write_session() as session:
            action = session.scalars(select(Action).where(Action.code == code)).one()
            session.add(ProgressReport(action=action, reported_on=day, text="Het vordert."))
        self.change(code, last_update_on=day)

    def set_quiet_summary(self, setting: QuietSummary) -> None:
        """Set how often a summary without news is sent."""
        with self.database.write_session() as session:
            get_municipality(session, self.slug).quiet_summary = setting

    def orphans_looked_at(self, today: date) -> None:
        """Do what each import ends with."""
        with self.database.write_session() as session:
            schedule_orphaned_actions(session, get_municipality(session, self.slug).id, today)

    # The calendar

    def tick(self, today: date, *, by_hand: bool = False, killed: str = "") -> list[SentReminder] | None:
        """Do one tick; return what was told, or None if nothing was due.

        By hand it does not wait for the week's day. `killed` names the step it dies before: settling,
        telling (the coordinator) or closing.
        """
        with self.database.read_session() as session:
            municipality = get_municipality(session, self.slug)
            is_due = week.is_week_due(session, municipality, today)
            asked = session.scalars(week.select_with_possible_work(today)).all()
            assert municipality.id in asked or not is_due, "a daily run would not look at it"
            if not by_hand and not is_due:
                return None
        now = clock_on(today)
        with self.database.read_session() as session:
            past = week.list_past_weeks(session, get_municipality(session, self.slug), today)
            goes_on = not past or week.may_open_week(session, past, today)
        for each in past:
            self._finish_week(each, "")
            if not self.down:
                self.deliver(today)
        if not goes_on:
            return []
        with self.database.write_session() as session:
            town = get_municipality(session, self.slug)
            this = week.open_week(session, town, RunStamp(today, now, "run"), dry_run=False)
        if this is None or this.moment_id is None:
            return [] if past else None
        desk = RenderContext(self.database, self.documents, self.templates, self.site_url, self.reply_tags)
        origin = RunContext(this.municipality, this.moment_id, "folder", "run", now, today)
        with self.database.read_session() as session:
            readers = week.list_digest_recipients(session, this)
        mails = digest.enqueue_digests(desk, this, readers, origin)
        self._finish_week(this, killed)
        if not self.down:
            self.deliver(today)
        written = {recipient.key for mail in mails for recipient in mail.recipients[:1]}
        return [told for key, told in self._told() if key in written]

    def _finish_week(self, this: week.ReminderWeek, killed: str) -> None:
        """Do the steps that come last, each tried again like the tasks are, up to the one it dies before."""
        assert this.moment_id is not None
        desk = RenderContext(self.database, self.documents, self.templates, self.site_url, self.reply_tags)
        now = clock_on(this.today)
        origin = RunContext(this.municipality, this.moment_id, "folder", "run", now, this.today)
        steps = {"settling": self._settle, "telling": self._tell_coordinator, "closing": self._close}
        for name, step in steps.items():
            if killed == name:
                return
            try:
                step(desk, this, origin)
            except IntegrityError as error:
                if not is_duplicate_key(error):
                    raise
                step(desk, this, origin)  # another run was quicker

    def _settle(self, _desk: RenderContext, this: week.ReminderWeek, _origin: RunContext) -> None:
        with self.database.write_session() as session:
            close_week.advance_week(session, this)

    def _tell_coordinator(self, desk: RenderContext, this: week.ReminderWeek, origin: RunContext) -> None:
        coordinator_summary.enqueue_summary(desk, origin, this)

    def _close(self, _desk: RenderContext, this: week.ReminderWeek, origin: RunContext) -> None:
        with self.database.write_session() as session:
            close_week.close_week(session, this, origin.now)

    def ticks(self, first: date, last: date) -> list[SentReminder]:
        """Tick each day, both included; return all that was told."""
        return [told for day in days(first, last) for told in self.tick(day) or []]

    def deliver(self, today: date) -> None:
        """Send what waits, into the folder."""
        now = clock_on(today)
        post = SenderConfig(
            self.database, self.documents, lambda: now, today, lease_seconds=60, retry_seconds=300
        )
        while send_due(post, [FolderChannel(self.folder / "outbox")]).states:
            pass

    def deliver_at_once(self) -> None:
        """Count what waits as sent: for tests that tick a thousand times."""
        with self.database.write_session() as session:
            session.execute(
                update(Delivery)
                .where(Delivery.state == DeliveryState.PENDING)
                .values(state=DeliveryState.SENT)
            )

    def mail_once(self, today: date, **deadlines: date) -> None:
        """Add actions, by code, and do the tick of a day; the next time copy what that left."""

        def fill() -> None:
            for code, deadline in deadlines.items():
                self.action(code.replace("_", "-"), deadline)
            self.tick(today)

        what = ("mailed", self.slug, today, deadlines, self.site_url, self.reply_tags, self.down)
        fill_once(self.database, self.folder, what, fill)

    # What became of it

    @property
    def told(self) -> list[SentReminder]:
        """All that was told and not taken back, in order."""
        return [told for _, told in self._told()]

    def _told(self) -> list[tuple[str, SentReminder]]:
        reader, owner = Person.__table__.alias(), Person.__table__.alias()
        query = (
            select(
                Delivery.key,
                Delivery.created_at,
                reader.c.code,
                owner.c.code,
                Action.code,
                Reminder.stage,
                Delivery.role,
            )
            .select_from(Reminder)
            .join(Delivery, Delivery.id == Reminder.delivery_id)
            .join(Action, Action.id == Reminder.action_id)
            .join(reader, reader.c.id == Delivery.person_id)
            .join(owner, owner.c.id == Reminder.person_id)
            .order_by(Reminder.id)
        )
        with self.database.read_session() as session:
            return [
                (key, SentReminder(day_of(at), to, by, code, stage, role))
                for key, at, to, by, code, stage, role in session.execute(query)
            ]

    @property
    def agenda(self) -> list[tuple[date, str, str | None]]:
        """The agenda points: when raised, of which action, for which group."""
        query = (
            select(AgendaPoint.raised_on, Action.code, Group.code)
            .join(Action, Action.id == AgendaPoint.action_id)
            .outerjoin(Group, Group.id == AgendaPoint.group_id)
            .order_by(AgendaPoint.id)
        )
        with self.database.read_session() as session:
            return list(session.execute(query).tuples())

    @property
    def told_with_deadline(self) -> list[tuple[SentReminder, date]]:
        """All that was told, and of which deadline."""
        with self.database.read_session() as session:
            deadlines = session.scalars(select(Reminder.deadline).order_by(Reminder.id)).all()
        return list(zip(self.told, deadlines, strict=True))

    @property
    def agenda_keys(self) -> set[tuple[str, date]]:
        """Which actions were put on an agenda, for which deadline."""
        query = select(Action.code, AgendaPoint.deadline).join(Action, Action.id == AgendaPoint.action_id)
        with self.database.read_session() as session:
            return set(session.execute(query).tuples())

    @property
    def weeks_done(self) -> set[str]:
        """The weeks that were closed."""
        with self.database.read_session() as session:
            return set(session.scalars(select(Moment.period).where(Moment.state == MomentState.DONE)))

    @property
    def weeks_open(self) -> set[str]:
        """The weeks that were opened and not closed."""
        with self.database.read_session() as session:
            return set(session.scalars(select(Moment.period).where(Moment.state == MomentState.OPEN)))

    @property
    def deliveries(self) -> list[Delivery]:
        """All deliveries, in order."""
        with self.database.read_session() as session:
            return list(session.scalars(select(Delivery).order_by(Delivery.id)))

    def mails(self, kind: str = DOCUMENT) -> list[tuple[Delivery, Document]]:
        """The deliveries of a kind of document, in order."""
        query = (
            select(Delivery, Document)
            .join(Document, Document.id == Delivery.document_id)
            .where(Document.kind == kind)
            .order_by(Delivery.id)
        )
        with self.database.read_session() as session:
            return list(session.execute(query).tuples())

    def summary_on(self, today: date) -> CoordinatorSummary:
        """What the coordinator would be told of the week of this day."""
        with self.database.read_session() as session:
            town = get_municipality(session, self.slug)
            moment = session.scalar(select(Moment.id).where(Moment.period == format_week(today)))
            return coordinator_summary.build_summary(
                session, week.ReminderWeek(town, format_week(today), today, moment)
            )


def days(first: date, last: date) -> Iterator[date]:
    """Yield each day, both included."""
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
