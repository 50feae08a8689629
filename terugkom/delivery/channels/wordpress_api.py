"""The REST API of a WordPress site: where it is, whatever the site's permalinks, and what it answers.

With plain permalinks it is not at ``/wp-json`` but behind ``?rest_route=``; a site tells so in a Link header
of its pages (https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/).
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from requests.utils import parse_header_links

from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.http_client import HttpClient
from terugkom.errors import Message

_RELATION = "https://api.w.org/"
_MISSING = (404, 405, 410)
_NO_ROUTE = "rest_no_route"  # what the API says of an address that it does not have


class WordpressApi:
    """The API of the site at `url`, for the requests of one publication. The first must be a `read`."""

    def __init__(self, client: HttpClient, url: str) -> None:
        self._client, self._url, self._root = client, url.strip().rstrip("/"), ""

    def read(self, what: str, params: Mapping[str, str]) -> Any:
        """Return what is at a part of the API, None if the API says that there is no such thing.

        Raises ChannelUnavailable if there is no WordPress API at this address, and the other `ChannelError`s.
        """
        for root in [self._root] if self._root else self._list_roots():
            address = f"{root}/wp/v2/{what}"
            answer = self._client.request("GET", address, params=params, accepted=_MISSING)
            found = answer.json()
            if _is_from_api(answer.status, found):
                self._root = root
                return None if answer.status in _MISSING else found
        raise ChannelUnavailable(Message("channel.wordpress.no-api"))

    def create(self, what: str, *, creates: bool = False, **options: Any) -> Any:
        """Post to a part of the API, and return the answer; None if it is not JSON. Raises ChannelError."""
        url = f"{self._root}/wp/v2/{what}"
        return self._client.request("POST", url, creates=creates, **options).json()

    def _list_roots(self) -> Iterator[str]:
        """Yield where the API may be; the site is asked only if it is not at the usual place."""
        yield f"{self._url}/wp-json"
        yield from self._find_linked_root()
        yield f"{self._url}/?rest_route="

    def _find_linked_root(self) -> Iterator[str]:
        """Yield where the site says that its API is: on the host of the settings, which gets the password."""
        answer = self._client.request("HEAD", f"{self._url}/", accepted=range(300, 600))
        for link in parse_header_links(answer.headers.get("Link", "")):
            if link.get("rel") == _RELATION:
                own, told = urlsplit(self._url), urlsplit(link["url"])
                yield told._replace(scheme=own.scheme, netloc=own.netloc).geturl().rstrip("/")


def _is_from_api(status: int, found: Any) -> bool:
    """Return whether an answer is that of the API, and not of a website that has something else there."""
    if status in _MISSING:
        return isinstance(found, dict) and found.get("code", _NO_ROUTE) != _NO_ROUTE
    return isinstance(found, dict | list)
