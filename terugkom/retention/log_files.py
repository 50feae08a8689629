"""The logs in the home, and what in them is too old: entries of `errors.log`, closed parts of the others."""

import fcntl
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

from terugkom.documents.file_store import write_atomically

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_iso_day(text: str) -> date | None:
    """Return the day that a text is in ISO 8601, as `2027-03-01`; None if it is none."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def count_old_lines(home: Path, cutoff: datetime) -> int:
    """Return how many lines of logs were written before a time, and would be deleted."""
    of_errors = sum(_count_lines_before(path, cutoff) for path in _list_error_logs(home))
    return of_errors + sum(len(path.read_bytes().splitlines()) for path in _list_old_parts(home, cutoff))


def delete_old_lines(home: Path, cutoff: datetime) -> None:
    """Delete the entries of `errors.log` from before a time, and the closed parts of other logs."""
    for path in _list_error_logs(home):
        _cut_log(home, path, cutoff)
    for path in _list_old_parts(home, cutoff):
        path.unlink(missing_ok=True)


def _list_error_logs(home: Path) -> list[Path]:
    return [path for path in sorted(home.glob("errors.log*")) if path.suffix != ".lock" and path.is_file()]


def _list_old_parts(home: Path, cutoff: datetime) -> list[Path]:
    """Return the closed parts of the logs of `serve` whose last line is too old; an open one is closed within
    a week."""
    parts = [path for path in sorted(home.glob("prefect/*.log.[0-9]*")) if path.is_file()]
    return [path for path in parts if datetime.fromtimestamp(path.stat().st_mtime, UTC) < cutoff]


def _count_lines_before(path: Path, cutoff: datetime) -> int:
    """Return how many lines of a log come before its first entry that is young enough."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines):
        day = parse_iso_day(line[:10])
        if day and day >= cutoff.date():
            return number
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return len(lines) if modified < cutoff.date() else 0


def _cut_log(home: Path, path: Path, cutoff: datetime) -> None:
    """Delete the old entries of a log, under the lock that whoever appends to it takes."""
    with (home / "errors.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        count = _count_lines_before(path, cutoff)
        if not count:
            return
        modified = path.stat()
        rest = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)[count:]
        if not rest:
            path.unlink()
            return
        write_atomically(path.parent, path.name, "".join(rest).encode())
        os.utime(path, ns=(modified.st_atime_ns, modified.st_mtime_ns))
