"""WebDAV (RFC 4918): files on a Nextcloud, a SharePoint or a web server that accepts them.

Each file is written under a temporary name and then moved to its own: readers meanwhile see the
complete old file, and doing it twice has the same result.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

from terugkom.delivery.channels.base import Channel, ChannelUnavailable, InDoubtPolicy
from terugkom.delivery.channels.http_client import DEFAULT_LIMITS, HttpClient, RequestLimits
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteLookup
from terugkom.delivery.publication import Enclosure, Publication

_NO_SUCH_FOLDER = (404, 409)
_FOLDER_EXISTS = (405,)


@dataclass(frozen=True)
class WebdavSite:
    """A folder on a WebDAV server. `url` is the folder's own; it must be there."""

    url: str
    username: str = ""
    password: str = field(default="", repr=False)
    limits: RequestLimits = DEFAULT_LIMITS

    def open_client(self) -> HttpClient:
        """Return an HTTP client for sending one publication."""
        return HttpClient(self.limits, (self.username, self.password))

    def file_url(self, name: str) -> str:
        """Return the URL of a file in the folder; its name is plain ASCII."""
        return f"{self.url.rstrip('/')}/{name}"


class WebdavChannel(SiteChannel[WebdavSite]):
    """Writes a publication's files, itself last; the same path again is replaced."""

    name: ClassVar[str] = "webdav"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.RESEND

    def try_site(self, client: HttpClient, site: WebdavSite) -> None:
        """Ask for the properties of the folder."""
        client.request("PROPFIND", site.url, headers={"Depth": "0"})

    def publish(self, client: HttpClient, site: WebdavSite, publication: Publication) -> None:
        """Write each file completely, with the folders that it needs."""
        for file in publication.list_files():
            # Nextcloud takes no names that end with .part.
            temporary_url = site.file_url(f"{file.name}.{publication.idempotency_key[:12]}.tmp")
            put = partial(
                client.request,
                "PUT",
                temporary_url,
                data=file.content,
                headers={"Content-Type": _content_type(file)},
            )
            if put(accepted=_NO_SUCH_FOLDER).status in _NO_SUCH_FOLDER:
                _make_folders(client, site, file.name)
                put()
            client.request(
                "MOVE", temporary_url, headers={"Destination": site.file_url(file.name), "Overwrite": "T"}
            )


def build_webdav_connections(find_site: SiteLookup[WebdavSite]) -> list[Channel]:
    """Return the one channel that publishes files one after the other."""
    return [WebdavChannel(find_site)]


def _make_folders(client: HttpClient, site: WebdavSite, name: str) -> None:
    folders = name.split("/")[:-1]
    for depth in range(1, len(folders) + 1):
        folder = site.file_url("/".join(folders[:depth])) + "/"
        made = client.request("MKCOL", folder, accepted=(*_FOLDER_EXISTS, *_NO_SUCH_FOLDER))
        if made.status in _NO_SUCH_FOLDER:
            raise ChannelUnavailable("the folder in the settings does not exist")


def _content_type(file: Enclosure) -> str:
    return f"{file.type}; charset=utf-8" if file.type.startswith("text/") else file.type
