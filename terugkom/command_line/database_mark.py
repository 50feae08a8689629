"""The file that remembers, where no row can, that a person was told that the database is broken."""

import json
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from terugkom.clock import LONGEST_WAIT

_DATABASE = "database"  # what earlier versions told, and of which an empty file is


@dataclass(frozen=True)
class DatabaseMark:
    """What a person was told, and as what. Without `next_try_at` it was taken; else it may have been, and is
    told again then.

    `is_recorded`: its row is there, but what the rows say could not be told and recorded.
    """

    subject: str = _DATABASE
    since: datetime | None = None
    next_try_at: datetime | None = None
    is_recorded: bool = False


def read_mark(file: Path, now: datetime) -> DatabaseMark | None:
    """Return what the file says, None if there is none: of a home that may not be looked into none is known.

    Times that are ahead of every wait are of a clock that was wrong: it is told again now.
    """
    try:
        content = file.read_text()
    except OSError:
        return None
    with suppress(ValueError, TypeError, KeyError):
        said = json.loads(content)
        since, again = (_parse(said[name]) for name in ("since", "next_try_at"))
        return _correct(DatabaseMark(str(said["subject"]), since, again, bool(said["is_recorded"])), now)
    with suppress(ValueError):  # as earlier versions wrote it
        since, again = (datetime.fromisoformat(each) for each in content.split())
        return _correct(DatabaseMark(since=since, next_try_at=again), now)
    return DatabaseMark()  # empty: written when the disk was full


def write_mark(file: Path, mark: DatabaseMark) -> None:
    """Write the file. On a full disk it stays empty, and says that somebody was told; that it cannot be made
    is printed: then it is told again the next time, rather than never."""
    times = {"since": mark.since, "next_try_at": mark.next_try_at}
    said = {**asdict(mark), **{name: at.isoformat() if at else None for name, at in times.items()}}
    try:
        file.touch(mode=0o600)
        file.write_text(json.dumps(said))
    except OSError as error:
        print(f"terugkom: {file} cannot be written: {error.strerror}", file=sys.stderr)


def _parse(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _correct(mark: DatabaseMark, now: datetime) -> DatabaseMark:
    since = min(mark.since, now) if mark.since else None
    again = mark.next_try_at if mark.next_try_at is None or mark.next_try_at <= now + LONGEST_WAIT else now
    return DatabaseMark(mark.subject, since, again, mark.is_recorded)
