"""Signs in place of a word for a status: ticks, boxes and circles, yes and no, figures without a unit."""

import re
from collections.abc import Sequence

from terugkom.documents.one_line import to_one_line
from terugkom.plan.model import ActionStatus
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.status_words import NO_WORDS, YES_WORDS
from terugkom.workbook.import_report import ImportNotes
from terugkom.workbook.records import Record
from terugkom.workbook.special_cells import format_share

# A cross is in neither: it is no to one, and ticks the box of another.
YES_MARKS = YES_WORDS | frozenset("☑✅🗸🗹")
NO_MARKS = NO_WORDS | frozenset("☐□⬜")
_MAX_LETTERS = 2  # of a code: L, NG
_MAX_SIGNS = 5  # of one cell: ★★★☆☆
_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d+)?")
_VARIATION = str.maketrans("", "", "\ufe0e\ufe0f")  # whether a sign is shown in colour
_MAX_LISTED = 8  # different marks in a finding


def get_mark(cell: Cell) -> str:
    """Return the text of a cell in small letters, without what says how a sign is shown."""
    return format_cell(cell).translate(_VARIATION).lower()


def is_status_mark(cell: Cell) -> bool:
    """Return whether a cell holds a sign, a yes or no, a figure, or a letter or two: what it says of the
    status depends on who filled in the column."""
    mark = get_mark(cell)
    is_letter = mark.isalpha() and len(mark) <= _MAX_LETTERS
    return is_letter or _FIGURE.fullmatch(mark) is not None or is_status_sign(cell)


def is_status_sign(cell: Cell) -> bool:
    """Return whether a cell holds a sign, or a yes or no."""
    mark = get_mark(cell)
    if mark in YES_MARKS or mark in NO_MARKS:
        return True
    return 0 < len(mark) <= _MAX_SIGNS and not any(each.isalnum() or each in "?-–/" for each in mark)


def read_figures(detected: DetectedTable) -> dict[str, str]:
    """Return the share that each bare figure of the status is, by its text; none where that is not certain.

    Percentages: none is above 100, and one is 100, or stands beside shares; a 1 may be one of them, or all.
    Parts of one: some lie between 0 and 1, and none is above it.
    """
    places = detected.fields.get("status", ())
    below = detected.table.rows[detected.header_row + 1 :] if places else ()
    cells = [row[at] for row in below for at in places if at < len(row) and row[at] != ""]
    texts = {format_cell(cell) for cell in cells if not format_share(cell)}
    figures = {text: float(text.replace(",", ".")) for text in texts if _FIGURE.fullmatch(text)}
    most = max(figures.values(), default=0)
    if most <= 1 and any(0 < each < 1 for each in figures.values()):
        return {text: f"{round(100 * each)}%" for text, each in figures.items() if each in (0, 1)}
    has_share = any(map(format_share, cells)) or any(text.endswith("%") for text in texts)
    if most > 100 or not (most == 100 or has_share):
        return {}
    return {text: f"{round(each)}%" for text, each in figures.items() if each == 0 or each > 1}


def report_status_marks(detected: DetectedTable, records: Sequence[Record], notes: ImportNotes) -> None:
    """Add one finding for all marks of the column that say no status."""
    rows: dict[str, list[int]] = {}
    for record in records:
        text = record.wrong.get("status", "")
        if is_status_mark(text):
            rows.setdefault(to_one_line(text), []).append(record.row)
    if not rows:
        return
    shown = [f"{text} ({len(found)}×)" for text, found in rows.items()]
    more = ["…"] if len(shown) > _MAX_LISTED else []
    notes.add_finding(
        detected.table.sheet,
        min(map(min, rows.values())),
        detected.header_of("status"),
        "status-marks",
        value=", ".join([*shown[:_MAX_LISTED], *more]),
        header=detected.header_of("status"),
        choices=tuple(ActionStatus),
        new=ActionStatus.PLANNED,
    )
