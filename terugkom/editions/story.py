"""A story of an edition: what really changed in the plan, told to people.

A story is edited as a Markdown file (see `terugkom.editions.story_file`). What stands here is what every
medium is made from, so a figure or a sentence is the same in all of them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StoryKind(StrEnum):
    """What a story tells of; in this order an edition tells it."""

    DONE = "done"
    UNDER_WAY = "under-way"
    LESS_WELL = "less-well"  # late or stopped, and why
    NEW = "new"
    DECISION = "decision"
    IDEA = "idea"
    FIGURES = "figures"
    DATES = "dates"
    OTHER = "other"  # what the officer added


@dataclass(frozen=True)
class Figure:
    """A figure of an indicator, with where it comes from; `told` is how every medium writes it."""

    code: str
    name: str
    told: str  # with its unit, in the reader's language: "1.250 kWh"
    source: str
    measured_on: date
    target: str = ""  # as told too; empty where none was set


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
    """One story. `lead` and `body` are Markdown in which the figures stand already, as told."""

    code: str  # of the edition, plain ASCII: fit for a file name and an address
    kind: StoryKind
    title: str
    lead: str  # its first paragraph: enough by itself
    body: str  # the rest; may be empty
    public: bool = False  # internal when in doubt
    actions: tuple[str, ...] = ()  # their codes
    theme: str = ""
    figures: tuple[Figure, ...] = ()
    picture: Picture | None = None

    @property
    def text(self) -> str:
        """The whole text, as Markdown."""
        return f"{self.lead}\n\n{self.body}".strip()
