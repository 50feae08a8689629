"""Classify a file of an inbox; the tables read for that go with it, so that it is read once."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from terugkom.documents.docx_reader import read_docx
from terugkom.editions.word_draft.draft_stamp import EditionReference, parse_edition_reference
from terugkom.errors import InputError, UnreadableFile
from terugkom.ideas.detect_ideas_table import DetectedIdeasTable, detect_ideas_file
from terugkom.inbox.folder import MINUTES_SUFFIXES
from terugkom.workbook.file_formats.read_tables import Table, read_tables


@dataclass(frozen=True)
class PlanFile:
    """A workbook with a plan, or one that cannot be read: then the tables are the reason.

    Of each kind, `path` is what is read, and `source` the file in the inbox if that is another one.
    """

    path: Path
    tables: list[Table] | InputError
    source: Path | None = None


@dataclass(frozen=True)
class IdeasFile:
    """A workbook with ideas, distinguished from a plan by its headers."""

    path: Path
    table: DetectedIdeasTable
    source: Path | None = None


@dataclass(frozen=True)
class MinutesFile:
    """A document; its handler reads it. One that cannot even be opened is refused for a reason."""

    path: Path
    source: Path | None = None
    refused: InputError | None = None


@dataclass(frozen=True)
class DraftFile:
    """The draft of an edition, which came back in Word, and the edition that it is of."""

    path: Path
    reference: EditionReference
    source: Path | None = None


InboxFile = PlanFile | IdeasFile | MinutesFile | DraftFile


def classify_file(path: Path, source: Path | None = None) -> InboxFile:
    """Return what a file holds: by its extension, and a workbook by its tables.

    Whatever is unexpected in a workbook is a reason to refuse it: nothing was stored of it yet.
    """
    if path.suffix.lower() in MINUTES_SUFFIXES:
        return _classify_document(path, source)
    try:
        tables = read_tables(path)
        detected = detect_ideas_file(tables)
    except InputError as error:
        return PlanFile(path, error, source)
    except Exception as error:
        return PlanFile(
            path, UnreadableFile("error.file.no-workbook", file=path.name, why=type(error).__name__), source
        )
    return IdeasFile(path, detected, source) if detected else PlanFile(path, tables, source)


def _classify_document(path: Path, source: Path | None) -> MinutesFile | DraftFile:
    """Return a document by its reference; one that cannot be read is left to the reader of minutes."""
    with suppress(InputError):
        reference = parse_edition_reference(read_docx(path))
        if reference:
            return DraftFile(path, reference, source)
    return MinutesFile(path, source)


def refuse_file(path: Path, why: InputError) -> PlanFile | MinutesFile:
    """Return a file of an inbox that is not read, with the reason: a link, or what is no plain file."""
    if path.suffix.lower() in MINUTES_SUFFIXES:
        return MinutesFile(path, refused=why)
    return PlanFile(path, why)
