"""The parts of a file in which a person may stand, with the sheets of old workbooks as tables."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from terugkom.documents.read_texts import OldWorkbook, TextTable, UnreadableTexts, read_parts
from terugkom.errors import UnreadableFile
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.file_formats.read_tables import read_tables


class UnreadCells(UnreadableTexts):
    """The cells of an old workbook cannot be read; its texts were."""


def list_file_parts(name: str, content: bytes) -> Iterator[str | TextTable]:
    """Yield the texts and the tables of a file. Raises UnreadableTexts; UnreadCells after all else, for
    an old workbook that cannot be read: its texts stand in its bytes, but not a name in two cells."""
    unread = None
    for part in read_parts(name, content):
        if isinstance(part, OldWorkbook):
            try:
                yield from _read_sheets(part)
            except UnreadableFile as error:
                unread = UnreadCells(f"{name}: its cells cannot be read")
                unread.__cause__ = error
        else:
            yield part
    if unread:
        raise unread


def _read_sheets(book: OldWorkbook) -> Iterator[TextTable]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xls")
        path.write_bytes(book.content)
        for table in read_tables(path):
            yield TextTable(tuple(tuple(format_cell(cell) for cell in row) for row in table.rows))
