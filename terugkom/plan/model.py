"""The tables of the plan: municipalities, people, groups and actions.

Indicators and the change history are in `indicator_model` and `history_model`.
"""

from datetime import date, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base, enum_type
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.working_days import WorkingDays


class GroupKind(StrEnum):
    """The guide's kinds of group: kopgroep, deelgroep, focusgroep."""

    CORE = "core"
    SUB = "sub"
    FOCUS = "focus"


class ActionStatus(StrEnum):
    """The status of an action; only planned and running actions are followed up."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"

    @property
    def is_open(self) -> bool:
        """Whether the action is planned or running."""
        return self in (ActionStatus.PLANNED, ActionStatus.RUNNING)


OPEN_STATUSES = tuple(status for status in ActionStatus if status.is_open)


class Precision(StrEnum):
    """How exactly a deadline was given; the deadline itself is the last day of that period."""

    DAY = "day"
    PART = "part"  # of a month: "half maart 2027"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Priority(StrEnum):
    """The priority of an action in the plan."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class PersonKind(StrEnum):
    """Kind of owner: a person, or a department or organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"


class LaterDateDecider(StrEnum):
    """For whose answer a later date waits that an owner proposes."""

    COORDINATOR = "coordinator"
    MEETING = "meeting"  # the next one of the action's group


class QuietSummary(StrEnum):
    """How often the coordinator gets a summary in which nothing is new."""

    NEVER = "never"
    MONTHLY = "monthly"
    WEEKLY = "weekly"


class Municipality(Base):
    """A municipality (tenant); one installation holds one or several hundred."""

    __tablename__ = "municipalities"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="nl")
    sender: Mapped[str] = mapped_column(String(254), default="")
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    coordinator_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", use_alter=True, name="fk_municipalities_coordinator_id")
    )
    digest_weekday: Mapped[int] = mapped_column(default=1)  # ISO: Monday is 1
    lead_times: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # see rhythm.lead_times
    column_map: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # --map of earlier imports
    # the day from which its actions are followed up: set by the first import
    go_live_on: Mapped[date | None]
    peer_anchor: Mapped[date | None]  # the first exchange with other municipalities
    peer_interval_months: Mapped[int | None]
    media_settings: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, server_default="{}"
    )  # see media.house
    page_link_days: Mapped[int | None]  # how long a link to a page holds; the default if none
    later_date_decider: Mapped[LaterDateDecider] = mapped_column(
        enum_type(LaterDateDecider),
        default=LaterDateDecider.COORDINATOR,
        server_default=LaterDateDecider.COORDINATOR.value,
    )
    quiet_summary: Mapped[QuietSummary] = mapped_column(
        enum_type(QuietSummary), default=QuietSummary.NEVER, server_default=QuietSummary.NEVER.value
    )
    # the open points in the coordinator's last summary; see reminders.summary_news
    reported_points: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    deadline_calendar: Mapped[bool] = mapped_column(default=False, server_default=false())
    # the coordinator's manager, mailed when an approval is overdue
    chief_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", use_alter=True, name="fk_municipalities_chief_id")
    )

    chief: Mapped["Person | None"] = relationship(foreign_keys=[chief_id], post_update=True)
    coordinator: Mapped["Person | None"] = relationship(
        foreign_keys=[coordinator_id], post_update=True, lazy="joined"
    )
    closing_days: Mapped[list["ClosingDay"]] = relationship(
        cascade="all, delete-orphan", order_by="ClosingDay.day", lazy="selectin"
    )

    @property
    def sender_address(self) -> str:
        """The From address of its mail; without a setting an address in .invalid, for the folder channel."""
        return self.sender or f"terugkom@{self.slug}.invalid"

    @property
    def signatory(self) -> str:
        """Who signs its letters: the coordinator; without one the municipality."""
        return self.coordinator.name if self.coordinator else self.name

    @property
    def answer_address(self) -> str:
        """The Reply-To address: the setting, else the coordinator's, else the sender's, else empty: then an
        answer would reach nobody, and no mail may ask for one.

        Not one outside ASCII: each mail with it would need a mail server with SMTPUTF8, whoever it goes to.
        """
        own = (self.coordinator.email if self.coordinator else "", self.sender)
        return self.reply_to or next((each for each in own if each and each.isascii()), "")

    @property
    def working_days(self) -> WorkingDays:
        """Its working-day calendar, without its own closing days."""
        return WorkingDays.excluding(each.day for each in self.closing_days)

    @property
    def effective_lead_times(self) -> LeadTimes:
        """Its lead times, with defaults for those not set."""
        return LeadTimes.from_overrides(self.lead_times)


class ClosingDay(Base):
    """A day on which this municipality is closed, in addition to weekends and legal holidays."""

    __tablename__ = "closing_days"
    __table_args__ = (UniqueConstraint("municipality_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(200), default="")


group_members = Table(
    "group_members",
    Base.metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True, index=True),
)


class Group(Base):
    """A group that holds review meetings, with the anchor date and interval of its meeting series."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("municipality_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[GroupKind] = mapped_column(enum_type(GroupKind))
    anchor: Mapped[date | None]
    interval_months: Mapped[int | None]
    meets_at: Mapped[time | None]
    meets_for: Mapped[int | None]  # minutes
    meets_in: Mapped[str] = mapped_column(String(300), default="", server_default="")
    # who writes its minutes, and may mail them
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)

    secretary: Mapped["Person | None"] = relationship(foreign_keys=[secretary_id])
    members: Mapped[list["Person"]] = relationship(secondary=group_members, back_populates="groups")


class Person(Base):
    """A person who owns actions or is a member of a group; or a department that is named as an owner."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("municipality_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    job: Mapped[str] = mapped_column(String(200), default="")
    absent_from: Mapped[date | None]
    absent_until: Mapped[date | None]  # the last day of absence
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    departed_on: Mapped[date | None]  # the first day on which they no longer work here
    kind: Mapped[PersonKind] = mapped_column(
        enum_type(PersonKind), default=PersonKind.PERSON, server_default=PersonKind.PERSON.value
    )

    stand_in: Mapped["Person | None"] = relationship(remote_side=[id], post_update=True)
    groups: Mapped[list[Group]] = relationship(
        secondary=group_members, back_populates="members", order_by=Group.code
    )


class Ownership(Base):
    """The owner of an action (the guide's *trekker*); an action may have several."""

    __tablename__ = "ownerships"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class Action(Base):
    """A planned action.

    `next_reminder_on` is the first day on which a reminder stage must be checked, or NULL. It is derived
    (see `terugkom.plan.next_reminder`) and stored here, indexed, so that a run with nothing due costs the
    same on a hundred actions and on a hundred thousand.
    """

    __tablename__ = "actions"
    __table_args__ = (
        UniqueConstraint("municipality_id", "code"),
        Index("ix_actions_next_reminder", "municipality_id", "next_reminder_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(500))
    description: Mapped[str] = mapped_column(Text, default="")
    theme: Mapped[str] = mapped_column(String(200), default="")
    sdgs: Mapped[str] = mapped_column(String(100), default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    start: Mapped[date | None]
    deadline: Mapped[date | None]
    deadline_precision: Mapped[Precision | None] = mapped_column(enum_type(Precision))
    deadline_text: Mapped[str] = mapped_column(String(500), default="")  # the original text of the cell
    status: Mapped[ActionStatus] = mapped_column(enum_type(ActionStatus), default=ActionStatus.PLANNED)
    priority: Mapped[Priority | None] = mapped_column(enum_type(Priority))
    budget: Mapped[float | None]  # in euro; NULL where the text is ambiguous
    budget_text: Mapped[str] = mapped_column(String(500), default="", server_default="")
    # code of the parent action
    part_of: Mapped[str] = mapped_column(String(60), default="", server_default="")
    snoozed_until: Mapped[date | None]  # the last day without reminders
    snooze_reason: Mapped[str] = mapped_column(String(500), default="")
    last_update_on: Mapped[date | None]  # last report or change of status: restarts the reminder stages
    # since when it is followed up with this deadline: the stages before it do not count; NULL: always
    followed_from: Mapped[date | None]
    missing_since: Mapped[date | None]  # no longer in the workbook; flagged, never deleted
    public: Mapped[bool] = mapped_column(default=False, server_default=false())  # may be published externally
    extra: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # columns that we do not know
    next_reminder_on: Mapped[date | None]

    group: Mapped[Group | None] = relationship()
    owners: Mapped[list[Person]] = relationship(secondary=Ownership.__table__, order_by=Person.code)
    reports: Mapped[list["ProgressReport"]] = relationship(
        back_populates="action", order_by="ProgressReport.reported_on"
    )


class ProgressReport(Base):
    """A progress report of an action: text, day and source."""

    __tablename__ = "progress_reports"
    __table_args__ = (UniqueConstraint("action_id", "reported_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    reported_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200), default="")

    action: Mapped[Action] = relationship(back_populates="reports")
