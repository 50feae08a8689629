"""The log of errors in the home: full texts, which may name people and so do not go to Prefect."""

import fcntl
import logging
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from uuid import uuid4

from prefect.runtime import flow_run

from tasks.outcomes import get_language, get_message, join_clauses
from tasks.run_page import get_batch_municipality
from terugkom import clock
from terugkom.errors import Message
from terugkom.free_space import describe_full_disk, find_full_disk
from terugkom.installation import load_settings
from terugkom.plan.slug import SLUG_PATTERN
from terugkom.settings import Settings

_ROOT = Path(__file__).parents[1]
_OWN_PACKAGES = tuple(_ROOT / name for name in ("terugkom", "tasks", "flows", "deployments"))
_MAX_ENTRY = 100_000  # characters


def record_error(where: Message, error: Exception) -> str:
    """Append an error to `errors.log` with its traceback; return a message without personal data, in the
    installation's language.

    The message says the class of the error, the file and line of our own code, the path of the log, and the
    reference under which the full text stands there. While a disk is full, or if the
    error is of one that was, it says that and the reference alone.
    """
    if full := find_full_disk(load_settings(), error):  # of which each error is another one
        said = describe_full_disk(full).render(get_language())
        return join_clauses((said, record_refusal(where, error)))
    at, kind = ", ".join(_locate(error)), type(error).__name__
    full_text = record_refusal(where, error)
    return get_message(
        "report.error", error=kind, where=where.render(get_language()), at=at, full_text=full_text
    )


def record_refusal(where: Message, error: Exception) -> str:
    """Append an error to `errors.log` as `record_error` does; return where its full text stands."""
    reference = uuid4().hex[:8]
    settings = load_settings()
    path = settings.home.resolve() / "errors.log"
    about = f"run {flow_run.get_id()}, {where}{_describe_municipality()}, reference {reference}"
    entry = f"{clock.now():%Y-%m-%d %H:%M:%S} UTC, {about}\n"
    try:
        _append(path, entry + "".join(traceback.format_exception(error)), settings)
    except OSError as unwritten:  # the disk is full, perhaps; its text names a path only
        return get_message("report.error.unlogged", path=path, why=type(unwritten).__name__)
    return get_message("report.error.logged", path=path, reference=reference)


def _describe_municipality() -> str:
    """Return which municipality the run is of, or works for within a batch, if it is of one."""
    given = get_batch_municipality() or str(flow_run.get_parameters().get("municipality") or "")
    is_slug = SLUG_PATTERN.fullmatch(given)  # what else was typed for a municipality may be anything
    return f", municipality {given}" if is_slug else ""


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
        yield f"{type(error).__name__} ({file}:{frames[-1].lineno})"
    else:
        yield type(error).__name__


class _RaisingHandler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Raise: what the base class does instead is print the entry to where Prefect may read it."""
        raise  # it is called where the error is handled


def _append(path: Path, entry: str, settings: Settings) -> None:
    """Append to a rotated log that several processes write to.

    Each opens it for its own entry under a lock, so none goes on writing to a file that another one moved.
    """
    record = logging.LogRecord("terugkom", logging.ERROR, "", 0, entry[:_MAX_ENTRY], None, None)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        handler = _RaisingHandler(
            path,
            maxBytes=settings.log_max_bytes,
            backupCount=settings.log_files,
            encoding="utf-8",
            errors="backslashreplace",
        )
        try:
            handler.emit(record)
        finally:
            handler.close()
