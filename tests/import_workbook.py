"""Import a workbook as a command does, in one call."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.workbook.import_plan import ImportRun, import_tables, read_file_tables
from terugkom.workbook.import_report import ImportReport


def import_workbook(
    database: Database,
    path: Path,
    *,
    slug: str,
    today: date,
    now: datetime,
    documents: DocumentStore | None = None,
    **options: Any,
) -> ImportReport:
    """Import the plan in a file; `options` are those of an `ImportRun`."""
    run = ImportRun(slug, today, now, **options)
    return import_tables(database, read_file_tables(path), run, documents)
