"""The proof: the text of an edition that is approved, and from which every medium is rendered."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Self

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

    @property
    def public_only(self) -> "Proof":
        """The proof with public stories only."""
        return replace(self, stories=tuple(story for story in self.stories if story.public))

    @property
    def code(self) -> str:
        """The edition in one word: ``zilverbeke-2026-Q4``."""
        return f"{self.slug}-{self.period}"

    def of_kind(self, *kinds: StoryKind) -> tuple[Story, ...]:
        """Return the stories of these kinds, in order."""
        return tuple(story for story in self.stories if story.kind in kinds)

    def as_bytes(self) -> bytes:
        """Return the proof as JSON, the same bytes for the same text."""
        fields = asdict(self)
        encoded = json.dumps(fields, ensure_ascii=False, sort_keys=True, indent=1, default=date.isoformat)
        return f"{encoded}\n".encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return the proof of which `as_bytes` made these bytes. Raises ValueError if they are no proof."""
        try:
            fields = json.loads(content)
            days = {name: date.fromisoformat(fields[name]) for name in ("since", "until")}
            stories = tuple(Story.from_fields(each) for each in fields["stories"])
            known = {name: value for name, value in fields.items() if name in cls.__dataclass_fields__}
            return cls(**{**known, **days, "stories": stories})
        except (KeyError, TypeError) as error:
            raise ValueError("this is not the proof of an edition") from error

    def find_story(self, code: str) -> Story | None:
        """Return the story with this code."""
        return next((story for story in self.stories if story.code == code), None)

    @property
    def text_hash(self) -> str:
        """The SHA-256 of the text, without the introduction; an approval is valid for one hash."""
        return sha256(replace(self, introduction="").as_bytes())

    @property
    def text_code(self) -> str:
        """The first digits of that hash, by which people see that a form and a mail are of the same text."""
        return self.text_hash[:8]
