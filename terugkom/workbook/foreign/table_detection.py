"""Detect the sheet, header row and columns of a plan in a foreign file, by header and by content."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from terugkom.errors import InputError
from terugkom.normalize import plain, without_accents
from terugkom.workbook.dates.deadlines import ImpossibleDate, read_span, written
from terugkom.workbook.foreign.fields import FIELDS, JOINED_BY, KEPT
from terugkom.workbook.foreign.header_matching import cell_at, headers_of, likeness, ours, wanted_of, words_of
from terugkom.workbook.foreign.header_synonyms import ELSEWHERE, HEADINGS, INSTRUCTIONS
from terugkom.workbook.foreign.status_words import PRIORITY_WORDS, STATUS_WORDS
from terugkom.workbook.own_layout import ACTIONS
from terugkom.workbook.read_tables import Cell, Table

FURTHEST_HEADER = 40  # rows that are searched for a header
SAMPLE = 200  # rows that are sampled to score the content of a column
_SURE, _UNSURE = 0.5, 0.3
_SEVERAL = ("subtheme", "organisation")  # fields that more than one column may be
INSTRUCTION = re.compile(INSTRUCTIONS)
_NUMBERED = ("id", "nr", "no", "code", "nummer", "number", "numero")  # a header that begins so is a code
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Recognised:
    """A detected plan table: its header row, its headers, and the columns (from 0) of each field."""

    table: Table
    header_row: int
    headers: tuple[str, ...]
    fields: Mapping[str, tuple[int, ...]]
    score: float

    def header_of(self, field: str) -> str:
        """Return the header of the first column of a field."""
        return self.headers[self.fields[field][0]]


def recognise(
    tables: Sequence[Table], asked: Mapping[str, str], remembered: Mapping[str, str], file: str
) -> list[Recognised]:
    """Return the sheets that hold actions, the best score first; further ones have the same headers.

    `asked` maps headers to fields and must match; `remembered` is used where it matches. Raises InputError
    for a
    file in which no title is found, a column that it has not, an unknown field, or two columns for a field
    that holds one value.
    """
    _check(asked)
    filled = [table for table in tables if table.first_filled() is not None]
    if not filled:
        raise InputError(f"{file}: the file is empty (there is nothing in it)")
    found = [each for table in filled if (each := _best(table, asked, remembered))]
    if not found:
        raise InputError(_why_not(filled, asked, file))
    best = max(found, key=lambda each: each.score)
    same = {plain(header) for header in best.headers if header}
    others = [each for each in found if each is not best and _alike(each, same)]
    return [best, *others]


def explains(row: Sequence[Cell]) -> bool:
    """Return whether a row holds instructions for filling in the columns, as some forms have below the
    header."""
    texts = [without_accents(cell) if isinstance(cell, str) else "" for cell in row if cell != ""]
    return len(texts) > 1 and sum(1 for text in texts if INSTRUCTION.search(text)) >= 0.4 * len(texts)


def _alike(other: Recognised, same: set[str]) -> bool:
    headers = {plain(header) for header in other.headers if header}
    return len(headers & same) >= 0.8 * max(len(headers), len(same))


def _check(asked: Mapping[str, str]) -> None:
    fields = [field for field in asked.values() if field != KEPT]
    for field in fields:
        if field not in FIELDS:
            raise InputError(f"unknown field {field!r}; known fields are: {', '.join((*FIELDS, KEPT))}")
        if fields.count(field) > 1 and field not in JOINED_BY:
            raise InputError(f"only one column can be the field {field!r}")


def _best(table: Table, asked: Mapping[str, str], remembered: Mapping[str, str]) -> Recognised | None:
    """Return the best detection for a sheet, or None if no header row with a title column is found."""
    found: Recognised | None = None
    first = table.first_filled() or 0
    near = enumerate(table.rows[first : first + FURTHEST_HEADER + SAMPLE], first)
    telling = frozenset(index for index, row in near if explains(row))
    for row in _candidates(table, asked):
        headers = headers_of(table, row)
        if row != first and not asked and not any(map(_scores, headers)):
            continue  # a row of data: no word in it is a header's
        places = {name: _place(name, headers) for name in {**remembered, **asked}}
        if any(places[name] is None for name in asked):
            continue
        told = {
            at: field for name, field in {**remembered, **asked}.items() if (at := places[name]) is not None
        }
        understood = _understand(table, row, headers, told, telling)
        if understood and (found is None or understood.score > found.score + 0.01):
            found = understood
    return found


def _candidates(table: Table, asked: Mapping[str, str]) -> Iterable[int]:
    """Yield the rows that could be a header: short texts, at least two, or one where there is one column."""
    first = table.first_filled() or 0
    for index in range(first, min(first + FURTHEST_HEADER, len(table.rows))):
        texts = [cell for cell in table.rows[index] if isinstance(cell, str) and cell]
        if (
            index == first
            or asked
            or (len(texts) > 1 and sum(len(text) <= 80 for text in texts) > len(texts) / 2)
        ):
            yield index


def _understand(
    table: Table, header_row: int, headers: tuple[str, ...], told: Mapping[int, str], telling: Container[int]
) -> Recognised | None:
    sample = table.rows[header_row + 1 : header_row + 1 + SAMPLE]
    rows = [row for index, row in enumerate(sample, header_row + 1) if index not in telling]
    columns = {at: _filled(rows, at) for at in range(len(headers))}
    scores = {
        (at, field): score * (_fits(field, columns[at]) if columns[at] else 0.9 if score == 1 else 0.5)
        for at, header in enumerate(headers)
        if at not in told and header
        for field, score in _scores(header).items()
    }
    fields: dict[str, list[int]] = {}
    for at, field in told.items():
        if field != KEPT:
            fields.setdefault(field, []).append(at)
    taken = set(told)
    total = float(2 * len(told))
    for (at, field), score in sorted(scores.items(), key=lambda each: (-each[1], each[0][0])):
        several = field in _SEVERAL and _scores(headers[at])[field] == 1
        if (
            score >= _UNSURE
            and at not in taken
            and (field not in fields or several)
            and field not in told.values()
        ):
            fields.setdefault(field, []).append(at)
            taken.add(at)
            total += score * (3 if field == "title" else 1)
    total += _by_content(fields, taken, headers, columns, sure=total >= 1)
    if "title" not in fields:
        return None
    _complete_code(fields, taken, headers, rows)
    ordered = {field: tuple(at) for field, at in fields.items()}
    return Recognised(table, header_row, headers, ordered, total + min(len(rows), 20) / 100)


def _by_content(
    fields: dict[str, list[int]],
    taken: set[int],
    headers: tuple[str, ...],
    columns: Mapping[int, list[Cell]],
    *,
    sure: bool,
) -> float:
    """Assign columns by content where headers did not. A date column alone is never taken for a deadline."""
    found = 0.0
    for field, share in (("email", 0.6), ("status", 0.8), ("priority", 0.8)):
        if field in fields:
            continue
        free = [at for at in columns if at not in taken and len(columns[at]) > 1]
        shares = {at: _share(field, columns[at]) for at in free}
        best = max(free, key=shares.__getitem__, default=None)
        if best is not None and shares[best] >= share:
            fields[field] = [best]
            taken.add(best)
            found += 0.3
    if "title" not in fields and (sure or found):
        free = [at for at in columns if at not in taken and headers[at] and _reads_as_title(columns[at])]
        if free:
            at = max(free, key=lambda at: len(set(map(str, columns[at]))))
            fields["title"] = [at]
            taken.add(at)
            found += 0.5
    return found


def _complete_code(
    fields: dict[str, list[int]], taken: set[int], headers: tuple[str, ...], rows: Sequence[Sequence[Cell]]
) -> None:
    """Where codes restart in each part of a file, prefix them with the column that names the part:
    Belgium-1."""
    if len(fields.get("code", ())) != 1:
        return
    code = fields["code"][0]
    pairs = [(cell_at(row, code), row) for row in rows if cell_at(row, code) != ""]
    repeated = len(pairs) - len({str(value) for value, _ in pairs})
    if len(pairs) < 20 or repeated < len(pairs) / 10:
        return
    for at, header in enumerate(headers):
        parts = {written(cell_at(row, at)) for _, row in pairs}
        short = "" not in parts and 1 < len(parts) <= 20 and max(map(len, parts)) <= 30
        if at not in taken and header and short:
            together = {(str(value), str(cell_at(row, at))) for value, row in pairs}
            if len(together) == len(pairs):
                fields["code"] = [at, code]
                taken.add(at)
                return


@lru_cache(maxsize=4096)
def _scores(header: str) -> dict[str, float]:
    """Return the score from 0 to 1 of a header for each field."""
    found = likeness(header, _WORDS)
    if wanted_of(header).split(" ")[0] in _NUMBERED:
        found["code"] = max(found.get("code", 0.0), 0.6)
    return ours(found)


def _words() -> dict[str, str]:
    own = {plain(name): column.field for column in ACTIONS.columns for name in (column.header, column.field)}
    return words_of(HEADINGS, ELSEWHERE) | own


_WORDS = _words()


def _fits(field: str, cells: list[Cell]) -> float:
    """Return the score from 0 to 1 of a column's content for this field."""
    texts = [written(cell) for cell in cells]
    if field in ("start", "deadline"):
        if _share("date", cells) >= 0.2:
            return 1.0
        return 0.55 if field == "deadline" and _loosely_dated(texts) else 0.0
    if field in ("status", "priority"):
        return (
            1.0 if _share(field, cells) >= 0.4 else 0.6 if len(set(texts)) <= max(8, len(texts) / 5) else 0.0
        )
    if field == "email":
        return 1.0 if _share("email", cells) >= 0.5 else 0.0
    if field == "code":
        distinct = len(set(texts)) / len(texts)
        return 1.0 if max(map(len, texts)) <= 60 and distinct > 0.4 else 0.0
    if field in ("title", "part"):
        return _fits_title(texts)
    if field == "owners":
        return 1.0 if median(map(len, texts)) < 150 and _share("date", cells) < 0.5 else 0.0
    return 0.3 if field == "description" and len(texts) > 3 and len(set(texts)) < len(texts) / 4 else 1.0


def _fits_title(texts: list[str]) -> float:
    lettered = sum(1 for text in texts if re.search(r"[^\W\d_]{2}", text)) / len(texts)
    if lettered < 0.5:
        return 0.0
    return 1.0 if median(map(len, texts)) <= 300 else 0.5


def _reads_as_title(cells: list[Cell]) -> bool:
    texts = [written(cell) for cell in cells]
    length = sum(map(len, texts)) / max(len(texts), 1)
    return (
        len(texts) > 1
        and 8 <= length <= 250
        and len(set(texts)) >= 0.8 * len(texts)
        and _share("date", cells) < 0.5
    )


def _loosely_dated(texts: list[str]) -> bool:
    return sum(1 for text in texts if len(text) <= 60) > 0.7 * len(texts)


def _share(field: str, cells: list[Cell]) -> float:
    """Return the fraction of the cells, from 0 to 1, that match this field."""
    test = {"date": _is_date, "status": _is_status, "priority": _is_priority, "email": _is_email}[field]
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _is_date(cell: Cell) -> bool:
    try:
        span = read_span(cell)
    except ImpossibleDate:
        return False
    return bool(span.first or span.last or span.months)


def _is_status(cell: Cell) -> bool:
    return isinstance(cell, str) and plain(cell) in STATUS_WORDS


def _is_priority(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) > 1 and plain(cell) in PRIORITY_WORDS


def _is_email(cell: Cell) -> bool:
    return isinstance(cell, str) and _EMAIL.search(cell) is not None


def _place(name: str, headers: Sequence[str]) -> int | None:
    wanted = " ".join(name.split())
    for same in (str, str.lower):
        for index, header in enumerate(headers):
            if header and same(header) == same(wanted):
                return index
    return None


def _why_not(tables: Sequence[Table], asked: Mapping[str, str], file: str) -> str:
    headers = max((headers_of(table, table.first_filled() or 0) for table in tables), key=len)
    named = ", ".join(header for header in headers if header) or "none"
    every = {plain(written(cell)) for table in tables for row in table.rows[:FURTHEST_HEADER] for cell in row}
    for name in asked:
        if plain(name) not in every:
            return f"{file} has no column {name!r}; its columns are: {named}"
    return (
        f'{file}: specify which column holds the title, with --map "Column=title"; its columns are: {named}'
    )


def _filled(rows: Sequence[Sequence[Cell]], at: int) -> list[Cell]:
    return [cell for row in rows if (cell := cell_at(row, at)) != ""]
