"""What a sheet shows beside the values of its cells: what is crossed out, notes, text drawn over it.

A mark is told, for no value says it: who crosses an action out, or notes that it waits, means something.
"""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

_SCHEME = "mailto:"


class MarkKind(StrEnum):
    """What a mark is."""

    CROSSED_OUT = "crossed-out"
    NOTE = "note"
    DRAWN = "drawn"
    COLOURED = "coloured"  # empty, with a colour that no other cell of its row has
    COLOURED_VALUE = "coloured-value"  # filled, with a colour, in a column with cells as those above
    MAIL_LINK = "mail-link"  # the text shows a name, and opens a mail to an address
    CROSSED_WORDS = "crossed-words"  # somewhere in an .xls, which does not say where


@dataclass(frozen=True, slots=True)
class CellMark:
    """A mark at a cell, whose row and column count from 0, with its text: of a coloured cell its colour, of
    a link its address, of what is crossed out nothing."""

    row: int
    column: int
    kind: MarkKind
    text: str = ""


def get_mail_address(link: str) -> str:
    """Return the address to which a link opens a mail, without a subject; "" for any other link, or several
    addresses."""
    if not link.lower().startswith(_SCHEME):
        return ""
    address = unquote(link[len(_SCHEME) :].partition("?")[0]).strip()
    return address if address.count("@") == 1 and len(address.split()) == 1 else ""
