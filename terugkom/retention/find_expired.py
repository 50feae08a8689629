"""Find what is kept too long; nothing is changed."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import SETTLED_STATES, Delivery
from terugkom.documents.model import Document
from terugkom.retention.log_files import count_old_lines, parse_iso_day
from terugkom.retention.model import Expired, Retention, RetentionPeriods
from terugkom.retention.row_kinds import RowKind, list_row_kinds

_PROOF = ".json"  # publications and the proofs that were approved


def list_expired(retention: Retention) -> Expired:
    """Return what is kept too long; nothing is changed."""
    rows: Counter[str] = Counter()
    with retention.database.read_session() as session:
        documents = tuple(_list_documents(session, retention))
        for kind in list_row_kinds():
            condition = build_condition(kind, retention)
            rows[kind.name] += (
                session.scalar(select(func.count()).select_from(kind.table).where(condition)) or 0
            )
    logged_until = retention.compute_cutoff(retention.periods.error_log)
    inbox_files = tuple(_list_inbox_files(retention))
    return Expired(documents, inbox_files, count_old_lines(retention.home, logged_until), rows)


def build_condition(kind: RowKind, retention: Retention) -> ColumnElement[bool]:
    """Return whether a row of a kind is kept too long."""
    return kind.is_expired(retention.compute_cutoff(kind.days(retention.periods)))


def list_days(periods: RetentionPeriods) -> dict[str, int]:
    """Return for how many days each kind is kept, by its name; 0: for ever."""
    files = {
        "documents": periods.documents,
        "inbox_files": periods.inbox_files,
        "error_log": periods.error_log,
    }
    return files | {kind.name: kind.days(periods) for kind in list_row_kinds()}


def count_to_show(expired: Expired) -> int:
    """Return how much of it a person must have seen once, before any is deleted: not what we count or plan
    for ourselves, that no setting keeps longer."""
    own = {kind.name for kind in list_row_kinds() if not kind.has_setting}
    return sum(number for name, number in expired.counts.items() if name not in own)


def _list_documents(session: Session, retention: Retention) -> Iterator[str]:
    """Yield the documents of a day that is too long ago, except proof and what is still to be sent."""
    cutoff = retention.compute_cutoff(retention.periods.documents)
    waiting = select(Delivery.document_id).where(Delivery.state.not_in(SETTLED_STATES))
    needed = select(Document.path).where(or_(Document.created_at >= cutoff, Document.id.in_(waiting)))
    kept = set(session.scalars(needed))
    for name in retention.store.list_names():
        parts = name.split("/")
        day = parse_iso_day(parts[1]) if len(parts) > 2 else None
        if day and day < cutoff.date() and not name.endswith(_PROOF) and name not in kept:
            yield name


def _list_inbox_files(retention: Retention) -> Iterator[Path]:
    """Yield the files in `done`, `refused` and `waiting` that were handled too long ago; links are not
    followed."""
    cutoff = retention.compute_cutoff(retention.periods.inbox_files)
    for folder in ("done", "refused", "waiting"):
        of_municipalities = retention.home.glob(f"municipalities/*/inbox/{folder}/*")
        of_nobody = retention.home.glob(f"mailbox/inbox/{folder}/*")
        for path in sorted([*of_municipalities, *of_nobody]):
            if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
                continue
            day = parse_iso_day(path.name[:10])
            if (day or datetime.fromtimestamp(path.stat().st_mtime, UTC).date()) < cutoff.date():
                yield path
