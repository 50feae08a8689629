"""Tell telephone numbers from names: they stand beside an owner, or in place of one."""

import re

from terugkom.workbook.foreign.owner_words import PHONE_LABELS

_LABEL = rf"(?<!\w)(?:{PHONE_LABELS})\.?\s*:?\s*"
_WHOLE = r"(?<![\w@.])(?:\+\d|0)(?:[\s./()-]{0,3}\d){8,13}(?![\w@])"  # nine digits at least: no day has them
_NUMBER = rf"(?:(?:{_LABEL})?{_WHOLE}|{_LABEL}\d[\d\s./-]{{0,20}}(?!\w))"
_TELEPHONE = re.compile(rf"[(\[]\s*{_NUMBER}\s*[)\]]|{_NUMBER}", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


def remove_telephone_numbers(text: str) -> str:
    """Return a text without the telephone numbers in it, each with its label and brackets."""
    return _TELEPHONE.sub(" ", text) if any(map(str.isdecimal, text)) else text


def is_only_number(text: str) -> bool:
    """Return whether a text is a number, or a telephone number with its label, and so no name."""
    has_digit = any(map(str.isdecimal, text))
    return has_digit and "@" not in text and not _LETTER.search(remove_telephone_numbers(text))
