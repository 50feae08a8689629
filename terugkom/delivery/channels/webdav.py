"""WebDAV (RFC 4918): files on a Nextcloud, a SharePoint or a web server that accepts them.

Each file is written under a temporary name and then moved to its own: readers meanwhile see the
complete old file, and doing it twice has the same result.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar
from urllib.parse import quote

from terugkom.delivery.channels.base import (
    Channel,
    ChannelUnavailable,
    InDoubtPolicy,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_client import (
    DEFAULT_LIMITS,
    HttpClient,
    RequestLimits,
    encode_url,
)
from terugkom.delivery.channels.http_response import HttpResponse
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteLookup
from terugkom.delivery.publication import Enclosure, Publication
from terugkom.errors import Message

_NO_SUCH_FOLDER = (404, 409)
_FOLDER_EXISTS = (405,)
_MULTI_STATUS = 207
_MOVED = (201, 204)  # RFC 4918, 9.9.4


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
        """Return the URL of a file in the folder, as it is sent; with no name that of the folder itself.

        A folder's address has neither a query nor a fragment: these characters are of a folder's name.
        """
        folder = self.url.strip().rstrip("/").replace("?", "%3F").replace("#", "%23")
        return encode_url(f"{folder}/") + quote(name)


class WebdavChannel(SiteChannel[WebdavSite]):
    """Writes a publication's files, itself last; the same path again is replaced."""

    name: ClassVar[str] = "webdav"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.RESEND

    def try_site(self, client: HttpClient, site: WebdavSite) -> None:
        """Ask for the properties of the folder, which a website without WebDAV does not have."""
        found = client.request("PROPFIND", site.file_url(""), headers={"Depth": "0"})
        if found.status != _MULTI_STATUS:
            raise _build_no_webdav(found, "PROPFIND")

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
                _check_folder(put(accepted=_NO_SUCH_FOLDER))
            where = {"Destination": site.file_url(file.name), "Overwrite": "T"}
            moved = client.request("MOVE", temporary_url, headers=where, accepted=_NO_SUCH_FOLDER)
            _check_folder(moved)
            _check_moved(moved)


def build_webdav_connections(find_site: SiteLookup[WebdavSite]) -> list[Channel]:
    """Return the one channel that publishes files one after the other."""
    return [WebdavChannel(find_site)]


def _make_folders(client: HttpClient, site: WebdavSite, name: str) -> None:
    folders = name.split("/")[:-1]
    for depth in range(1, len(folders) + 1):
        folder = site.file_url("/".join(folders[:depth])) + "/"
        _check_folder(client.request("MKCOL", folder, accepted=(*_FOLDER_EXISTS, *_NO_SUCH_FOLDER)))


def _check_folder(answer: HttpResponse) -> None:
    """Raise ChannelUnavailable if a file has no folder to be in: it was renamed, or the address is wrong."""
    if answer.status in _NO_SUCH_FOLDER:
        raise ChannelUnavailable(Message("channel.webdav.no-folder"))


def _check_moved(answer: HttpResponse) -> None:
    """Raise TemporaryFailure for a file that could not be moved, which the answer tells about by itself, and
    ChannelUnavailable for a website that has a page for whatever it is asked."""
    if answer.status == _MULTI_STATUS:
        raise TemporaryFailure(Message("channel.webdav.not-moved"))
    if answer.status not in _MOVED:
        raise _build_no_webdav(answer, "MOVE")


def _build_no_webdav(answer: HttpResponse, method: str) -> ChannelUnavailable:
    return ChannelUnavailable(Message("channel.webdav.none", status=answer.status, method=method))


def _content_type(file: Enclosure) -> str:
    return f"{file.type}; charset=utf-8" if file.type.startswith("text/") else file.type
