"""Tell what says in place of an owner that there is none yet: "n.t.b.", "poste vacant", "tender ongoing"."""

import re

from terugkom.normalize import strip_accents
from terugkom.workbook.dates.date_words import MONTHS
from terugkom.workbook.foreign import name_words as words
from terugkom.workbook.foreign.name_kinds import (
    WORD,
    has_first_name,
    has_organisation_word,
    is_full_name,
    is_role,
)

_NOBODY = re.compile(words.NOBODY_PATTERN)
_PROCEDURE = re.compile(words.PROCEDURE_PATTERN)
_BEHIND = re.compile(r"(?<!\s)\s*+[(\[]([^()\[\]]*+)[)\]]\s*+$")
_WORDS = r"[^-–—:\s]++(?:\s++[^-–—:\s]++)*+"
_DASH = re.compile(rf"(?P<nobody>{_WORDS})(?:\s++[-–—]|\s*+:)\s++(?P<named>\S.*)", re.DOTALL)
_DASH_BEFORE = re.compile(rf"(?P<named>{_WORDS})\s++[-–—]\s++(?P<nobody>\S.*)", re.DOTALL)
_VACANCY_BEFORE = re.compile(
    rf"(?:(?:{words.VACANCY})|(?P<vacant>{words.VACANT}))\s+(?:(?:{words.VACANCY_OF})\s+)?(?=\w)"
)
_VACANCY_BEHIND = re.compile(rf"(?<=\w)\s++(?:(?:{words.VACANCY})|(?P<vacant>{words.VACANT}))$")
_OWN_WORK = re.compile(words.OWN_WORK_PATTERN)
_ACRONYM = re.compile(r"\b[A-ZÀ-Þ]{2,}\b")
_CAPITALS = re.compile(r"[A-ZÀ-Þ]\w|@")
# Jan, Mars and June are names.
_LONG_MONTHS = {month for month in MONTHS if len(month) > 4} | {"mei", "juni", "juli", "juin", "aout"}
_TIME = re.compile(r"\d+(?:e|de|ste|er|ere|x)?|[qkts]\d|\d(?:etp|vte|fte)")
_TIME_OR_STAFF = words.TIME_WORDS | words.STAFFING_WORDS


def says_procedure(text: str) -> bool:
    """Return whether a text in place of an owner says how far somebody is found: "aanbesteding lopende"."""
    return _PROCEDURE.fullmatch(_make_plain(text)) is not None


def _make_plain(text: str) -> str:
    return " ".join(strip_accents(text).replace(".", "").strip(" ()[]?!:*-–").split())


def is_nobody(text: str) -> bool:
    """Return whether the text means that there is no owner."""
    plain = _make_plain(text)
    return (
        plain in words.NOBODY_WORDS
        or _PROCEDURE.fullmatch(plain) is not None
        or plain.replace(" ", "") in words.NOBODY_WORDS
        or _NOBODY.fullmatch(plain) is not None
        or _says_nobody(plain)
        or not re.search(r"\w", text)
        or _says_more_of_nobody(text)
        or ((dashed := _DASH.fullmatch(text.strip())) is not None and all(map(is_nobody, dashed.groups())))
    )


def _says_more_of_nobody(text: str) -> bool:
    """Return whether brackets that name nobody stand behind what says that there is no owner: "nog te
    bepalen (Q2)", "à recruter (1 ETP)"."""
    bare = _strip_nobody(text)
    return bare not in ("", text) and is_nobody(bare)


def find_named_behind(text: str) -> str:
    """Return what stands in brackets behind what says that there is no owner, or beside it and a dash, and
    may be the one: Fluvius in "te bepalen (Fluvius)" and "te bepalen - Fluvius"; "" if nothing does."""
    if dashed := _find_dashed(text):
        return "" if _names_nobody(dashed["named"]) else dashed["named"].strip(" ?")
    if beside := _find_beside_vacancy(text.strip()):
        return beside
    behind = _BEHIND.search(_strip_nobody(text))
    if behind is None or behind.start() == 0 or not is_nobody(text[: behind.start()]):
        return ""
    return behind[1].strip(" ?")


def _find_beside_vacancy(text: str) -> str:
    """Return the department or name beside a word for a vacancy: "vacature milieudienst"; "" without."""
    plain = strip_accents(text)
    found = _VACANCY_BEFORE.match(plain) or _VACANCY_BEHIND.search(plain)
    if found is None or len(plain) != len(text) or is_nobody(text):
        return ""
    named = text[found.end() :] if found.start() == 0 else text[: found.start()]
    return "" if found["vacant"] and not has_organisation_word(named) else named.strip(" ?")


def is_remark_beside(text: str) -> bool:
    """Return whether what stands beside a dash and what says that there is no owner names nobody for certain:
    "Nvt - Afgerond", "Niemand - Dringend"; a full name, a department and capitals do."""
    dashed = _find_dashed(text)
    return dashed is not None and not (_names_nobody(dashed["named"]) or _is_surely_name(dashed["named"]))


def _is_surely_name(named: str) -> bool:
    is_name = is_full_name(named) or has_first_name(named) or "@" in named
    is_office = has_organisation_word(named) and not _OWN_WORK.search(strip_accents(named))
    return is_name or is_office or _ACRONYM.search(named) is not None


def _find_dashed(text: str) -> re.Match[str] | None:
    """Return the parts of a text with a dash or a colon of which one says that there is no owner."""
    bare = text.strip()
    found = (_DASH.fullmatch(bare), _DASH_BEFORE.fullmatch(bare))
    return next((each for each in found if each and is_nobody(each["nobody"])), None)


def _strip_nobody(text: str) -> str:
    """Return a text without the brackets behind it that name nobody."""
    while (behind := _BEHIND.search(text)) and _names_nobody(behind[1]):
        text = text[: behind.start()]
    return text


def _names_nobody(inside: str) -> bool:
    """Return whether a bracket holds a time, a number of people, a place where more is told, or nobody."""
    found = WORD.findall(strip_accents(inside).replace("'", " "))
    if found and found[0] in words.REFERENCE_WORDS:
        return not (_CAPITALS.search(inside) or has_first_name(inside) or has_organisation_word(inside))
    has_figure = any(map(_TIME.fullmatch, found))
    months = MONTHS.keys() if has_figure else _LONG_MONTHS
    said = [word for word in found if _TIME.fullmatch(word) or word in _TIME_OR_STAFF or word in months]
    fillers = words.TIME_FILLERS | words.NAMES_OR_TIMES if has_figure else words.TIME_FILLERS
    return (bool(said) and not set(found) - set(said) - fillers) or is_nobody(inside)


def _says_nobody(plain: str) -> bool:
    """Return whether all words of a phrase say that there is no owner yet: "trekker ntb", "poste vacant".

    Years, quarters, months and a repeated x say nothing else.
    """
    found = WORD.findall(plain.replace("'", " "))
    several = [word for word in found if not _TIME.fullmatch(word) and word not in _LONG_MONTHS]
    said = [word for word in several if word in words.ABSENCE_WORDS or set(word) == {"x"}]
    others = set(several) - set(said) - words.ABSENCE_FILLERS
    return bool(said) and all(map(is_role, others))
