"""Delete what is kept too long, or only list it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.delivery.restore_hold import is_hold_open
from terugkom.documents.deleted_documents import mark_deleted
from terugkom.errors import TerugkomError
from terugkom.municipality_files.synchronize import FileSync, delete_unnamed_files
from terugkom.retention.find_expired import build_condition, list_expired
from terugkom.retention.log_files import delete_old_lines
from terugkom.retention.model import CleanUp, Expired, Retention
from terugkom.retention.row_kinds import list_row_kinds

_UNNAMED_BLOBS_KEPT = timedelta(days=1)  # longer than any run takes to the rows that name them
_SAME_DAY = timedelta(hours=20)  # clean-ups less far apart may be of one hour of a clock that was wrong
_ONE_DAY = timedelta(days=1)


def limit_clock_jump(retention: Retention) -> Retention:
    """Return what is to be kept, with ages counted to at most a day after the latest clean-up of an earlier
    day.

    A clock that is years ahead for an hour would have all deleted. After a pause of weeks the first clean-up
    deletes what was too old at the pause, and the one of the next day the rest.
    """
    earlier = select(CleanUp.at).where(CleanUp.at <= retention.now - _SAME_DAY)
    with retention.database.read_session() as session:
        at = session.scalar(earlier.order_by(CleanUp.id.desc()).limit(1))
    return replace(retention, counted_to=min(retention.now, at + _ONE_DAY)) if at else retention


def was_clean_up_listed(session: Session) -> bool:
    """Return whether a person has seen once what is deleted."""
    return session.scalar(select(func.count()).select_from(CleanUp)) != 0


def clean_up(retention: Retention, *, dry_run: bool) -> Expired:
    """Delete what is kept too long, or only list it; return what.

    What cannot be deleted, as a document in a damaged bundle, keeps nothing else from being deleted; the
    first error of that kind is raised at the end.
    """
    expired = list_expired(retention)
    if not dry_run:
        with retention.database.write_session() as session:
            mark_deleted(session, expired.documents, retention.now)
    failures = [] if dry_run else _delete_bytes(retention, expired)
    with retention.database.write_session() as session:
        for kind in () if dry_run else list_row_kinds():
            kind.clean(session, retention.home, build_condition(kind, retention))
        session.add(CleanUp(at=retention.now, dry_run=dry_run, counts=expired.counts))
    if failures:
        raise failures[0]
    return expired


def _delete_bytes(retention: Retention, expired: Expired) -> list[Exception]:
    """Delete documents, files and lines of logs that are kept too long; return what failed."""
    logged_until = retention.compute_cutoff(retention.periods.error_log)
    wanted: list[Callable[[], object]] = [
        partial(retention.store.delete_all, expired.documents),
        *_build_unnamed_deletions(retention),
        *(partial(path.unlink, missing_ok=True) for path in expired.inbox_files),
        partial(delete_old_lines, retention.home, logged_until),
    ]
    failures: list[Exception] = []
    for delete_it in wanted:
        try:
            delete_it()
        except (TerugkomError, OSError) as error:
            failures.append(error)
    return failures


def _build_unnamed_deletions(retention: Retention) -> list[Callable[[], object]]:
    """Return what deletes what processes that were killed stored and nothing names. Nothing while a restore
    holds deliveries: where a copy of an installation was restored, the store may still be that of the
    original."""
    with retention.database.read_session() as session:
        is_held = is_hold_open(session, retention.now)
    bundles, before = retention.store.bundles, retention.age_time - _UNNAMED_BLOBS_KEPT
    if not bundles or is_held:
        return []
    files = FileSync(retention.database, bundles.blobs, retention.home)
    return [partial(bundles.delete_unnamed, before), partial(delete_unnamed_files, files, before)]
