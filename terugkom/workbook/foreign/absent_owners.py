"""Tell what says in place of an owner that there is none yet: "n.t.b.", "poste vacant", "tender ongoing"."""

import re

from terugkom.normalize import strip_accents
from terugkom.workbook.dates.words import MONTHS
from terugkom.workbook.foreign import name_words as words
from terugkom.workbook.foreign.name_kinds import WORD, is_role

_NOBODY = re.compile(words.NOBODY_PATTERN)
_PROCEDURE = re.compile(words.PROCEDURE_PATTERN)
_BEHIND = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_NAME_WORD = re.compile(r"[^\W\d_]*[A-ZÀ-Þ][^\W\d_]*[a-zà-ÿ]|@")
_LONG_MONTHS = {month for month in MONTHS if len(month) > 4}  # Jan, Mars and June are names
_TIME = re.compile(r"\d+(?:e|de|ste|er|ere)?|[qkts]\d|\d(?:etp|vte|fte)")


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
    )


def _says_more_of_nobody(text: str) -> bool:
    """Return whether a bracket that names nobody stands behind what says that there is no owner: "nog te
    bepalen (Q2)", "à recruter (1 ETP)"."""
    behind = _BEHIND.search(text)
    if behind is None or behind.start() == 0:
        return False
    return (not _NAME_WORD.search(behind[1]) or is_nobody(behind[1])) and is_nobody(text[: behind.start()])


def _says_nobody(plain: str) -> bool:
    """Return whether all words of a phrase say that there is no owner yet: "trekker ntb", "poste vacant".

    Years, quarters, months and a repeated x say nothing else.
    """
    found = WORD.findall(plain.replace("'", " "))
    several = [word for word in found if not _TIME.fullmatch(word) and word not in _LONG_MONTHS]
    said = [word for word in several if word in words.ABSENCE_WORDS or set(word) == {"x"}]
    others = set(several) - set(said) - words.ABSENCE_FILLERS
    return bool(said) and all(map(is_role, others))
