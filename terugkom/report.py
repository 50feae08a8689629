"""The result of a run: moments, documents, deliveries, and what needs attention. Reports can be added.

A run names what needs attention by a key of `ATTENTION_KEYS`; whoever shows a report finds its text in the
catalogues: see `overview/report_texts.py`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

_ADDRESS = re.compile(  # looked for from its first letter only
    r"(?<![^\s<>()\[\]\"',;:@])[^\s<>()\[\]\"',;:@]++@[^\s<>()\[\]\"',;]+"
)
_MAX_WORDS = 300
MAX_DOCUMENTS = 1000  # that a report lists, so that the largest run takes no more memory
# Each has its text in the catalogues, `attention.KEY`, and what to do about it, `attention.KEY.advice`.
ATTENTION_KEYS = (
    "orphaned",
    "on_agenda",
    "no_coordinator",
    "questions",
    "plan_checks",
    "submissions",
    "findings",
    "files_refused",
    "files_waiting",
    "answers_to_read",
    "no_municipality",
    "unclaimed",
    "bounced",
    "not_delivered",
    "members_out_of_reach",
    "files_not_synchronized",
    "templates_broken",
    "media_not_rendered",
    "database_damaged",
    "clock_differs",
    "steps_skipped",
    "channel_down",
    "mails_not_fetched",
    "mentions_not_read",
    "connections_failing",
    "smtp_not_configured",
    "failed_runs",
    "failed_steps",
    "lies_ready",
    "failed",
    "held",
    "held_after_restore",
    "clean_up_not_listed",
    "in_doubt",
)
OUT_OF_REACH = "members_out_of_reach"
LIES_READY = "lies_ready"
UNSYNCHRONIZED = "files_not_synchronized"
MAILBOX, MENTIONS = "mailbox", "mentions"  # their names among the channels that are down
WAITING_STATES = ("failed", "held", "in_doubt")  # of deliveries that need a person
# Among the states of deliveries: on lease to another sender, which is at work, or died and is waited for.
WITH_ANOTHER_SENDER = "with_another_sender"


@dataclass(frozen=True)
class MomentLine:
    """A moment that was due."""

    municipality: str
    kind: str
    subject: str
    period: str


@dataclass(frozen=True)
class MeetingLine:
    """A meeting that follows the plan now, or would after a dry run: its new day, None if it is cancelled."""

    municipality: str
    name: str
    day: date | None
    was_on: date


@dataclass(frozen=True)
class DocumentLine:
    """A document that was rendered; `path` is None on a dry run, which stores nothing."""

    kind: str
    path: str | None
    sha256: str


@dataclass(frozen=True)
class PlannedMail:
    """A mail, or a publication, that a dry run would send: kind, to whom, with which subject.

    Of these only the kind and the role may stand in what Prefect keeps.
    """

    municipality: str
    kind: str
    role: str
    recipient: str = field(repr=False)
    subject: str = field(repr=False)


@dataclass(frozen=True)
class ChannelOutage:
    """A channel that is down or refuses us: for all or for one municipality, and why.

    `reason` is English, for the terminal; `translation` is the same in the language of the installation, for
    whoever reads its runs. Neither holds a secret or an address.
    """

    channel: str
    municipality: str
    reason: str
    translation: str = ""

    def __str__(self) -> str:
        """Return it as one line."""
        where = f" for {self.municipality}" if self.municipality else ""
        return f"{self.channel} is down{where}: {self.reason}"


@dataclass(frozen=True)
class RunReport:
    """The result of one run. `deliveries` counts by state, `attention` what needs a person, by reason.

    Of the documents at most `MAX_DOCUMENTS` are listed, the others only counted in `unlisted_documents`.
    """

    moments: tuple[MomentLine, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    deliveries: Counter[str] = field(default_factory=Counter)
    attention: Counter[str] = field(default_factory=Counter)
    next_try_at: datetime | None = None
    files: int = 0  # taken from an inbox
    dry_run: bool = False
    next_due_on: date | None = None  # the first day after this one on which something is due
    outages: tuple[ChannelOutage, ...] = ()
    planned: tuple[PlannedMail, ...] = ()  # of a dry run
    separate_runs: int = 0  # that were started and write their own documents, at their own time
    unlisted_documents: int = 0
    members_out_of_reach: frozenset[int] = frozenset()  # their ids: who is in two groups counts once
    unsynchronized: frozenset[str] = frozenset()  # municipalities: one that two runs work for counts once
    media_without_address: tuple[str, ...] = ()  # of `lies_ready`: which
    meetings: tuple[MeetingLine, ...] = ()  # that a change of the plan changed

    @classmethod
    def of_documents(cls, documents: Iterable[DocumentLine]) -> "RunReport":
        """Return a report with these documents, as far as they are listed."""
        found = iter(documents)
        listed = tuple(islice(found, MAX_DOCUMENTS))
        return cls(documents=listed, unlisted_documents=sum(1 for _ in found))

    def __add__(self, other: "RunReport") -> "RunReport":
        tries = [at for at in (self.next_try_at, other.next_try_at) if at]
        days = [day for day in (self.next_due_on, other.next_due_on) if day]
        documents = self.documents + other.documents
        unlisted = max(len(documents) - MAX_DOCUMENTS, 0)
        in_both = {
            OUT_OF_REACH: len(self.members_out_of_reach & other.members_out_of_reach),
            UNSYNCHRONIZED: len(self.unsynchronized & other.unsynchronized),
        }
        return RunReport(
            self.moments + other.moments,
            documents[:MAX_DOCUMENTS],
            self.deliveries + other.deliveries,
            self.attention + other.attention - Counter(in_both),
            min(tries, default=None),
            self.files + other.files,
            self.dry_run or other.dry_run,
            min(days, default=None),
            _merge_outages(self.outages + other.outages),
            self.planned + other.planned,
            self.separate_runs + other.separate_runs,
            self.unlisted_documents + other.unlisted_documents + unlisted,
            self.members_out_of_reach | other.members_out_of_reach,
            self.unsynchronized | other.unsynchronized,
            tuple(dict.fromkeys(self.media_without_address + other.media_without_address)),
            self.meetings + other.meetings,
        )

    @classmethod
    def of_members_out_of_reach(cls, people: Iterable[int]) -> "RunReport":
        """Return a report that these members of groups, by their ids, cannot be reached."""
        found = frozenset(people)
        return cls(attention=+Counter({OUT_OF_REACH: len(found)}), members_out_of_reach=found)

    @classmethod
    def of_unsynchronized(cls, municipalities: Iterable[str]) -> "RunReport":
        """Return a report that files of these municipalities are not the same as on other machines."""
        found = frozenset(municipalities)
        return cls(attention=+Counter({UNSYNCHRONIZED: len(found)}), unsynchronized=found)

    @property
    def document_count(self) -> int:
        """How many documents were rendered, listed or not."""
        return len(self.documents) + self.unlisted_documents

    @property
    def is_empty(self) -> bool:
        """Whether nothing was due."""
        done = self.moments or self.documents or self.deliveries or self.attention or self.files
        return not (done or self.outages or self.planned or self.meetings)

    @property
    def needs_attention(self) -> bool:
        """Whether something failed, is in doubt or awaits a person's decision."""
        return bool(self.attention_counts)

    @property
    def attention_counts(self) -> Counter[str]:
        """How much of what needs attention, by key, with the deliveries that need a person."""
        waiting = Counter({state: self.deliveries[state] for state in WAITING_STATES})
        down = Counter(channel_down=len({each.channel for each in self.outages}))
        return +(self.attention + waiting + down)

    @property
    def leaves_deliveries(self) -> bool:
        """Whether deliveries wait for a next attempt, for a channel or for another sender."""
        waiting = self.deliveries["pending"] or self.deliveries[WITH_ANOTHER_SENDER]
        return bool(waiting) or self.has_blocked_channel

    @property
    def has_unread_source(self) -> bool:
        """Whether a mailbox, or an account whose mentions are fetched, could not be read."""
        return any(each.channel in (MAILBOX, MENTIONS) for each in self.outages)

    @property
    def has_blocked_channel(self) -> bool:
        """Whether a channel is down, refuses us or is not configured, so that deliveries wait for it."""
        return bool(self.outages) or any(why.endswith("_not_configured") for why in +self.attention)

    def as_json(self, today: date) -> dict[str, Any]:
        """Return the report as `terugkom run --json` prints it."""
        return {
            "today": today.isoformat(),
            "dry_run": self.dry_run,
            "moments": [vars(moment) for moment in self.moments],
            "documents": [vars(document) for document in self.documents],
            "document_count": self.document_count,
            "deliveries": {state: count for state, count in sorted(self.deliveries.items()) if count},
            "attention": {why: count for why, count in sorted(self.attention.items()) if count},
            "files": self.files,
            "planned": [vars(each) for each in self.planned],
            "separate_runs": self.separate_runs,
            "channels_down": [
                {"channel": each.channel, "municipality": each.municipality, "reason": each.reason}
                for each in self.outages
            ],
            "media_without_address": list(self.media_without_address),
            "meetings_changed": [
                {
                    "municipality": each.municipality,
                    "meeting": each.name,
                    "was_on": each.was_on.isoformat(),
                    "day": each.day.isoformat() if each.day else None,
                }
                for each in self.meetings
            ],
            "next_try_at": self.next_try_at.isoformat() if self.next_try_at else None,
        }


def _merge_outages(outages: Iterable[ChannelOutage]) -> tuple[ChannelOutage, ...]:
    """Return one outage of each channel that is down for all, and one for each reason of a municipality's."""
    return tuple(
        {
            (each.channel, each.municipality, each.municipality and each.reason): each for each in outages
        }.values()
    )


def redact_addresses(text: str) -> str:
    """Return a server's words without mail addresses, for what Prefect keeps and shows."""
    return _ADDRESS.sub("***", text)[:_MAX_WORDS]


def sum_reports(reports: Iterable[RunReport]) -> RunReport:
    """Return several reports as one."""
    return sum(reports, RunReport())


def format_log_counts(counts: Sequence[tuple[str, int]]) -> str:
    """Return counts as one line: ``9 sent, 1 failed``; those of zero left out."""
    return ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counts if count)
