"""The sending loop, killed with kill -9 at every point of its way and started again."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from tests.delivery.delivery_rows import add_deliveries, rows
from tests.delivery.senders import KILLED, Senders, job
from tests.mail_server import MailServer
from tests.soak import often

pytestmark = pytest.mark.soak

POINTS = [
    "after claim",
    "before a commit",
    "after sending is committed",
    "before connect",
    "after MAIL",
    "after RCPT",
    "middle of DATA",
    "after the final dot",
    "answer not yet read",
    "after the answer",
    "before settle",
    "after settle",
]
LANES = [1, 4]
LONG_SERIES = 5
KILLS = often(1, soak=LONG_SERIES)  # at each point with each number of lanes
RANDOM_KILLS = often(3, soak=50)
DELIVERIES = often(50, soak=100)


@dataclass
class KillSeries:
    """Kill upon kill on one database and one mail server, with a count of what was in flight at each."""

    database: Database
    server: MailServer
    senders: Senders
    documents: Path
    lanes: int
    limit: int = 10
    kills: int = 0
    in_flight: Counter[str] = field(default_factory=Counter)  # by Message-ID, summed over the kills
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def start(self, *, kill_after: float | None = None, **more: Any) -> bool:
        """Start the sender and wait for its end; return whether that was a violent one."""
        url = self.database.engine.url.render_as_string(hide_password=False)
        what = job(url, self.documents, self.server.port, lanes=self.lanes, limit=self.limit, **more)
        (ended,) = self.senders.run(what, kill_after=kill_after)
        assert ended in (0, KILLED)
        if ended == KILLED:
            self.kills += 1
            self._count()
        return ended == KILLED

    def _count(self) -> None:
        with self.database.read_session() as session:
            sending = session.execute(
                select(Delivery.message_id, Delivery.lease).where(Delivery.state == DeliveryState.SENDING)
            ).all()
        now = {(message_id, str(lease)) for message_id, lease in sending} - self._seen
        # A sender that was killed in its second round may have left none of its first in flight.
        assert len({lease for _, lease in now}) <= 1
        assert len(now) <= self.lanes, "more in flight than the sender has lanes"
        self._seen |= now
        self.in_flight.update(message_id for message_id, _ in now)

    def check(self) -> None:
        """Nothing lost, and no mail twice that was not in flight."""
        assert not self.start(), "the last sender is left alone"
        stored = {each.message_id: each for each in rows(self.database)}
        assert {each.state for each in stored.values()} == {DeliveryState.SENT}
        arrived = self.server.message_ids
        assert set(arrived) == set(stored), "each arrived, under its own Message-ID"
        assert all(stored[mail.message_id].recipient == mail.recipient for mail in self.server.mails)
        twice = {message_id: times - 1 for message_id, times in arrived.items() if times > 1}
        assert all(self.in_flight[message_id] >= times for message_id, times in twice.items())
        assert all(each.attempts <= 1 + self.in_flight[each.message_id] for each in stored.values())
        TOTAL.update(
            kills=self.kills,
            deliveries=len(stored),
            arrived=arrived.total(),
            doubles=sum(twice.values()),
            in_flight=self.in_flight.total(),
        )


TOTAL: Counter[str] = Counter()


@pytest.fixture(scope="module")
def senders() -> Iterator[Senders]:
    with Senders() as senders:
        yield senders
    print(f"\nkilled: {dict(TOTAL)}")  # noqa: T201  seen with -s


def kill_at_point(campaign: KillSeries, point: str, kills: int) -> None:
    add_deliveries(campaign.database, campaign.documents, DELIVERIES)
    # A lane connects once, and a small batch is claimed whole: those points have no later pass.
    passes = {"after claim": [1, 2], "before connect": range(1, campaign.lanes + 1)}.get(
        point, [1, 4, 2, 3, 5]
    )
    first = 0 if kills > 1 else POINTS.index(point)  # one kill is at another pass of each point
    for nth in islice(cycle(passes), first, first + kills):
        assert campaign.start(point=point, nth=nth), f"it was not killed {point}, pass {nth}"
    campaign.check()
    assert campaign.kills == kills


@pytest.mark.sampled(5)
@pytest.mark.parametrize("lanes", LANES)
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_and_started_again_nothing_is_lost_and_only_what_was_in_flight_comes_twice(
    sqlite_database: Database,
    mail_server: MailServer,
    senders: Senders,
    tmp_path: Path,
    point: str,
    lanes: int,
) -> None:
    kill_at_point(KillSeries(sqlite_database, mail_server, senders, tmp_path, lanes), point, KILLS)


@pytest.mark.long
@pytest.mark.sampled(4)
@pytest.mark.parametrize("point", ["middle of DATA", "after claim", "answer not yet read", "before settle"])
def test_the_same_on_postgresql(
    postgres_database: Database, mail_server: MailServer, senders: Senders, tmp_path: Path, point: str
) -> None:
    kill_at_point(
        KillSeries(postgres_database, mail_server, senders, tmp_path, lanes=4), point, often(1, soak=3)
    )


@pytest.mark.long
@pytest.mark.parametrize("lanes", LANES)
def test_killed_at_any_time_and_started_again(
    database: Database, mail_server: MailServer, senders: Senders, tmp_path: Path, lanes: int
) -> None:
    chance = random.Random(lanes)  # when it strikes; where that is depends on the machine
    campaign = KillSeries(database, mail_server, senders, tmp_path, lanes, limit=60)
    add_deliveries(database, tmp_path, 200)
    while campaign.kills < RANDOM_KILLS:
        if not campaign.start(kill_after=chance.uniform(0.01, 0.12)):
            add_deliveries(database, tmp_path, 200)  # it was done before it could be killed
    campaign.check()


@pytest.mark.long
def test_with_pipelining_too(sqlite_database: Database, senders: Senders, tmp_path: Path) -> None:
    with MailServer(pipelining=True) as server:
        campaign = KillSeries(sqlite_database, server, senders, tmp_path, lanes=4)
        kill_at_point(campaign, "answer not yet read", often(2, soak=LONG_SERIES))
        assert any(times > 1 for times in server.message_ids.values()), "else nothing was put to the test"


@pytest.mark.long
def test_the_long_series_is_at_least_a_hundred_kills() -> None:
    assert len(POINTS) * len(LANES) * LONG_SERIES >= 100
