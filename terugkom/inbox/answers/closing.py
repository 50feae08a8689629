"""Leave out how an answer ends: the words of farewell, the name and the office of its writer."""

import re
from collections.abc import Sequence

from terugkom.inbox.answers.closing_words import CLOSINGS, NAME, NAME_AT_THE_END, OFFICE
from terugkom.inbox.answers.first_name_words import BEFORE_A_NAME, FIRST_NAMES
from terugkom.inbox.reply_words import POSTSCRIPT

_CLOSING = re.compile(
    rf"(?:^|(?<=[\n.,;!?)])|(?<=\w)(?= )) *(?:{CLOSINGS})\b[.,!]*(?: +[\w.'-]+){{0,5}}[.,! x]*$", re.I
)
_NAME = re.compile(NAME)
_NAME_AT_THE_END = re.compile(NAME_AT_THE_END)
_OFFICE = re.compile(OFFICE)
_POSTSCRIPT = re.compile(POSTSCRIPT, re.IGNORECASE)
_ADDRESSED = re.compile(r"(?<![\w'’])([\w'’]++) ([A-Z][a-z]+)(?=[ ]?(?:[,.!?\n]|$))")
_MAX_WORDS = 6  # of a name with an office
_MAX_LINES = 6
_MAX_OFFICE = 10  # lines
_MAX_LENGTH = 120  # characters of one


def drop_closing(text: str) -> str:
    """Return a text without its closing lines; what stands behind a *PS* stays."""
    lines = [line.strip() for line in text.rstrip().split("\n")]
    for _ in range(_MAX_LINES):
        if len(lines) > 1 and _is_closing(lines[-1], lines[-2]):
            lines.pop()
    for at in range(max(1, len(lines) - _MAX_LINES), len(lines)):
        if _CLOSING.fullmatch(lines[at]) and not any(map(_says_something, lines[at:])):
            lines = lines[:at]
            break
    return "\n".join([*lines[:-1], _NAME_AT_THE_END.sub("", _CLOSING.sub("", lines[-1]))])


def drop_signature(text: str) -> str:
    """Return a text without the name below it that stands above an office, an address or a number."""
    lines = [line.strip() for line in text.rstrip().split("\n")]
    at = len(lines)
    while at > 1 and len(lines) - at < _MAX_OFFICE and (not lines[at - 1] or _is_office(lines[at - 1])):
        at -= 1
    has_office = any(lines[at:])
    return "\n".join(lines[: at - 1]) if at > 1 and has_office and _is_name(lines, at - 1) else text


def _is_office(line: str) -> bool:
    return len(line) <= _MAX_LENGTH and _OFFICE.fullmatch(line) is not None


def _is_name(lines: Sequence[str], at: int) -> bool:
    """Return whether a line is the name of a person, below a sentence or a blank line."""
    name, before = lines[at], lines[at - 1]
    is_below = before[-1:] in ("", ".", "!", ",") or _CLOSING.fullmatch(before) is not None
    is_of_a_person = " " in name or name.rstrip(".,") in FIRST_NAMES
    return (
        is_below and is_of_a_person and len(name.split()) <= _MAX_WORDS and _NAME.fullmatch(name) is not None
    )


def drop_who_is_addressed(text: str) -> str:
    """Return a text without the first name of who is spoken to at the end of a clause: "is in orde Els"."""
    return _ADDRESSED.sub(_drop_name, text)


def _drop_name(found: re.Match[str]) -> str:
    before, name = found[1], found[2]
    is_spoken_of = name not in FIRST_NAMES or before.lower() in BEFORE_A_NAME or before in FIRST_NAMES
    return found[0] if is_spoken_of else before


def _is_closing(line: str, before: str) -> bool:
    """Return whether a last line says farewell, or is the name below a sentence or a farewell: one word alone
    may be said of the line above it."""
    if not line or _CLOSING.fullmatch(line):
        return True
    is_below = " " in line or before[-1:] in ("", ".", "!", ",") or _CLOSING.fullmatch(before) is not None
    return is_below and len(line.split()) <= _MAX_WORDS and _NAME.fullmatch(line) is not None


def _says_something(line: str) -> bool:
    return len(line.split()) > _MAX_WORDS or _POSTSCRIPT.match(line) is not None
