"""The log of a child process of `serve`: each line with its time, in files that are rotated.

A part is closed when it is full, and each week: so retention, which deletes whole parts, reaches old lines.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from threading import Thread
from typing import IO

_MAX_LINE = 20_000  # bytes


@dataclass(frozen=True)
class LogLimits:
    """How large a file of a log may be, in bytes, and how many older ones are kept beside it."""

    max_bytes: int
    files: int


class _WeeklyHandler(RotatingFileHandler):
    """Rotates in a new week too, and never raises: the process must go on when the disk is full."""

    def __init__(self, path: Path, limits: LogLimits) -> None:
        super().__init__(path, maxBytes=limits.max_bytes, backupCount=limits.files, encoding="utf-8")
        path.chmod(0o600)
        modified = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.stat().st_size else None
        self._week = modified.isocalendar()[:2] if modified else None

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802
        """Return whether the next line goes into a new file."""
        week = datetime.fromtimestamp(record.created, UTC).isocalendar()[:2]
        is_new, self._week = self._week not in (None, week), week
        return is_new or bool(super().shouldRollover(record))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Lose the line: there is nowhere to say so."""


def write_process_log(
    output: IO[bytes], path: Path, limits: LogLimits, now: Callable[[], datetime]
) -> Thread:
    """Write what a process prints to its log, in a thread that ends with the process; return the thread."""
    thread = Thread(target=_write_lines, args=(output, path, limits, now), daemon=True)
    thread.start()
    return thread


def _write_lines(output: IO[bytes], path: Path, limits: LogLimits, now: Callable[[], datetime]) -> None:
    try:
        handler: logging.Handler = _WeeklyHandler(path, limits)
    except OSError:  # what is printed must be read all the same, or the process would wait for ever
        handler = logging.NullHandler()
    try:
        while line := output.readline(_MAX_LINE):
            at, text = now(), line.decode("utf-8", "replace").rstrip("\r\n")
            entry = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC {text}"
            record = logging.LogRecord("terugkom", logging.INFO, "", 0, entry, None, None)
            record.created = at.timestamp()
            handler.handle(record)
    finally:
        handler.close()
