"""The guide's channels as media: who reads each, to whom a medium's mail goes, and which media were used.

Here a *medium* is what the guide calls a channel (newsletter, bulletin, website, ...); the channels of
`terugkom.delivery` are what carries it: SMTP, a folder, HTTP.
"""

from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """The channels that the guide names, in its order: internal, then external."""

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
    def is_public(self) -> bool:
        """Whether it is read outside the organisation: it then contains public stories only."""
        return self in _PUBLIC


_PUBLIC = {Medium.WEBSITE, Medium.BULLETIN, Medium.PUBLIC_SPACE, Medium.PRESS, Medium.JOBS, Medium.SOCIAL}


class Role(StrEnum):
    """The recipient of a medium's mail; its addresses are in the media settings."""

    MAGAZINE_EDITOR = "magazine-editor"
    BULLETIN_EDITOR = "bulletin-editor"
    DIRECTOR = "director"
    FRONT_DESK = "front-desk"
    PRESS_LIST = "press-list"


@dataclass(frozen=True)
class Coverage:
    """The last four quarters, oldest first, and for each medium whether it was used in each quarter."""

    quarters: tuple[str, ...]
    rows: tuple[tuple[Medium, tuple[bool, ...]], ...]

    @property
    def unused_media(self) -> tuple[Medium, ...]:
        """The media that were not used in any of the quarters."""
        return tuple(medium for medium, used in self.rows if not any(used))

    @property
    def has_publications(self) -> bool:
        """Whether anything was published."""
        return len(self.unused_media) < len(self.rows)
