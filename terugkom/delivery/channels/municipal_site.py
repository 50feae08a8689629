"""What the publishing channels over HTTP share: each municipality has a site of its own to publish on."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, Protocol, TypeVar

from terugkom.delivery.channels.base import Channel, ChannelUnavailable, OutgoingMessage, PermanentFailure
from terugkom.delivery.channels.http_client import HttpClient
from terugkom.delivery.publication import InvalidPublication, Publication
from terugkom.errors import Message


class MunicipalSite(Protocol):
    """Where a municipality publishes, with the credentials that it needs."""

    def open_client(self) -> HttpClient:
        """Return an HTTP client for sending one publication."""


SiteT = TypeVar("SiteT", bound=MunicipalSite)
SiteLookup = Callable[[str], SiteT | None]  # the site of the municipality with this short name, if it has one


class SiteChannel(Channel, Generic[SiteT]):
    """A channel that publishes on the site of the municipality of a publication."""

    server_per_municipality: ClassVar[bool] = True
    waits_for_settings: ClassVar[bool] = True  # a page is as good a month later; a mail is not

    def __init__(self, find_site: SiteLookup[SiteT]) -> None:
        """Publish on the site that `find_site` returns; it is called for each message."""
        self._find_site = find_site

    def send(self, message: OutgoingMessage) -> str | None:
        """Publish one publication on its municipality's site; return what that calls it.

        Raises ChannelUnavailable if the site is not set any more, PermanentFailure for an invalid
        publication, and as `publish` does.
        """
        site = self._find_site(message.municipality)
        if site is None:  # it was there when this was recorded
            raise ChannelUnavailable(Message("channel.not-set-any-more", channel=self.name))
        try:
            publication = Publication.from_bytes(message.content)
        except InvalidPublication as error:
            raise PermanentFailure(error) from error
        with site.open_client() as client:
            return self.publish(client, site, publication)

    def check(self, municipality: str) -> None:
        """Ask the site of a municipality something that changes nothing. Raises ChannelError."""
        site = self._find_site(municipality)
        if site is None:
            raise ChannelUnavailable(Message("channel.not-set", channel=self.name))
        with site.open_client() as client:
            self.try_site(client, site)

    @abstractmethod
    def try_site(self, client: HttpClient, site: SiteT) -> None:
        """Try an open client, without publishing: return if it works, or raise a `ChannelError`."""

    @abstractmethod
    def publish(self, client: HttpClient, site: SiteT, publication: Publication) -> str | None:
        """Publish with an open client: return when it was accepted, or raise a `ChannelError`.

        What is returned, if anything, is what the site calls it.
        """
