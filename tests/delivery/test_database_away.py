"""The database goes away while mails are sent: each is sent once, and recorded when it is back."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from terugkom.database.connection_pool import Database
from terugkom.delivery import record_attempts
from terugkom.delivery.channels.base import Channel, InDoubtPolicy, OutgoingMessage
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.document_store import DocumentStore
from tests.delivery.delivery_rows import TODAY, Clock, add_deliveries, rows

DELIVERIES, LEASE, AWAY_FOR = 3, 60.0, 2  # statements or commits that fail


class CountingChannel(Channel):
    """Counts what it is handed; so much time passes with each mail."""

    name: ClassVar[str] = "smtp"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.RESEND

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock, self.seconds = clock, seconds
        self.taken: Counter[str] = Counter()

    def send(self, parcel: OutgoingMessage) -> None:
        self.clock.advance(self.seconds)
        self.taken[parcel.message_id] += 1


class Outage:
    """Has what a database is asked for fail from the n-th time on."""

    def __init__(self, database: Database, first: int, kind: str = "OperationalError") -> None:
        self.dialect: Any = database.engine.dialect
        self.first, self.count, self.kind = first, 0, kind

    @property
    def happened(self) -> bool:
        return self.count >= self.first

    def strike(self, *_: object) -> None:
        self.count += 1
        if self.first <= self.count < self.first + AWAY_FOR:
            raise getattr(self.dialect.loaded_dbapi, self.kind)("the server closed the connection")


def break_commits(outage: Outage, patch: pytest.MonkeyPatch, *, is_done: bool) -> None:
    """Have commits fail; `is_done`: they are done, and only the answer is lost."""
    commit: Callable[[Any], None] = outage.dialect.do_commit

    def fail(connection: Any) -> None:
        if is_done:
            commit(connection)
        outage.strike()
        if not is_done:
            commit(connection)

    patch.setattr(outage.dialect, "do_commit", fail)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seconds", [1.0, LEASE / 2])  # with half a lease it is renewed each time
@pytest.mark.parametrize("what", ["statement", "commit", "answer"])
def test_a_database_that_goes_away_at_any_step_has_each_mail_sent_once(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, seconds: float
) -> None:
    monkeypatch.setattr(record_attempts, "_DATABASE_WAITS", (0.0,) * 6)
    happened, first, taken = True, 1, Counter[str]()
    while happened:
        add_deliveries(database, tmp_path, DELIVERIES)
        clock = Clock()
        channels = [CountingChannel(clock, seconds) for _ in range(2)]
        config = SenderConfig(database, DocumentStore(tmp_path), clock, TODAY, LEASE, 300.0)
        outage = Outage(database, first)
        with monkeypatch.context() as patch:
            if what == "statement":
                event.listen(database.engine, "do_execute", outage.strike)
            else:
                break_commits(outage, patch, is_done=what == "answer")
            try:
                send_due(config, channels)
            except OperationalError:  # before the first, or after the last; a batch tries that again
                clock.advance(LEASE + 1)
            if what == "statement":
                event.remove(database.engine, "do_execute", outage.strike)
        send_due(config, channels)
        stored, taken = rows(database), sum((each.taken for each in channels), taken)
        assert {each.state for each in stored} == {DeliveryState.SENT}, first
        assert taken == Counter(each.message_id for each in stored), first
        happened, first = outage.happened, first + 1
    assert first > 5


def test_a_database_that_is_read_only_for_a_moment_is_waited_for(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a failover: psycopg has an error of another class for it."""
    monkeypatch.setattr(record_attempts, "_DATABASE_WAITS", (0.0,) * 6)
    add_deliveries(sqlite_database, tmp_path, DELIVERIES)
    clock = Clock()
    channel = CountingChannel(clock, 1.0)
    config = SenderConfig(sqlite_database, DocumentStore(tmp_path), clock, TODAY, LEASE, 300.0)
    with monkeypatch.context() as patch:
        break_commits(Outage(sqlite_database, 3, "InternalError"), patch, is_done=False)
        send_due(config, [channel])
    assert [each.state for each in rows(sqlite_database)] == [DeliveryState.SENT] * DELIVERIES
    assert set(channel.taken.values()) == {1}


def test_a_sender_that_is_held_up_for_longer_than_its_lease_sends_nothing_that_another_sent(
    database: Database, tmp_path: Path
) -> None:
    """Its process was stopped, or a store took long, between the start of a delivery and its first byte."""
    add_deliveries(database, tmp_path, DELIVERIES)
    clock = Clock()
    slow, quick = CountingChannel(clock, 1.0), CountingChannel(clock, 1.0)
    config = SenderConfig(database, DocumentStore(tmp_path), clock, TODAY, LEASE, 300.0)

    class HeldUp(DocumentStore):
        def build_reader(self) -> Callable[[str, str], bytes]:
            waits = iter([2 * LEASE])

            def read(name: str, digest: str) -> bytes:
                if wait := next(waits, 0.0):
                    clock.advance(wait)
                    send_due(config, [quick])
                    clock.advance(wait)
                    send_due(config, [quick])
                return self.read(name, digest)

            return read

    send_due(replace(config, documents=HeldUp(tmp_path)), [slow])
    stored = rows(database)
    assert slow.taken + quick.taken == Counter(each.message_id for each in stored)
    assert {each.state for each in stored} == {DeliveryState.SENT}


def test_a_sender_that_is_held_up_and_that_nobody_took_over_sends_at_the_next_try(
    database: Database, tmp_path: Path
) -> None:
    add_deliveries(database, tmp_path, DELIVERIES)
    clock = Clock()
    channel = CountingChannel(clock, 1.0)
    config = SenderConfig(database, DocumentStore(tmp_path), clock, TODAY, LEASE, 300.0)

    class HeldUp(DocumentStore):
        def build_reader(self) -> Callable[[str, str], bytes]:
            return lambda name, digest: clock.advance(2 * LEASE) and self.read(name, digest)

    send_due(replace(config, documents=HeldUp(tmp_path)), [channel])
    assert channel.taken == Counter()
    assert {(each.state, each.attempts) for each in rows(database)} == {(DeliveryState.PENDING, 0)}
    send_due(config, [channel])
    assert channel.taken == Counter(each.message_id for each in rows(database))


def test_a_sender_that_is_held_up_while_it_sends_one_mail_begins_no_other_that_was_taken_over(
    database: Database, tmp_path: Path
) -> None:
    add_deliveries(database, tmp_path, DELIVERIES)
    clock = Clock()
    quick, beside = CountingChannel(clock, 1.0), CountingChannel(clock, 1.0)
    config = SenderConfig(database, DocumentStore(tmp_path), clock, TODAY, LEASE, 300.0)

    class HeldUp(CountingChannel):
        def send(self, parcel: OutgoingMessage) -> None:
            for _ in range(0 if self.taken else 2):
                clock.advance(2 * LEASE)
                send_due(config, [quick])
            super().send(parcel)

    held_up = HeldUp(clock, 1.0)
    send_due(config, [held_up, beside])
    messages = Counter(each.message_id for each in rows(database))
    assert quick.taken + beside.taken == messages
    assert held_up.taken.total() == 1, "whoever is stopped within a mail cannot know; it has its Message-ID"
    assert {each.state for each in rows(database)} == {DeliveryState.SENT}
