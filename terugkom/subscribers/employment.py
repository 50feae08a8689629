"""Tell from a staff list who does not work here any more: by a column, a heading above people, a remark."""

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from terugkom.documents.mail_address import parse_address
from terugkom.documents.one_line import to_one_line
from terugkom.normalize import normalize_text
from terugkom.subscribers.employment_words import (
    BOTH_HEADING_PATTERN,
    LEFT_HEADING_PATTERN,
    LEFT_PATTERN,
    LEFT_SIGN,
    OUT_OF_SERVICE,
    WITHOUT_PATTERN,
)
from terugkom.subscribers.in_service import is_whole_header, parse_in_service
from terugkom.subscribers.staff_columns import StaffLayout, is_header_row
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.foreign.header_matching import get_cell
from terugkom.workbook.foreign.status_words import NO_WORDS, YES_WORDS
from terugkom.workbook.import_report import ImportNotes

_LEFT = re.compile(LEFT_PATTERN)
_LEFT_HEADING = re.compile(LEFT_HEADING_PATTERN)
_WITHOUT = re.compile(WITHOUT_PATTERN)
_BOTH_HEADING = re.compile(BOTH_HEADING_PATTERN)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]\s*$")


def is_heading_of_former_staff(text: str) -> bool:
    """Return whether the title of a sheet, or a line above people, says that they left."""
    words = _LEFT_HEADING.sub(LEFT_SIGN, normalize_text(text))
    before, sign, _ = words.partition(LEFT_SIGN)
    return bool(sign) and not _WITHOUT.search(before) and not _BOTH_HEADING.search(words)


def is_employment_word(text: str) -> bool:
    """Return whether a text in a column of days says that somebody came or left, and not when."""
    words = {normalize_text(text), text.strip().lower()} - {""}
    return parse_in_service(text) is not None or not words.isdisjoint(YES_WORDS | NO_WORDS)


def find_departure_remark(layout: StaffLayout, row: Sequence[Cell]) -> int | None:
    """Return the column of a text by which somebody may have left, beside what is read of a row or in
    brackets behind a name; None without."""
    read = set(layout.column_indexes.values())
    for at, cell in enumerate(row):
        text = format_cell(cell)
        bracket = _BRACKETS.search(text) if at in read else None
        said = text if at not in read else bracket[1] if bracket else ""
        if said and _LEFT.match(normalize_text(said)):
            return at
    return None


@dataclass(frozen=True)
class FormerRow:
    """Where a person stands who does not work here any more, and since when, if the list says so."""

    sheet: str
    row: int
    departed_on: date | None
    is_by_heading: bool  # of the sheet, or of a line above


@dataclass(frozen=True)
class Employment:
    """What a sheet says of who works here: the rows of those who left, with the title or line above them that
    says so.

    `names_former`: its column says of somebody that they do not, so that an empty cell says that one does.
    """

    layout: StaffLayout
    former_rows: Mapping[int, str]
    names_former: bool

    def is_former(self, index: int, row: Sequence[Cell]) -> bool:
        """Return whether the person on a row does not work here any more."""
        return index in self.former_rows or bool(self._find_column_of_departure(row))

    def report_doubt(self, index: int, row: Sequence[Cell], notes: ImportNotes) -> bool:
        """Add the finding that it is not clear whether the person on a row works here; return whether it is
        not."""
        sheet, headers, text = self.layout.table.sheet, self.layout.headers, self._get_text(row, "in_service")
        has_column = "in_service" in self.layout.column_indexes
        if has_column and parse_in_service(text) is None and (text or not self.names_former):
            header = headers[self.layout.column_indexes["in_service"]]
            notes.add_finding(
                sheet, index + 1, header, "unknown-in-service" if text else "no-in-service", value=text
            )
            return True
        at = find_departure_remark(self.layout, row)
        if at is not None:
            header = headers[at] if at < len(headers) else ""
            notes.add_finding(sheet, index + 1, header, "departure-remark", value=format_cell(row[at]))
        return at is not None

    def report_headings(self, notes: ImportNotes) -> None:
        """Add the finding that those below a title or a line are read as people who left."""
        table = self.layout.table
        firsts = dict[str, int]()
        for index, heading in self.former_rows.items():
            firsts.setdefault(heading, index)
        for heading, first in sorted(firsts.items(), key=lambda each: each[1]):
            row = table.get_row_number(first)
            notes.add_finding(table.sheet, row, "", "former-staff", value=to_one_line(heading))

    def report_columns(self, notes: ImportNotes, left_out: Container[int]) -> None:
        """Add the finding of how many people a column says that they do not work here; `left_out` are the
        indices of rows that are not read."""
        table, at = self.layout.table, self.layout.column_indexes
        found = defaultdict[str, list[int]](list)
        for index in range(self.layout.header_row + 1, len(table.rows)):
            row = table.rows[index]
            name = (
                "" if index in self.former_rows or index in left_out else self._find_column_of_departure(row)
            )
            if name and any(parse_address(format_cell(cell)) for cell in row):
                found[name].append(index)
        for name, indexes in found.items():
            notes.add_finding(
                table.sheet,
                table.get_row_number(indexes[0]),
                self.layout.headers[at[name]],
                "out-of-service",
                count=len(indexes),
                header=to_one_line(self.layout.headers[at[name]]),
            )

    def reads_words(self, name: str) -> bool:
        """Return whether words in the column of a field say who works here: its header is its own."""
        at = self.layout.column_indexes.get(name)
        return at is not None and is_whole_header(self.layout.headers[at], name)

    def _find_column_of_departure(self, row: Sequence[Cell]) -> str:
        """Return the field by whose word somebody does not work here any more; "" without."""
        for name in ("in_service", "started_on"):
            if parse_in_service(self._get_text(row, name)) is False and self.reads_words(name):
                return name
        word = normalize_text(self._get_text(row, "departed_on"))
        says_left = word not in NO_WORDS and (word in YES_WORDS or word in OUT_OF_SERVICE)
        return "departed_on" if says_left and self.reads_words("departed_on") else ""

    def _get_text(self, row: Sequence[Cell], name: str) -> str:
        at = self.layout.column_indexes.get(name)
        return "" if at is None else format_cell(get_cell(row, at))


def read_employment(layout: StaffLayout) -> Employment:
    """Return what a sheet says of who works here."""
    at = layout.column_indexes.get("in_service")
    below = layout.table.rows[layout.header_row + 1 :]
    said = set() if at is None else {parse_in_service(format_cell(get_cell(row, at))) for row in below}
    return Employment(layout, _find_former_rows(layout), False in said)


def _find_former_rows(layout: StaffLayout) -> dict[int, str]:
    """Return the indices of the rows of people who do not work here any more, with the title of the sheet or
    the line above them that says so.

    The next line of words alone ends them, and below people a blank row with a header behind it.
    """
    table = layout.table
    below = range(layout.header_row + 1, len(table.rows))
    if is_heading_of_former_staff(table.sheet):
        return dict.fromkeys(below, table.sheet)
    found, heading, has_people, is_below_blank = {}, "", False, False
    for index in below:
        filled = [format_cell(cell) for cell in table.rows[index] if cell != ""]
        if len(filled) == 1 and "@" not in filled[0]:
            heading, has_people = filled[0] if is_heading_of_former_staff(filled[0]) else "", False
        elif has_people and is_below_blank and is_header_row(filled):
            heading = ""
        has_people = has_people or any(map(parse_address, filled))
        is_below_blank = not filled
        if heading:
            found[index] = heading
    return found
