"""Convert one cell to one value, by the kind of its column. An invalid cell raises WrongCell."""

import re
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from typing import Any

from terugkom.documents.look import UnreadableColour, check_colour, is_font_name
from terugkom.documents.mail_address import parse_address
from terugkom.documents.one_line import to_one_line
from terugkom.errors import InputError
from terugkom.normalize import normalize_text
from terugkom.plan.model import ActionStatus, Precision
from terugkom.web_address import is_web_address
from terugkom.workbook.cell_texts import format_cell, is_excel_error
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.codes import has_at_sign
from terugkom.workbook.columns import CellKind, Column
from terugkom.workbook.dates.read_dates import (
    DateRange,
    Deadline,
    ImpossibleDate,
    read_date_range,
    read_deadline,
)
from terugkom.workbook.foreign.amounts import Amount, read_amount
from terugkom.workbook.foreign.status_words import says_paused
from terugkom.workbook.quantities import read_whole_quantity
from terugkom.workbook.special_cells import UncachedFormula, format_code, format_share
from terugkom.workbook.wrong_cell import WrongCell

_TIME = re.compile(r"([01]?\d|2[0-3])(?: ?(?:[:.]|u(?:ur)?|h) ?([0-5]\d)?(?::\d\d)?)?(?: ?u(?:ur)?)?")
_NUMBERS = (
    # Dutch first: a point before exactly three digits could be either, so it is only taken before a comma
    (re.compile(r"-?\d+(,\d+)?"), ""),
    (re.compile(r"-?\d{1,3}([. ]\d{3})+,\d+"), ". "),
    (re.compile(r"-?\d{1,3}( \d{3})+"), " "),
    (re.compile(r"-?\d+\.(\d{1,2}|\d{4,})"), ""),
)


def read_cell(column: Column, cell: Cell) -> Any:
    """Return the value of a cell of this column.

    Blank cells give "" for text, () for lists, a Deadline without a day, and None for all else. Numbers
    have the 15 digits that Excel keeps. Raises WrongCell with the finding's code and details.
    """
    if isinstance(cell, UncachedFormula):
        raise WrongCell("formula-without-result", value=str(cell))
    text = format_code(cell) if column.kind in (CellKind.CODE, CellKind.CODES) else format_cell(cell)
    if column.kind is CellKind.CHOICE and (share := format_share(cell)):
        text = share
    if is_excel_error(text) and column.kind not in (CellKind.DAY, CellKind.START, CellKind.DEADLINE):
        raise WrongCell("excel-error", value=text)
    if column.max_length and len(text) > column.max_length:
        raise WrongCell("too-long", length=len(text), longest=column.max_length)
    return _PARSERS[column.kind](column, cell, text)


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a cell that are separated by semicolons or line breaks, each once."""
    return tuple(dict.fromkeys(part for raw in re.split(r"[;\n]", text) if (part := to_one_line(raw))))


def _parse_code(_column: Column, _cell: Cell, text: str) -> str:
    if ";" in text or "\n" in text or has_at_sign(text):
        raise WrongCell("bad-code", value=text)
    return to_one_line(text)


def _parse_text(column: Column, _cell: Cell, text: str) -> str:
    return to_one_line(text) if column.one_line else text


def _parse_email(_column: Column, _cell: Cell, text: str) -> str:
    return _parse_address(text) if text else ""


def _parse_address(text: str) -> str:
    """Return the address in a text. Raises WrongCell."""
    address = parse_address(text)
    if not address:
        raise WrongCell("bad-email", value=text)
    return address


def _parse_email_list(_column: Column, _cell: Cell, text: str) -> str:
    addresses = split_list(text)
    return "; ".join(map(_parse_address, addresses))


def _parse_https_address(_column: Column, _cell: Cell, text: str) -> str:
    """Return the start of an address that a code comes after: ASCII, as a header of a mail takes it."""
    is_complete = is_web_address(text, ("https",)) and text.isascii() and "#" not in text
    if text and not (is_complete and "." in text.removeprefix("https://").partition("/")[0]):
        raise WrongCell("bad-https", value=text)
    return text


def _parse_colour(_column: Column, _cell: Cell, text: str) -> str:
    try:
        return check_colour(text, is_text=False) if text else ""
    except InputError:
        raise WrongCell("bad-colour", value=text) from None


def _parse_text_colour(column: Column, cell: Cell, text: str) -> str:
    colour = _parse_colour(column, cell, text)
    try:
        return check_colour(colour, is_text=True) if colour else ""
    except UnreadableColour as error:
        ratio = f"{error.ratio:.1f}".replace(".", ",")
        raise WrongCell("unreadable-colour", value=text, ratio=ratio, proposed=error.proposed) from None


def _parse_font_name(_column: Column, _cell: Cell, text: str) -> str:
    if text and not is_font_name(text):
        raise WrongCell("bad-font", value=text)
    return text


def _parse_web_address(_column: Column, _cell: Cell, text: str) -> str:
    if text and not is_web_address(text):
        raise WrongCell("bad-web", value=text)
    return text


def _parse_code_list(_column: Column, _cell: Cell, text: str) -> tuple[str, ...]:
    return split_list(text)


def _parse_date_range(cell: Cell, text: str) -> DateRange | None:
    if text == "":
        return None
    try:
        span = read_date_range(cell)
    except ImpossibleDate as error:
        raise WrongCell("impossible-date", value=text) from error
    if span.first is None:
        raise WrongCell("impossible-date", value=text)
    return span


def _parse_day(_column: Column, cell: Cell, text: str) -> date | None:
    span = _parse_date_range(cell, text)
    if span and (span.precision is not Precision.DAY or span.first != span.last):
        raise WrongCell("impossible-date", value=text)
    return span.last if span else None


def _parse_first_day(_column: Column, cell: Cell, text: str) -> date | None:
    span = _parse_date_range(cell, text)
    return span.first if span else None


def _parse_day_list(column: Column, _cell: Cell, text: str) -> tuple[date, ...]:
    days = (_parse_day(column, part, part) for part in split_list(text))
    return tuple(sorted({day for day in days if day}))


def _parse_deadline(_column: Column, cell: Cell, text: str) -> Deadline:
    try:
        return read_deadline(cell)
    except ImpossibleDate as error:
        raise WrongCell("impossible-date", "impossible-date-or-period", value=text) from error


def _parse_number(_column: Column, cell: Cell, text: str) -> float | None:
    if text == "":
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _round_to_excel_precision(float(cell))
    for pattern, separators in _NUMBERS:
        if pattern.fullmatch(text):
            for separator in separators:
                text = text.replace(separator, "")
            return _round_to_excel_precision(float(text.replace(",", ".")))
    raise WrongCell("not-a-number", value=text)


def _parse_amount(_column: Column, cell: Cell, _text: str) -> Amount:
    return read_amount(cell)


def _round_to_excel_precision(number: float) -> float:
    return float(f"{number:.15g}")


def _parse_whole_number(column: Column, _cell: Cell, text: str) -> int | None:
    if text == "":
        return None
    if (number := read_whole_quantity(text, column.unit)) is not None:
        return number
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) == 0:
        raise WrongCell("not-a-whole-number", value=text)
    return int(text)


def _parse_time(_column: Column, cell: Cell, text: str) -> time | None:
    if text == "":
        return None
    if isinstance(cell, float) and 0 <= cell < 1:  # Excel keeps a time as a part of a day
        minutes = round(cell * 24 * 60)
        return time(*divmod(minutes % (24 * 60), 60))
    match = _TIME.fullmatch(text.lower())
    if match is None:
        raise WrongCell("not-a-time", value=text)
    return time(int(match[1]), int(match[2] or 0))


def _parse_choice(column: Column, _cell: Cell, text: str) -> Any:
    if text == "":
        return None
    word = " ".join(text.lower().replace("_", " ").split())
    if word in column.choices:
        return column.choices[word]
    if word in column.synonyms:
        return column.synonyms[word]
    if normalize_text(word) in column.synonyms:
        return column.synonyms[normalize_text(word)]
    if column.parse_phrase and (found := column.parse_phrase(text)) is not None:
        return found
    choices = tuple(
        value if isinstance(value, StrEnum | bool) else word for word, value in column.choices.items()
    )
    if column.field != "status":
        raise WrongCell(column.unknown_code, value=text, choices=choices)
    if says_paused(text):
        raise WrongCell("paused-status", value=text, new=ActionStatus.PLANNED, stopped=ActionStatus.STOPPED)
    raise WrongCell(column.unknown_code, value=text, choices=choices, new=ActionStatus.PLANNED)


_PARSERS: dict[CellKind, Callable[[Column, Cell, str], Any]] = {
    CellKind.CODE: _parse_code,
    CellKind.TEXT: _parse_text,
    CellKind.EMAIL: _parse_email,
    CellKind.EMAILS: _parse_email_list,
    CellKind.HTTPS: _parse_https_address,
    CellKind.WEB: _parse_web_address,
    CellKind.COLOUR: _parse_colour,
    CellKind.TEXT_COLOUR: _parse_text_colour,
    CellKind.FONT: _parse_font_name,
    CellKind.CODES: _parse_code_list,
    CellKind.DAY: _parse_day,
    CellKind.START: _parse_first_day,
    CellKind.DAYS: _parse_day_list,
    CellKind.DEADLINE: _parse_deadline,
    CellKind.NUMBER: _parse_number,
    CellKind.WHOLE: _parse_whole_number,
    CellKind.CHOICE: _parse_choice,
    CellKind.AMOUNT: _parse_amount,
    CellKind.TIME: _parse_time,
}
