"""A story of an edition: a change in the plan, as text for readers.

A story is edited as a Markdown file (see `terugkom.editions.story_file`). What stands here is what every
medium so a figure or a sentence is the same in all of them.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from terugkom.editions.story_text import count_short_parts, split_parts


class StoryKind(StrEnum):
    """The kind of a story, in the order of an edition."""

    DONE = "done"
    UNDER_WAY = "under-way"
    LESS_WELL = "less-well"  # late or stopped, and why
    NEW = "new"
    DECISION = "decision"
    IDEA = "idea"
    FIGURES = "figures"
    DATES = "dates"
    OTHER = "other"  # what the officer added


class Setback(StrEnum):
    """In what way an action went less well."""

    LATE = "late"
    STOPPED = "stopped"
    REOPENED = "reopened"  # it was called done, and is not
    OTHERWISE = "otherwise"  # of several actions, in different ways, and one was reopened


SUCCESS_KINDS = (StoryKind.DONE, StoryKind.UNDER_WAY)


_AFTER_PUBLICATION = frozenset({"notes", "changed_on", "is_withdrawn"})  # fields of a story


@dataclass(frozen=True)
class StoryFigure:
    """A figure of an indicator with its source; `told` is its formatted value, the same in every medium."""

    code: str
    name: str
    told: str  # with its unit, in the reader's language: "1.250 kWh"
    source: str
    measured_on: date
    target: str = ""  # formatted; empty if none was set


@dataclass(frozen=True)
class Picture:
    """A photograph that goes with a story. `permission` says who allowed it and when."""

    name: str  # of its file in the edition's folder
    type: str  # as in "image/jpeg"
    sha256: str
    alt: str
    photographer: str
    permission: str


@dataclass(frozen=True)
class Story:
    """One story. `lead` and `body` are Markdown with the figures filled in."""

    code: str  # unique in the edition, plain ASCII: usable in a file name and a URL
    kind: StoryKind
    title: str
    lead: str  # its first paragraph, readable by itself
    body: str  # the rest; may be empty
    public: bool = False  # internal when in doubt
    actions: tuple[str, ...] = ()  # their codes
    theme: str = ""
    figures: tuple[StoryFigure, ...] = ()
    picture: Picture | None = None
    quote: str = ""  # what the press speaker of the municipality said about it
    setback: Setback | None = None  # of all its actions, by the plan, if each went less well in that way
    # After publication, in no text that is approved: what its readers are told of its corrections, the newest
    # first, on which day it was changed last, and whether it was withdrawn.
    notes: tuple[str, ...] = ()
    changed_on: date | None = None
    is_withdrawn: bool = False

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Self:
        """Return a story from its fields as JSON has them (`as_fields`); fields of a later version are
        ignored. Raises KeyError, TypeError and ValueError for what is no story."""
        given = cls.__dataclass_fields__.keys() - _AFTER_PUBLICATION
        known = {name: value for name, value in fields.items() if name in given}
        picture = fields.get("picture")
        figures = tuple(_read_figure(each) for each in fields.get("figures", ()))
        read = {
            "kind": StoryKind(fields["kind"]),
            "actions": tuple(fields.get("actions", ())),
            "figures": figures,
            "picture": Picture(**picture) if picture else None,
            "setback": Setback(fields["setback"]) if fields.get("setback") else None,
        }
        return cls(**{**known, **read})

    def as_fields(self) -> dict[str, Any]:
        """Return its fields as JSON has them."""
        fields: dict[str, Any] = json.loads(json.dumps(asdict(self), default=date.isoformat))
        for name in _AFTER_PUBLICATION:  # it is said by the corrections
            del fields[name]
        if not self.setback:  # a text that was approved before this was told keeps its hash
            del fields["setback"]
        return fields

    @property
    def label(self) -> str:
        """What its readers find above it: its kind, or that it was withdrawn."""
        return "withdrawn" if self.is_withdrawn else self.kind.value

    @property
    def heading(self) -> str:
        """Its label, but of what went less well in what way, where that is so of all of it."""
        return self.setback.value if self.setback and not self.is_withdrawn else self.label

    @property
    def has_reason(self) -> bool:
        """Whether a reason follows on its lead that is told wherever that is: of a setback, and of the answer
        to an idea, which says no more often than not."""
        return self.kind in (StoryKind.LESS_WELL, StoryKind.IDEA)

    @property
    def text(self) -> str:
        """The whole text, as Markdown: with each of its corrections."""
        if not self.notes:
            return self._own_text
        return "\n\n".join(part for part in (self.short, self.earlier_notes, self.rest) if part)

    @property
    def text_with_last_note(self) -> str:
        """The whole text with the newest correction alone, for what has no room for its history."""
        return "\n\n".join(part for part in (self.short, self.rest) if part) if self.notes else self._own_text

    @property
    def earlier_notes(self) -> str:
        """The corrections before the newest; may be empty."""
        return "\n\n".join(self.notes[1:])

    @property
    def short(self) -> str:
        """What a short channel tells: the lead, with what it announces, the reason (see `has_reason`), and of
        its corrections the newest."""
        return "\n\n".join([self.short_without_note, *self.notes[:1]])

    @property
    def short_without_note(self) -> str:
        """What `short` is without the correction."""
        return "\n\n".join(self._parts[: self._short_count])

    @property
    def rest(self) -> str:
        """What follows on `short`, without earlier corrections; may be empty."""
        return "\n\n".join(self._parts[self._short_count :])

    @property
    def _parts(self) -> list[str]:
        return split_parts(self._own_text)

    @property
    def _own_text(self) -> str:
        return f"{self.lead}\n\n{self.body}".strip()

    @property
    def _short_count(self) -> int:
        return count_short_parts(self._parts, has_reason=self.has_reason)


def _read_figure(fields: Mapping[str, Any]) -> StoryFigure:
    return StoryFigure(**{**fields, "measured_on": date.fromisoformat(fields["measured_on"])})
