"""Classify and count the rows of a foreign sheet; return those that hold an action as cells by field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from terugkom.normalize import normalize_text, strip_accents
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import fill_in_merged
from terugkom.workbook.foreign.column_contents import names_first_name
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.fields import ALSO_KEPT_AS_EXTRA, JOIN_SEPARATORS
from terugkom.workbook.foreign.header_matching import normalize_header
from terugkom.workbook.foreign.header_synonyms import (
    EXAMPLE_PATTERN,
    REMARK_PATTERN,
    SECTION_PATTERN,
)
from terugkom.workbook.foreign.heading_rows import find_heading_rows, find_lone_heading
from terugkom.workbook.foreign.instruction_rows import (
    INSTRUCTION,
    is_document_row,
    is_explanation_row,
    is_instruction_row,
    is_legend_row,
)
from terugkom.workbook.foreign.part_rows import PartRows, find_part_rows
from terugkom.workbook.foreign.row_cells import (
    is_ruled_line,
    is_total_row,
    is_unchecked,
    read_progress_cell,
    unescape_entities,
)
from terugkom.workbook.foreign.shifted_rows import (
    find_shifted_rows,
    report_shifted_row,
    report_short_rows,
)
from terugkom.workbook.foreign.status_marks import read_figures
from terugkom.workbook.foreign.year_columns import join_years, list_years_of_total
from terugkom.workbook.import_report import ImportNotes, RowOutcome
from terugkom.workbook.own_layout import list_example_prefixes
from terugkom.workbook.records import name_extra_columns, read_extra_cells
from terugkom.workbook.special_cells import UncachedFormula, format_code

_SECTION = re.compile(SECTION_PATTERN)
_EXAMPLE = re.compile(EXAMPLE_PATTERN)
_REMARK = re.compile(REMARK_PATTERN)
_SHARE_OF_OTHERS = 0.4  # of the cells of a header that is repeated
_LONGER_BY = 8  # characters by which a header that is repeated may differ in spaces and signs
_NOT_FILLED_DOWN = ("title", "code", "part")
_APPENDED_FIELDS = ("owners", "organisation", "email", "description")


@dataclass(slots=True)
class RawAction:
    """One action as read from a file: cells by field, and the texts of all other columns."""

    row: int  # counts from 1, as in Excel
    cells: dict[str, Cell]
    extra: dict[str, str]
    formulas: Mapping[str, str]  # of those other columns: without a result
    section: str = ""  # the heading above it

    def text(self, name: str) -> str:
        """Return the text of a field, empty where there is none."""
        cell = self.cells.get(name, "")
        return format_code(cell) if name == "code" else format_cell(cell)


@dataclass
class _RowScan:
    """The state while a sheet is scanned from top to bottom."""

    detected: DetectedTable
    extras: dict[int, str]
    notes: ImportNotes
    actions: list[RawAction] = field(default_factory=list)
    section: str = ""
    headings: frozenset[int] = frozenset()  # the indices of rows that head those below them by their place
    parts: PartRows | None = None  # which rows are parts of the plan by their level, where rows say so
    last_header: int = -1  # the index of the last row that was none but a header
    first_action_by_key: dict[tuple[str, str], RawAction] = field(default_factory=dict)  # code and title
    first_row_by_cells: dict[tuple[Cell, ...], int] = field(default_factory=dict)
    years: Sequence[
        int
    ] = ()  # the columns of the years whose total is the budget: they say it where it is blank
    figures: Mapping[str, str] = field(default_factory=dict)  # the shares that figures of the status are
    shifted: frozenset[int] = frozenset()  # the indices of rows with a delimiter within a text


def read_rows(detected: DetectedTable, notes: ImportNotes) -> list[RawAction]:
    """Return the rows that hold actions, and count the outcome of every row."""
    ours = {at for name, places in detected.fields.items() if name not in ALSO_KEPT_AS_EXTRA for at in places}
    scan = _RowScan(detected, name_extra_columns(detected.headers, ours, notes.language), notes)
    scan.section = detected.table.heading
    scan.years = list_years_of_total(detected.headers, detected.fields.get("budget_text", ()), scan.extras)
    scan.figures = read_figures(detected)
    scan.parts = find_part_rows(detected)
    scan.headings = find_heading_rows(detected)
    scan.shifted = find_shifted_rows(detected.table, detected.header_row)
    filled = _fill_merged_cells(detected)
    for index, row in enumerate(detected.table.rows):
        outcome = _classify_row(scan, index, row, filled.get(index, {}))
        if outcome is not None:
            notes.add_omitted_row(detected.table, index, outcome)
        if outcome is RowOutcome.HEADER:
            scan.last_header = index
    report_short_rows(notes, detected.table, detected.header_row, {each.row for each in scan.actions})
    _report_lone_heading(scan)
    return scan.actions


def _report_lone_heading(scan: _RowScan) -> None:
    """Add the finding that the first action, with a title alone, may be the heading of all others."""
    index, table = find_lone_heading(scan.detected), scan.detected.table
    first = scan.actions[0] if scan.actions else None
    if index is not None and first and first.row == table.get_row_number(index):
        header = scan.detected.header_of("title")
        scan.notes.add_finding(table.sheet, first.row, header, "maybe-heading", value=first.text("title"))


def _classify_row(scan: _RowScan, index: int, row: list[Cell], filled: dict[int, Cell]) -> RowOutcome | None:
    """Return the outcome of a row; None for a row with an action, which is counted when it is merged."""
    detected = scan.detected
    places = [at for at, cell in enumerate(row) if cell != ""]
    if all(is_ruled_line(row[at]) or is_unchecked(row[at]) for at in places):
        return RowOutcome.BLANK
    if index < detected.header_row and detected.table.heading == format_cell(row[places[0]]).rstrip(": "):
        return RowOutcome.SECTION
    if index <= detected.header_row or _is_header(detected, row, places) or _instructs(scan, index, row):
        return RowOutcome.HEADER
    if _is_example(detected, row):
        return RowOutcome.EXAMPLE
    if scan.parts and (part := scan.parts.find_title(row)) is not None:
        scan.section = part or scan.section
        return RowOutcome.SECTION
    heading = _section_heading(detected, row, places, index)
    if heading is None and index in scan.headings:
        heading = format_cell(row[places[0]]).rstrip(": ")
    if heading is not None:
        scan.section = heading or scan.section
        return RowOutcome.SECTION
    if index in scan.shifted:
        report_shifted_row(scan.notes, detected.table, index, detected.header_row)
        scan.notes.has_unknown_keys = True  # it may be any action
        return RowOutcome.REFUSED
    if filled:
        row = fill_in_merged(row, filled)
    raw = _build_raw_action(scan, row, index)
    if not raw.text("title") and not raw.text("part"):
        return _merge_untitled_row(scan, raw)
    if scan.actions and set(raw.cells) == {"title"} and not raw.extra and _is_remark(raw.text("title")):
        _keep_remark(scan, raw)
        return RowOutcome.JOINED
    if _continues_title(scan, raw):
        above = scan.actions[-1]
        above.cells["title"] = f"{above.text('title')} {raw.text('title')}"
        return RowOutcome.JOINED
    if detected.layout and detected.layout.merge_rows and (same := _find_same_action(scan, raw)):
        _merge_into(scan, same, raw)
        return RowOutcome.JOINED
    key = tuple(row)
    if key in scan.first_row_by_cells:
        scan.notes.add_finding(
            detected.table.sheet, raw.row, "", "same-row", first=scan.first_row_by_cells[key]
        )
        return RowOutcome.JOINED
    scan.first_row_by_cells[key] = raw.row
    scan.actions.append(raw)
    return None


def _instructs(scan: _RowScan, index: int, row: list[Cell]) -> bool:
    """Return whether a row below a header tells how to fill in the columns, or of the file itself."""
    detected = scan.detected
    if detected.table.is_form:
        return False
    if is_document_row(row) or is_legend_row(detected.table.rows, index, detected.fields["title"]):
        return True
    if index == scan.last_header + 1:
        fields = {at: name for name, places in detected.fields.items() for at in places}
        return is_instruction_row(row) or is_explanation_row(row, detected.headers, fields)
    return not scan.actions and is_instruction_row(row)


def _merge_untitled_row(scan: _RowScan, raw: RawAction) -> RowOutcome:
    """Merge a row without a title into the one above it; refuse it if it has another code."""
    detected = scan.detected
    above = scan.actions[-1] if scan.actions else None
    if above is None or (raw.text("code") and raw.text("code") != above.text("code")):
        header = detected.headers[detected.fields["title"][0]]
        scan.notes.add_finding(detected.table.sheet, raw.row, header, "no-title")
        return RowOutcome.REFUSED
    _merge_into(scan, above, raw)
    has_text = any(not isinstance(cell, UncachedFormula) for cell in raw.cells.values()) or raw.extra
    return RowOutcome.JOINED if has_text else RowOutcome.REFUSED


def _keep_remark(scan: _RowScan, raw: RawAction) -> None:
    """Keep a remark with the action above it: in its description, or as extra text if it has none."""
    above, text = scan.actions[-1], raw.cells.pop("title")
    if "description" in scan.detected.fields:
        raw.cells["description"] = text
        _merge_into(scan, above, raw)
    else:
        _append_extra(above.extra, scan.detected.header_of("title"), format_cell(text))


def _is_remark(text: str) -> bool:
    """Return whether a text says that it is a remark: "Opmerking: wachten op de vergunning"."""
    word, colon, rest = text.partition(":")
    return bool(colon and rest.strip()) and _REMARK.fullmatch(normalize_text(word)) is not None


def _continues_title(scan: _RowScan, raw: RawAction) -> bool:
    """Return whether a row holds only the rest of the title above it, which begins in small letters."""
    above = scan.actions[-1] if scan.actions else None
    if above is None or scan.detected.table.is_form or raw.extra or set(raw.cells) != {"title"}:
        return False
    title, former = raw.text("title"), above.text("title")
    return title[:1].islower() and former[:1].isupper() and former[-1:].isalnum() and len(above.cells) > 2


def _find_same_action(scan: _RowScan, raw: RawAction) -> RawAction | None:
    """Return the action of which a row is another line of its budget: with its code and its title."""
    key = (raw.text("code"), raw.text("title"))
    if not key[0]:
        return None
    found = scan.first_action_by_key.setdefault(key, raw)
    return None if found is raw else found


def _merge_into(scan: _RowScan, above: RawAction, raw: RawAction) -> None:
    """Add the texts of another row to an action: what is new of owners and description, the rest as extra."""
    detected = scan.detected
    for name, cell in raw.cells.items():
        if isinstance(cell, UncachedFormula):  # such as a sum: of no action
            header = detected.header_of(name)
            scan.notes.add_finding(
                detected.table.sheet, raw.row, header, "formula-without-result", value=str(cell)
            )
            continue
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


def _append_extra(extra: dict[str, str], name: str, text: str) -> None:
    extra[name] = f"{extra[name]}\n{text}" if name in extra else text


def _build_raw_action(scan: _RowScan, row: list[Cell], index: int) -> RawAction:
    detected = scan.detected
    cells: dict[str, Cell] = {}
    for name, places in detected.fields.items():
        found = [unescape_entities(cell) for at in places if at < len(row) and (cell := row[at]) != ""]
        if name == "deadline" and len(places) > 1:  # crosses below the years or quarters of a planning
            marked = [detected.headers[at] for at in places if at < len(row) and row[at] != ""]
            found = [", ".join(marked)] if marked else []
        if name == "status":
            found = [read_progress_cell(cell, detected.headers[places[0]], scan.figures) for cell in found]
        unknown = next((cell for cell in found if isinstance(cell, UncachedFormula)), None)
        if name == "budget_text" and (years := places if len(places) > 1 else () if found else scan.years):
            found = list(filter(None, [join_years(detected.headers, row, years)]))
        if unknown is not None or len(found) == 1:
            cells[name] = found[0] if unknown is None else unknown
        elif found:
            is_split_name = name == "owners" and names_first_name(detected.headers[places[0]])
            between = " " if is_split_name else JOIN_SEPARATORS.get(name, " ")
            cells[name] = between.join(dict.fromkeys(format_code(cell) for cell in found))
    sheet, number = detected.table.sheet, detected.table.get_row_number(index)
    extra, formulas = read_extra_cells(row, scan.extras.items(), sheet, number, scan.notes)
    if INSTRUCTION.search(strip_accents(str(cells.get("part", "")))):
        extra[detected.header_of("part")] = format_cell(cells.pop("part"))
    return RawAction(number, cells, extra, formulas, scan.section)


def _is_header(detected: DetectedTable, row: Sequence[Cell], places: list[int]) -> bool:
    """Return whether more than six in ten of the cells of a row are the headers of their columns."""
    most_others = _SHARE_OF_OTHERS * len(places)
    others = 0
    for at in places:
        others += at >= len(detected.headers) or not _is_same(row[at], detected.headers[at])
        if others >= most_others:
            return False
    return len(places) > 1


def _is_same(cell: Cell, header: str) -> bool:
    if not isinstance(cell, str) or abs(len(cell) - len(header)) > _LONGER_BY:
        return False
    if cell == header:
        return True
    return cell[:1].lower() == header[:1].lower() and normalize_header(cell) == normalize_header(header) != ""


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
    if is_total_row(row, places):
        return ""
    if detected.layout and len(places) == 1 and detected.layout.is_section(first):
        return first
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
    is_merged = index in detected.table.rows_merged_across
    lettered = [each for each in text if each.isalpha()]
    capitals = len(lettered) > 3 and text == text.upper()
    is_section = _SECTION.match(strip_accents(text)) is not None or text.endswith(":")
    return text.rstrip(": ") if is_merged or capitals or is_section else None


def _is_leftmost(detected: DetectedTable, at: int) -> bool:
    return at == min(place for places in detected.fields.values() for place in places) or at == 0


def _fill_merged_cells(detected: DetectedTable) -> dict[int, dict[int, Cell]]:
    """Return the value of vertically merged cells for the rows below their first, by row and column."""
    ours = {at for name, places in detected.fields.items() if name not in _NOT_FILLED_DOWN for at in places}
    return detected.table.find_merged_values(ours, detected.header_row)
