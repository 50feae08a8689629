"""Tell telephone numbers from names: they stand beside an owner, or in place of one."""

import re

from terugkom.workbook.foreign.owner_words import BARE_DEPARTMENT, PHONE_LABELS, WEAK_PHONE_LABELS

_LABEL = rf"(?<!\w)(?:{PHONE_LABELS})\.?\s*:?\s*"
_WHOLE = r"(?<![\w@.])(?:\+\d|0)(?:[\s./()-]{0,3}\d){8,13}(?![\w@])"  # nine digits at least: no day has them
_NUMBER = rf"(?:(?:{_LABEL})?{_WHOLE}|{_LABEL}\d[\d\s./-]{{0,20}}(?!\w))"
_TELEPHONE = re.compile(rf"[(\[]\s*{_NUMBER}\s*[)\]]|{_NUMBER}", re.IGNORECASE)
_WEAK = re.compile(rf"(?:{WEAK_PHONE_LABELS})\b(?!\.?\s*:)", re.IGNORECASE)
_BARE_DEPARTMENT = re.compile(rf"(?:^|[,;/\n|•])\s*+{BARE_DEPARTMENT}\s++$", re.IGNORECASE)
_MAX_DEPARTMENT = 30  # characters of a department by one word, with what separates it
_LETTER = re.compile(r"[^\W\d_]")


def remove_telephone_numbers(text: str) -> str:
    """Return a text without the telephone numbers in it, each with its label and brackets."""
    return _TELEPHONE.sub(_keep_department, text) if any(map(str.isdecimal, text)) else text


def _keep_department(found: re.Match[str]) -> str:
    """Return "intern 3" of "Dienst intern 3", which has no other name; else a space."""
    before = found.string[max(0, found.start() - _MAX_DEPARTMENT) : found.start()]
    is_name = _WEAK.match(found[0]) and _BARE_DEPARTMENT.search(before)
    return found[0] if is_name else " "


def is_only_number(text: str) -> bool:
    """Return whether a text is a number, or a telephone number with its label, and so no name."""
    has_digit = any(map(str.isdecimal, text))
    return has_digit and "@" not in text and not _LETTER.search(remove_telephone_numbers(text))
