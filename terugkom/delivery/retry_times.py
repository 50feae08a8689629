"""When an attempt is repeated, and when a delivery is given up."""

from datetime import datetime, timedelta

GIVEN_UP = "given up after "  # how the reason of a delivery that was given up begins
_MAX_WAIT = timedelta(days=1)
MAX_CHANNEL_WAIT = timedelta(hours=1)  # all that waits waits for it, and a try costs one connection


def compute_backoff(attempts: int, first_wait: float) -> timedelta:
    """Return how long to wait after so many attempts: `first_wait` seconds, then threefold, at most a day."""
    return min(timedelta(seconds=first_wait * 3 ** min(attempts - 1, 20)), _MAX_WAIT)


def compute_channel_backoff(first_tried_at: datetime, now: datetime, first_wait: float) -> timedelta:
    """Return how long to leave an unavailable channel alone: threefold each time too, at most an hour.

    By the age of the delivery, because these attempts are not counted.
    """
    return min(timedelta(seconds=first_wait) + 2 * (now - first_tried_at), MAX_CHANNEL_WAIT)


def cap_retry_after(seconds: float) -> timedelta:
    """Return the wait that a server asked for, capped at a day."""
    return timedelta(seconds=min(seconds, _MAX_WAIT.total_seconds()))


def format_given_up_reason(give_up_after: timedelta, reason: str) -> str:
    """Return the reason of a delivery that is given up, with that of its last attempt."""
    return f"{GIVEN_UP}{give_up_after / timedelta(days=1):g} days: {reason}"
