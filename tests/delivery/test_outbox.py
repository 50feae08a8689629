"""The outbox, step by step, on both databases; and every order of steps that hypothesis can think of."""

import pickle
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, select, text

from terugkom.database.connection_pool import Database
from terugkom.delivery import due_deliveries, outbox, retry_times
from terugkom.delivery import resolve as resolving
from terugkom.delivery.channels.base import (
    Channel,
    ChannelSuspected,
    ChannelUnavailable,
    DeliveryInDoubt,
    InDoubtPolicy,
    OutgoingMessage,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.delivery.model import GIVE_UP_AFTER, MAX_ATTEMPTS, NEVER_SENT, Delivery, DeliveryState
from terugkom.delivery.outbox import AttemptOutcome, Lease
from terugkom.delivery.record_attempts import LeaseRenewal
from terugkom.delivery.resolve import Verdict
from terugkom.delivery.sender import SenderConfig, SendResult, send_due
from terugkom.documents.document_store import DocumentStore
from terugkom.errors import InputError
from terugkom.schedule.model import Moment
from tests.delivery.delivery_rows import (
    NOON,
    TODAY,
    Clock,
    add_deliveries,
    change,
    delete_deliveries,
    get_or_add_municipality,
    recipient,
    row,
    rows,
    states,
)
from tests.documents.stores import open_store
from tests.soak import often

RETRY = 300.0
LEASE = 60.0


class RecordingChannel(Channel):
    """Writes down what it is handed; raises what it is told to for a recipient."""

    name: ClassVar[str] = "smtp"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.RESEND

    def __init__(self, **trouble: Exception) -> None:
        self.trouble = {f"{name}@b.be": error for name, error in trouble.items()}
        self.taken: list[OutgoingMessage] = []

    def send(self, parcel: OutgoingMessage) -> None:
        if error := self.trouble.get(parcel.recipient):
            raise error
        self.taken.append(parcel)


class PublicRecordingChannel(RecordingChannel):
    """One that cannot take back what it was handed."""

    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.HOLD


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.open_write_connection() as connection:
        yield connection


@pytest.fixture
def clock() -> Clock:
    return Clock()


def claim(connection: Connection, clock: Clock, holder: str, limit: int = 100) -> list[int]:
    claimed = outbox.claim(connection, "smtp", Lease(holder, LEASE), clock(), TODAY, limit)
    return [each.id for each in claimed.deliveries]


def start(connection: Connection, clock: Clock, holder: str, *ids: int) -> set[int]:
    return outbox.record_outcomes_and_start(connection, Lease(holder, LEASE), clock(), settle=[], start=ids)


def settle(connection: Connection, clock: Clock, holder: str, *outcomes: AttemptOutcome) -> None:
    outbox.record_outcomes_and_start(connection, Lease(holder, LEASE), clock(), settle=outcomes, start=[])


def send(database: Database, documents: Path, clock: Clock, *lanes: Channel) -> SendResult:
    return send_due(SenderConfig(database, DocumentStore(documents), clock, TODAY, LEASE, RETRY), lanes)


def next_due(database: Database, now: datetime) -> datetime | None:
    with database.read_session() as session:
        return due_deliveries.find_next_due(session, now)


def resolve(database: Database, delivery: int, verdict: str) -> None:
    with database.write_session() as session:
        resolving.resolve(session, delivery, Verdict(verdict), NOON)


def test_what_cannot_be_read_is_not_sent_until_it_can(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    """Its document lies in a bundle that is gone: nothing is marked as sent, and the reason says which."""
    (delivery,) = add_deliveries(database, tmp_path, 1)
    name = "lievegem/brief.eml"
    store = open_store("database", tmp_path / "elsewhere", database)
    store.write(name, (tmp_path / name).read_bytes())
    assert store.bundles
    ((bundle, _),) = store.bundles.blobs.list()
    content = store.bundles.blobs.get(bundle)
    store.bundles.blobs.delete(bundle)
    channel = RecordingChannel()
    config = SenderConfig(database, store, clock, TODAY, LEASE, RETRY)
    send_due(config, [channel])
    found = row(database, delivery)
    assert (found.state, found.sent_at, found.attempts) == (DeliveryState.PENDING, None, 0)
    assert name in found.reason
    assert channel.taken == []
    store.bundles.blobs.put(bundle, content)
    clock.advance(RETRY)
    send_due(config, [channel])
    assert row(database, delivery).state is DeliveryState.SENT
    assert [each.content.endswith((tmp_path / name).read_bytes()) for each in channel.taken] == [True]


# Claims and leases


def test_no_more_are_claimed_than_asked_whatever_plan_the_database_makes(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path
) -> None:
    """PostgreSQL may run a subquery once for each row, and each time lock the next ones."""
    first, *others = add_deliveries(database, tmp_path, 5)
    if not database.is_sqlite:
        with connection.begin():
            connection.exec_driver_sql("ANALYZE deliveries")
            for name in ("hashjoin", "mergejoin", "material", "hashagg", "sort"):
                connection.exec_driver_sql(f"SET enable_{name} = off")
    assert claim(connection, clock, "me", limit=1) == [first]
    assert claim(connection, clock, "you", limit=3) == others[:3]


def test_those_tried_least_often_are_claimed_first(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path
) -> None:
    a, b, c, d, other = add_deliveries(database, tmp_path, 5)
    change(database, a, attempts=2)
    change(database, b, attempts=1)
    change(database, d, next_try_at=NOON + timedelta(seconds=1))
    change(database, other, channel="folder")
    assert claim(connection, clock, "me", limit=2) == [c, b]
    assert claim(connection, clock, "you", limit=2) == [a]
    clock.advance(1)
    assert claim(connection, clock, "they") == [d]


def test_what_was_written_for_one_moment_can_be_sent_alone(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path
) -> None:
    _, mine, *_ = add_deliveries(database, tmp_path, 3)
    town = row(database, mine).municipality_id
    with database.write_session() as session:
        moment = Moment(municipality_id=town, kind="k", subject="s", period="p", day=NOON, opened_at=NOON)
        session.add(moment)
    which = DeliveryFilter(moment_id=moment.id)
    with database.read_session() as session:
        assert due_deliveries.list_channels_due(session, clock(), which) == []
    change(database, mine, moment_id=moment.id)
    with database.read_session() as session:
        assert due_deliveries.list_channels_due(session, clock(), which) == ["smtp"]
    notebook = RecordingChannel()
    config = SenderConfig(database, DocumentStore(tmp_path), clock, TODAY, LEASE, RETRY, which=which)
    send_due(config, [notebook])
    assert [parcel.id for parcel in notebook.taken] == [mine]


def test_what_is_of_one_municipality_can_be_sent_alone(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    add_deliveries(database, tmp_path, 2, slug="zulte")
    wanted = add_deliveries(database, tmp_path, 3, slug="lievegem")
    with database.read_session() as session:
        own = DeliveryFilter(get_or_add_municipality(session, "lievegem").id)
        other = DeliveryFilter(get_or_add_municipality(session, "zulte").id)
    config = SenderConfig(database, DocumentStore(tmp_path), clock, TODAY, LEASE, RETRY, which=own)
    notebook = RecordingChannel()
    assert send_due(config, [notebook]).states == {DeliveryState.SENT: 3}
    assert sorted(each.id for each in notebook.taken) == wanted
    assert send_due(config, [notebook]).states == {}
    with database.read_session() as session:
        assert due_deliveries.list_channels_due(session, clock(), own) == []
        assert due_deliveries.list_channels_due(session, clock(), other) == ["smtp"]
        assert due_deliveries.find_next_due(session, clock(), own) is None
        assert due_deliveries.find_next_due(session, clock(), other) == clock()


def test_one_configuration_serves_this_process_and_another(
    sqlite_database: Database, clock: Clock, tmp_path: Path
) -> None:
    add_deliveries(sqlite_database, tmp_path, 2)
    config = SenderConfig(sqlite_database, DocumentStore(tmp_path), clock, TODAY, LEASE, RETRY)
    sent: SenderConfig = pickle.loads(pickle.dumps(config))
    assert send_due(sent, [RecordingChannel()]).states == {DeliveryState.SENT: 2}
    sent.database.close()


def test_a_lease_is_taken_over_after_it_ran_out_and_not_before(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1)
    assert claim(connection, clock, "me") == [delivery]
    assert row(database, delivery).state is DeliveryState.PENDING
    clock.advance(LEASE)
    assert claim(connection, clock, "you") == []
    clock.advance(0.000001)
    assert claim(connection, clock, "you") == [delivery]
    assert start(connection, clock, "me", delivery) == set(), "it is no longer mine"
    assert start(connection, clock, "you", delivery) == {delivery}


def test_a_claim_does_not_wait_for_what_another_process_is_claiming(
    postgres_database: Database, clock: Clock, tmp_path: Path
) -> None:
    first, *others = add_deliveries(postgres_database, tmp_path, 3)
    with postgres_database.engine.connect() as other, postgres_database.open_write_connection() as mine:
        other.execute(select(Delivery.id).where(Delivery.id == first).with_for_update())
        with mine.begin():
            mine.execute(text("SET lock_timeout = '100ms'"))
        assert claim(mine, clock, "me") == others


def test_a_sender_knows_from_when_on_another_one_may_have_its_deliveries(
    connection: Connection, clock: Clock
) -> None:
    renewal = LeaseRenewal(clock, connection, Lease("me", LEASE), clock())
    clock.advance(LEASE - 0.000001)
    assert not renewal.is_expired
    clock.advance(0.000001)
    assert renewal.is_expired


def test_starting_renews_the_lease_and_counts_the_attempt(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path
) -> None:
    ids = add_deliveries(database, tmp_path, 2)
    claim(connection, clock, "me")
    clock.advance(50)
    assert start(connection, clock, "me", ids[0]) == {ids[0]}
    started, waiting = rows(database)
    assert (started.state, started.attempts) == (DeliveryState.SENDING, 1)
    assert started.lease_until == clock() + timedelta(seconds=LEASE)
    assert (waiting.state, waiting.attempts) == (DeliveryState.PENDING, 0)
    assert start(connection, clock, "me", ids[0]) == set(), "it was started already"


def test_an_outcome_is_ignored_when_the_lease_was_lost(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1)
    claim(connection, clock, "me")
    start(connection, clock, "me", delivery)
    clock.advance(LEASE + 1)
    outbox.recover_abandoned(connection, "smtp", InDoubtPolicy.RESEND, clock())
    claim(connection, clock, "you")
    start(connection, clock, "you", delivery)
    settle(connection, clock, "me", AttemptOutcome(delivery, DeliveryState.FAILED, "too late to say"))
    mine = row(database, delivery)
    assert (mine.state, mine.lease, mine.attempts, mine.reason[:15]) == (
        DeliveryState.SENDING,
        "you",
        2,
        "the sender died",
    )
    settle(connection, clock, "you", AttemptOutcome(delivery, DeliveryState.SENT))
    assert (row(database, delivery).state, row(database, delivery).reason) == (DeliveryState.SENT, "")


def test_what_was_sent_is_recorded_whatever_its_server_says(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path
) -> None:
    sent, failed, waiting = add_deliveries(database, tmp_path, 3)
    claim(connection, clock, "me", 2)
    start(connection, clock, "me", sent, failed)
    called = AttemptOutcome(sent, DeliveryState.SENT, remote_id="7 https://b.be/\0" + "x" * 600)
    refused = AttemptOutcome(failed, DeliveryState.FAILED, "no\0 \ud800such post")
    settle(connection, clock, "me", called, refused)
    outbox.postpone_channel(connection, "smtp", clock(), RETRY, "gone\0")
    assert row(database, sent).remote_id == "7 https://b.be/" + "x" * 485
    assert [row(database, each).reason for each in (failed, waiting)] == ["no such post", "gone"]


def test_what_was_claimed_and_not_started_is_given_back(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path
) -> None:
    a, b = add_deliveries(database, tmp_path, 2)
    claim(connection, clock, "me")
    start(connection, clock, "me", a)
    outbox.release_claimed(connection, Lease("me", LEASE))
    assert claim(connection, clock, "you") == [b]
    assert row(database, a).lease == "me"


# Outcomes


def test_the_wait_grows_threefold_to_a_day() -> None:
    waits = [
        retry_times.compute_backoff(attempts, RETRY).total_seconds()
        for attempts in range(1, MAX_ATTEMPTS + 1)
    ]
    assert waits == [300, 900, 2700, 8100, 24300, 72900, 86400, 86400]


def test_a_delivery_is_given_up_by_its_age(database: Database, clock: Clock, tmp_path: Path) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1, recipients=["vol@b.be"])
    channel = RecordingChannel(vol=TemporaryFailure("452 full"))
    clock.advance(30 * 86400)  # how long it waited for its first attempt does not matter
    last = clock() + GIVE_UP_AFTER
    attempt = 0
    while clock() < last:
        attempt += 1
        assert send(database, tmp_path, clock, channel).states == {DeliveryState.PENDING: 1}
        waits = row(database, delivery)
        assert waits.attempts == attempt
        assert waits.next_try_at == min(clock() + retry_times.compute_backoff(attempt, RETRY), last)
        assert next_due(database, clock()) == waits.next_try_at
        clock.time = waits.next_try_at
    assert attempt > MAX_ATTEMPTS, "no number of attempts ends it"
    assert send(database, tmp_path, clock, channel).states == {DeliveryState.FAILED: 1}
    assert row(database, delivery).reason == "given up after 5 days: 452 full"
    assert next_due(database, clock()) is None


def test_what_is_resent_after_it_was_given_up_gets_its_days_again(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1, recipients=["vol@b.be"])
    full = RecordingChannel(vol=TemporaryFailure("452 full"))
    send(database, tmp_path, clock, full)
    clock.advance(5 * 86400)
    assert send(database, tmp_path, clock, full).states == {DeliveryState.FAILED: 1}
    resolve(database, delivery, "resend")
    assert send(database, tmp_path, clock, full).states == {DeliveryState.PENDING: 1}


def test_a_permanent_failure_stops_nobody_else(database: Database, clock: Clock, tmp_path: Path) -> None:
    add_deliveries(database, tmp_path, 3, recipients=["a@b.be", "weg@b.be", "c@b.be"])
    channel = RecordingChannel(weg=PermanentFailure("550 nobody"))
    tally = send(database, tmp_path, clock, channel)
    assert tally.states == {DeliveryState.SENT: 2, DeliveryState.FAILED: 1}
    assert [each.recipient for each in channel.taken] == ["a@b.be", "c@b.be"]
    assert rows(database)[1].reason == "550 nobody"


@pytest.mark.parametrize("lanes", [1, 4])
def test_a_channel_that_is_down_stops_the_loop_and_puts_off_all_that_waits(
    database: Database, clock: Clock, tmp_path: Path, lanes: int
) -> None:
    add_deliveries(database, tmp_path, 20)
    tried_before, elsewhere = add_deliveries(database, tmp_path, 2)
    change(database, tried_before, attempts=2)
    change(database, elsewhere, channel="folder")
    down = [RecordingChannel(**{recipient(n).split("@")[0]: ChannelUnavailable("no")}) for n in range(lanes)]
    for each in down:
        each.trouble = {recipient(n): ChannelUnavailable("421 nobody home") for n in range(30)}
    tally = send(database, tmp_path, clock, *down)
    assert tally.channel_down
    assert tally.states == {DeliveryState.PENDING: lanes}, "the others were not tried"
    for each in rows(database)[:20]:
        assert (each.state, each.attempts, each.lease) == (DeliveryState.PENDING, 0, None)
        assert each.reason == "421 nobody home"
        assert each.next_try_at == clock() + timedelta(seconds=RETRY)
    assert (row(database, tried_before).attempts, row(database, tried_before).next_try_at) == (
        2,
        clock() + timedelta(seconds=RETRY),
    )
    assert row(database, elsewhere).next_try_at is None
    assert send(database, tmp_path, clock, *down).states == {}


@pytest.mark.long
def test_a_channel_that_stays_down_costs_no_attempts_and_all_is_given_up_by_its_age(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    add_deliveries(database, tmp_path, 12)
    down = RecordingChannel(**{f"trekker{n}": ChannelUnavailable("no") for n in range(13)})
    down.trouble = {recipient(n): ChannelUnavailable("421 nobody home") for n in range(13)}
    tries, last = 0, clock() + GIVE_UP_AFTER
    while clock() < last:
        tally, tries = send(database, tmp_path, clock, down), tries + 1
        assert (tally.channel_down, tally.unavailable) == (True, {None: "421 nobody home"})
        assert {(each.state, each.attempts) for each in rows(database)} == {(DeliveryState.PENDING, 0)}
        due = next_due(database, clock())
        assert due is not None
        assert clock() < due <= clock() + timedelta(hours=1), "it is noticed soon when the server is back"
        clock.time = due
    assert tries < 130
    assert send(database, tmp_path, clock, down).states == {DeliveryState.FAILED: 12}, "all are counted"
    assert {each.reason for each in rows(database)} == {"given up after 5 days: 421 nobody home"}
    which = resolving.ResolveFilter(channel="smtp")
    with database.write_session() as session:
        assert resolving.resolve_all(session, which, Verdict.RESEND, clock(), dry_run=True) == {"smtp": 12}
    assert states(database) == [DeliveryState.FAILED] * 12
    with database.write_session() as session:
        assert resolving.resolve_all(session, which, Verdict.RESEND, clock()) == {"smtp": 12}
    assert send(database, tmp_path, clock, RecordingChannel()).states == {DeliveryState.SENT: 12}


def test_a_server_that_refuses_us_is_down_after_a_few_and_costs_no_attempts(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    add_deliveries(database, tmp_path, 20)
    channel = RecordingChannel()
    channel.trouble = {recipient(n): ChannelSuspected("554 5.7.1 relay access denied") for n in range(21)}
    tally = send(database, tmp_path, clock, channel)
    assert (tally.channel_down, tally.unavailable) == (True, {None: "554 5.7.1 relay access denied"})
    assert tally.states == {DeliveryState.PENDING: 5}, "the others were not tried"
    assert {(each.state, each.attempts) for each in rows(database)} == {(DeliveryState.PENDING, 0)}
    assert {each.next_try_at for each in rows(database)} == {NOON + timedelta(seconds=RETRY)}


@pytest.mark.parametrize("lanes", [1, 3])
def test_one_that_is_refused_as_if_about_us_stops_nobody_else(
    database: Database, clock: Clock, tmp_path: Path, lanes: int
) -> None:
    odd, *_ = add_deliveries(database, tmp_path, 4, recipients=["lijst@b.be", "b@b.be", "c@b.be", "d@b.be"])
    channels = [RecordingChannel(lijst=ChannelSuspected("550 5.7.1 members only")) for _ in range(lanes)]
    tally = send(database, tmp_path, clock, *channels)
    assert tally.states == {DeliveryState.SENT: 3, DeliveryState.PENDING: 1}
    assert not tally.channel_down
    assert tally.unavailable == {None: "550 5.7.1 members only"}, "but it is said"
    assert row(database, odd).attempts == 0


def test_a_municipality_whose_sender_is_refused_stops_nobody_else(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    add_deliveries(database, tmp_path, 3)
    add_deliveries(database, tmp_path, 1, slug="zulte", recipients=["z@b.be"])
    channel = RecordingChannel()
    refused = ChannelUnavailable("553 5.7.1 not your sender", one_municipality=True)
    channel.trouble = {recipient(n): refused for n in range(4)}
    tally = send(database, tmp_path, clock, channel)
    assert (tally.channel_down, tally.unavailable) == (False, {"lievegem": "553 5.7.1 not your sender"})
    assert [parcel.municipality for parcel in channel.taken] == ["zulte"]
    assert [each.attempts for each in rows(database)] == [0, 0, 0, 1]


class OwnRecordingChannel(RecordingChannel):
    """One for each municipality; what it is told to raise is for a municipality."""

    server_per_municipality: ClassVar[bool] = True

    def send(self, parcel: OutgoingMessage) -> None:
        if error := self.trouble.get(f"{parcel.municipality}@b.be"):
            raise error
        self.taken.append(parcel)


def test_a_municipality_whose_own_server_is_down_stops_nobody_else(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    add_deliveries(database, tmp_path, 2)
    add_deliveries(database, tmp_path, 2, slug="zulte")
    add_deliveries(database, tmp_path, 2)
    notebook = OwnRecordingChannel(lievegem=ChannelUnavailable("wrong password"))
    tally = send(database, tmp_path, clock, notebook)
    assert not tally.channel_down, "there is more that can be sent"
    assert [parcel.municipality for parcel in notebook.taken] == ["zulte", "zulte"]
    assert (
        states(database)
        == [DeliveryState.PENDING] * 2 + [DeliveryState.SENT] * 2 + [DeliveryState.PENDING] * 2
    )
    waiting = [each for each in rows(database) if each.state is DeliveryState.PENDING]
    assert {(each.attempts, each.reason) for each in waiting} == {(0, "wrong password")}
    assert {each.next_try_at for each in waiting} == {NOON + timedelta(seconds=RETRY)}
    assert send(database, tmp_path, clock, OwnRecordingChannel()).states == {}, "all that is left was put off"


@pytest.mark.parametrize(("asked", "waited"), [(0.0, RETRY), (RETRY + 5, RETRY + 5), (1e9, 86400.0)])
def test_a_server_that_asks_to_wait_longer_is_left_alone_that_long(
    database: Database, clock: Clock, tmp_path: Path, asked: float, waited: float
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1, recipients=["a@b.be"])
    send(database, tmp_path, clock, RecordingChannel(a=TemporaryFailure("too many", after=asked)))
    assert row(database, delivery).next_try_at == NOON + timedelta(seconds=waited)


def test_an_error_that_nobody_expected_costs_the_other_lanes_nothing(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    add_deliveries(database, tmp_path, 8, recipients=[f"{name}@b.be" for name in "abcdefgh"])
    lanes = [RecordingChannel(b=RuntimeError("a bug")) for _ in range(4)]
    tally = send(database, tmp_path, clock, *lanes)
    assert tally.states == {DeliveryState.SENT: 7, DeliveryState.IN_DOUBT: 1}
    assert rows(database)[1].state is DeliveryState.IN_DOUBT
    assert "a bug" in rows(database)[1].reason
    assert sum(len(lane.taken) for lane in lanes) == 7


def test_lanes_that_are_slow_one_after_the_other_lose_nothing_to_another_sender(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    class Slow(RecordingChannel):
        def send(self, parcel: OutgoingMessage) -> None:
            clock.advance(LEASE * 0.6)
            with database.open_write_connection() as another:
                outbox.recover_abandoned(another, "smtp", InDoubtPolicy.RESEND, clock())
            super().send(parcel)

    add_deliveries(database, tmp_path, 4)
    lanes = [Slow() for _ in range(4)]
    assert send(database, tmp_path, clock, *lanes).states == {DeliveryState.SENT: 4}
    assert [(each.state, each.attempts) for each in rows(database)] == [(DeliveryState.SENT, 1)] * 4


@pytest.mark.parametrize("fate", ["changed", "missing"])
def test_a_document_that_is_not_what_was_made_is_not_sent(
    database: Database, clock: Clock, tmp_path: Path, fate: str
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1)
    document = tmp_path / "lievegem/brief.eml"
    document.write_bytes(document.read_bytes() + b"\r\n") if fate == "changed" else document.unlink()
    channel = RecordingChannel()
    assert send(database, tmp_path, clock, channel).states == {DeliveryState.FAILED: 1}
    assert channel.taken == []
    assert row(database, delivery).reason.startswith("the document lievegem/brief.eml")


# Doubt


def test_in_doubt_it_is_sent_again_by_a_channel_that_does_not_mind(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1, recipients=["a@b.be"])
    send(database, tmp_path, clock, RecordingChannel(a=DeliveryInDoubt("no answer")))
    assert row(database, delivery).state is DeliveryState.IN_DOUBT
    assert next_due(database, clock()) == clock() + timedelta(seconds=RETRY)
    clock.advance(RETRY)
    channel = RecordingChannel()
    assert send(database, tmp_path, clock, channel).states == {DeliveryState.SENT: 1}
    assert channel.taken[0].message_id == row(database, delivery).message_id


@pytest.mark.parametrize("way", ["no answer", "died"])
def test_in_doubt_it_is_held_for_a_person_by_a_channel_that_is_public(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path, way: str
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1, recipients=["a@b.be"])
    if way == "died":
        claim(connection, clock, "me")
        start(connection, clock, "me", delivery)
    else:
        send(database, tmp_path, clock, PublicRecordingChannel(a=DeliveryInDoubt("no answer")))
    for _ in range(3):
        clock.advance(86400)
        assert send(database, tmp_path, clock, PublicRecordingChannel()).states == {}
        assert row(database, delivery).state is DeliveryState.IN_DOUBT
        assert next_due(database, clock()) is None, "only a person can go on with it"
    resolve(database, delivery, "resend")
    channel = PublicRecordingChannel()
    assert send(database, tmp_path, clock, channel).states == {DeliveryState.SENT: 1}
    assert channel.taken[0].message_id == row(database, delivery).message_id


def test_doubt_after_the_last_attempt_is_a_persons(database: Database, clock: Clock, tmp_path: Path) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1, recipients=["a@b.be"])
    change(database, delivery, attempts=MAX_ATTEMPTS - 1)
    send(database, tmp_path, clock, RecordingChannel(a=DeliveryInDoubt("no answer")))
    clock.advance(30 * 86400)
    assert send(database, tmp_path, clock, RecordingChannel()).states == {}
    assert row(database, delivery).state is DeliveryState.IN_DOUBT
    assert next_due(database, clock()) is None


@pytest.mark.parametrize("state", [DeliveryState.IN_DOUBT, DeliveryState.FAILED])
def test_a_person_settles_what_is_in_doubt_or_failed(
    database: Database, clock: Clock, tmp_path: Path, state: DeliveryState
) -> None:
    a, b = add_deliveries(database, tmp_path, 2)
    for each in (a, b):
        change(database, each, state=state, attempts=MAX_ATTEMPTS, reason="no answer", next_try_at=NOON)
    resolve(database, a, "sent")
    resolve(database, b, "resend")
    assert (row(database, a).state, row(database, a).sent_at) == (DeliveryState.SENT, NOON)
    assert row(database, a).reason == "no answer; a person said: sent"
    again = row(database, b)
    assert (again.state, again.attempts, again.next_try_at) == (DeliveryState.PENDING, 0, None)
    channel = RecordingChannel()
    assert send(database, tmp_path, clock, channel).states == {DeliveryState.SENT: 1}
    assert [each.id for each in channel.taken] == [b]


@pytest.mark.parametrize(
    "state", [DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.SKIPPED]
)
def test_there_is_nothing_to_settle_about_the_others(
    database: Database, tmp_path: Path, state: DeliveryState
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1)
    change(database, delivery, state=state)
    with pytest.raises(InputError, match=f"delivery {delivery} is {state}"):
        resolve(database, delivery, "resend")
    with pytest.raises(InputError, match="there is no delivery 999"):
        resolve(database, 999, "sent")


_MAY_BE_DROPPED = (
    DeliveryState.PENDING,
    DeliveryState.HELD,
    DeliveryState.FAILED,
    DeliveryState.IN_DOUBT,
)


@pytest.mark.parametrize("state", _MAY_BE_DROPPED)
def test_what_a_person_drops_is_never_sent_and_is_neither_failed_nor_skipped(
    database: Database, clock: Clock, tmp_path: Path, state: DeliveryState
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1)
    change(database, delivery, state=state, reason="no answer", next_try_at=NOON, attempts=3)
    resolve(database, delivery, "drop")
    dropped = row(database, delivery)
    assert (dropped.state, dropped.dropped_at, dropped.sent_at) == (DeliveryState.DROPPED, NOON, None)
    assert dropped.reason == "no answer; a person said: drop"
    clock.advance(30 * 86400)
    channel = RecordingChannel()
    assert (send(database, tmp_path, clock, channel).states, channel.taken) == ({}, [])
    assert next_due(database, clock()) is None
    with database.read_session() as session:
        waiting = select(Delivery.id).where(due_deliveries.waits_for_a_person())
        assert session.scalars(waiting).all() == [], "it is settled"


@pytest.mark.parametrize(
    ("verdict", "becomes"), [("resend", DeliveryState.PENDING), ("sent", DeliveryState.SENT)]
)
def test_who_dropped_it_may_think_otherwise(
    database: Database, clock: Clock, tmp_path: Path, verdict: str, becomes: DeliveryState
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1)
    resolve(database, delivery, "drop")
    resolve(database, delivery, verdict)
    assert (row(database, delivery).state, row(database, delivery).dropped_at) == (becomes, None)
    sent = send(database, tmp_path, clock, RecordingChannel()).states
    assert sent == ({DeliveryState.SENT: 1} if verdict == "resend" else {})


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.SKIPPED, DeliveryState.SENDING])
def test_what_left_or_was_settled_cannot_be_dropped(
    database: Database, tmp_path: Path, state: DeliveryState
) -> None:
    (delivery,) = add_deliveries(database, tmp_path, 1)
    change(database, delivery, state=state)
    with pytest.raises(InputError, match=f"delivery {delivery} is {state}"):
        resolve(database, delivery, "drop")


def test_what_a_sender_holds_cannot_be_dropped_one_by_one_or_together(
    database: Database, tmp_path: Path
) -> None:
    leased, free = add_deliveries(database, tmp_path, 2)
    change(database, leased, lease="sender", lease_until=NOON + timedelta(minutes=1))
    with pytest.raises(InputError, match=f"delivery {leased} is sending"):
        resolve(database, leased, "drop")
    with database.write_session() as session:
        waiting = resolving.ResolveFilter((DeliveryState.PENDING,))
        assert resolving.resolve_all(session, waiting, Verdict.DROP, NOON) == {"smtp": 1}
    assert states(database) == [DeliveryState.PENDING, DeliveryState.DROPPED]
    assert row(database, free).dropped_at == NOON


@pytest.mark.parametrize("which", [resolving.ResolveFilter(), resolving.ResolveFilter(channel="folder")])
def test_nothing_but_what_was_asked_is_resolved_at_once(
    database: Database, tmp_path: Path, which: resolving.ResolveFilter
) -> None:
    """Of each state, one by mail and one in a folder: only those of the filter are resolved."""
    before: dict[int, tuple[DeliveryState, str]] = {}
    for state in DeliveryState:
        for channel in ("smtp", "folder"):
            (delivery,) = add_deliveries(database, tmp_path, 1)
            change(database, delivery, state=state, channel=channel, attempts=3, reason="why")
            before[delivery] = (state, channel)
    with database.write_session() as session:
        resolving.resolve_all(session, which, Verdict.RESEND, NOON)
    for each in rows(database):
        state, channel = before[each.id]
        chosen = state is DeliveryState.FAILED and which.channel in (None, channel)
        assert each.state is (DeliveryState.PENDING if chosen else state)
        assert (each.attempts, each.reason) == ((0, "why; a person said: resend") if chosen else (3, "why"))


def test_all_of_a_municipality_since_a_day_are_resolved(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path
) -> None:
    old, new, held = add_deliveries(database, tmp_path, 3)
    (elsewhere,) = add_deliveries(database, tmp_path, 1, slug="zulte")
    for each in (old, new, elsewhere):
        change(database, each, state=DeliveryState.IN_DOUBT)
    change(database, old, created_at=NOON - timedelta(days=2))
    town = row(database, new).municipality_id
    in_doubt = (DeliveryState.IN_DOUBT, DeliveryState.PENDING)
    which = resolving.ResolveFilter(in_doubt[:1], None, town, NOON - timedelta(days=1))
    with database.write_session() as session:
        assert resolving.resolve_all(session, which, Verdict.SENT, NOON) == {"smtp": 1}
    assert (row(database, new).state, row(database, new).sent_at) == (DeliveryState.SENT, NOON)
    assert {row(database, each).state for each in (old, elsewhere)} == {DeliveryState.IN_DOUBT}
    claim(connection, clock, "me", limit=1)
    waiting = resolving.ResolveFilter((DeliveryState.PENDING,))
    with database.write_session() as session:
        assert resolving.resolve_all(session, waiting, Verdict.RESEND, NOON) == {}, "a sender holds it"
        with pytest.raises(InputError):
            resolving.resolve_all(session, waiting, Verdict.SENT, NOON)
    assert row(database, held).lease == "me"


# What comes next


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Europe/Brussels")])
def test_what_waits_is_due_at_once_and_what_is_held_when_its_lease_runs_out(
    database: Database, connection: Connection, clock: Clock, tmp_path: Path, zone: ZoneInfo
) -> None:
    clock.time = NOON.astimezone(zone)
    assert next_due(database, clock()) is None
    a, b = add_deliveries(database, tmp_path, 2)
    assert next_due(database, clock()) == clock()
    change(database, a, next_try_at=NOON + timedelta(hours=2))
    change(database, b, next_try_at=NOON + timedelta(hours=3))
    assert next_due(database, clock()) == NOON + timedelta(hours=2)
    change(database, a, next_try_at=None)
    assert claim(connection, clock, "me") == [a]
    assert next_due(database, clock()) == NOON + timedelta(seconds=LEASE)
    start(connection, clock, "me", a)
    assert next_due(database, clock()) == NOON + timedelta(seconds=LEASE)
    clock.advance(LEASE + 1)
    due = next_due(database, clock())
    assert due is not None, "its sender died, and it must be recovered"
    assert due <= clock()
    settle(connection, clock, "me", AttemptOutcome(a, DeliveryState.SENT))
    assert next_due(database, clock()) == NOON + timedelta(hours=3)


# Any order of steps

OUTCOMES = [DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.FAILED, DeliveryState.IN_DOUBT]
ANY = st.integers(0, 11)
FINAL = {DeliveryState.SENT, DeliveryState.FAILED, *NEVER_SENT}


class Deliveries(RuleBasedStateMachine):
    """A few deliveries, some senders that claim, send, are slow or die, and a clock that never stops."""

    def __init__(self, database: Database, documents: Path) -> None:
        super().__init__()
        delete_deliveries(database)
        self.database, self.documents = database, documents
        self.clock = Clock()
        self.connection = database.open_write_connection()
        self.senders: dict[str, set[int]] = {}  # what each claimed and has not yet started
        self.sending: dict[int, dict[str, datetime]] = {}  # who started it and has not settled, until when
        self.handed_over: set[int] = set()
        self.said_sent: set[int] = set()  # by a person
        self.sent: set[int] = set()
        self.numbers = iter(range(1, 1000))

    @initialize(in_doubt_policy=st.sampled_from(InDoubtPolicy))
    def begin(self, in_doubt_policy: InDoubtPolicy) -> None:
        self.in_doubt_policy = in_doubt_policy
        self.add(2)

    @rule(number=st.integers(1, 3))
    def add(self, number: int) -> None:
        add_deliveries(self.database, self.documents, number)

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        holder = f"sender {next(self.numbers)}"
        claimed = claim(self.connection, self.clock, holder, limit)
        assert len(claimed) <= limit
        if claimed:
            self.senders[holder] = set(claimed)

    @rule(which=ANY, limit=st.integers(1, 4))
    def start(self, which: int, limit: int) -> None:
        waiting = [holder for holder, claimed in self.senders.items() if claimed]
        if not waiting:
            return
        self._start(waiting[which % len(waiting)], limit)

    @rule(lanes=st.integers(1, 4))
    def a_sender_comes(self, lanes: int) -> None:
        """What the sending loop does first."""
        self.recover()
        self.claim(4)
        if self.senders:
            self._start(list(self.senders)[-1], lanes)

    def _start(self, holder: str, limit: int) -> None:
        chosen = sorted(self.senders[holder])[:limit]
        self.senders[holder] -= set(chosen)
        for delivery in start(self.connection, self.clock, holder, *chosen):
            others = self.sending.setdefault(delivery, {})
            assert all(until < self.clock() for until in others.values()), "two send it at once"
            others[holder] = Lease(holder, LEASE).until(self.clock())
            self.handed_over.add(delivery)

    @rule(which=ANY, state=st.sampled_from(OUTCOMES))
    def settle(self, which: int, state: DeliveryState) -> None:
        started = sorted((holder, each) for each, held in self.sending.items() for holder in held)
        if not started:
            return
        holder, delivery = started[which % len(started)]
        del self.sending[delivery][holder]
        before = row(self.database, delivery)
        settle(self.connection, self.clock, holder, self._outcome(before, state))
        after = row(self.database, delivery)
        if (before.state, before.lease) == (DeliveryState.SENDING, holder):
            assert (after.lease, after.lease_until) == (None, None)
            assert after.state is state or (
                after.state is DeliveryState.FAILED and state is DeliveryState.PENDING
            )
        else:
            assert (after.state, after.lease) == (before.state, before.lease)

    def _outcome(self, delivery: Delivery, state: DeliveryState) -> AttemptOutcome:
        """As `sending` makes it."""
        if state is DeliveryState.PENDING and delivery.attempts >= MAX_ATTEMPTS:
            return AttemptOutcome(delivery.id, DeliveryState.FAILED)
        again = self.clock() + retry_times.compute_backoff(max(delivery.attempts, 1), RETRY)
        if state is DeliveryState.SENT:
            return AttemptOutcome(delivery.id, state)
        held = state is DeliveryState.IN_DOUBT and self.in_doubt_policy is InDoubtPolicy.HOLD
        return AttemptOutcome(
            delivery.id, state, next_try_at=None if held or state is DeliveryState.FAILED else again
        )

    @rule(which=ANY)
    def die(self, which: int) -> None:
        if holder := self._sender(which):
            del self.senders[holder]
            for held in self.sending.values():
                held.pop(holder, None)

    @rule(which=ANY)
    def release(self, which: int) -> None:
        if holder := self._sender(which):
            outbox.release_claimed(self.connection, Lease(holder, LEASE))
            self.senders[holder] = set()

    @rule(seconds=st.sampled_from([1.0, LEASE - 1, LEASE, LEASE + 1, RETRY, 86400.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def recover(self) -> None:
        outbox.recover_abandoned(self.connection, "smtp", self.in_doubt_policy, self.clock())

    @rule()
    def channel_goes_down(self) -> None:
        outbox.postpone_channel(self.connection, "smtp", self.clock(), RETRY, "down")

    @rule(which=ANY, verdict=st.sampled_from(Verdict))
    def resolve(self, which: int, verdict: Verdict) -> None:
        unsettled = [
            each
            for each in rows(self.database)
            if each.state in (DeliveryState.IN_DOUBT, DeliveryState.FAILED)
        ]
        if unsettled:
            chosen = unsettled[which % len(unsettled)].id
            resolve(self.database, chosen, verdict)
            if verdict is Verdict.SENT:
                self.said_sent.add(chosen)

    @invariant()
    def all_is_well(self) -> None:
        for each in rows(self.database):
            assert each.state in DeliveryState
            assert each.attempts <= MAX_ATTEMPTS
            assert (each.lease is None) == (each.lease_until is None)
            if each.state is DeliveryState.SENDING:
                assert each.lease is not None
            elif each.state is not DeliveryState.PENDING:
                assert each.lease is None
            if each.state is DeliveryState.SENT:
                assert each.sent_at is not None
                assert each.id in self.handed_over | self.said_sent
                self.sent.add(each.id)
            else:
                assert each.id not in self.sent, "sent is final"

    def teardown(self) -> None:
        """Whatever happened, one sender that comes whenever something is due brings all to an end."""
        with closing(self.connection):
            for _ in range(10 * len(rows(self.database)) + 10):
                due = next_due(self.database, self.clock())
                if due is None:
                    break
                # A microsecond later: a lease holds until its last moment, that one included.
                self.clock.time = max(self.clock(), due) + timedelta(microseconds=1)
                self._sweep()
            else:
                raise AssertionError(f"it goes on for ever: {states(self.database)}")
            for each in rows(self.database):
                persons = each.state is DeliveryState.IN_DOUBT and (
                    self.in_doubt_policy is InDoubtPolicy.HOLD or each.attempts >= MAX_ATTEMPTS
                )
                assert each.state in FINAL or persons, f"{each.state} and never due"

    def _sweep(self) -> None:
        before = [(each.state, each.lease) for each in rows(self.database)]
        self.recover()
        last = f"sender {next(self.numbers)}"
        claimed = claim(self.connection, self.clock, last)
        if not claimed:
            assert before != [(each.state, each.lease) for each in rows(self.database)], (
                "due, and nothing to do"
            )
            return
        assert start(self.connection, self.clock, last, *claimed) == set(claimed)
        settle(
            self.connection,
            self.clock,
            last,
            *[AttemptOutcome(each, DeliveryState.SENT) for each in claimed],
        )

    def _sender(self, which: int) -> str | None:
        return list(self.senders)[which % len(self.senders)] if self.senders else None


@pytest.mark.long
@pytest.mark.soak
def test_in_any_order_of_steps_no_delivery_is_lost_or_sent_by_two(database: Database, tmp_path: Path) -> None:
    run_state_machine_as_test(
        lambda: Deliveries(database, tmp_path),
        settings=settings(
            max_examples=often(15 if database.is_sqlite else 6, soak=600 if database.is_sqlite else 200),
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


# A clock that was ahead


class _UnavailableChannel(RecordingChannel):
    def send(self, parcel: OutgoingMessage) -> None:
        raise ChannelUnavailable("away")


def test_what_a_clock_that_was_ahead_left_waits_no_longer_than_anything_else(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    later, leased, sending, doubt, soon = add_deliveries(database, tmp_path, 5)
    ahead = NOON + timedelta(days=365)
    change(database, later, next_try_at=ahead, first_tried_at=ahead)
    change(database, leased, lease="dead", lease_until=ahead)
    change(database, sending, state=DeliveryState.SENDING, lease="dead", lease_until=ahead)
    change(database, doubt, state=DeliveryState.IN_DOUBT, next_try_at=ahead)
    change(database, soon, next_try_at=NOON + timedelta(days=1))
    assert next_due(database, clock()) == clock()
    channel = RecordingChannel()
    send(database, tmp_path, clock, channel)
    assert sorted(each.id for each in channel.taken) == [later, leased, sending, doubt]
    assert row(database, later).first_tried_at == clock()
    assert next_due(database, clock()) == NOON + timedelta(days=1)


def test_a_first_try_that_is_still_to_come_is_of_now_and_is_waited_for_as_any_other(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    one, other = add_deliveries(database, tmp_path, 2)
    ahead = NOON + timedelta(days=365)
    for each in (one, other):
        change(database, each, first_tried_at=ahead)
    send(database, tmp_path, clock, _UnavailableChannel())
    for each in rows(database):
        assert (each.state, each.next_try_at) == (DeliveryState.PENDING, clock() + timedelta(seconds=RETRY))
        assert each.first_tried_at == clock()


def test_a_person_can_resolve_what_a_clock_that_was_ahead_leased(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    one, other = add_deliveries(database, tmp_path, 2)
    for each in (one, other):
        change(
            database, each, state=DeliveryState.FAILED, lease="dead", lease_until=NOON + timedelta(days=365)
        )
    resolve(database, one, "sent")
    with database.write_session() as session:
        which = resolving.ResolveFilter((DeliveryState.FAILED,))
        assert resolving.resolve_all(session, which, Verdict.SENT, clock()) == {"smtp": 1}
    assert {each.state for each in rows(database)} == {DeliveryState.SENT}
