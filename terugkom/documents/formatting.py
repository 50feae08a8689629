"""Dates, distances and numbers in the reader's language."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time, timedelta
from functools import lru_cache

from babel import Locale, dates, lists, numbers

from terugkom.documents.messages import has_message, translate, translate_plural

_DAYS_ONLY = 10_000  # a threshold so high that Babel never rounds days to weeks or months
_OWN_PATTERNS = {"en": {"full": "EEEE d MMMM y", "long": "d MMMM y"}}  # Babel's English is American
_FIRST_OF_MONTH = {"fr": "1er"}  # which no pattern of Babel has


@lru_cache(maxsize=4096)
def format_long_date(day: date, language: str) -> str:
    """Return a date in full: ``maandag 30 november 2026``."""
    return _format_date(day, _get_pattern("full", language), language)


@lru_cache(maxsize=4096)
def format_day_and_month(day: date, language: str) -> str:
    """Return a date without its year: ``maandag 30 november``."""
    return _format_date(day, _get_pattern("full", language).partition(" y")[0], language)


@lru_cache(maxsize=4096)
def format_days_left(days: int, language: str) -> str:
    """Return how far a deadline is from today: ``over 7 dagen``, ``vandaag``, ``7 dagen te laat``."""
    if days < 0:
        return translate_plural("day.late", -days, language)
    if days <= 1:
        return translate("day.tomorrow" if days else "day.today", language)
    return dates.format_timedelta(
        timedelta(days=days), granularity="day", threshold=_DAYS_ONLY, add_direction=True, locale=language
    )


@lru_cache(maxsize=4096)
def format_short_date(day: date, language: str) -> str:
    """Return a date without its weekday: ``30 november 2026``."""
    return _format_date(day, _get_pattern("long", language), language)


def _get_pattern(length: str, language: str) -> str:
    if language in _OWN_PATTERNS:
        return _OWN_PATTERNS[language][length]
    pattern: str = Locale.parse(language).date_formats[length].pattern
    return pattern


def _format_date(day: date, pattern: str, language: str) -> str:
    if day.day == 1 and language in _FIRST_OF_MONTH:
        pattern = re.sub(r"\bd\b", f"'{_FIRST_OF_MONTH[language]}'", pattern)
    return dates.format_date(day, pattern, locale=language)


@lru_cache(maxsize=4096)
def format_month(day: date, language: str) -> str:
    """Return the month of a date, short: ``nov 2026``."""
    return dates.format_date(day, "MMM y", locale=language)


def format_quarter(day: date, language: str) -> str:
    """Return the quarter of a date as a sentence has it: ``tweede kwartaal van 2027``."""
    return translate(f"quarter.{(day.month + 2) // 3}", language, year=f"{day:%Y}")


def format_short_quarter(day: date, language: str) -> str:
    """Return the quarter of a date as a column has it: ``2e kwartaal 2027``."""
    return dates.format_date(day, "QQQQ y", locale=language)


def format_time(at: time, language: str) -> str:
    """Return an hour as it is written in this language, without its word: ``14.00``, elsewhere ``14:00``."""
    return f"{at:%H.%M}" if language == "nl" else f"{at:%H:%M}"


@lru_cache(maxsize=4096)
def format_number(value: float, language: str) -> str:
    """Return a number as it is written in this language, with at most two decimals: ``1.985,5``."""
    return numbers.format_decimal(value, format="#,##0.##", locale=language)


def choose_plural(count: float, one: str, many: str, language: str) -> str:
    """Return the word that this language uses with a count: ``actie`` with 1, ``acties`` with 0 and 2."""
    return one if _is_one(count, language) else many


@lru_cache(maxsize=4096, typed=True)
def _is_one(count: float, language: str) -> bool:
    return bool(Locale.parse(language).plural_form(count) == "one")


def format_counted(count: float, one: str, many: str, language: str) -> str:
    """Return a count with its word: ``1 actie``, ``1.200 acties``."""
    return f"{format_number(count, language)} {choose_plural(count, one, many, language)}"


def format_with_unit(value: float, unit: str, language: str) -> str:
    """Return a figure as every medium writes it: ``1.985 MWh``, never parted at the end of a line."""
    space = "" if unit == "%" else "\u00a0"
    return f"{format_number(value, language)}{space}{unit}".strip()


def join_names(names: Sequence[str], language: str) -> str:
    """Return names as a list in a sentence: ``An Wijn en Bé Vos``."""
    return lists.format_list(list(names), locale=language)


def join_label(label: str, text: str, language: str) -> str:
    """Return a label with what it says, by the mark of this language: ``E-04: klaar``, ``E-04 : terminé``."""
    return translate("label.with-text", language, label=label, text=text)


def join_clauses(clauses: Iterable[str | None], language: str) -> str:
    """Return clauses one behind another, by the mark of this language; those that are empty are left out."""
    said = list(filter(None, clauses))
    return translate("label.clauses", language, first="", then="").join(said)


def name_in_sentence(name: str, language: str) -> str:
    """Return the name of a municipality or a group as a sentence has it: ``de gemeente Zilverbeke``."""
    kind, _, rest = name.partition(" ")
    message = f"name.{kind.lower()}"
    return translate(message, language, name=rest) if rest and has_message(message, language) else name


def name_as_subject(name: str, language: str) -> str:
    """Return a name as a sentence begins with it: ``De gemeente Zilverbeke``."""
    inside = name_in_sentence(name, language)
    return inside[:1].upper() + inside[1:]


def name_place(name: str, language: str) -> str:
    """Return where a municipality is by its name: ``Zilverbeke`` of ``Gemeente Zilverbeke``."""
    kind, _, rest = name.partition(" ")
    return rest if rest and has_message(f"name.{kind.lower()}", language) else name


TEMPLATE_FILTERS: dict[str, Callable[..., str]] = {  # by the names that templates use
    "long_date": format_long_date,
    "short_date": format_short_date,
    "day_and_month": format_day_and_month,
    "days_left": format_days_left,
    "plural": choose_plural,
    "counted": format_counted,
    "number": format_number,
    "in_sentence": name_in_sentence,
    "as_subject": name_as_subject,
    "place": name_place,
}
