"""Whether a text holds a telephone number: figures that are no date, no period and no amount."""

import re

from terugkom.workbook.unit_words import MONEY, UNIT_NAMES

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_BETWEEN = r"\s?[/.-]\s?"  # the parts of a date
_RANGE = r"\s?[–—-]\s?"
_ENERGY = "[kmgt]?wh|[kmg]w|tco2|co2"
_UNITS = "|".join(sorted((re.escape(each) for each in UNIT_NAMES if len(each) > 1), key=len, reverse=True))
_GROUPED = r"[1-9]\d{0,2}(?:[ .\u00a0\u202f]\d{3})+(?:,\d+)?"
# Not inside a row of figures: 0470 12.04.56 holds no date.
_FIRST, _LAST = r"(?<![\d/.-])(?<!\d )", r"(?!\d|[/.-]\d)"
_DATE = (
    rf"(?:{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}|{_YEAR}[/.-]{_MONTH}[/.-]{_DAY}"
    rf"|(?:{_MONTH}{_RANGE})?{_MONTH}{_BETWEEN}{_YEAR}|{_YEAR}[/-]{_MONTH}(?!\d| \d)"
    rf"|{_DAY}[/.-]{_MONTH}[/.-]\d\d(?! ?\d))"
)
_NO_NUMBER = re.compile(
    rf"{_FIRST}(?:{_DATE}(?:{_RANGE}(?:{_DATE}|{_YEAR}))*|{_YEAR}(?:(?:{_RANGE}| ){_YEAR})+(?! \d)){_LAST}"
    rf"|{_FIRST}{_DAY}[/.]{_MONTH}{_RANGE}(?={_DAY}[/.]{_MONTH}[/.])"
    rf"|{_FIRST}[+-]?{_GROUPED}\s?(?:€|%|(?:{_UNITS}|{_ENERGY})\b)|(?:{MONEY})\s?{_GROUPED}{_LAST}",
    re.IGNORECASE,
)
_ANY_SEPARATOR = r"[ ./()–—-]{0,3}"
_TELEPHONE = re.compile(
    r"\d(?:[ ./-]?\d){8,}"
    rf"|(?:\+|\b00)(?:3[1-4]|352|4[49])(?:{_ANY_SEPARATOR}\d){{8,}}"  # with the code of a country
    rf"|\(0\d{{0,3}}\)(?:{_ANY_SEPARATOR}\d){{6,}}"
    rf"|(?<![\d/.-])04\d\d(?:{_ANY_SEPARATOR}\d){{6}}"  # of a mobile telephone
    # Of a zone, with another sign behind it than between the other figures.
    r"|(?<![\d/.-])0[1-9](?:[ ./()–—-]{2,3}|[–—])\d(?:[ ./-]?\d){6,}"
    r"|(?<![\d/.-])0[1-9]\d\d?(?:[ ./()–—-]{2,3}|[–—])\d(?:[ ./-]?\d){5,}"
)


def has_telephone_number(text: str) -> bool:
    """Return whether a text holds a telephone number, also one with brackets or dashes in it."""
    if not _TELEPHONE.search(text):  # as nearly always
        return False
    return bool(_TELEPHONE.search(_NO_NUMBER.sub(";", text)))
