"""WebDAV (RFC 4918): files on a Nextcloud, a SharePoint or a web server that accepts them.

Each file is written under a temporary name and then moved to its own: readers meanwhile see the
complete old file, and doing it twice has the same result.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

from terugkom.delivery.channels.base import Channel, ChannelDown, OnDoubt
from terugkom.delivery.channels.http_client import USUAL, Line, Reach
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteOf
from terugkom.delivery.publication import Enclosed, Publication

_NO_SUCH_FOLDER = (404, 409)
_IS_THERE = (405,)


@dataclass(frozen=True)
class WebdavSite:
    """A folder on a WebDAV server. `url` is the folder's own; it must be there."""

    url: str
    username: str = ""
    password: str = field(default="", repr=False)
    reach: Reach = USUAL

    def line(self) -> Line:
        """Return an HTTP client for sending one publication."""
        return Line(self.reach, (self.username, self.password))

    def at(self, name: str) -> str:
        """Return the URL of a file in the folder; its name is plain ASCII."""
        return f"{self.url.rstrip('/')}/{name}"


class WebdavChannel(SiteChannel[WebdavSite]):
    """Writes a publication's files, itself last; the same path again is replaced."""

    name: ClassVar[str] = "webdav"
    on_doubt: ClassVar[OnDoubt] = OnDoubt.RESEND

    def publish(self, line: Line, site: WebdavSite, publication: Publication) -> None:
        """Write each file completely, with the folders that it needs."""
        for file in publication.files():
            # Nextcloud takes no names that end with .part.
            aside = site.at(f"{file.name}.{publication.idempotency_key[:12]}.tmp")
            put = partial(
                line.ask, "PUT", aside, data=file.content, headers={"Content-Type": _content_type(file)}
            )
            if put(also=_NO_SUCH_FOLDER).status in _NO_SUCH_FOLDER:
                _make_folders(line, site, file.name)
                put()
            line.ask("MOVE", aside, headers={"Destination": site.at(file.name), "Overwrite": "T"})


def webdav_lanes(site_of: SiteOf[WebdavSite]) -> list[Channel]:
    """Return the one channel that publishes files one after the other."""
    return [WebdavChannel(site_of)]


def _make_folders(line: Line, site: WebdavSite, name: str) -> None:
    folders = name.split("/")[:-1]
    for depth in range(1, len(folders) + 1):
        folder = site.at("/".join(folders[:depth])) + "/"
        made = line.ask("MKCOL", folder, also=(*_IS_THERE, *_NO_SUCH_FOLDER))
        if made.status in _NO_SUCH_FOLDER:
            raise ChannelDown("the folder in the settings does not exist")


def _content_type(file: Enclosed) -> str:
    return f"{file.type}; charset=utf-8" if file.type.startswith("text/") else file.type
