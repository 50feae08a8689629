"""Several processes that send the same deliveries at the same time."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import DeliveryState
from tests.delivery.delivery_rows import add_deliveries, rows
from tests.delivery.senders import Senders, job
from tests.mail_server import MailServer
from tests.soak import often

DELIVERIES = often(120, soak=1000)


@pytest.fixture(scope="module")
def senders() -> Iterator[Senders]:
    with Senders() as senders:
        yield senders


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("processes", often([4], soak=[2, 3, 4, 8]))
def test_several_processes_at_once_send_each_delivery_exactly_once(
    database: Database, mail_server: MailServer, senders: Senders, tmp_path: Path, processes: int
) -> None:
    add_deliveries(database, tmp_path, DELIVERIES)
    url = database.engine.url.render_as_string(hide_password=False)
    # Small batches, so that they meet often; a long lease, so that a noisy machine takes nobody for dead.
    same = job(url, tmp_path, mail_server.port, lanes=2, lease=300, limit=7)
    ended = senders.run(*[same] * processes)
    assert ended == [0] * processes
    stored = rows(database)
    assert Counter(each.state for each in stored) == {DeliveryState.SENT: DELIVERIES}
    assert {each.attempts for each in stored} == {1}
    assert mail_server.message_ids == Counter(each.message_id for each in stored)
