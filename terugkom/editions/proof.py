"""The proof: the text of an edition that is approved, and from which every medium is rendered."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from terugkom.claims.kept_sentences import KeptReason
from terugkom.claims.ledger_entry import LedgerEntry
from terugkom.documents.file_store import sha256
from terugkom.editions.story import Story, StoryKind


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
    claims: tuple[LedgerEntry, ...] = ()  # what the stories claim, and what that rests on
    kept_sentences: tuple[KeptReason, ...] = ()  # which a person keeps although something speaks against them

    @property
    def public_only(self) -> "Proof":
        """The proof with public stories only, and their claims."""
        return replace(
            self,
            stories=tuple(story for story in self.stories if story.public),
            claims=tuple(each for each in self.claims if each.public),
        )

    @property
    def code(self) -> str:
        """The edition in one word: ``zilverbeke-2026-Q4``."""
        return f"{self.slug}-{self.period}"

    def of_kind(self, *kinds: StoryKind) -> tuple[Story, ...]:
        """Return the stories of these kinds, in order."""
        return tuple(story for story in self.stories if story.kind in kinds)

    def as_bytes(self) -> bytes:
        """Return the proof as JSON, the same bytes for the same text."""
        return self._encode(asdict(self))

    def _encode(self, fields: dict[str, Any]) -> bytes:
        encoded = json.dumps(fields, ensure_ascii=False, sort_keys=True, indent=1, default=date.isoformat)
        return f"{encoded}\n".encode()

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
