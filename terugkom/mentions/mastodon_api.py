"""What Mastodon's API says of mentions (https://docs.joinmastodon.org/methods/notifications/).

The token needs the scopes read:accounts, read:notifications and read:statuses. Identifiers are texts: other
servers that speak this API have other than numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from terugkom.clock import BRUSSELS
from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.http_client import HttpClient
from terugkom.delivery.channels.mastodon import MastodonSite
from terugkom.documents.html_text import convert_html
from terugkom.errors import Message
from terugkom.normalize import remove_control_characters

PAGE_SIZE = 40  # notifications: the most that a server gives at once
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_GONE = (404, 410)
_PREVIOUS = re.compile(r'<([^<>]*)>;\s*rel="?prev"?')


class UnreadableStatus(ValueError):
    """A status that lacks what every status has."""


@dataclass(frozen=True)
class RemoteStatus:
    """A status as its server shows it. `text` is plain; `replies_to` a status of `replies_to_account`."""

    id: str
    url: str
    author: str
    text: str
    said_on: date
    is_private: bool
    replies_to: str
    replies_to_account: str


@dataclass(frozen=True)
class MentionPage:
    """A page of notifications: their statuses, how many could not be read, and up to where it goes.

    `last_id` is empty if there is nothing newer.
    """

    statuses: tuple[RemoteStatus, ...]
    unreadable: int
    last_id: str


def read_account_id(client: HttpClient, site: MastodonSite) -> str:
    """Return the id of the account of the token. Raises ChannelError."""
    url = site.api_url("v1/accounts/verify_credentials")
    answer = client.request("GET", url, accepted=(403,))
    if answer.status == 403:
        raise ChannelUnavailable(Message("channel.mastodon.no-right"))
    found = answer.json()
    if not isinstance(found, dict) or not _is_id(found.get("id")):
        raise ChannelUnavailable(Message("channel.mastodon.none"))
    return str(found["id"])


def check_account(site: MastodonSite) -> None:
    """Try whether the mentions of an account may be read; nothing is stored. Raises ChannelError."""
    with site.open_client() as client:
        read_account_id(client, site)
        read_page(client, site, "")


def read_page(client: HttpClient, site: MastodonSite, after: str) -> MentionPage:
    """Return the mentions that come right after a notification; the newest ones if `after` is empty.

    Raises ChannelError.
    """
    asked = {"types[]": "mention", "limit": str(PAGE_SIZE), **({"min_id": after} if after else {})}
    answer = client.request("GET", site.api_url("v1/notifications"), params=asked)
    found = answer.json()
    if not isinstance(found, list):
        raise ChannelUnavailable(Message("channel.mastodon.none"))
    if not found:
        return MentionPage((), 0, "")
    statuses: list[RemoteStatus] = []
    unreadable = 0
    for each in found:
        try:
            statuses += _list_statuses(each, site)
        except UnreadableStatus:
            unreadable += 1
    return MentionPage(tuple(statuses), unreadable, _find_last_id(answer.headers.get("Link", ""), found))


def fetch_status(client: HttpClient, site: MastodonSite, status_id: str) -> RemoteStatus | None:
    """Return a status as it is now, None if it is gone or not ours to see. Raises ChannelError."""
    answer = client.request("GET", site.api_url(f"v1/statuses/{status_id}"), accepted=_GONE)
    found = answer.json()
    if answer.status in _GONE and isinstance(found, dict) and "error" in found:  # else it is not Mastodon's
        return None
    try:
        return parse_mastodon_status(found, site)
    except UnreadableStatus:
        raise ChannelUnavailable(Message("channel.mastodon.none")) from None


def parse_mastodon_status(found: Any, site: MastodonSite) -> RemoteStatus:
    """Return a status of a server's answer. Raises UnreadableStatus."""
    try:
        account, warning = found["account"], str(found.get("spoiler_text") or "").strip()
        text = convert_html(str(found["content"])).strip()
        said_at = datetime.fromisoformat(found["created_at"])
        if not _is_id(found["id"]):
            raise UnreadableStatus
        return RemoteStatus(
            id=str(found["id"]),
            url=_check_url(found.get("url")),
            author=_name_author(account, site),
            text="\n".join(filter(None, (warning, text))),
            said_on=said_at.astimezone(BRUSSELS).date(),
            is_private=found.get("visibility") in ("direct", "private"),
            replies_to=str(found["in_reply_to_id"]) if _is_id(found.get("in_reply_to_id")) else "",
            replies_to_account=str(found.get("in_reply_to_account_id") or ""),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableStatus from error


def _list_statuses(notification: Any, site: MastodonSite) -> Iterator[RemoteStatus]:
    """Yield the status of a mention; none of another notification, or if it was deleted meanwhile."""
    if not isinstance(notification, dict) or not _is_id(notification.get("id")):
        raise UnreadableStatus
    if notification.get("type") == "mention" and notification.get("status") is not None:
        yield parse_mastodon_status(notification["status"], site)


def _find_last_id(link: str, found: list[Any]) -> str:
    """Return the id from which the next newer page goes on: the header Link has it, else the newest here.

    Of the address in Link only that id is used: another one could lead the token elsewhere.
    """
    previous = _PREVIOUS.search(link)
    given = parse_qs(urlsplit(previous[1]).query).get("min_id", [""])[0] if previous else ""
    newest = found[0].get("id") if isinstance(found[0], dict) else ""
    return next((str(each) for each in (given, newest) if _is_id(each)), "")


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _check_url(value: Any) -> str:
    """Return an address that is one and that every database holds, else ""."""
    if not isinstance(value, str) or value != remove_control_characters(value):
        return ""
    return value if re.match(r"https?://[^\s\"<>]+$", value) else ""


def _name_author(account: Any, site: MastodonSite) -> str:
    """Return who wrote it: their name, and their address as it is found from any server."""
    handle = str(account["acct"])
    handle = handle if "@" in handle else f"{handle}@{urlsplit(site.url).hostname}"
    name = " ".join(str(account.get("display_name") or "").split())
    return f"{name} (@{handle})" if name else f"@{handle}"
