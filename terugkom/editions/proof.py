"""The proof: an edition as a person reads and approves it, and as every medium is made from it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from terugkom.documents.file_store import sha256
from terugkom.editions.story import Figure, Picture, Story, StoryKind


@dataclass(frozen=True)
class Proof:
    """An edition as it would go out. `period` is its quarter: ``2026-Q4``."""

    town: str  # its name
    slug: str
    language: str
    period: str
    since: date  # what it tells of: from this day
    until: date  # up to and with this one
    stories: tuple[Story, ...]  # in the order in which they are told
    introduction: str = ""  # by the person who approves it

    @property
    def public(self) -> "Proof":
        """What may be told outside: the public stories alone."""
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
        """What approval holds for: the SHA-256 of the text, without the introduction that comes with it."""
        return sha256(replace(self, introduction="").as_bytes())


def from_bytes(content: bytes) -> Proof:
    """Read a proof back. Raises ValueError or KeyError for what is none."""
    told = json.loads(content)
    told["stories"] = tuple(_story(story) for story in told["stories"])
    return Proof(**_with_days(told, "since", "until"))


def _story(told: Mapping[str, Any]) -> Story:
    return Story(
        **{
            **told,
            "kind": StoryKind(told["kind"]),
            "actions": tuple(told["actions"]),
            "figures": tuple(Figure(**_with_days(figure, "measured_on")) for figure in told["figures"]),
            "picture": Picture(**told["picture"]) if told["picture"] else None,
        }
    )


def _with_days(told: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**told, **{name: date.fromisoformat(told[name]) for name in names}}
