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

from terugkom.delivery.channels.base import Channel, DeliveryInDoubt, InDoubtPolicy, TemporaryFailure
from terugkom.delivery.channels.http_client import DEFAULT_LIMITS, HttpClient, RequestLimits
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteLookup
from terugkom.delivery.publication import Publication, hash_key


class WebhookFormat(StrEnum):
    """text: Mattermost and others alike; card: a Teams workflow; whole: a program of your own."""

    TEXT = "text"
    CARD = "card"
    FULL = "whole"


@dataclass(frozen=True)
class WebhookSite:
    """A URL that accepts messages; the URL itself is a secret, for it lets anybody post.

    `resend_in_doubt`: whether a duplicate message is harmless, so that a delivery in doubt is sent again.
    """

    url: str = field(repr=False)
    format: WebhookFormat = WebhookFormat.TEXT
    secret: str = field(default="", repr=False)
    resend_in_doubt: bool = False
    limits: RequestLimits = DEFAULT_LIMITS

    def open_client(self) -> HttpClient:
        """Return an HTTP client for sending one publication."""
        return HttpClient(
            self.limits, secrets=(self.url, self.url.rstrip("/").rpartition("/")[2], self.secret)
        )


class WebhookChannel(SiteChannel[WebhookSite]):
    """Posts a publication as one message."""

    name: ClassVar[str] = "webhook"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.HOLD

    def try_site(self, client: HttpClient, site: WebhookSite) -> None:
        """See whether the server answers: only a message would tell whether it takes one."""
        client.request("OPTIONS", site.url, accepted=range(400, 500))

    def publish(self, client: HttpClient, site: WebhookSite, publication: Publication) -> None:
        """Post it; any answer of success will do. Raises ChannelError.

        A missing answer is a TemporaryFailure where the receiver discards what comes twice.
        """
        content = json.dumps(_PAYLOAD_BUILDERS[site.format](publication)).encode()
        key = publication.idempotency_key
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if site.secret:
            signature = hmac.new(site.secret.encode(), f"{key}.".encode() + content, hashlib.sha256)
            headers["X-Terugkom-Signature"] = f"sha256={signature.hexdigest()}"
        try:
            client.request("POST", site.url, data=content, headers=headers, creates=True)
        except DeliveryInDoubt as error:
            if site.resend_in_doubt:
                raise TemporaryFailure(error.reason) from error
            raise


def build_webhook_connections(find_site: SiteLookup[WebhookSite]) -> list[Channel]:
    """Return the one channel that posts messages one after the other."""
    return [WebhookChannel(find_site)]


def _format_markdown(publication: Publication) -> str:
    """Return a publication as Markdown, which both Mattermost and Teams render."""
    parts = (f"**{publication.title}**", publication.text or publication.summary, publication.link)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _build_text_payload(publication: Publication) -> dict[str, Any]:
    """Mattermost: https://developers.mattermost.com/integrate/webhooks/incoming/."""
    return {"text": _format_markdown(publication)}


def _build_card_payload(publication: Publication) -> dict[str, Any]:
    """Teams: the workflow "post to a channel when a webhook request is received" wants an Adaptive Card."""
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "lang": publication.language[:2],
        "body": [{"type": "TextBlock", "text": _format_markdown(publication), "wrap": True}],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}


def _build_full_payload(publication: Publication) -> dict[str, Any]:
    fields = ("kind", "title", "path", "media_type", "language", "summary", "text", "html", "link")
    return {
        "key": publication.idempotency_key,
        "corrects": hash_key(publication.edited_key) if publication.edited_key else "",
        **{name: getattr(publication, name) for name in fields},
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


_PAYLOAD_BUILDERS = {
    WebhookFormat.TEXT: _build_text_payload,
    WebhookFormat.CARD: _build_card_payload,
    WebhookFormat.FULL: _build_full_payload,
}
