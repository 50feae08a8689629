"""A sender of publications in a process of its own, for tests that kill it; told what by an argument."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from terugkom import tables  # noqa: F401  the tables that deliveries refer to
from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import Channel
from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.mastodon import MastodonChannel, MastodonSite
from terugkom.delivery.channels.webhook import WebhookChannel, WebhookSite
from terugkom.delivery.channels.wordpress import WordpressChannel, WordpressSite, WordpressStatus
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.document_store import DocumentStore

HERE = RequestLimits(connect_timeout=2, read_timeout=30, total_timeout=60, allow_private=True)


def channel_to(name: str, url: str) -> Channel:
    mastodon = MastodonSite(url, "mastodon-token-123", limits=HERE)
    wordpress = WordpressSite(url, "redactie", "abcd EFGH 1234 ijkl MNOP 6789", WordpressStatus.PUBLISH, HERE)
    webhook = WebhookSite(f"{url}/hooks/geheim-adres-42", limits=HERE)
    channels: dict[str, Channel] = {
        "mastodon": MastodonChannel(lambda _: mastodon),
        "wordpress": WordpressChannel(lambda _: wordpress),
        "webhook": WebhookChannel(lambda _: webhook),
    }
    return channels[name]


def main() -> None:
    told = json.loads(sys.argv[1])
    database = Database(told["database"])
    post = SenderConfig(
        database,
        DocumentStore(Path(told["documents"])),
        lambda: datetime.now(UTC),
        date(2025, 1, 23),
        lease_seconds=told["lease"],
        retry_seconds=0.01,
    )
    send_due(post, [channel_to(told["channel"], told["url"])])
    database.close()


if __name__ == "__main__":
    main()
