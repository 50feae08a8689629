"""Record what came of attempts, patiently, and know whether the lease on those in progress still holds."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from terugkom.database.answer_check import is_outage
from terugkom.delivery import outbox
from terugkom.delivery.outbox import AttemptOutcome, Lease
from terugkom.errors import TerugkomError

_DATABASE_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # seconds; what was sent meanwhile must be recorded


def record_and_start(
    now: Callable[[], datetime],
    connection: Connection,
    lease: Lease,
    outcomes: Sequence[AttemptOutcome],
    start: Sequence[int],
) -> tuple[set[int], datetime]:
    """Do as `outbox.record_outcomes_and_start`; a database that is away is waited for, for half a minute.
    Return also since when what was started is leased.

    What was sent and is not recorded would be sent again. A commit whose answer got lost may be repeated:
    what it settled stays, and what it started is ours and not sent yet.
    """
    waits, is_repeated, first_try_at = iter(_DATABASE_WAITS), False, now()
    while True:
        try:
            at = now()
            started = outbox.record_outcomes_and_start(connection, lease, at, settle=outcomes, start=start)
            if is_repeated and start:
                started, at = outbox.list_started(connection, lease, start), first_try_at
            return started, at
        except SQLAlchemyError as error:
            if not is_outage(error):
                raise
            connection.invalidate()
            if (wait := next(waits, None)) is None:
                raise
            time.sleep(wait)
            is_repeated = True


class LeaseExpired(TerugkomError):
    """This process was held up for so long that another sender may have sent the delivery."""


@dataclass
class LeaseRenewal:
    """The lease on deliveries in progress, renewed while slow servers are waited for one after the other."""

    now: Callable[[], datetime]
    connection: Connection
    lease: Lease
    renewed_at: datetime

    @property
    def is_expired(self) -> bool:
        """Whether another sender may have taken the deliveries over."""
        return self.now() - self.renewed_at >= timedelta(seconds=self.lease.seconds)

    def renew_if_due(self) -> None:
        """Renew it after a quarter of its time."""
        now = self.now()
        if now - self.renewed_at <= timedelta(seconds=self.lease.seconds / 4):
            return
        try:
            if outbox.renew_claim(self.connection, self.lease, now):
                self.renewed_at = now
        except SQLAlchemyError as error:  # the next time; what is being sent goes on
            if not is_outage(error):
                raise
            self.connection.invalidate()
