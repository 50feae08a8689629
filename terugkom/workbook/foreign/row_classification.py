"""Classify and count the rows of a foreign sheet; return those that hold an action as cells by field."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from terugkom.normalize import plain, without_accents
from terugkom.workbook.dates.deadlines import written
from terugkom.workbook.foreign.fields import JOINED_BY, KEPT_TOO
from terugkom.workbook.foreign.header_synonyms import EXAMPLES, SECTIONS, TOTALS
from terugkom.workbook.foreign.table_detection import INSTRUCTION, Recognised, explains
from terugkom.workbook.import_report import Fate, Notes
from terugkom.workbook.own_layout import EXAMPLE
from terugkom.workbook.read_tables import Cell
from terugkom.workbook.records import named_extras

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);")
_SECTION = re.compile(SECTIONS)
_EXAMPLE = re.compile(EXAMPLES)
_NOT_FILLED_DOWN = ("title", "code", "part")
_GROWING = ("owners", "organisation", "email", "description")


@dataclass
class Raw:
    """One action as read from a file: cells by field, and the texts of all other columns."""

    row: int  # counts from 1, as in Excel
    cells: dict[str, Cell]
    extra: dict[str, str]
    section: str = ""  # the heading above it

    def text(self, name: str) -> str:
        """Return the text of a field, empty where there is none."""
        return written(self.cells.get(name, ""))


@dataclass
class _Reading:
    """The state while a sheet is scanned from top to bottom."""

    form: Recognised
    extras: dict[int, str]
    notes: Notes
    found: list[Raw] = field(default_factory=list)
    section: str = ""
    seen: dict[tuple[Cell, ...], int] = field(default_factory=dict)


def read_rows(form: Recognised, notes: Notes) -> list[Raw]:
    """Return the rows that hold actions, and count the outcome of every row."""
    ours = {at for name, places in form.fields.items() if name not in KEPT_TOO for at in places}
    reading = _Reading(form, named_extras(form.headers, ours), notes)
    filled = _filled_down(form)
    for index, row in enumerate(form.table.rows):
        fate = _fate(reading, index, row, filled.get(index, {}))
        if fate is not None:
            notes.fates[fate] += 1
    return reading.found


def _fate(reading: _Reading, index: int, row: list[Cell], filled: dict[int, Cell]) -> Fate | None:
    """Return the outcome of a row; None for a row with an action, which is counted when it is merged."""
    form = reading.form
    places = [at for at, cell in enumerate(row) if cell != ""]
    if not places:
        return Fate.BLANK
    if index <= form.header_row or _is_header(form, row, places):
        return Fate.HEADER
    if not reading.found and explains(row):
        return Fate.HEADER
    if _is_example(form, row):
        return Fate.EXAMPLE
    if (heading := _heading(form, row, places, index)) is not None:
        reading.section = heading or reading.section
        return Fate.SECTION
    if filled:
        row = [filled.get(at, cell) if cell == "" else cell for at, cell in enumerate(row)]
    raw = _raw(reading, row, index)
    if not raw.text("title") and not raw.text("part"):
        return _without_title(reading, raw, places)
    key = tuple(row)
    if key in reading.seen:
        reading.notes.find(form.table.sheet, index + 1, "", "same-row", first=reading.seen[key])
        return Fate.JOINED
    reading.seen[key] = index + 1
    reading.found.append(raw)
    return None


def _without_title(reading: _Reading, raw: Raw, places: list[int]) -> Fate:
    """Merge a row without a title into the one above it; refuse it if it has another code."""
    form = reading.form
    above = reading.found[-1] if reading.found else None
    if above is None or (raw.text("code") and raw.text("code") != above.text("code")):
        header = form.headers[form.fields["title"][0]]
        reading.notes.find(form.table.sheet, raw.row, header, "no-title")
        return Fate.REFUSED
    for name, cell in raw.cells.items():
        old, new = above.text(name), written(cell)
        if not old:
            above.cells[name] = cell
        elif new and name in _GROWING and new not in old.split("\n"):
            above.cells[name] = f"{old}\n{new}"
        elif new and new not in old:
            _grow(above.extra, form.header_of(name), new)
    for name, text in raw.extra.items():
        if text not in above.extra.get(name, "").split("\n"):
            _grow(above.extra, name, text)
    return Fate.JOINED


def _grow(extra: dict[str, str], name: str, text: str) -> None:
    extra[name] = f"{extra[name]}\n{text}" if name in extra else text


def _raw(reading: _Reading, row: list[Cell], index: int) -> Raw:
    form = reading.form
    cells: dict[str, Cell] = {}
    for name, places in form.fields.items():
        found = [_plainly(cell) for at in places if at < len(row) and (cell := row[at]) != ""]
        if len(found) == 1:
            cells[name] = found[0]
        elif found:
            cells[name] = JOINED_BY.get(name, " ").join(dict.fromkeys(written(cell) for cell in found))
    extra = {name: written(row[at]) for at, name in reading.extras.items() if at < len(row) and row[at] != ""}
    if INSTRUCTION.search(without_accents(str(cells.get("part", "")))):
        extra[form.header_of("part")] = written(cells.pop("part"))
    return Raw(index + 1, cells, extra, reading.section)


def _plainly(cell: Cell) -> Cell:
    """Return a cell with HTML entities such as &amp; unescaped, as their semicolon would split names."""
    if isinstance(cell, str) and "&" in cell:
        return _ENTITY.sub(lambda match: html.unescape(match[0]), cell)
    return cell


def _is_header(form: Recognised, row: Sequence[Cell], places: list[int]) -> bool:
    same = sum(1 for at in places if at < len(form.headers) and written(row[at]) == form.headers[at])
    return len(places) > 1 and same > 0.6 * len(places)


def _is_example(form: Recognised, row: Sequence[Cell]) -> bool:
    for name in ("code", "title"):
        for at in form.fields.get(name, ()):
            text = str(row[at]) if at < len(row) else ""
            if text.upper().startswith(EXAMPLE) or _EXAMPLE.match(text):
                return True
    return False


def _heading(form: Recognised, row: Sequence[Cell], places: list[int], index: int) -> str | None:
    """Return the text of a section row, "" for a totals row, or None for any other row."""
    first = written(row[places[0]])
    if plain(first).split(" ")[0] in TOTALS and all(isinstance(row[at], int | float) for at in places[1:]):
        return ""
    title = {at for name in ("title", "part") for at in form.fields.get(name, ())}
    themes = [at for name in ("theme", "subtheme") for at in form.fields.get(name, ())]
    if not title & set(places):
        if set(places) <= set(themes):
            return ""  # the rows below it bear the same theme themselves, or in a merged cell
        return first if len(places) == 1 and _is_far_left(form, places[0]) else None
    codes = form.fields.get("code", ())
    if not set(places) <= title | set(codes):
        return None
    text = written(row[next(at for at in places if at in title)])
    across = any(top <= index <= bottom and right > left for top, left, bottom, right in form.table.merged)
    lettered = [each for each in text if each.isalpha()]
    capitals = len(lettered) > 3 and text == text.upper()
    says_so = _SECTION.match(without_accents(text)) is not None or text.endswith(":")
    return text.rstrip(": ") if across or capitals or says_so else None


def _is_far_left(form: Recognised, at: int) -> bool:
    return at == min(place for places in form.fields.values() for place in places) or at == 0


def _filled_down(form: Recognised) -> dict[int, dict[int, Cell]]:
    """Return the value of vertically merged cells for the rows below their first, by row and column."""
    ours = {at for name, places in form.fields.items() if name not in _NOT_FILLED_DOWN for at in places}
    rows = form.table.rows
    found: dict[int, dict[int, Cell]] = {}
    for top, left, bottom, _ in form.table.merged:
        if left in ours and form.header_row < top < len(rows) and left < len(rows[top]):
            for index in range(top + 1, min(bottom + 1, len(rows))):
                found.setdefault(index, {})[left] = rows[top][left]
    return found
