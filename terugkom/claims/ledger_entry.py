"""An entry of the ledger, and what it is made of: stories as readers get them, and the rules of a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from terugkom.claims.claim_rows import ClaimKind
from terugkom.claims.kept_sentences import KeptReason


class EvidenceRule(StrEnum):
    """What can be wrong with the evidence of a figure."""

    NO_SOURCE = "no-source"
    OLD_FIGURE = "old-figure"
    NEWER_FIGURE = "newer-figure"  # the plan has a newer measurement, which the story does not give


@dataclass(frozen=True)
class ShownFigure:
    """A figure that the program filled in: the code of its indicator, its day, and how it is written."""

    indicator: str
    measured_on: date
    written: str


@dataclass(frozen=True)
class ClaimedStory:
    """A story as readers get it, in plain text with its title first; `says_done` is of its kind."""

    code: str
    title: str
    text: str
    public: bool
    actions: tuple[str, ...]
    says_done: bool
    figures: tuple[ShownFigure, ...] = ()


@dataclass(frozen=True)
class LedgerRules:
    """How claims are judged: on which day, how many months evidence holds, and which names are no claims."""

    language: str
    today: date
    months: int
    names: Collection[str] = ()

    @property
    def first_day(self) -> date:
        """The first day of which evidence still holds."""
        return self.today - relativedelta(months=self.months)

    def compute_end(self, day: date) -> date:
        """Return the last day on which evidence of a day holds."""
        return day + relativedelta(months=self.months)


@dataclass(frozen=True)
class LedgerEntry:
    """A claim of an edition, and what it rests on.

    `rests_on` is the kind of evidence that stands in the sentence itself. `objection` is the rule that speaks
    against it, with its words, message, reason and question; empty if nothing does.
    """

    story: str
    title: str
    public: bool
    kind: ClaimKind
    text: str  # the sentence
    rests_on: str = ""
    action: str = ""
    indicator: str = ""
    value: float | None = None
    figure: str = ""  # as it is written
    proved_on: date | None = None  # the day of the measurement, or since when the plan says that it is done
    source: str = ""
    given_by_id: int | None = None
    given_through: str = ""
    holds_until: date | None = None
    rule: str = ""
    objection: str = ""
    words: str = ""
    message: str = ""
    why: str = ""
    question: str = ""
    kept: KeptReason | None = None

    @property
    def is_refused(self) -> bool:
        """Whether something speaks against it, and nobody gave a reason to keep the sentence."""
        return bool(self.objection) and self.kept is None
