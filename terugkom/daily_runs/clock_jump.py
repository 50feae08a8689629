"""A clock that is far from what it was in the latest daily runs: what it makes due may not be due at all."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.errors import Choices, Message, PublicInputError

_COMPARED = 10  # latest runs: fewer than those of a clock that was wrong leave one that was right among them
_FEWEST = 3  # of a new home nothing is known yet
_LONGEST_PAUSE = timedelta(days=60)
_FURTHEST_BACK = timedelta(days=1)


def check_clock_jump(
    session: Session, now: datetime, list_channels: Callable[[], Sequence[str | Message]]
) -> None:
    """Raise PublicInputError if no daily run began in the sixty days before now, or less than a day after,
    among the ten latest, and something would really be sent: `list_channels` says through what.

    After a pause that long, and after a clock that was wrong, only a person can say which it was.
    """
    latest = select(DailyRunResult.started_at).order_by(DailyRunResult.id.desc()).limit(_COMPARED)
    found = session.scalars(latest).all()
    if len(found) < _FEWEST or any(now - _LONGEST_PAUSE <= at <= now + _FURTHEST_BACK for at in found):
        return
    if channels := tuple(list_channels()):
        here, before = (each.astimezone(clock.BRUSSELS).date() for each in (now, found[0]))
        raise PublicInputError("error.clock-jump", day=here, before=before, channels=Choices(channels))
