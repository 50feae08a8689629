"""A letter before it is sent: what its reader sees, with its attachments, and the addresses of people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A name and an address."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.email.rpartition("@")[2]


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; its name is plain ASCII, its type as in ``application/pdf``."""

    name: str
    type: str
    content: bytes

    @property
    def cid_url(self) -> str:
        """The URL by which the HTML of a letter refers to it, if it is one of its pictures (RFC 2392)."""
        return f"cid:{self.name}@picture"


@dataclass(frozen=True)
class Letter:
    """A document to be mailed: its content, without its recipients.

    `calendar` is an iCalendar that the recipient's program processes, by its `method`. `pictures` are shown
    by the HTML, which refers to each by its URL.
    """

    subject: str
    text: str
    html: str
    language: str = "nl"
    calendar: str = ""
    method: str = ""
    attachments: tuple[Attachment, ...] = ()
    pictures: tuple[Attachment, ...] = ()
