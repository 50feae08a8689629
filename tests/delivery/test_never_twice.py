"""What is public is published once: whatever goes wrong, and whoever is killed."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from terugkom.database.connection_pool import Database
from terugkom.delivery import resolve as resolving
from terugkom.delivery.model import MAX_ATTEMPTS, Delivery, DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.document_store import DocumentStore
from tests.delivery import publisher_process
from tests.delivery.delivery_rows import TODAY, Clock, delete_deliveries, row, rows
from tests.delivery.fake_servers import FakeWebhook, Mastodon, WordPress
from tests.delivery.publications import PAGE, POST, published
from tests.delivery.publisher_process import channel_to
from tests.delivery.web_server import (
    GATEWAY,
    HANG,
    HUGE_ANSWER,
    LOST,
    NONSENSE,
    FakeServer,
    Fault,
    refused,
)
from tests.soak import often

PUBLIC: dict[str, tuple[Callable[[], FakeServer], Publication, str]] = {
    "wordpress": (WordPress, PAGE, "POST /wp-json/wp/v2/posts"),
    "mastodon": (Mastodon, POST, "POST /api/v1/statuses"),
    "webhook": (FakeWebhook, POST, "POST /hooks"),
}


def times_published(server: FakeServer) -> int:
    match server:
        case WordPress():
            return len(server.posts)
        case Mastodon():
            return len(server.statuses)
        case FakeWebhook():
            return len(server.taken)
    raise AssertionError


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "channel"), [*(("sqlite", each) for each in PUBLIC), ("postgres", "mastodon")]
)
def test_killed_while_it_waits_for_the_answer_it_is_held_for_a_person(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, channel: str
) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    stand_in, publication, request = PUBLIC[channel]
    published(database, tmp_path, [publication], channel)
    with stand_in() as server:
        server.faults.append((request, HANG))
        killed(database, tmp_path, channel, server, when=lambda: times_published(server) == 1)
        (delivery,) = rows(database)
        assert delivery.state is DeliveryState.SENDING

        time.sleep(0.3)  # its lease runs out
        for _ in range(3):
            send(database, tmp_path, channel, server)
        (delivery,) = rows(database)
        assert (delivery.state, delivery.next_try_at) == (DeliveryState.IN_DOUBT, None)
        assert delivery.reason == "the sender died between sending and receiving the answer"
        assert sum(f"{each.method} {each.path}".startswith(request) for each in server.asked) == 1

        resolve(database, delivery.id, "resend")
        send(database, tmp_path, channel, server)
        assert row(database, delivery.id).state is DeliveryState.SENT
        keys = [each["key"] for each in server.taken] if isinstance(server, FakeWebhook) else []
        assert len(set(keys)) == 1 or times_published(server) == 1, "the server knows its key, or its mark"


def killed(
    database: Database, documents: Path, channel: str, server: FakeServer, when: Callable[[], bool]
) -> None:
    told = {
        "database": database.engine.url.render_as_string(hide_password=False),
        "documents": str(documents),
        "channel": channel,
        "url": server.url,
        "lease": 0.2,
    }
    process = subprocess.Popen([sys.executable, publisher_process.__file__, json.dumps(told)])
    until = time.monotonic() + 20
    while not when() and time.monotonic() < until:
        time.sleep(0.02)
    process.kill()
    assert process.wait() == -9
    assert when(), "it was not killed where it should have been"


def send(database: Database, documents: Path, channel: str, server: FakeServer) -> None:
    post = SenderConfig(
        database,
        DocumentStore(documents),
        lambda: datetime.now(UTC),
        TODAY,
        lease_seconds=60,
        retry_seconds=300,
    )
    with closing(channel_to(channel, server.url)) as lane:
        send_due(post, [lane])


def resolve(database: Database, delivery: int, verdict: str) -> Delivery:
    with database.write_session() as session:
        return resolving.resolve(session, delivery, resolving.Verdict(verdict), datetime.now(UTC))


faults = st.lists(
    st.sampled_from(
        [
            LOST, GATEWAY, HUGE_ANSWER, NONSENSE,
            refused(500), refused(503), refused(429, Retry_After="900"), refused(504), refused(401),
            refused(404), refused(302, Location="https://elders.example/"),
        ]
    ),
    max_size=5,
)  # fmt: skip


@pytest.mark.soak
@pytest.mark.parametrize("channel", PUBLIC)
def test_whatever_goes_wrong_it_is_published_at_most_once_and_sent_means_published(
    sqlite_database: Database, tmp_path: Path, channel: str
) -> None:
    stand_in, publication, creates = PUBLIC[channel]

    @example(wrong=[(creates, [LOST])])
    @example(wrong=[(creates, [GATEWAY])])
    @example(wrong=[(creates, [HUGE_ANSWER])])
    @example(wrong=[(creates, [NONSENSE])])
    @settings(max_examples=often(5, soak=250), deadline=None)
    @given(wrong=st.lists(st.tuples(st.sampled_from([creates, "GET", "POST"]), faults), max_size=3))
    def goes(wrong: list[tuple[str, list[Fault]]]) -> None:
        delete_deliveries(sqlite_database)
        (delivery,) = published(sqlite_database, tmp_path, [publication], channel)
        with stand_in() as server, closing(channel_to(channel, server.url)) as lane:
            server.faults = [(request, fault) for request, what in wrong for fault in what]
            clock = Clock()
            post = SenderConfig(
                sqlite_database, DocumentStore(tmp_path), clock, TODAY, lease_seconds=60, retry_seconds=300
            )
            # what is refused by its settings costs no attempt, and is tried until they are mended
            for _ in range(MAX_ATTEMPTS + 2 + len(server.faults)):
                send_due(post, [lane])
                assert times_published(server) <= 1
                clock.time += timedelta(days=1)
                if isinstance(server, Mastodon):
                    server.an_hour_passes()
            state = row(sqlite_database, delivery).state
            assert state in (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.IN_DOUBT), (
                "it waits for nothing any more"
            )
            if state is DeliveryState.SENT:
                assert times_published(server) == 1
            elif times_published(server):
                assert state is DeliveryState.IN_DOUBT, "what may be out there is never called failed"

    goes()
