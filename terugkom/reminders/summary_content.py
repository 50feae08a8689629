"""The content of the coordinator's summary, as data."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from terugkom.reminders.coordinator_inbox import NOTHING_CAME_BACK, CoordinatorInbox
from terugkom.reminders.dropped_deliveries import NOTHING_DROPPED, DroppedDelivery
from terugkom.reminders.failed_deliveries import SummaryDelivery
from terugkom.reminders.idle_groups import NO_IDLE_GROUPS, IdleGroup
from terugkom.reminders.missing_minutes import NO_MISSING_MINUTES, MissingMinutes
from terugkom.reminders.outdated_statements import NO_STATEMENTS, OutdatedStatement
from terugkom.reminders.set_aside_mails import NOTHING_SET_ASIDE, SetAsideMails
from terugkom.reminders.summary_lists import SummaryAction, SummaryList
from terugkom.reminders.undelivered import NOTHING_UNDELIVERED, UndeliveredMail
from terugkom.reminders.unreleased import NOTHING_UNRELEASED, UnreleasedDocument
from terugkom.reminders.week import ReminderWeek


@dataclass(frozen=True)
class SummaryMeeting:
    """An upcoming meeting in the summary. `key` is "" unless nobody said where it is.

    `is_of_group` says whether the workbook has a place for it, `is_opened` whether invitations may be out.
    """

    day: date
    group: str
    key: str = ""
    is_of_group: bool = True
    is_opened: bool = True


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
    came_back: CoordinatorInbox = NOTHING_CAME_BACK
    undelivered: SummaryList[UndeliveredMail] = NOTHING_UNDELIVERED
    set_aside: SetAsideMails = NOTHING_SET_ASIDE
    dropped: SummaryList[DroppedDelivery] = NOTHING_DROPPED
    outdated: SummaryList[OutdatedStatement] = NO_STATEMENTS  # published, and no longer true
    unreleased: SummaryList[UnreleasedDocument] = NOTHING_UNRELEASED  # written, and held for a person
    superseded: SummaryList[UnreleasedDocument] = NOTHING_UNRELEASED  # held, and old news by now
    known_idle_groups: SummaryList[IdleGroup] = NO_IDLE_GROUPS  # also those named earlier in this month
    known_missing_minutes: SummaryList[MissingMinutes] = NO_MISSING_MINUTES  # likewise

    @property
    def without_place(self) -> SummaryList[SummaryMeeting]:
        """The meetings of which the invitation says that the place follows, or will say so."""
        found = [each for each in self.coming if each.key]
        return SummaryList(found, len(found))

    @property
    def idle_groups(self) -> SummaryList[IdleGroup]:
        """The groups that do not come back together, and were not named in this month."""
        found = [each for each in self.known_idle_groups.shown if not each.is_named]
        return SummaryList(found, len(found))

    @property
    def missing_minutes(self) -> SummaryList[MissingMinutes]:
        """The meetings whose minutes never came, and that were not named in this month."""
        found = [each for each in self.known_missing_minutes.shown if not each.is_named]
        return SummaryList(found, len(found))

    @property
    def needs_you(self) -> int:
        """How many points need a person."""
        came_back = (self.came_back.questions, self.came_back.checks, self.came_back.submissions)
        about = (self.orphans, self.agenda, self.without_place, self.idle_groups, self.missing_minutes)
        lists = (*about, self.failed, self.undelivered, self.outdated, self.unreleased, *came_back)
        return sum(each.total for each in lists) + self.set_aside.over_limit

    def build_context(self) -> dict[str, Any]:
        """Return the values of the template of the summary."""
        computed = ("needs_you", "without_place", "idle_groups", "missing_minutes")
        return {name: getattr(self, name) for name in (*self.__dataclass_fields__, *computed)}

    def count_attention(self, week: ReminderWeek) -> Counter[str]:
        """Return the number of points that need a person, by reason, without failed deliveries."""
        has_no_reader = self.has_content and week.coordinator is None
        return Counter(
            orphaned=self.orphans.total,
            on_agenda=self.agenda.total,
            questions=self.came_back.questions.total,
            plan_checks=self.came_back.checks.total,
            not_delivered=self.undelivered.total,
            submissions=self.came_back.submissions.total,
            no_coordinator=int(has_no_reader),
        )

    @property
    def has_content(self) -> bool:
        """Whether there is any content besides upcoming meetings."""
        told = (self.came_back.reports, self.came_back.mentions, self.skipped, self.dropped, self.superseded)
        lists = (self.reminded, self.waiting, *told)
        return bool(self.needs_you or any(each.total for each in lists))
