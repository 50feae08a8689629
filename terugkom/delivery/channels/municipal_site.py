"""What the publishing channels over HTTP share: each municipality has a site of its own to publish on."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, Protocol, TypeVar

from terugkom.delivery.channels.base import Channel, ChannelDown, Parcel, PermanentFailure
from terugkom.delivery.channels.http_client import Line
from terugkom.delivery.publication import Publication, PublicationRefused


class Site(Protocol):
    """Where a municipality publishes, with the credentials that it needs."""

    def line(self) -> Line:
        """Return an HTTP client for sending one publication."""


S = TypeVar("S", bound=Site)
SiteOf = Callable[[str], S | None]  # the site of the municipality with this short name, if it has one


class SiteChannel(Channel, Generic[S]):
    """A channel that publishes on the site of the municipality of a publication."""

    own_servers: ClassVar[bool] = True

    def __init__(self, site_of: SiteOf[S]) -> None:
        """Publish on the site that `site_of` returns; it is called for each message."""
        self._site_of = site_of

    def hand_over(self, parcel: Parcel) -> None:
        """Publish one publication on its municipality's site."""
        site = self._site_of(parcel.municipality)
        if site is None:  # it was there when this was recorded
            raise ChannelDown(f"no {self.name} is set for this municipality any more")
        try:
            publication = Publication.from_bytes(parcel.message)
        except PublicationRefused as error:
            raise PermanentFailure(str(error)) from error
        with site.line() as line:
            self.publish(line, site, publication)

    @abstractmethod
    def publish(self, line: Line, site: S, publication: Publication) -> None:
        """Publish with an open client: return when it was accepted, or raise a `ChannelError`."""
