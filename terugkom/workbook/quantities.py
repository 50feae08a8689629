"""Numbers that stand with their unit in one cell: "22 personen", "ca. 40 %", "1.200 kg", "EUR 3 500"."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from babel.numbers import NumberFormatError, get_decimal_symbol, parse_decimal

from terugkom.normalize import strip_accents
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.special_cells import format_share
from terugkom.workbook.unit_words import ABOUT, EXACTLY, MONEY, PER, PLURAL_ENDINGS, UNIT_NAMES
from terugkom.workbook.wrong_cell import WrongCell

_MAX_TEXT = 100  # characters of a number with its unit
_FIGURES = 15  # that Excel keeps of a number
_MAX_MEASURED = 1e15
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:\s\d{3})+(?!\s?\d)")  # 1 200; but "2026 1500" is two numbers
_MINUS = "-\u2212"
_QUANTITY = re.compile(
    rf"(?P<about>(?:{ABOUT})\.? ?)?(?P<money>(?:{MONEY}) ?)?"
    rf"(?P<number>[{_MINUS}]?(?:\d{{1,3}}(?:[ '’]\d{{3}})+(?:[.,]\d+)?|\d(?:[\d.,]*\d)?))"
    r"(?: ?(?P<unit>[^\W\d_].*|[%€‰°].*))?",
    re.IGNORECASE,
)
_ABOUT_AT_THE_END = re.compile(rf"(?P<unit>.*?)\b(?:{ABOUT})\.?", re.IGNORECASE)
_LOOSE_FIGURE = re.compile(r"(?<![^\W_])\d|[();?]")  # "5 van de 12 gebouwen"; but m2 and CO2 are units
_MANY_WORDS = re.compile(rf"\S+(?: \S+)?(?: ?/ ?\S+| (?:{PER}) \S+(?: \S+)?)?", re.IGNORECASE)
_LETTERS = 4  # of a word from which its plural is known by its ending
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*)(?:(?!(?P=mark))[.,](?P<fraction>\d+))?"
)


@dataclass(frozen=True)
class Quantity:
    """A number with the unit that stands in its cell ("" for none), and whether it is about that much."""

    number: float
    unit: str
    is_about: bool = False


def read_quantity(cell: Cell, text: str, language: str) -> Quantity | None:
    """Return the number and unit in a cell; None if it is no such text, or may be two numbers.

    A lone point or comma before three figures parts thousands where `language` has it for them and a unit
    stands behind: "1.200 kg". In a language with a decimal point that would be a guess.
    """
    if isinstance(cell, int | float):  # a share is what its sheet shows: 0.4 as 40%
        return Quantity(_round(cell * 100), "%") if format_share(cell) else None
    plain = " ".join(text.split())
    found = _QUANTITY.fullmatch(plain) if len(plain) <= _MAX_TEXT else None
    if found is None:
        return None
    unit, is_about = found["unit"] or "", bool(found["about"])
    if end := _ABOUT_AT_THE_END.fullmatch(unit):
        unit, is_about = end["unit"], True
    unit = " ".join(filter(None, ((found["money"] or "").strip(), unit.strip())))
    if _LOOSE_FIGURE.search(unit):
        return None
    number = _parse_number(found["number"], language, has_unit=bool(unit))
    return None if number is None else Quantity(number, unit, is_about)


def read_measured(text: str, unit: str, language: str) -> float:
    """Return a measured value as people write it in this language, with the unit of its indicator or without.

    Raises ValueError where it could be two numbers, has another unit, or is no value that can be measured:
    NaN, infinite (babel reads both) or too large.
    """
    plain = _SPACED.sub(lambda found: re.sub(r"\s", "", found[0]), text.strip())
    try:
        number = float(parse_decimal(plain, language, strict=True))
    except NumberFormatError as error:
        quantity = read_quantity(text, text, language)
        if not quantity or not quantity.unit or (unit and not is_same_unit(quantity.unit, unit)):
            raise ValueError(str(error)) from error
        number = quantity.number
    if not math.isfinite(number) or abs(number) > _MAX_MEASURED:
        raise ValueError("not a measured value")
    return number


def settle_unit(quantity: Quantity, unit: str, text: str) -> str:
    """Return the unit of an indicator that has `unit`, or none yet, and whose cell holds this quantity.

    Raises WrongCell for a quantity in another unit.
    """
    if not quantity.unit or (unit and is_same_unit(quantity.unit, unit)):
        return unit
    if unit:
        raise WrongCell("other-unit", value=text, unit=unit)
    if not (fold_unit(quantity.unit) in UNIT_NAMES or _MANY_WORDS.fullmatch(quantity.unit)):
        raise WrongCell("not-a-number", value=text)
    return quantity.unit


def read_whole_quantity(text: str, unit: str) -> int | None:
    """Return the whole number above zero that stands with this unit, as "6 maanden", or with one of which
    each is so many, as "1 jaar"; None for other texts.

    `unit` is a name of `unit_words`. Raises WrongCell for another unit.
    """
    found = re.fullmatch(r"([0-9]{1,4}) ?([^\W\d_].*)", text)
    if not found or int(found[1]) == 0 or not unit:
        return None
    name = UNIT_NAMES.get(fold_unit(found[2]))
    if name is None:
        return None
    each = 1 if name == unit else EXACTLY.get((name, unit))
    if each is None:
        raise WrongCell("other-unit-in-column", value=text)
    return int(found[1]) * each


def is_same_unit(one: str, other: str) -> bool:
    """Return whether two texts are one unit: the same words, a word and its plural, or known to be one."""
    parts, others = fold_unit(one).split("/"), fold_unit(other).split("/")
    return len(parts) == len(others) and all(map(_is_same_part, parts, others))


@lru_cache(maxsize=1024)
def fold_unit(unit: str) -> str:
    """Return a unit for comparison: "kg per jaar" is "kg/jaar", "CO₂" is "co2"."""
    return re.sub(r"[\s.]", "", re.sub(PER, "/", strip_accents(unit)))


def _is_same_part(one: str, other: str) -> bool:
    if UNIT_NAMES.get(one, one) == UNIT_NAMES.get(other, other):
        return True
    shorter, longer = sorted((one, other), key=len)
    is_word = len(shorter) >= _LETTERS and shorter.isalpha() and not {one, other} & UNIT_NAMES.keys()
    return is_word and longer.removeprefix(shorter) in PLURAL_ENDINGS and longer.startswith(shorter)


def _parse_number(figure: str, language: str, *, has_unit: bool) -> float | None:
    """Return a figure as a number; None if it may be two numbers, or none."""
    sign = -1 if figure[0] in _MINUS else 1
    plain = re.sub("[ '’]", "", figure.lstrip(_MINUS))
    if found := _GROUPED.fullmatch(plain):
        is_lone = plain.count(found["mark"]) == 1 and not found["fraction"]
        has_decimal_point = get_decimal_symbol(language) == "."
        if is_lone and found["mark"] == "," and not has_decimal_point:
            return _round(sign * float(plain.replace(",", ".")))
        if is_lone and (has_decimal_point or not has_unit):
            return None
        return _round(sign * float(f"{re.sub('[.,]', '', found['whole'])}.{found['fraction'] or 0}"))
    return _round(sign * float(plain.replace(",", "."))) if _DECIMAL.fullmatch(plain) else None


def _round(number: float) -> float:
    return float(f"{number:.{_FIGURES}g}")
