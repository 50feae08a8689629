"""What a person was told and no row could remember: an empty file each in the home, as a full disk still has.

Without them an alert whose row cannot be written is told again at each look.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from terugkom.alerts.model import Alert
from terugkom.home_folder import TOLD_ALERT


def remember_told(home: Path, alert: Alert, now: datetime) -> None:
    """Remember that a person was told what this alert now says; if no file can be there, it is told again,
    rather than never."""
    path = _locate(home, alert)
    with suppress(OSError):
        path.touch(mode=0o600)
        os.utime(path, (now.timestamp(), now.timestamp()))


def find_told_at(home: Path, alert: Alert) -> datetime | None:
    """Return when a person was told what this alert now says, if a file remembers it."""
    try:
        return datetime.fromtimestamp(_locate(home, alert).stat().st_mtime, alert.since.tzinfo)
    except OSError:
        return None


def forget_told(home: Path, alerts: Iterable[Alert]) -> None:
    """Forget what rows remember now. A file that stays is of an alert that is told, and harms nothing."""
    for each in alerts:
        with suppress(OSError):
            _locate(home, each).unlink()


def _locate(home: Path, alert: Alert) -> Path:
    """Return the file; with the time of the trouble, as a restored database gives its number to another."""
    moment = "over" if alert.is_over else "raised"
    return home / f"{TOLD_ALERT}-{alert.id}-{moment}-{alert.since:%Y%m%d%H%M%S}"
