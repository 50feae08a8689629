"""A webhook: one JSON message to one address, for Mattermost, Teams or a website's own program.

It carries an ``Idempotency-Key``, the same at each try. With a secret it is signed: ``X-Terugkom-Signature``
is ``sha256=`` and the HMAC-SHA-256, in hexadecimal, of the key, a dot and the bytes of the message.
"""

import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from terugkom.delivery.channels.base import Channel, HandedOverInDoubt, OnDoubt, TemporaryFailure
from terugkom.delivery.channels.http_client import USUAL, Line, Reach
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteOf
from terugkom.delivery.publication import Publication


class Form(StrEnum):
    """text: Mattermost and others alike; card: a Teams workflow; whole: a program of your own."""

    TEXT = "text"
    CARD = "card"
    WHOLE = "whole"


@dataclass(frozen=True)
class WebhookSite:
    """A URL that accepts messages; the URL itself is a secret, for it lets anybody post.

    `internal`: whether a duplicate message is harmless, so that a delivery in doubt is sent again.
    """

    url: str = field(repr=False)
    form: Form = Form.TEXT
    secret: str = field(default="", repr=False)
    internal: bool = False
    reach: Reach = USUAL

    def line(self) -> Line:
        """Return an HTTP client for sending one publication."""
        return Line(self.reach, secrets=(self.url, self.url.rstrip("/").rpartition("/")[2], self.secret))


class WebhookChannel(SiteChannel[WebhookSite]):
    """Posts a publication as one message."""

    name: ClassVar[str] = "webhook"
    on_doubt: ClassVar[OnDoubt] = OnDoubt.HOLD

    def publish(self, line: Line, site: WebhookSite, publication: Publication) -> None:
        """Post it; any answer of success will do."""
        content = json.dumps(_FORMS[site.form](publication)).encode()
        key = publication.idempotency_key
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if site.secret:
            signed = hmac.new(site.secret.encode(), f"{key}.".encode() + content, hashlib.sha256)
            headers["X-Terugkom-Signature"] = f"sha256={signed.hexdigest()}"
        try:
            line.ask("POST", site.url, data=content, headers=headers, creates=True)
        except HandedOverInDoubt as error:
            if site.internal:
                raise TemporaryFailure(str(error)) from error
            raise


def webhook_lanes(site_of: SiteOf[WebhookSite]) -> list[Channel]:
    """Return the one channel that posts messages one after the other."""
    return [WebhookChannel(site_of)]


def _told(publication: Publication) -> str:
    """Return a publication as Markdown, which both Mattermost and Teams render."""
    parts = (f"**{publication.title}**", publication.text or publication.summary, publication.link)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _as_text(publication: Publication) -> dict[str, Any]:
    """Mattermost: https://developers.mattermost.com/integrate/webhooks/incoming/."""
    return {"text": _told(publication)}


def _as_card(publication: Publication) -> dict[str, Any]:
    """Teams: the workflow "post to a channel when a webhook request is received" wants an Adaptive Card."""
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "lang": publication.language[:2],
        "body": [{"type": "TextBlock", "text": _told(publication), "wrap": True}],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}


def _whole(publication: Publication) -> dict[str, Any]:
    told = ("kind", "title", "path", "media_type", "language", "summary", "text", "html", "link")
    return {
        "key": publication.idempotency_key,
        **{name: getattr(publication, name) for name in told},
        "files": [
            {
                "name": each.name,
                "type": each.type,
                "alt": each.alt,
                "content": b64encode(each.content).decode("ascii"),
            }
            for each in publication.enclosed
        ],
    }


_FORMS = {Form.TEXT: _as_text, Form.CARD: _as_card, Form.WHOLE: _whole}
