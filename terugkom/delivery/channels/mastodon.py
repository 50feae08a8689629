"""Mastodon, by its API (https://docs.joinmastodon.org/methods/statuses/).

A server keeps an idempotency key for an hour: a retry within it is not posted twice. After that
only a person can tell, so a delivery in doubt is held. A post is edited by the id that the server gave it,
with which we keep those of its pictures: an edit that does not name them removes them. Done twice, an edit
changes nothing.
"""

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from terugkom.delivery.channels.base import (
    Channel,
    ChannelUnavailable,
    DeliveryInDoubt,
    InDoubtPolicy,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_client import DEFAULT_LIMITS, HttpClient, RequestLimits
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteLookup
from terugkom.delivery.channels.post_length import MASTODON_URL_LENGTH, count_mastodon_characters
from terugkom.delivery.publication import Enclosure, Publication
from terugkom.errors import Message

_DEFAULT_LIMITS = {
    "max_characters": 500,
    "max_media_attachments": 4,
    "characters_reserved_per_url": MASTODON_URL_LENGTH,
}
_GONE = (404, 410)
_NO_MASTODON = Message("channel.mastodon.none")
_MAX_POLLS = 20  # polls of a picture that is being processed, a second apart


class Visibility(StrEnum):
    """Who sees a post: everybody; whoever has its address or follows; followers alone."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


@dataclass(frozen=True)
class MastodonSite:
    """An account. `max_characters` is how many a post may have; 0 asks the server."""

    url: str
    token: str = field(repr=False)
    visibility: Visibility = Visibility.PUBLIC
    max_characters: int = 0
    limits: RequestLimits = DEFAULT_LIMITS
    reads_mentions: bool = True

    def open_client(self) -> HttpClient:
        """Return an HTTP client for sending one publication."""
        return HttpClient(self.limits, token=self.token)

    def api_url(self, what: str) -> str:
        """Return the URL of a part of the API."""
        return f"{self.url.rstrip('/')}/api/{what}"


class MastodonChannel(SiteChannel[MastodonSite]):
    """Posts a publication's text and link, with its pictures and their alternative texts."""

    name: ClassVar[str] = "mastodon"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.HOLD

    def try_site(self, client: HttpClient, site: MastodonSite) -> None:
        """Ask which application the token is of: that needs no right to read. Raises ChannelError."""
        answer = client.request("GET", site.api_url("v1/apps/verify_credentials"))
        if not isinstance(answer.json(), dict):
            raise ChannelUnavailable(_NO_MASTODON)

    def publish(self, client: HttpClient, site: MastodonSite, publication: Publication) -> str:
        """Post it, or edit the post that it is an edit of; return the ids of the post and its pictures.

        A text that would be cut off, or a picture without alternative text, is not posted.
        Raises ChannelError.
        """
        text = _build_text(publication)
        _check_limits(text, publication, _read_limits(client, site))
        pictures = [_upload_picture(client, site, each) for each in publication.pictures]
        post = {"status": text, "language": publication.language[:2], "media_ids[]": pictures}
        if publication.edited_key:
            return _edit_post(client, site, publication.remote_id, post)
        key = {"Idempotency-Key": publication.idempotency_key}
        post["visibility"] = site.visibility.value
        answer = client.request("POST", site.api_url("v1/statuses"), data=post, headers=key, creates=True)
        match answer.json():
            case {"id": str(id)}:
                return " ".join((id, *pictures))
        raise DeliveryInDoubt(Message("channel.mastodon.answer"))


def build_mastodon_connections(find_site: SiteLookup[MastodonSite]) -> list[Channel]:
    """Return the one channel that publishes posts one after the other."""
    return [MastodonChannel(find_site)]


def _edit_post(client: HttpClient, site: MastodonSite, remote_id: str, post: dict[str, Any]) -> str:
    """Edit a post; pictures that are uploaded anew take the place of those that `remote_id` names."""
    id, _, kept = remote_id.partition(" ")
    if not id:
        raise PermanentFailure(Message("channel.mastodon.no-id"))
    pictures = post["media_ids[]"] or kept.split()
    edited = {**post, "media_ids[]": pictures}
    answer = client.request("PUT", site.api_url(f"v1/statuses/{id}"), data=edited, accepted=_GONE)
    match answer.json():
        case {"id": str()}:
            return " ".join((id, *pictures))
        case {"error": str()} if answer.status in _GONE:
            raise PermanentFailure(Message("channel.mastodon.gone"))
    raise ChannelUnavailable(_NO_MASTODON)


def _build_text(publication: Publication) -> str:
    text = (publication.text or publication.title).strip()
    return text if publication.link in text else f"{text}\n\n{publication.link}"


def _check_limits(text: str, publication: Publication, limits: dict[str, int]) -> None:
    """Raise PermanentFailure for what the server would refuse, or for a picture without alternative text."""
    length = count_mastodon_characters(text, limits["characters_reserved_per_url"])
    most = limits["max_characters"]
    if length > most:
        raise PermanentFailure(Message("channel.mastodon.too-long", length=length, most=most))
    if len(publication.pictures) > limits["max_media_attachments"]:
        most = limits["max_media_attachments"]
        raise PermanentFailure(Message("channel.mastodon.too-many-pictures", most=most))
    if not all(each.alt for each in publication.pictures):
        raise PermanentFailure(Message("channel.mastodon.no-alternative-text"))


def _read_limits(client: HttpClient, site: MastodonSite) -> dict[str, int]:
    """Return the limits of a server; a `max_characters` of the settings goes before its own.

    Servers of before Mastodon 4 tell theirs at version 1 of the API. Raises ChannelUnavailable if none does.
    """
    answer = client.request("GET", site.api_url("v2/instance"), accepted=_GONE)
    if answer.status in _GONE:
        answer = client.request("GET", site.api_url("v1/instance"))
    told = answer.json()
    if not isinstance(told, dict):
        raise ChannelUnavailable(_NO_MASTODON)
    limits = dict(_DEFAULT_LIMITS)
    match told:
        case {"configuration": {"statuses": dict(statuses)}}:
            limits |= {
                name: value for name, value in statuses.items() if name in limits and isinstance(value, int)
            }
    return limits | ({"max_characters": site.max_characters} if site.max_characters else {})


def _upload_picture(client: HttpClient, site: MastodonSite, picture: Enclosure) -> str:
    """Upload a picture and return its id, once the server has processed it."""
    file = (picture.name.rpartition("/")[2], picture.content, picture.type)
    answer = client.request(
        "POST", site.api_url("v2/media"), data={"description": picture.alt}, files={"file": file}
    )
    match answer.json():
        case {"id": str(id)}:
            pass
        case _:
            raise ChannelUnavailable(_NO_MASTODON)
    for _ in range(_MAX_POLLS):
        if answer.status == 200:
            return id
        time.sleep(1)
        answer = client.request("GET", site.api_url(f"v1/media/{id}"))
    raise TemporaryFailure(Message("channel.mastodon.processing"))
