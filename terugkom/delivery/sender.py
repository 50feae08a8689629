"""The sending loop: claim, send, record the outcome; any later run can continue where one stopped.

A sender has a few connections, each a channel of its own (for SMTP: a TCP connection). They send interleaved,
one step at a time: while one server is waited for, another is served, at a third of the cost of threads.
Outcomes are committed together with the start of the next deliveries, for a commit waits for the disk as long
as sending a few mails takes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from terugkom.batches import batched
from terugkom.database import Database
from terugkom.delivery import outbox
from terugkom.delivery.channels import (
    Channel,
    ChannelDown,
    HandedOverInDoubt,
    OnDoubt,
    Parcel,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.model import State
from terugkom.delivery.outbox import Claimed, Lease, Outcome
from terugkom.documents.file_store import DocumentChanged, read_proven

Now = Callable[[], datetime]
EVERYBODY = None  # the key for a channel that all municipalities share, when it is unavailable


@dataclass
class Tally:
    """The outcome of one sending run: a count for each state, and whether the channel was unavailable."""

    states: Counter[State] = field(default_factory=Counter)
    channel_down: bool = False

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.states + other.states, self.channel_down or other.channel_down)


@dataclass(frozen=True)
class Post:
    """Configuration of a sending loop. `lease` and `retry` are in seconds, `limit` in deliveries.

    With a `moment`, only deliveries of that moment are sent.
    """

    database: Database
    documents: Path
    now: Now
    lease: float
    retry: float
    limit: int = 500
    moment: int | None = None
    read: Callable[[Path, str, str], bytes] = read_proven


def send_waiting(post: Post, lanes: Sequence[Channel]) -> Tally:
    """Send up to `post.limit` of the deliveries that are due, through these connections of one channel.

    An empty result means that no delivery was due.
    """
    kind, lease = lanes[0], Lease(uuid4().hex, post.lease)
    post = replace(post, read=lru_cache(maxsize=1)(post.read))  # a newsletter: one document for thousands
    with post.database.connect_to_write() as connection:
        outbox.recover(connection, kind.name, kind.on_doubt, post.now())
        batch = outbox.claim(connection, kind.name, lease, post.now(), post.limit, post.moment)
        tally, settle, down = Tally(), list[Outcome](), dict[str | None, str]()
        try:
            for group in batched(batch, len(lanes)):
                start = [each for each in group if each.municipality not in down]
                started = outbox.settle_and_start(
                    connection, lease, post.now(), settle=settle, start=[each.id for each in start]
                )
                mine = [each for each in start if each.id in started]
                held = _Held(post, connection, lease, post.now())
                settle = list(_side_by_side(post, lanes, mine, held))
                tally.states.update(outcome.state for outcome in settle)
                down |= _down(kind, mine, settle)
                if EVERYBODY in down:
                    break
            outbox.settle_and_start(connection, lease, post.now(), settle=settle, start=[])
        finally:
            outbox.release(connection, lease)
        for municipality, reason in down.items():
            outbox.postpone_channel(connection, kind.name, post.now(), post.retry, reason, municipality)
    tally.channel_down = EVERYBODY in down
    return tally


def _down(kind: Channel, tried: Sequence[Claimed], outcomes: Sequence[Outcome]) -> dict[str | None, str]:
    """Return for which municipalities the channel is unavailable (None: for all), and why."""
    of = {each.id: each.municipality if kind.own_servers else EVERYBODY for each in tried}
    return {of[outcome.id]: outcome.reason for outcome in outcomes if outcome.channel_down}


@dataclass
class _Held:
    """The lease on deliveries in progress, renewed while slow servers are waited for one after the other."""

    post: Post
    connection: Connection
    lease: Lease
    since: datetime

    def keep(self) -> None:
        now = self.post.now()
        if now - self.since > timedelta(seconds=self.post.lease / 4):
            outbox.renew(self.connection, self.lease, now)
            self.since = now


def _side_by_side(
    post: Post, lanes: Sequence[Channel], group: Sequence[Claimed], held: _Held
) -> Iterator[Outcome]:
    """Send one delivery per connection, each advanced one step in turn; yield the outcome of each."""
    under_way = [
        (channel, delivery, _steps(post, channel, delivery))
        for channel, delivery in zip(lanes, group, strict=False)  # the last group may be smaller
    ]
    while under_way:
        going_on = []
        for attempt in under_way:
            outcome = _one_step(post, *attempt)
            held.keep()
            if outcome is None:
                going_on.append(attempt)
            else:
                yield outcome
        under_way = going_on


def _steps(post: Post, channel: Channel, delivery: Claimed) -> Iterator[None]:
    yield from channel.in_steps(_parcel(post, delivery))


def _one_step(post: Post, channel: Channel, delivery: Claimed, steps: Iterator[None]) -> Outcome | None:
    """Advance an attempt by one step; return its outcome, or None while an answer is awaited."""
    try:
        next(steps)
    except StopIteration:
        return Outcome(delivery.id, State.SENT)
    except (PermanentFailure, DocumentChanged) as error:
        return Outcome(delivery.id, State.FAILED, str(error))
    except TemporaryFailure as error:
        return _later(post, delivery, str(error), error.after)
    except ChannelDown as error:
        return replace(_later(post, delivery, str(error)), channel_down=True)
    except HandedOverInDoubt as error:
        return _in_doubt(post, channel, delivery, str(error))
    except Exception as error:  # a bug here must not lose the outcomes of the other connections
        return _in_doubt(post, channel, delivery, f"unexpected: {error!r}")
    return None


def _in_doubt(post: Post, channel: Channel, delivery: Claimed, reason: str) -> Outcome:
    if channel.on_doubt is OnDoubt.HOLD:  # no retry: only a person can decide
        return Outcome(delivery.id, State.IN_DOUBT, reason)
    again = post.now() + outbox.backoff(delivery.attempts + 1, post.retry)
    return Outcome(delivery.id, State.IN_DOUBT, reason, next_try_at=again)


def _later(post: Post, delivery: Claimed, reason: str, after: float = 0) -> Outcome:
    attempts = delivery.attempts + 1
    if attempts >= outbox.MAX_ATTEMPTS:
        return Outcome(delivery.id, State.FAILED, f"given up after {attempts} attempts: {reason}")
    again = post.now() + max(outbox.backoff(attempts, post.retry), outbox.asked_for(after))
    return Outcome(delivery.id, State.PENDING, reason, next_try_at=again)


def _parcel(post: Post, delivery: Claimed) -> Parcel:
    document = post.read(post.documents, delivery.document, delivery.sha256)
    return Parcel(
        id=delivery.id,
        municipality=delivery.municipality,
        role=delivery.role,
        sender=delivery.sender,
        recipient=delivery.recipient,
        message_id=delivery.message_id,
        message=delivery.headers.encode("ascii") + document,
    )
