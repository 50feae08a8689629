"""Recognise the tables of minutes by their headers, also where a table was split or two were joined.

Word's *Split table* leaves the second part without its header, or with a copy of it. So a header counts in
whichever row it stands, and a table that begins without one goes on where the last table of its width ended.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from terugkom.documents.docx_reader import PICTURE, DocxTable
from terugkom.meetings.minutes.minutes_words import (
    DECISION_KINDS,
    PLACEHOLDER,
    PRESENCE_WORDS,
    is_about_deadline,
    is_only_time,
)
from terugkom.meetings.minutes.written_minutes import (
    AGENDA,
    ATTENDANCE,
    DECISIONS,
    DISCUSSION,
    NEW_ACTIONS,
    RowLocation,
)
from terugkom.normalize import normalize_text

_PLAN = "Acties"  # the actions as they are, which the form shows and nobody fills in
_COLUMNS = {  # the columns that identify each table
    ATTENDANCE: ("code", "naam", "aanwezigheid"),
    AGENDA: ("punt", "actie", "waarover", "afgehandeld"),
    DECISIONS: ("actie", "soort besluit", "waarde", "toelichting"),
    NEW_ACTIONS: ("code", "titel", "trekker", "deadline", "toelichting"),
    DISCUSSION: ("agendapunt", "wat is er gezegd"),
    _PLAN: ("code", "actie", "trekkers", "deadline", "status"),
}

_SHOWN = {AGENDA: ("al uitgesteld",), DECISIONS: ("nr",)}  # further columns of the form, which it fills in

# Headers of which one set makes a row that of a table, though it lacks or renames others: what is below it
# would be lost.
_ENOUGH_HEADERS = {
    ATTENDANCE: ({"naam", "aanwezigheid"}, {"code", "aanwezigheid"}),
    DECISIONS: ({"soort besluit"}, {"actie", "waarde", "toelichting"}),
    AGENDA: ({"punt", "waarover"}, {"punt", "afgehandeld"}, {"waarover", "afgehandeld"}),
    NEW_ACTIONS: ({"titel", "trekker"}, {"titel", "deadline"}, {"trekker", "deadline", "toelichting"}),
    DISCUSSION: ({"wat is er gezegd"}, {"agendapunt", "bespreking"}, {"agendapunt", "verslag"}),
}
_CODE = re.compile(r"[A-Za-z]{0,6}[ .-]?\d[\d.]*\b")  # what a code of an action begins with
_MIN_NEW_ACTION = 3  # columns: what, who, by when
_MIN_WORD = 4  # letters of a word for attendance that is no mark

TableRows = list[tuple[RowLocation, dict[str, str]]]


def read_minutes_tables(tables: Sequence[DocxTable]) -> dict[str, TableRows]:
    """Return the rows of each table that is there, by the names of its columns; empty rows are left out.

    Rows count from 1 below the header, on through all parts of a table.
    """
    found: dict[str, TableRows] = {}
    counts = dict.fromkeys(_COLUMNS, 0)
    for name, cells, _ in _iterate_rows(tables):
        if not name:
            continue
        rows = found.setdefault(name, [])
        if cells is None:
            continue
        counts[name] += 1
        values = {column: _remove_placeholder(cells.get(column, "")) for column in _COLUMNS[name]}
        if any(values.values()):
            rows.append((RowLocation(name, counts[name]), values))
    found.pop(_PLAN, None)
    return found


def list_unread_tables(
    tables: Sequence[DocxTable], codes: Collection[str] | None = None, people: Collection[str] = ()
) -> list[str]:
    """Return the names of tables of which a part has no header, and not as many columns, or a header that is
    not whole, so that nobody knows what stands where: decisions or people would be lost in silence.

    A part without header stands behind its table and has the columns that identify it, at least; one of
    decisions names an action, and one of new actions has a title, and a day or somebody behind it. `codes`
    are those of the plan; without, anything that looks like one counts. `people`: its codes and names.
    """
    known = None if codes is None else {simplify_code(each) for each in codes}
    who = {normalize_text(each) for each in people}
    seen, found, last = set(), {_find_changed_header(each) for each in tables}, ""
    for name, cells, number in _iterate_rows(tables):
        if name:
            seen.add(name)
            last = name
            continue
        row = list(cells.values()) if cells else []
        for each in (ATTENDANCE, DECISIONS):
            if each in seen and len(row) >= len(_COLUMNS[each]) and _is_row_of(each, row, known):
                found.add(each)
        if last == NEW_ACTIONS and number == 0 and _is_new_action(row, known, who):
            found.add(NEW_ACTIONS)
    return [each for each in _ENOUGH_HEADERS if each in found]


def _find_changed_header(table: DocxTable) -> str:
    """Return of which table a row is the header that lacks a column, or calls it otherwise; "" of none."""
    for number, row in enumerate(table):
        headers = {normalize_text(each) for each in row}
        has_rows = any(any(each) for each in table[number + 1 :])
        if _find_name([*headers]) or not has_rows:
            continue
        for name, sets in _ENOUGH_HEADERS.items():
            if any(each <= headers for each in sets):
                return name
    return ""


def _is_new_action(row: Sequence[str], known: Collection[str] | None, people: Collection[str]) -> bool:
    """Return whether a row without header may be a new action: a title, with somebody or a day behind it."""
    if len(row) < _MIN_NEW_ACTION or any(is_code(each, known) for each in row[:2] if each and known):
        return False
    title, *behind = [each for each in row if each] or [""]
    if _is_time(title):
        return False
    return any(_is_time(each) or normalize_text(each) in people for each in behind)


def _is_time(text: str) -> bool:
    return is_about_deadline(text) or is_only_time(text)


def _is_row_of(name: str, row: Sequence[str], known: Collection[str] | None) -> bool:
    """Return whether a row without header is one of the table of attendance, or of that of decisions."""
    filled = [each for each in row if each]
    if name == ATTENDANCE:  # the word stands behind a person; in front it is itself a header
        is_header = _has_word(filled[:1], PRESENCE_WORDS.keys())
        return _has_word(filled[1:], PRESENCE_WORDS.keys()) and not is_header
    return _has_word(filled[1:], DECISION_KINDS.keys()) and any(is_code(each, known) for each in filled)


def is_code(text: str, known: Collection[str] | None) -> bool:
    """Return whether a cell begins with the code of an action."""
    if known is None:
        return _CODE.match(text) is not None
    return bool(find_code(text, known))


def find_code(text: str, known: Collection[str]) -> str:
    """Return the code of an action with which a text begins, as `simplify_code` has it; "" without one."""
    found = _CODE.match(text)
    words = [found[0] if found else "", *text.split()[:1]]
    return next((code for each in words if each and (code := simplify_code(each)) in known), "")


def simplify_code(code: str) -> str:
    """Return a code without its signs and leading zeros: an action is found by E1 for E-01 too."""
    parts = re.findall(r"[^\W\d_]+|\d+", normalize_text(code))
    return "".join(each.lstrip("0") or each for each in parts)


def _has_word(row: Sequence[str], known: Iterable[str]) -> bool:
    """Return whether a cell of a row is one of these words."""
    words = {normalize_text(each) for each in row}
    return any(len(each) >= _MIN_WORD and each in words for each in known)


def _iterate_rows(tables: Sequence[DocxTable]) -> Iterator[tuple[str, dict[str, str] | None, int]]:
    """Yield each row of a known table with the name of the table, None for a row that is its header; of any
    other table with "", by the number of the column. The last is the place of the row in its part."""
    last_of_width: dict[int, tuple[str, list[str]]] = {}
    for table in tables:
        width = max(map(len, table), default=0)
        current = last_of_width.get(width)
        for number, row in enumerate(table):
            headers = [normalize_text(each) for each in row]
            if name := _find_name(headers):
                current = last_of_width[width] = (name, headers)
                yield name, None, number
            elif current and not _is_title(table, number):
                yield current[0], _map_cells(current[1], row), number
            elif not current:
                yield "", {str(at): each for at, each in enumerate(row)}, number


def _map_cells(headers: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Return the cells of a row by their headers; by its number one that has none, or the same as another."""
    found: dict[str, str] = {}
    for at, text in enumerate(row):
        header = headers[at] if at < len(headers) else ""
        found[header if header and header not in found else str(at + 1)] = text
    return found


def list_unread_cells(tables: Sequence[DocxTable]) -> list[tuple[RowLocation, str, str]]:
    """Return the cells of the known tables that are not read, with their column: of further columns, or with
    a picture."""
    found = []
    counts = dict.fromkeys(_COLUMNS, 0)
    for name, cells, _ in _iterate_rows(tables):
        if not name or name == _PLAN or cells is None:
            continue
        counts[name] += 1
        read = (*_COLUMNS[name], *_SHOWN.get(name, ()))
        found += [
            (RowLocation(name, counts[name]), column.capitalize(), text)
            for column, text in cells.items()
            if text and (PICTURE in text or column not in read)
        ]
    return found


def _remove_placeholder(text: str) -> str:
    """Return a cell, "" where nothing was chosen from its list."""
    return "" if normalize_text(text) == PLACEHOLDER else text


def _find_name(headers: Sequence[str]) -> str:
    return next((name for name, columns in _COLUMNS.items() if set(columns) <= set(headers)), "")


def _is_title(table: DocxTable, number: int) -> bool:
    """Return whether a row is a title that somebody put above a header."""
    following = table[number + 1 : number + 2]
    is_above_header = any(_find_name([normalize_text(each) for each in row]) for row in following)
    return is_above_header and sum(map(bool, table[number])) == 1
