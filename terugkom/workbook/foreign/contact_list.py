"""Recognize a list of people with their mail addresses, and no actions: a job is no title of an action."""

from collections.abc import Sequence
from dataclasses import dataclass

from terugkom.documents.mail_address import is_mail_address
from terugkom.normalize import normalize_text
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_synonyms import PEOPLE_HEADERS

_MAX_LINES_ABOVE = 10  # a heading, a date
_MIN_COLUMNS = 2
_MIN_LETTERS = 3  # of a name that occurs in its address


@dataclass(frozen=True)
class ContactList:
    """Where people stand instead of actions, and how many."""

    sheet: str
    people: int


def find_contact_lists(tables: Sequence[Table]) -> list[ContactList]:
    """Return the list of people in each table; none unless each of these tables is one."""
    found = [_read_contact_list(table) for table in tables]
    return [each for each in found if each] if all(found) else []


def _read_contact_list(table: Table) -> ContactList | None:
    """Return the list of people in a table: each header is one of people, and most addresses have the name of
    who they stand with."""
    first = table.first_filled_row() or 0
    above = range(first, min(first + _MAX_LINES_ABOVE, len(table.rows)))
    header = next((index for index in above if _is_header(table.rows[index])), None)
    if header is None:
        return None
    people = [row for row in table.rows[header + 1 :] if any(map(_is_address, row))]
    named = sum(map(_names_its_address, people))
    return ContactList(table.sheet, len(people)) if people and 2 * named >= len(people) else None


def _is_header(row: Sequence[Cell]) -> bool:
    headers = [normalize_text(str(cell)) for cell in row if cell != ""]
    return len(headers) >= _MIN_COLUMNS and all(each in PEOPLE_HEADERS for each in headers)


def _is_address(cell: Cell) -> bool:
    return isinstance(cell, str) and is_mail_address(cell.strip())


def _names_its_address(row: Sequence[Cell]) -> bool:
    """Return whether a word of a row occurs before the @ of an address in it."""
    local_parts = [normalize_text(str(cell).partition("@")[0]) for cell in row if _is_address(cell)]
    texts = (cell for cell in row if isinstance(cell, str) and not _is_address(cell))
    words = {word for text in texts for word in normalize_text(text).split() if len(word) >= _MIN_LETTERS}
    return any(word in local_part.replace(" ", "") for word in words for local_part in local_parts)
