"""Classify a file of an inbox; the tables read for that go with it, so that it is read once."""

from dataclasses import dataclass
from pathlib import Path

from terugkom.errors import InputError
from terugkom.ideas.columns import DetectedIdeasTable, detect_ideas_file
from terugkom.inbox.folder import MINUTES_SUFFIXES
from terugkom.workbook.read_tables import Table, read_tables


@dataclass(frozen=True)
class PlanFile:
    """A workbook with a plan, or one that cannot be read: then the tables are the reason."""

    path: Path
    tables: list[Table] | InputError


@dataclass(frozen=True)
class IdeasFile:
    """A workbook with ideas, distinguished from a plan by its headers."""

    path: Path
    table: DetectedIdeasTable


@dataclass(frozen=True)
class MinutesFile:
    """A document; its handler reads it."""

    path: Path


InboxFile = PlanFile | IdeasFile | MinutesFile


def classify_file(path: Path) -> InboxFile:
    """Return what a file holds: by its extension, and a workbook by its tables."""
    if path.suffix.lower() in MINUTES_SUFFIXES:
        return MinutesFile(path)
    try:
        tables = read_tables(path)
    except InputError as error:
        return PlanFile(path, error)
    detected = detect_ideas_file(tables)
    return IdeasFile(path, detected) if detected else PlanFile(path, tables)
