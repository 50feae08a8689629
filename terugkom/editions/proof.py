"""The proof: the text of an edition that is approved, and from which every medium is rendered."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from terugkom.documents.file_store import sha256
from terugkom.editions.story import Picture, Story, StoryFigure, StoryKind


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
        told = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1, default=date.isoformat)
        return f"{told}\n".encode()

    @property
    def text_hash(self) -> str:
        """The SHA-256 of the text, without the introduction; an approval is valid for one hash."""
        return sha256(replace(self, introduction="").as_bytes())


def parse_proof(content: bytes) -> Proof:
    """Parse a proof. Raises ValueError or KeyError for invalid content."""
    told = json.loads(content)
    told["stories"] = tuple(_parse_story(story) for story in told["stories"])
    return Proof(**_parse_days(told, "since", "until"))


def _parse_story(told: Mapping[str, Any]) -> Story:
    return Story(
        **{
            **told,
            "kind": StoryKind(told["kind"]),
            "actions": tuple(told["actions"]),
            "figures": tuple(StoryFigure(**_parse_days(figure, "measured_on")) for figure in told["figures"]),
            "picture": Picture(**told["picture"]) if told["picture"] else None,
        }
    )


def _parse_days(told: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**told, **{name: date.fromisoformat(told[name]) for name in names}}
