"""The proof: the text of an edition that is approved, and from which every medium is rendered."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from terugkom.claims.kept_sentences import KeptReason
from terugkom.claims.ledger_entry import LedgerEntry
from terugkom.documents.file_store import sha256
from terugkom.editions.edition_folders import format_edition_folder
from terugkom.editions.setbacks import find_common_heading
from terugkom.editions.story import Setback, Story, StoryKind

# What an edition gives numbers of: actions, and answered ideas.
COUNTED_KINDS = (StoryKind.DONE, StoryKind.UNDER_WAY, StoryKind.LESS_WELL, StoryKind.NEW, StoryKind.IDEA)
_WAYS = ("stopped", "public_stopped", "reopened", "public_reopened")  # fields of a count


@dataclass(frozen=True)
class KindCount:
    """How many actions of the plan an edition reports with this kind; `public` of them may be public.

    Of what went less well `stopped`, and `public_stopped` of the public ones, were stopped, and `reopened`
    were called done before; the others are late. None of other kinds, and in an edition of an earlier
    version.
    """

    kind: StoryKind
    number: int
    public: int
    stopped: int | None = None
    public_stopped: int | None = None
    reopened: int | None = None
    public_reopened: int | None = None

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Self:
        """Return a count from its fields as JSON has them."""
        known = {name: fields.get(name) for name in _WAYS}
        return cls(StoryKind(fields["kind"]), fields["number"], fields["public"], **known)

    @property
    def public_only(self) -> "KindCount":
        """The count of the public actions alone."""
        return replace(self, number=self.public, stopped=self.public_stopped, reopened=self.public_reopened)

    @property
    def heading(self) -> str:
        """What these actions are, as `Story.heading` says it."""
        if self.kind is not StoryKind.LESS_WELL or self.stopped is None:
            return self.kind.value
        reopened = self.reopened or 0
        late = self.number - self.stopped - reopened
        ways = {Setback.STOPPED: self.stopped, Setback.REOPENED: reopened, Setback.LATE: late}
        return find_common_heading((way.value for way, number in ways.items() if number), self.kind.value)


@dataclass(frozen=True)
class DirectorAnswers:
    """What the management answered for the staff meeting; empty without an answer."""

    reason: str = ""  # why it does this
    effects: str = ""  # what it changes for staff


@dataclass(frozen=True)
class Proof:
    """The text of an edition to be published. `period` is its quarter: ``2026-Q4``."""

    town: str  # its name
    slug: str
    language: str
    period: str
    since: date  # first day of the reporting period
    until: date  # last day of the reporting period
    stories: tuple[Story, ...]  # in publication order
    introduction: str = ""  # by the person who approves it
    director_answers: DirectorAnswers = DirectorAnswers()
    counts: tuple[KindCount, ...] = ()  # by the plan; without, the actions of the stories are counted
    claims: tuple[LedgerEntry, ...] = ()  # what the stories claim, and what that rests on
    kept_sentences: tuple[KeptReason, ...] = ()  # which a person keeps although something speaks against them

    @property
    def public_only(self) -> "Proof":
        """The proof with public stories only, their claims and the numbers of public actions; without what is
        for staff."""
        return replace(
            self,
            stories=tuple(story for story in self.stories if story.public),
            counts=tuple(each.public_only for each in self.counts),
            director_answers=DirectorAnswers(),
            claims=tuple(each for each in self.claims if each.public),
        )

    @property
    def code(self) -> str:
        """The edition in one word: ``zilverbeke-2026-Q4``."""
        return f"{self.slug}-{self.period}"

    @property
    def document_name(self) -> str:
        """Its name in the document store."""
        return f"{format_edition_folder(self.slug, self.period)}/proof-{self.text_code}.json"

    def of_kind(self, *kinds: StoryKind) -> tuple[Story, ...]:
        """Return the stories of these kinds, in order; none that was withdrawn: it tells nothing any more."""
        return tuple(story for story in self.stories if story.kind in kinds and not story.is_withdrawn)

    def count(self, kind: StoryKind) -> int:
        """Return how many actions are reported with this kind, or how many ideas were answered."""
        if kind is StoryKind.IDEA:
            return len(self.of_kind(kind))
        if self.counts:
            return sum(each.number for each in self.counts if each.kind is kind)
        return len({code for story in self.of_kind(kind) for code in story.actions})

    def find_heading(self, kind: StoryKind) -> str:
        """Return what the actions are that `count` counts, as `Story.heading` says it."""
        if self.counts:
            return next((each.heading for each in self.counts if each.kind is kind), kind.value)
        return find_common_heading((story.heading for story in self.of_kind(kind)), kind.value)

    def as_bytes(self) -> bytes:
        """Return the proof as JSON, the same bytes for the same text."""
        return self._encode(asdict(self))

    def _encode(self, fields: dict[str, Any]) -> bytes:
        fields = {**fields, "stories": [story.as_fields() for story in self.stories]}
        fields["counts"] = [
            {name: value for name, value in each.items() if value is not None} for each in fields["counts"]
        ]
        encoded = json.dumps(fields, ensure_ascii=False, sort_keys=True, indent=1, default=date.isoformat)
        return f"{encoded}\n".encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return the proof of which `as_bytes` made these bytes, without the evidence of its claims.

        Raises ValueError if they are no proof.
        """
        try:
            fields = json.loads(content)
            days = {name: date.fromisoformat(fields[name]) for name in ("since", "until")}
            parsed = {
                "stories": tuple(Story.from_fields(each) for each in fields["stories"]),
                "director_answers": DirectorAnswers(**fields.get("director_answers", {})),
                "counts": tuple(KindCount.from_fields(each) for each in fields.get("counts", ())),
                "claims": (),
                "kept_sentences": (),
            }
            known = {name: value for name, value in fields.items() if name in cls.__dataclass_fields__}
            return cls(**{**known, **days, **parsed})
        except (KeyError, TypeError) as error:
            raise ValueError("this is not the proof of an edition") from error

    def find_story(self, code: str) -> Story | None:
        """Return the story with this code."""
        return next((story for story in self.stories if story.code == code), None)

    @property
    def text_hash(self) -> str:
        """The SHA-256 of the text, without introduction and evidence; an approval is valid for one hash."""
        fields = asdict(replace(self, introduction="", claims=(), kept_sentences=()))
        del fields["claims"], fields["kept_sentences"]
        return sha256(self._encode(fields))

    @property
    def text_code(self) -> str:
        """The first digits of that hash, by which people see that a form and a mail are of the same text."""
        return self.text_hash[:8]
