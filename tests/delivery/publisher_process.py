"""A sender of publications in a process of its own, for tests that kill it; told what by an argument."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from terugkom import tables  # noqa: F401  the tables that deliveries refer to
from terugkom.database import Database
from terugkom.delivery.channels import Channel
from terugkom.delivery.channels.http_client import Reach
from terugkom.delivery.channels.mastodon import MastodonChannel, MastodonSite
from terugkom.delivery.channels.webhook import WebhookChannel, WebhookSite
from terugkom.delivery.channels.wordpress import Status, WordpressChannel, WordpressSite
from terugkom.delivery.sender import Post, send_waiting

HERE = Reach(connect=2, read=30, total=60, private=True)


def channel_to(name: str, url: str) -> Channel:
    mastodon = MastodonSite(url, "mastodon-token-123", reach=HERE)
    wordpress = WordpressSite(url, "redactie", "abcd EFGH 1234 ijkl MNOP 6789", Status.PUBLISH, HERE)
    webhook = WebhookSite(f"{url}/hooks/geheim-adres-42", reach=HERE)
    channels: dict[str, Channel] = {
        "mastodon": MastodonChannel(lambda _: mastodon),
        "wordpress": WordpressChannel(lambda _: wordpress),
        "webhook": WebhookChannel(lambda _: webhook),
    }
    return channels[name]


def main() -> None:
    told = json.loads(sys.argv[1])
    database = Database(told["database"])
    post = Post(database, Path(told["documents"]), lambda: datetime.now(UTC), lease=told["lease"], retry=0.01)
    send_waiting(post, [channel_to(told["channel"], told["url"])])
    database.close()


if __name__ == "__main__":
    main()
