"""Classify and count the rows of a foreign sheet; return those that hold an action as cells by field."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from terugkom.normalize import normalize_text, strip_accents
from terugkom.workbook.dates.deadlines import format_cell
from terugkom.workbook.foreign.fields import ALSO_KEPT_AS_EXTRA, JOIN_SEPARATORS
from terugkom.workbook.foreign.header_synonyms import EXAMPLE_PATTERN, SECTION_PATTERN, TOTAL_WORDS
from terugkom.workbook.foreign.table_detection import (
    INSTRUCTION,
    DetectedTable,
    is_explanation_row,
    is_instruction_row,
)
from terugkom.workbook.import_report import ImportNotes, RowOutcome
from terugkom.workbook.own_layout import list_example_prefixes
from terugkom.workbook.read_tables import Cell
from terugkom.workbook.records import name_extra_columns

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);")
_SECTION = re.compile(SECTION_PATTERN)
_EXAMPLE = re.compile(EXAMPLE_PATTERN)
_FIGURE = re.compile(r"[^\W\d_€$£%]{0,4}[€$£]? ?[+-]?\d[\d .,'’]*(?: ?[^\W\d_€$£%²³/]{0,8}[€$£%²³]?)|[-–/]")
_NOT_FILLED_DOWN = ("title", "code", "part")
_APPENDED_FIELDS = ("owners", "organisation", "email", "description")


@dataclass
class RawAction:
    """One action as read from a file: cells by field, and the texts of all other columns."""

    row: int  # counts from 1, as in Excel
    cells: dict[str, Cell]
    extra: dict[str, str]
    section: str = ""  # the heading above it

    def text(self, name: str) -> str:
        """Return the text of a field, empty where there is none."""
        return format_cell(self.cells.get(name, ""))


@dataclass
class _RowScan:
    """The state while a sheet is scanned from top to bottom."""

    detected: DetectedTable
    extras: dict[int, str]
    notes: ImportNotes
    actions: list[RawAction] = field(default_factory=list)
    section: str = ""
    first_row_by_cells: dict[tuple[Cell, ...], int] = field(default_factory=dict)


def read_rows(detected: DetectedTable, notes: ImportNotes) -> list[RawAction]:
    """Return the rows that hold actions, and count the outcome of every row."""
    ours = {at for name, places in detected.fields.items() if name not in ALSO_KEPT_AS_EXTRA for at in places}
    scan = _RowScan(detected, name_extra_columns(detected.headers, ours, notes.language), notes)
    filled = _fill_merged_cells(detected)
    for index, row in enumerate(detected.table.rows):
        outcome = _classify_row(scan, index, row, filled.get(index, {}))
        if outcome is not None:
            notes.row_counts[outcome] += 1
    return scan.actions


def _classify_row(scan: _RowScan, index: int, row: list[Cell], filled: dict[int, Cell]) -> RowOutcome | None:
    """Return the outcome of a row; None for a row with an action, which is counted when it is merged."""
    detected = scan.detected
    places = [at for at, cell in enumerate(row) if cell != ""]
    if not places:
        return RowOutcome.BLANK
    if index <= detected.header_row or _is_header(detected, row, places):
        return RowOutcome.HEADER
    if not scan.actions and (
        is_instruction_row(row) or (index == detected.header_row + 1 and is_explanation_row(row))
    ):
        return RowOutcome.HEADER
    if _is_example(detected, row):
        return RowOutcome.EXAMPLE
    if (heading := _section_heading(detected, row, places, index)) is not None:
        scan.section = heading or scan.section
        return RowOutcome.SECTION
    if filled:
        row = [filled.get(at, cell) if cell == "" else cell for at, cell in enumerate(row)]
    raw = _build_raw_action(scan, row, index)
    if not raw.text("title") and not raw.text("part"):
        return _merge_untitled_row(scan, raw, places)
    key = tuple(row)
    if key in scan.first_row_by_cells:
        scan.notes.add_finding(
            detected.table.sheet, index + 1, "", "same-row", first=scan.first_row_by_cells[key]
        )
        return RowOutcome.JOINED
    scan.first_row_by_cells[key] = index + 1
    scan.actions.append(raw)
    return None


def _merge_untitled_row(scan: _RowScan, raw: RawAction, places: list[int]) -> RowOutcome:
    """Merge a row without a title into the one above it; refuse it if it has another code."""
    detected = scan.detected
    above = scan.actions[-1] if scan.actions else None
    if above is None or (raw.text("code") and raw.text("code") != above.text("code")):
        header = detected.headers[detected.fields["title"][0]]
        scan.notes.add_finding(detected.table.sheet, raw.row, header, "no-title")
        return RowOutcome.REFUSED
    for name, cell in raw.cells.items():
        old, new = above.text(name), format_cell(cell)
        if not old:
            above.cells[name] = cell
        elif new and name in _APPENDED_FIELDS and new not in old.split("\n"):
            above.cells[name] = f"{old}\n{new}"
        elif new and new not in old:
            _append_extra(above.extra, detected.header_of(name), new)
    for name, text in raw.extra.items():
        if text not in above.extra.get(name, "").split("\n"):
            _append_extra(above.extra, name, text)
    return RowOutcome.JOINED


def _append_extra(extra: dict[str, str], name: str, text: str) -> None:
    extra[name] = f"{extra[name]}\n{text}" if name in extra else text


def _build_raw_action(scan: _RowScan, row: list[Cell], index: int) -> RawAction:
    detected = scan.detected
    cells: dict[str, Cell] = {}
    for name, places in detected.fields.items():
        found = [_unescape_entities(cell) for at in places if at < len(row) and (cell := row[at]) != ""]
        if len(found) == 1:
            cells[name] = found[0]
        elif found:
            cells[name] = JOIN_SEPARATORS.get(name, " ").join(
                dict.fromkeys(format_cell(cell) for cell in found)
            )
    extra = {
        name: format_cell(row[at]) for at, name in scan.extras.items() if at < len(row) and row[at] != ""
    }
    if INSTRUCTION.search(strip_accents(str(cells.get("part", "")))):
        extra[detected.header_of("part")] = format_cell(cells.pop("part"))
    return RawAction(index + 1, cells, extra, scan.section)


def _unescape_entities(cell: Cell) -> Cell:
    """Return a cell with HTML entities such as &amp; unescaped, as their semicolon would split names."""
    if isinstance(cell, str) and "&" in cell:
        return _ENTITY.sub(lambda match: html.unescape(match[0]), cell)
    return cell


def _is_header(detected: DetectedTable, row: Sequence[Cell], places: list[int]) -> bool:
    same = sum(
        1 for at in places if at < len(detected.headers) and format_cell(row[at]) == detected.headers[at]
    )
    return len(places) > 1 and same > 0.6 * len(places)


def _is_example(detected: DetectedTable, row: Sequence[Cell]) -> bool:
    for name in ("code", "title"):
        for at in detected.fields.get(name, ()):
            text = str(row[at]) if at < len(row) else ""
            if text.upper().startswith(list_example_prefixes()) or _EXAMPLE.match(text):
                return True
    return False


def _section_heading(
    detected: DetectedTable, row: Sequence[Cell], places: list[int], index: int
) -> str | None:
    """Return the text of a section row, "" for a totals row, or None for any other row."""
    first = format_cell(row[places[0]])
    if normalize_text(first).split(" ")[0] in TOTAL_WORDS and all(_is_figure(row[at]) for at in places[1:]):
        return ""
    title = {at for name in ("title", "part") for at in detected.fields.get(name, ())}
    themes = [at for name in ("theme", "subtheme") for at in detected.fields.get(name, ())]
    if not title & set(places):
        if set(places) <= set(themes):
            return ""  # the rows below it bear the same theme themselves, or in a merged cell
        return first if len(places) == 1 and _is_leftmost(detected, places[0]) else None
    codes = detected.fields.get("code", ())
    if not set(places) <= title | set(codes):
        return None
    text = format_cell(row[next(at for at in places if at in title)])
    is_merged = any(
        top <= index <= bottom and right > left for top, left, bottom, right in detected.table.merged
    )
    lettered = [each for each in text if each.isalpha()]
    capitals = len(lettered) > 3 and text == text.upper()
    is_section = _SECTION.match(strip_accents(text)) is not None or text.endswith(":")
    return text.rstrip(": ") if is_merged or capitals or is_section else None


def _is_figure(cell: Cell) -> bool:
    """Return whether a cell holds a figure, which in a csv is text: ``€ 30.000``, ``55 ton``."""
    return isinstance(cell, int | float) or _FIGURE.fullmatch(str(cell)) is not None


def _is_leftmost(detected: DetectedTable, at: int) -> bool:
    return at == min(place for places in detected.fields.values() for place in places) or at == 0


def _fill_merged_cells(detected: DetectedTable) -> dict[int, dict[int, Cell]]:
    """Return the value of vertically merged cells for the rows below their first, by row and column."""
    ours = {at for name, places in detected.fields.items() if name not in _NOT_FILLED_DOWN for at in places}
    rows = detected.table.rows
    found: dict[int, dict[int, Cell]] = {}
    for top, left, bottom, _ in detected.table.merged:
        if left in ours and detected.header_row < top < len(rows) and left < len(rows[top]):
            for index in range(top + 1, min(bottom + 1, len(rows))):
                found.setdefault(index, {})[left] = rows[top][left]
    return found
