"""Find the day that a sentence begins with, as people write it in a mail: often without a year."""

import re
from collections.abc import Sequence
from datetime import date

from terugkom.normalize import strip_accents
from terugkom.workbook.dates.date_words import MONTHS, ORDINALS, PARTS_OF_A_MONTH, QUARTER
from terugkom.workbook.dates.read_dates import ImpossibleDate, read_deadline

_MAX_WORDS = 6
_HAS_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b|\d[/.-]\d{1,2}[/.-]\d\d\b")
_SHORT = re.compile(r"(.*?)(\d{1,2}) ?[/.-] ?(\d{1,2})\.?")  # 1/3
# What a day is written with: anything else ends it.
_PARTS = "|".join(sorted({word for part in PARTS_OF_A_MONTH for word in part.split()}))
_DAY_WORDS = re.compile(
    rf"van|de|of|the|le|la|het|den|dem|der|am|op|on|du|d'|einde?|fin|ende?|{_PARTS}"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    rf"|{'|'.join(ORDINALS)}|(?:{QUARTER})|des|[qkt][1-4]"
)
_BEFORE_A_DAY = frozenset(
    ["van", "de", "of", "the", "le", "la", "het", "den", "dem", "der", "am", "op", "on", "du", "d'", "des"]
)
_SHORT_WEEKDAY = re.compile(  # before a day: ma 7/12, Mon 12th of August
    r"^(?:ma|di|wo|do|vr|za|zo|lun|mar|mer|jeu|ven|sam|dim|mo|mi|fr|sa|so"
    r"|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.? (?=(?:the )?\d|[a-z]+\.? \d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(.*?)(0?\d|1[0-2])[/.-](1[3-9]|2\d|3[01])(?!\d)(.*)"
)  # 08/15: there is no such month
_ORDINAL = re.compile(r"\b(\d{1,2})\. (?=[^\W\d])")  # 30. April
_UNREAD_YEAR = re.compile(r"\d{3,}[.,;:!)]*")
_SHORT_YEAR = re.compile(r"(?<=\d )([^\W\d]{3,9}\.? )['’`]?(\d\d)(?=$|[.,;:!)])")  # 1 mei '28
_HAS_DAY = re.compile(rf"\d|\b(?:{'|'.join(MONTHS)}|{QUARTER})\b", re.IGNORECASE)


def find_day(text: str, today: date) -> date | None:
    """Return the day with which a text begins, or the last of the period; None if it begins with none.

    Without a year it is the first such day after `today`. Of all words that may be part of it the most count.
    """
    found = find_day_and_rest(text, today)
    return found[0] if found else None


def find_day_and_rest(text: str, today: date) -> tuple[date, str] | None:
    """Return the day with which a text begins, and what stands behind it; None if it begins with none."""
    words = _SHORT_YEAR.sub(_write_year, _SHORT_WEEKDAY.sub("", text.strip())).split()
    last = next((number for number, each in enumerate(words) if not _is_of_a_day(each)), len(words))
    for count in range(min(_MAX_WORDS, last), 0, -1):
        if _plain(words[count - 1]) in _BEFORE_A_DAY:  # "30 septembre, le fournisseur": it is of what follows
            continue
        phrase = " ".join(words[:count]).strip(" .,;:!()")
        if _HAS_DAY.search(strip_accents(phrase)) and (day := _read(phrase, today)):
            return None if _is_year_unread(phrase, words, count) else (day, " ".join(words[count:]))
    return None


def _plain(word: str) -> str:
    return strip_accents(word).strip(" .,;:!()")


def _write_year(found: re.Match[str]) -> str:
    return f"{found[1]}20{found[2]}" if strip_accents(found[1]).strip(" .") in MONTHS else found[0]


def _is_year_unread(phrase: str, words: Sequence[str], count: int) -> bool:
    """Return whether a month is followed by a year that is none: "1 mei 2208" is no day of this year.

    A number behind a mark or before other words is of something else: "15 april, 2000 bomen".
    """
    names_month = any(each.strip(".,") in MONTHS for each in strip_accents(phrase).split())
    if not names_month or _HAS_YEAR.search(phrase) or words[count - 1].endswith((",", ".")):
        return False
    rest = words[count:]
    is_year = bool(rest) and _UNREAD_YEAR.fullmatch(rest[0]) is not None
    return is_year and (len(rest) == 1 or not rest[0].isdigit())


def _is_of_a_day(word: str) -> bool:
    plain = _plain(word)
    part, hyphen, month = plain.partition("-")  # mid-March
    if hyphen and part in PARTS_OF_A_MONTH:
        plain = month
    return plain[:1].isdigit() or plain in MONTHS or _DAY_WORDS.fullmatch(plain) is not None


def _read(phrase: str, today: date) -> date | None:
    if swapped := _MONTH_FIRST.fullmatch(phrase):
        phrase = f"{swapped[1]}{swapped[3]}/{swapped[2]}{swapped[4]}"
    phrase = _ORDINAL.sub(r"\1 ", phrase)
    years = [""] if _HAS_YEAR.search(phrase) else [str(today.year), str(today.year + 1)]
    short = _SHORT.fullmatch(phrase)
    for year in years:
        form = f"{short[1]}{short[2]}/{short[3]}/{year}" if year and short else f"{phrase} {year}".strip()
        try:
            day = read_deadline(form).day
        except ImpossibleDate:
            continue
        if day and (day > today or not year):
            return day
    return None
