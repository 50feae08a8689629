"""What is kept for how long: the periods, what is kept too long, and the record of each clean-up.

What later work needs stays: publications, proofs, the plan and its history, moments, reminders, decisions,
and the suppression list. Of a mail that was sent a row stays, with its key, Message-ID and hash, without the
address and the headers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.connection_pool import Database
from terugkom.database.table_base import Base, UtcDateTime
from terugkom.documents.document_store import DocumentStore
from terugkom.settings import Settings


@dataclass(frozen=True)
class RetentionPeriods:
    """In days, for how long each kind is kept; 0: for ever."""

    documents: int
    deliveries: int
    inbox_files: int
    error_log: int
    page_links: int
    mentions: int
    imports: int

    @classmethod
    def of_settings(cls, settings: Settings) -> "RetentionPeriods":
        """Return the periods of the settings, in days; 0 keeps for ever."""
        return cls(
            documents=settings.keep_documents_days,
            deliveries=settings.keep_deliveries_days,
            inbox_files=settings.keep_inbox_days,
            error_log=settings.keep_errors_days,
            page_links=settings.keep_links_days,
            mentions=settings.keep_mentions_days,
            imports=settings.keep_imports_days,
        )


class CleanUp(Base):
    """A clean-up, or a list of what one would delete. The daily run deletes nothing before there is one.

    `counts` has how much of every kind; of one of an earlier version, of the kinds that it counted.
    """

    __tablename__ = "clean_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    dry_run: Mapped[bool]
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, server_default="{}")


@dataclass(frozen=True)
class Expired:
    """What is kept too long: documents by name, files of inboxes, lines of the logs, and how many rows of
    each kind in the module ``row_kinds``."""

    documents: tuple[str, ...]
    inbox_files: tuple[Path, ...]
    log_lines: int
    rows: Mapping[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """How much of each kind."""
        files = {"documents": len(self.documents), "inbox_files": len(self.inbox_files)}
        return {**files, "error_log": self.log_lines, **self.rows}

    @property
    def total(self) -> int:
        """How much in all."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Retention:
    """The places of an installation and the periods, at a time. `counted_to`: the time to which the age of
    what is kept is counted, if that is an earlier one."""

    database: Database
    store: DocumentStore
    home: Path
    periods: RetentionPeriods
    now: datetime
    counted_to: datetime | None = None

    @property
    def age_time(self) -> datetime:
        """The time to which ages are counted."""
        return self.counted_to or self.now

    def compute_cutoff(self, days: int) -> datetime:
        """Return the time before which something is kept too long."""
        return self.age_time - timedelta(days=days) if days else datetime(1, 1, 1, tzinfo=UTC)
