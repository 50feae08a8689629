"""How well a column fits a field, by its header and by its content: scores from 0 to 1."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from statistics import median

from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.dates.day_order import DayOrder, detect_day_order, put_day_first
from terugkom.workbook.dates.read_dates import ImpossibleDate, read_date_range
from terugkom.workbook.foreign.header_matching import (
    NO_FIELD,
    filter_own_fields,
    index_synonyms,
    normalize_header,
    score_header,
)
from terugkom.workbook.foreign.header_patterns import RESPONSIBLE_PATTERN
from terugkom.workbook.foreign.header_synonyms import HEADER_SYNONYMS, OTHER_HEADERS, PROGRESS_WORDS
from terugkom.workbook.foreign.status_words import PRIORITY_WORDS, is_share, read_status, says_paused
from terugkom.workbook.own_layout import list_layouts
from terugkom.workbook.special_cells import format_share

# a header that begins with one of these is a code
_CODE_HEADER_WORDS = ("id", "nr", "no", "code", "nummer", "number", "numero")
_CODE_HEADER_ENDS = ("id", "nr", "no", "code")  # or ends with one of these, as "eea no."
_MAX_CODE_HEADER_WORDS = 3
_MAX_CODE_LENGTH, _SHARE_OF_CODES = 60, 0.6  # characters; of a column of codes
_SHARE_OF_TITLES = 0.5  # that are distinct: of a sector, or a field of action, there are fewer than rows
_PROGRESS = re.compile(PROGRESS_WORDS)
_RESPONSIBLE = re.compile(RESPONSIBLE_PATTERN)
_RESPONSIBLE_SCORE = 0.7  # of a header that only says so: "authorities or persons responsible for it"
_EMAIL = re.compile(r"@(?<=[^@\s]@)[^@\s]+\.[^@\s]+")  # begins at its @, for a cell may be 100 kB


@lru_cache(maxsize=4096)
def score_fields(header: str) -> dict[str, float]:
    """Return the score from 0 to 1 of a header for each field."""
    found = score_header(header, _load_synonyms())
    several = normalize_header(header).split(" ")
    if several[0] in _CODE_HEADER_WORDS:
        found["code"] = max(found.get("code", 0.0), 0.6)
    elif several[-1] in _CODE_HEADER_ENDS and len(several) <= _MAX_CODE_HEADER_WORDS:
        found["code"] = max(found.get("code", 0.0), 0.5)
    field = find_responsible_field(header) if not found else None
    return {field: _RESPONSIBLE_SCORE} if field else filter_own_fields(found)


def find_responsible_field(header: str) -> str | None:
    """Return the field of a header that asks who is responsible, in whatever words, or None.

    Those who hold an office in the council are no owners.
    """
    asked = _RESPONSIBLE.fullmatch(normalize_header(header))
    if asked is None or asked["office"]:
        return None
    return "organisation" if asked["body"] else "owners"


def find_exact_field(header: str) -> str | None:
    """Return the field whose synonym a header is, `NO_FIELD` for one that is known as none, else None."""
    return _load_synonyms().get(normalize_header(header))


def list_synonyms() -> Iterable[str]:
    """Return all words that head our fields, and those of other columns that are known, normalized."""
    return _load_synonyms()


@lru_cache(maxsize=1)
def _load_synonyms() -> dict[str, str]:
    own = {
        normalize_text(name): column.field
        for layout in list_layouts()
        for column in layout.actions.columns
        for name in (column.header, column.field)
    }
    return index_synonyms(HEADER_SYNONYMS, OTHER_HEADERS) | own


@lru_cache(maxsize=4096)
def names_no_field(header: str) -> bool:
    """Return whether a header is one that never names a field of ours, whatever stands below it."""
    found = score_header(header, _load_synonyms())
    return found.get(NO_FIELD, 0.0) > max((score for field, score in found.items() if field), default=0.0)


def score_content(field: str, cells: list[Cell]) -> float:
    """Return the score from 0 to 1 of a column's content for this field."""
    texts = [format_cell(cell) for cell in cells]
    if field in ("start", "deadline"):
        if compute_matching_share("date", cells) >= 0.2:
            return 1.0
        return 0.55 if field == "deadline" and _has_short_texts(texts) else 0.0
    if field in ("status", "priority"):
        return (
            1.0
            if compute_matching_share(field, cells) >= 0.4
            else 0.6
            if len(set(texts)) <= max(8, len(texts) / 5)
            else 0.0
        )
    if field == "email":
        return 1.0 if compute_matching_share("email", cells) >= 0.5 else 0.0
    if field == "code":
        short = [text for text in texts if len(text) <= _MAX_CODE_LENGTH]  # a section can stand there too
        distinct = len(set(short)) / len(texts)
        return 1.0 if len(short) >= _SHARE_OF_CODES * len(texts) and distinct > 0.4 else 0.0
    if field in ("title", "part"):
        return _score_title_content(texts)
    if field == "owners":
        return 1.0 if median(map(len, texts)) < 150 and compute_matching_share("date", cells) < 0.5 else 0.0
    return 0.3 if field == "description" and len(texts) > 3 and len(set(texts)) < len(texts) / 4 else 1.0


def _score_title_content(texts: list[str]) -> float:
    lettered = sum(1 for text in texts if re.search(r"[^\W\d_]{2}", text)) / len(texts)
    if lettered < 0.5:
        return 0.0
    return 0.3 if has_few_values(texts) else 1.0 if median(map(len, texts)) <= 300 else 0.5


def has_few_values(cells: Sequence[Cell]) -> bool:
    """Return whether a column holds the same few values, as one of sectors does, and no titles."""
    return len(cells) > 3 and len(set(map(str, cells))) < _SHARE_OF_TITLES * len(cells)


def is_code_content(cells: Sequence[Cell]) -> bool:
    """Return whether a column holds distinct words with a figure in each: A-1, 2.3."""
    texts = [format_cell(cell) for cell in cells]
    coded = [text for text in texts if re.fullmatch(r"(?=\D*\d)[\w./-]{1,20}", text)]
    return len(coded) >= _SHARE_OF_CODES * len(texts) and len(set(texts)) == len(texts)


def is_title_content(cells: list[Cell]) -> bool:
    """Return whether the cells of a column look like titles: distinct texts of some length."""
    texts = [format_cell(cell) for cell in cells]
    length = sum(map(len, texts)) / max(len(texts), 1)
    return (
        len(texts) > 1
        and 8 <= length <= 250
        and len(set(texts)) >= 0.8 * len(texts)
        and compute_matching_share("date", cells) < 0.5
    )


def _has_short_texts(texts: list[str]) -> bool:
    return sum(1 for text in texts if len(text) <= 60) > 0.7 * len(texts)


def compute_share_under(header: str, field: str, cells: list[Cell]) -> float:
    """Return the fraction of the cells that match this field under a header that is none of ours.

    A share is a status only where the header speaks of progress: not one of a grant.
    """
    if field == "status" and not _PROGRESS.search(normalize_text(header)):
        cells = [cell for cell in cells if not is_share(format_share(cell) or format_cell(cell))]
    return compute_matching_share(field, cells)


def compute_matching_share(field: str, cells: list[Cell]) -> float:
    """Return the fraction of the cells, from 0 to 1, that match this field."""
    test = {"date": _is_date, "status": _is_status, "priority": _is_priority, "email": _is_email}[field]
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _is_date(cell: Cell) -> bool:
    try:
        span = read_date_range(cell)
    except ImpossibleDate:
        swapped = put_day_first(cell) if isinstance(cell, str) else cell
        return detect_day_order(str(cell)) is DayOrder.MONTH_FIRST and _is_date(swapped)
    return bool(span.first or span.last or span.months)


def _is_status(cell: Cell) -> bool:
    text = cell if isinstance(cell, str) else format_share(cell)
    return bool(text) and (read_status(text) is not None or says_paused(text))


def _is_priority(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) > 1 and normalize_text(cell) in PRIORITY_WORDS


def _is_email(cell: Cell) -> bool:
    return isinstance(cell, str) and _EMAIL.search(cell) is not None
