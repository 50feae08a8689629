"""Signs of the fonts Wingdings and Symbol as text: ticks, boxes, arrows.

Word stores such a sign as a number of its font, and LibreOffice as a letter of the private use area: read as
it is, a tick would be nothing.
"""

import re

UNKNOWN = "▪"
_CHECKED, _UNCHECKED = "☒", "☐"
_WINGDINGS = {
    **dict.fromkeys((0xFC, 0x50), "✔"),
    **dict.fromkeys((0xFB, 0x4F), "✗"),
    **dict.fromkeys((0xFE, 0x52), "☑"),
    **dict.fromkeys((0xFD, 0x51, 0x53, 0x54), _CHECKED),
    **dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0xA3, 0xA8), _UNCHECKED),
    **dict.fromkeys((0xE0, 0xE8, 0xF0, 0xD8), "→"),
    **dict.fromkeys((0xDF, 0xE7, 0xEF), "←"),
    0x4A: "☺",
    0x4C: "☹",
}
_SYMBOL = {0xAE: "→", 0xDE: "→", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xB4: "×"}
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def get_symbol(code: str, font: str) -> str:
    """Return the sign with a number (in hexadecimal) of a font as text, a square for an unknown one."""
    try:
        number = int(code, 16) & 0xFF
    except ValueError:
        return UNKNOWN
    return (_SYMBOL if font == "Symbol" else _WINGDINGS).get(number, UNKNOWN)


def get_check_box(*, is_checked: bool) -> str:
    """Return a box to tick as text."""
    return _CHECKED if is_checked else _UNCHECKED


def replace_private_signs(text: str) -> str:
    """Return a text in which the signs of the private use area are those of Wingdings."""
    return _PRIVATE.sub(lambda found: _WINGDINGS.get(ord(found[0]) & 0xFF, UNKNOWN), text)
