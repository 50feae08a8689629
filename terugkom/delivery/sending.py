"""The sending loop: claim, send, settle; any later run can go on where one stopped.

A sender has a few lanes, each with a channel of its own (for SMTP: a connection). They hand over at the same
time, and what they heard back is committed together with the start of the next few: that is what makes the
loop quick, for a commit waits for the disk as long as sending a few mails takes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from uuid import uuid4

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
from terugkom.documents.store import DocumentChanged, read_proven

Now = Callable[[], datetime]


@dataclass
class Tally:
    """What became of the attempts of one run: a count for each state, and whether the channel stood still."""

    states: Counter[State] = field(default_factory=Counter)
    channel_down: bool = False

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.states + other.states, self.channel_down or other.channel_down)


@dataclass(frozen=True)
class Post:
    """What a sending loop works with. `lease` and `retry` are in seconds, `limit` in deliveries."""

    database: Database
    documents: Path
    now: Now
    lease: float
    retry: float
    limit: int = 500


def send_waiting(post: Post, lanes: Sequence[Channel]) -> Tally:
    """Send up to `post.limit` of the deliveries that can be tried now through these channels, all of a kind.

    An empty tally means that nothing was left to try.
    """
    kind, lease = lanes[0], Lease(uuid4().hex, post.lease)
    with post.database.connect_to_write() as connection, ThreadPoolExecutor(len(lanes)) as threads:
        outbox.recover(connection, kind.name, kind.on_doubt, post.now())
        batch = outbox.claim(connection, kind.name, lease, post.now(), post.limit)
        tally, settle = Tally(), list[Outcome]()
        try:
            for group in batched(batch, len(lanes)):
                started = outbox.settle_and_start(
                    connection, lease, post.now(), settle=settle, start=[each.id for each in group]
                )
                mine = [each for each in group if each.id in started]
                settle = list(threads.map(partial(_attempt, post), lanes, mine))
                tally.states.update(outcome.state for outcome in settle)
                tally.channel_down = any(outcome.channel_down for outcome in settle)
                if tally.channel_down:
                    break
            outbox.settle_and_start(connection, lease, post.now(), settle=settle, start=[])
        finally:
            outbox.release(connection, lease)
        if tally.channel_down:
            reason = next(outcome.reason for outcome in settle if outcome.channel_down)
            outbox.postpone_channel(connection, kind.name, post.now(), post.retry, reason)
    return tally


def _attempt(post: Post, channel: Channel, delivery: Claimed) -> Outcome:
    try:
        channel.hand_over(_parcel(post.documents, delivery))
    except (PermanentFailure, DocumentChanged) as error:
        return Outcome(delivery.id, State.FAILED, str(error))
    except TemporaryFailure as error:
        return _later(post, delivery, str(error))
    except ChannelDown as error:
        return replace(_later(post, delivery, str(error)), channel_down=True)
    except HandedOverInDoubt as error:
        return _in_doubt(post, channel, delivery, str(error))
    except Exception as error:  # not only ours: a bug here must not cost the other lanes what they heard
        return _in_doubt(post, channel, delivery, f"unexpected: {error!r}")
    return Outcome(delivery.id, State.SENT, sent_at=post.now())


def _in_doubt(post: Post, channel: Channel, delivery: Claimed, reason: str) -> Outcome:
    if channel.on_doubt is OnDoubt.HOLD:  # no next try: only a person can go on with it
        return Outcome(delivery.id, State.IN_DOUBT, reason)
    again = post.now() + outbox.backoff(delivery.attempts + 1, post.retry)
    return Outcome(delivery.id, State.IN_DOUBT, reason, next_try_at=again)


def _later(post: Post, delivery: Claimed, reason: str) -> Outcome:
    attempts = delivery.attempts + 1
    if attempts >= outbox.MAX_ATTEMPTS:
        return Outcome(delivery.id, State.FAILED, f"given up after {attempts} attempts: {reason}")
    again = post.now() + outbox.backoff(attempts, post.retry)
    return Outcome(delivery.id, State.PENDING, reason, next_try_at=again)


def _parcel(documents: Path, delivery: Claimed) -> Parcel:
    document = read_proven(documents, delivery.document, delivery.sha256)
    return Parcel(
        id=delivery.id,
        municipality=delivery.municipality,
        role=delivery.role,
        sender=delivery.sender,
        recipient=delivery.recipient,
        message_id=delivery.message_id,
        message=delivery.headers.encode("ascii") + document,
    )


def batched(items: Sequence[Claimed], size: int) -> Iterator[list[Claimed]]:
    """Yield the items in groups of `size`; the standard library has this from Python 3.12."""
    waiting = iter(items)
    while group := list(islice(waiting, size)):
        yield group
