"""The log of errors in the home: full texts, which may name people and so do not go to Prefect."""

import fcntl
import logging
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from uuid import uuid4

from prefect.runtime import flow_run

from terugkom import clock
from terugkom.installation import load_settings

_ROOT = Path(__file__).parents[1]
_OWN_PACKAGES = tuple(_ROOT / name for name in ("terugkom", "tasks", "flows", "deployments"))
_MAX_BYTES = 1_000_000  # of one file; five older ones are kept
_MAX_ENTRY = 100_000  # characters


def record_error(where: str, error: Exception) -> str:
    """Append an error to `errors.log` with its traceback; return a message without personal data.

    The message says the class of the error, the file and line of our own code, the path of the log, and the
    reference under which the full text stands there.
    """
    reference = uuid4().hex[:8]
    path = load_settings().home.resolve() / "errors.log"
    entry = f"{clock.now():%Y-%m-%d %H:%M:%S} UTC, run {flow_run.get_id()}, {where}, reference {reference}\n"
    try:
        _append(path, entry + "".join(traceback.format_exception(error)))
        see = f"see {path}"
    except OSError as unwritten:  # the disk is full, perhaps; its text names a path only
        see = f"see nowhere, {path} cannot be written ({type(unwritten).__name__})"
    return f"{type(error).__name__} in the {where}: {see}; {', '.join(_locate(error))}; reference {reference}"


def _locate(error: BaseException) -> Iterator[str]:
    """Yield the class of an error and the line of our own code where it was raised; of a group, of each."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions[:5]:
            yield from _locate(each)
        return
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if any(Path(frame.filename).is_relative_to(package) for package in _OWN_PACKAGES)
    ]
    if frames:
        file = Path(frames[-1].filename).relative_to(_ROOT).as_posix()
        yield f"{type(error).__name__} at {file}:{frames[-1].lineno}"
    else:
        yield f"{type(error).__name__} outside our code"


class _RaisingHandler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Raise: what the base class does instead is print the entry to where Prefect may read it."""
        raise  # it is called where the error is handled


def _append(path: Path, entry: str) -> None:
    """Append to a rotated log that several processes write to.

    Each opens it for its own entry under a lock, so none goes on writing to a file that another one moved.
    """
    record = logging.LogRecord("terugkom", logging.ERROR, "", 0, entry[:_MAX_ENTRY], None, None)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        handler = _RaisingHandler(
            path, maxBytes=_MAX_BYTES, backupCount=5, encoding="utf-8", errors="backslashreplace"
        )
        try:
            handler.emit(record)
        finally:
            handler.close()
