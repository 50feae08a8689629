"""Mastodon, by its API (https://docs.joinmastodon.org/methods/statuses/).

A server keeps an idempotency key for an hour: a retry within it is not posted twice. After that
only a person can tell, so a delivery in doubt is held.
"""

import re
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from terugkom.delivery.channels.base import (
    Channel,
    ChannelDown,
    HandedOverInDoubt,
    OnDoubt,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_client import USUAL, Line, Reach
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteOf
from terugkom.delivery.publication import Enclosed, Publication

_ADDRESS = re.compile(r"https?://\S+")
_COUNTED_AS = "x" * 23  # characters that any URL counts for
_USUAL = {"max_characters": 500, "max_media_attachments": 4}
_LOOKS = 20  # polls of a picture that is being processed, a second apart


class Visibility(StrEnum):
    """Who sees a post: everybody; whoever has its address or follows; followers alone."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


@dataclass(frozen=True)
class MastodonSite:
    """An account. `longest` is how many characters a post may have; 0 asks the server."""

    url: str
    token: str = field(repr=False)
    visibility: Visibility = Visibility.PUBLIC
    longest: int = 0
    reach: Reach = USUAL

    def line(self) -> Line:
        """Return an HTTP client for sending one publication."""
        return Line(self.reach, token=self.token)

    def api(self, what: str) -> str:
        """Return the URL of a part of the API."""
        return f"{self.url.rstrip('/')}/api/{what}"


class MastodonChannel(SiteChannel[MastodonSite]):
    """Posts a publication's text and link, with its pictures and their alternative texts."""

    name: ClassVar[str] = "mastodon"
    on_doubt: ClassVar[OnDoubt] = OnDoubt.HOLD

    def publish(self, line: Line, site: MastodonSite, publication: Publication) -> None:
        """Post it; a text that would be cut off, or a picture without alternative text, is not posted."""
        text = _text(publication)
        _check(text, publication, _limits(line, site))
        post = {
            "status": text,
            "visibility": site.visibility.value,
            "language": publication.language[:2],
            "media_ids[]": [_uploaded(line, site, each) for each in publication.pictures],
        }
        key = {"Idempotency-Key": publication.idempotency_key}
        answer = line.ask("POST", site.api("v1/statuses"), data=post, headers=key, creates=True)
        match answer.json():
            case {"id": str()}:
                return
        raise HandedOverInDoubt("the answer is not that of Mastodon")


def mastodon_lanes(site_of: SiteOf[MastodonSite]) -> list[Channel]:
    """Return the one channel that publishes posts one after the other."""
    return [MastodonChannel(site_of)]


def _text(publication: Publication) -> str:
    text = (publication.text or publication.title).strip()
    return text if publication.link in text else f"{text}\n\n{publication.link}"


def _check(text: str, publication: Publication, limits: dict[str, int]) -> None:
    """Raise PermanentFailure for what the server would refuse, or for a picture without alternative text."""
    length, most = len(_ADDRESS.sub(_COUNTED_AS, text)), limits["max_characters"]
    if length > most:
        raise PermanentFailure(f"the post has {length} characters, and this server takes {most}")
    if len(publication.pictures) > limits["max_media_attachments"]:
        raise PermanentFailure(f"this server takes {limits['max_media_attachments']} pictures")
    if not all(each.alt for each in publication.pictures):
        raise PermanentFailure("a picture has no alternative text")


def _limits(line: Line, site: MastodonSite) -> dict[str, int]:
    if site.longest:
        return {**_USUAL, "max_characters": site.longest}
    match line.ask("GET", site.api("v2/instance")).json():
        case {"configuration": {"statuses": dict(told)}}:
            own = {name: value for name, value in told.items() if name in _USUAL and isinstance(value, int)}
            return {**_USUAL, **own}
    return _USUAL


def _uploaded(line: Line, site: MastodonSite, picture: Enclosed) -> str:
    """Upload a picture and return its id, once the server has processed it."""
    file = (picture.name.rpartition("/")[2], picture.content, picture.type)
    answer = line.ask("POST", site.api("v2/media"), data={"description": picture.alt}, files={"file": file})
    match answer.json():
        case {"id": str(id)}:
            pass
        case _:
            raise ChannelDown("the server at this URL is not a Mastodon server")
    for _ in range(_LOOKS):
        if answer.status == 200:
            return id
        time.sleep(1)
        answer = line.ask("GET", site.api(f"v1/media/{id}"))
    raise TemporaryFailure("the server is still processing a picture")
