"""The result of a run: moments, documents, deliveries, and what needs attention. Reports can be added.

`ATTENTION_TEXTS` is the one table of what needs attention: a run names it by its key, and whoever shows a
report, on the command line or in an artifact, finds its text there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class AttentionText:
    """What needs attention, in the plural, and what to do about it."""

    what: str
    advice: str


_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;]+")
_MAX_WORDS = 300
_SEE_LOG = "see `terugkom history`, then `terugkom resolve ID resend`"
ATTENTION_TEXTS: Mapping[str, AttentionText] = {
    "orphaned": AttentionText(
        "actions without a reachable owner",
        "the coordinator's summary lists them; enter an owner with an address in the workbook",
    ),
    "on_agenda": AttentionText(
        "long overdue actions put on a group's agenda", "discuss them at the next meeting"
    ),
    "no_coordinator": AttentionText(
        "mails for the coordinator without a recipient",
        "enter a coordinator with an address in the workbook",
    ),
    "questions": AttentionText(
        "questions of owners that wait for an answer", "see `terugkom questions`, then `terugkom answer`"
    ),
    "findings": AttentionText("invalid cells in a workbook", "see the report next to it in `done`"),
    "files_refused": AttentionText("rejected files", "see the report next to them in `refused`"),
    "answers_to_read": AttentionText(
        "mails in the inbox that were not recognised", "read them and move them"
    ),
    "no_municipality": AttentionText(
        "homes without a municipality",
        "import a plan with `terugkom import`, or set TERUGKOM_HOME to the home that has one",
    ),
    "unclaimed": AttentionText(
        "files and folders in the home that belong to nobody", "`terugkom check-home` lists them"
    ),
    "bounced": AttentionText("bounced addresses", "these subscribers are not mailed any more"),
    "members_out_of_reach": AttentionText(
        "members without a usable address", "enter an address in the workbook"
    ),
    "steps_skipped": AttentionText(
        "steps of meetings skipped because they were too late", "see the page of their run in the Prefect UI"
    ),
    "channel_down": AttentionText(
        "channels that are down or refuse us",
        "see what the server said; what waits is tried again within the hour, or at once after "
        "`terugkom resolve --all resend --state pending`",
    ),
    "smtp_not_configured": AttentionText(
        "channels without a mail server", "save one under *Blocks* in the Prefect UI or set TERUGKOM_SMTP_URL"
    ),
    "failed_runs": AttentionText("failed runs", "open them in the Prefect UI, under *Subflow Runs*"),
    "failed_steps": AttentionText(
        "steps that failed for a municipality; the others were done",
        "`errors.log` in the home says why; the next daily run tries again",
    ),
    "lies_ready": AttentionText(
        "media without an address", "their documents are in the outbox folder; set an address"
    ),
    "failed": AttentionText("deliveries failed", _SEE_LOG),
    "held": AttentionText("deliveries held for release", _SEE_LOG),
    "held_after_restore": AttentionText(
        "deliveries that may have been sent before the restore",
        "see `terugkom held`, then `terugkom held send` or `terugkom held drop`",
    ),
    "clean_up_not_listed": AttentionText(
        "documents, deliveries and files kept too long",
        "see `terugkom clean-up --dry-run`; from then on the daily run deletes them",
    ),
    "in_doubt": AttentionText(
        "deliveries in doubt", "see `terugkom history`, then `terugkom resolve ID sent|resend`"
    ),
}
WAITING_STATES = ("failed", "held", "in_doubt")  # of deliveries that need a person


def describe_attention(key: str) -> AttentionText:
    """Return the text of what needs attention; an unknown key is shown as it is, never left out."""
    unknown = AttentionText(key.replace("_", " "), "see `terugkom history`")
    return ATTENTION_TEXTS.get(key, unknown)


@dataclass(frozen=True)
class MomentLine:
    """A moment that was due."""

    municipality: str
    kind: str
    subject: str
    period: str


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
    """A channel that is down or refuses us: for all or for one municipality, and the server's words.

    The words hold no secret and no address.
    """

    channel: str
    municipality: str
    reason: str

    def __str__(self) -> str:
        """Return it as one line."""
        where = f" for {self.municipality}" if self.municipality else ""
        return f"{self.channel} is down{where}: {self.reason}"


@dataclass(frozen=True)
class RunReport:
    """The result of one run. `deliveries` counts by state, `attention` what needs a person, by reason."""

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

    def __add__(self, other: "RunReport") -> "RunReport":
        tries = [at for at in (self.next_try_at, other.next_try_at) if at]
        days = [day for day in (self.next_due_on, other.next_due_on) if day]
        return RunReport(
            self.moments + other.moments,
            self.documents + other.documents,
            self.deliveries + other.deliveries,
            self.attention + other.attention,
            min(tries, default=None),
            self.files + other.files,
            self.dry_run or other.dry_run,
            min(days, default=None),
            tuple(
                {(each.channel, each.municipality): each for each in self.outages + other.outages}.values()
            ),
            self.planned + other.planned,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was due."""
        done = self.moments or self.documents or self.deliveries or self.attention or self.files
        return not (done or self.outages or self.planned)

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
            "deliveries": {state: count for state, count in sorted(self.deliveries.items()) if count},
            "attention": {why: count for why, count in sorted(self.attention.items()) if count},
            "files": self.files,
            "planned": [vars(each) for each in self.planned],
            "channels_down": [vars(each) for each in self.outages],
            "next_try_at": self.next_try_at.isoformat() if self.next_try_at else None,
        }


def redact_addresses(text: str) -> str:
    """Return a server's words without mail addresses, for what Prefect keeps and shows."""
    return _ADDRESS.sub("***", text)[:_MAX_WORDS]


def sum_reports(reports: Iterable[RunReport]) -> RunReport:
    """Return several reports as one."""
    return sum(reports, RunReport())


def format_counts(counts: Sequence[tuple[str, int]]) -> str:
    """Return counts as one line: ``9 sent, 1 failed``; those of zero left out."""
    return ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counts if count)
