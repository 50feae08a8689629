"""Find the marks in the sheets of an ``.xls``: cells that are crossed out, notes, and text in drawings.

Records are those of BIFF8 ([MS-XLS] 2.4). Of a text in a cell of which only a part is crossed out the file
says so in a table that is not read: that it has such texts is told.
"""

import struct
from collections import defaultdict
from dataclasses import dataclass, field

from terugkom.workbook.file_formats.cell_marks import CellMark, MarkKind

_MAX_MARKS = 2_000  # of a sheet
_FONT, _STYLE, _TEXTS, _NOTE, _OBJECT, _OBJECT_TEXT, _CONTINUE = 0x31, 0xE0, 0xFC, 0x1C, 0x5D, 0x1B6, 0x3C
_CROSSED_OUT = 0x0008  # among the flags of a font
_NO_FONT = 4  # a number that no font has: those from there on are one higher
_CELLS = {0x203, 0x27E, 0x06, 0x205, 0xFD, 0x204, 0xD6}  # with a value: their style is the third number
_SEVERAL_NUMBERS = 0xBD
_IS_NOTE = 0x19  # a kind of object


@dataclass
class XlsMarks:
    """Collects the marks while the records of a workbook are read in their order."""

    _fonts: list[bool] = field(default_factory=list)
    _style_fonts: list[int] = field(default_factory=list)
    _has_rich_text: bool = False
    _marks: defaultdict[str, list[CellMark]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)  # of notes, by sheet and id
    _texts: dict[tuple[str, int], tuple[int, str]] = field(
        default_factory=dict
    )  # of objects, with their kind
    _object: tuple[int, int] = (0, 0)  # kind and id of the last one
    _awaits_text: int = 0  # letters of the text of that object, in the record that goes on

    def read(self, sheet: str, kind: int, content: bytes) -> None:
        """Read one record, of a sheet or ("") of the workbook."""
        if not sheet:
            self._read_global(kind, content)
        elif kind in _CELLS and len(content) >= 6:
            row, column, style = struct.unpack_from("<HHH", content)
            self._add_crossed(sheet, row, column, style)
        elif kind == _SEVERAL_NUMBERS:
            row, column = struct.unpack_from("<HH", content)
            for offset in range((len(content) - 4) // 6):
                (style,) = struct.unpack_from("<H", content, 4 + 6 * offset)
                self._add_crossed(sheet, row, column + offset, style)
        else:
            self._read_object(sheet, kind, content)

    def collect(self) -> dict[str, tuple[CellMark, ...]]:
        """Return the marks by sheet."""
        for (sheet, number), (kind, text) in self._texts.items():
            if kind == _IS_NOTE and (sheet, number) in self._places:
                row, column = self._places[sheet, number]
                self._marks[sheet].append(CellMark(row, column, MarkKind.NOTE, text))
            elif kind != _IS_NOTE:
                self._marks[sheet].append(CellMark(0, 0, MarkKind.DRAWN, text))
        return {sheet: tuple(marks[:_MAX_MARKS]) for sheet, marks in self._marks.items()}

    @property
    def has_crossed_words(self) -> bool:
        """Whether words in texts may be crossed out: a font does so that no cell has."""
        used = {_find_font(number) for number in self._style_fonts}
        return self._has_rich_text and any(
            crosses and at not in used for at, crosses in enumerate(self._fonts)
        )

    def _read_global(self, kind: int, content: bytes) -> None:
        if kind == _FONT:
            (flags,) = struct.unpack_from("<H", content, 2)
            self._fonts.append(bool(flags & _CROSSED_OUT))
        elif kind == _STYLE:
            self._style_fonts.append(struct.unpack_from("<H", content)[0])
        elif kind == _TEXTS:
            self._has_rich_text = True

    def _add_crossed(self, sheet: str, row: int, column: int, style: int) -> None:
        font = _find_font(self._style_fonts[style]) if style < len(self._style_fonts) else -1
        if 0 <= font < len(self._fonts) and self._fonts[font]:
            self._marks[sheet].append(CellMark(row, column, MarkKind.CROSSED_OUT))

    def _read_object(self, sheet: str, kind: int, content: bytes) -> None:
        if kind == _NOTE:
            row, column, _, number = struct.unpack_from("<HHHH", content)
            self._places[sheet, number] = (row, column)
        elif kind == _OBJECT:
            self._object = struct.unpack_from("<HH", content, 4)
        elif kind == _OBJECT_TEXT:
            (self._awaits_text,) = struct.unpack_from("<H", content, 10)
        elif kind == _CONTINUE and self._awaits_text and content:
            is_wide = content[0] & 1
            text = content[1 : 1 + self._awaits_text * (2 if is_wide else 1)]
            decoded = " ".join(text.decode("utf-16-le" if is_wide else "latin-1", "replace").split())
            if decoded:
                self._texts[sheet, self._object[1]] = (self._object[0], decoded)
            self._awaits_text = 0


def _find_font(number: int) -> int:
    return number if number < _NO_FONT else number - 1
