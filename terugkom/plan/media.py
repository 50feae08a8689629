"""The guide's channels as media: who reads each, to whom a medium's mail goes, and which media were used.

Here a *medium* is what the guide calls a channel (newsletter, bulletin, website, ...); the channels of
`terugkom.delivery` are what carries it: SMTP, a folder, HTTP.
"""

from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """The channels that the guide names, in its order: first inside the house, then outside."""

    NEWSLETTER = "newsletter"
    STAFF_MAGAZINE = "staff-magazine"
    CODE_OF_CONDUCT = "code-of-conduct"
    INTRANET = "intranet"
    STAFF_MEETING = "staff-meeting"
    IDEA_BOX = "idea-box"
    WEBSITE = "website"
    BULLETIN = "bulletin"
    PUBLIC_SPACE = "public-space"
    PRESS = "press"
    JOBS = "jobs"
    SOCIAL = "social"

    @property
    def public(self) -> bool:
        """Whether people outside read it: then public stories alone go in."""
        return self in _PUBLIC


_PUBLIC = {Medium.WEBSITE, Medium.BULLETIN, Medium.PUBLIC_SPACE, Medium.PRESS, Medium.JOBS, Medium.SOCIAL}


class Role(StrEnum):
    """To whom a medium's mail goes: addresses of the municipality's settings."""

    MAGAZINE_EDITOR = "magazine-editor"
    BULLETIN_EDITOR = "bulletin-editor"
    DIRECTOR = "director"
    FRONT_DESK = "front-desk"
    PRESS_LIST = "press-list"


@dataclass(frozen=True)
class Coverage:
    """The last four quarters, the oldest first, and for each channel in which of them it was used."""

    quarters: tuple[str, ...]
    rows: tuple[tuple[Medium, tuple[bool, ...]], ...]

    @property
    def neglected(self) -> tuple[Medium, ...]:
        """The channels that were not used at all."""
        return tuple(medium for medium, used in self.rows if not any(used))

    @property
    def anything(self) -> bool:
        """Whether anything was told at all."""
        return len(self.neglected) < len(self.rows)
