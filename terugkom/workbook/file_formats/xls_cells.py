"""Find the cells of an ``.xls`` file that its reader does not show as they are.

They are numbers that are codes with zeros (1.10 and 007, by their number formats), and errors of formulas, in
whose place it leaves an empty cell.

Records are those of BIFF8 ([MS-XLS] 2.4), in the stream of an OLE container ([MS-CFB]). A file that is not of
this form has no such cells; that it is readable is decided elsewhere. Its formulas always have a result.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from terugkom.workbook.file_formats.cell_marks import CellMark, MarkKind
from terugkom.workbook.file_formats.number_formats import BUILT_IN_FORMATS, format_special
from terugkom.workbook.file_formats.xls_marks import XlsMarks
from terugkom.workbook.special_cells import FormattedNumber, SpecialCell

_MAX_RECORDS = 1_500_000  # more than an honest sheet of 65,536 rows has
_BOF, _EOF, _SHEET, _FORMAT, _STYLE = 0x809, 0x0A, 0x85, 0x41E, 0xE0
_NUMBER, _RK, _SEVERAL_RK = 0x203, 0x27E, 0xBD
_FORMULA, _BOOLEAN_OR_ERROR = 0x06, 0x205
_ERRORS = {  # [MS-XLS] 2.5.10
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_MINI_STREAM_LIMIT, _MINI_SECTOR = 4096, 64  # bytes: a shorter stream lies in small sectors
_LAST_SECTOR = 0xFFFFFFFA


def find_xls_cells(
    data: bytes,
) -> tuple[dict[str, list[SpecialCell]], dict[str, tuple[CellMark, ...]]]:
    """Return the numbers with a format and the errors by the name of their sheet, and the marks."""
    try:
        return _scan_records(_read_stream(data))
    except (struct.error, LookupError, ValueError, StopIteration):
        return {}, {}


@dataclass
class _Book:
    """What the records before the sheets say: names by where a sheet begins, formats by style."""

    names: dict[int, str] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN_FORMATS))
    styles: list[int] = field(default_factory=list)

    def read(self, kind: int, content: bytes) -> None:
        """Read one record."""
        if kind == _SHEET:
            self.names[struct.unpack_from("<I", content)[0]] = _decode(content[6:], content[6])
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", content)
            self.formats[number] = _decode(content[3:], length, flags=content[4])
        elif kind == _STYLE:
            self.styles.append(struct.unpack_from("<H", content, 2)[0])

    def format(self, row: int, column: int, style: int, number: float) -> SpecialCell | None:
        """Return the cell of a number if its style shows more than its figures."""
        number_format = self.formats.get(self.styles[style], "") if style < len(self.styles) else ""
        shown = format_special(number, number_format)
        return SpecialCell(row, column, FormattedNumber(number, shown)) if shown else None


def _scan_records(stream: bytes) -> tuple[dict[str, list[SpecialCell]], dict[str, tuple[CellMark, ...]]]:
    book, marks, sheet, at, depth = _Book(), XlsMarks(), "", 0, 0
    found: dict[str, list[SpecialCell]] = {}
    for _ in range(_MAX_RECORDS):
        if at + 4 > len(stream):
            return found, _list_marks(book, marks)
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _BOF:
            depth = 1 if at in book.names else depth + 1
            sheet = book.names.get(at, sheet)  # one of a chart in a sheet has no name
        elif kind == _EOF:
            depth -= 1
        elif depth == 1:  # the cells of a chart are the points of its series
            content = stream[at + 4 : at + 4 + length]
            marks.read(sheet, kind, content)
            if not sheet:
                book.read(kind, content)
            for cell in _read_cells(book, kind, content) if sheet else ():
                found.setdefault(sheet, []).append(cell)
        at += 4 + length
    raise ValueError("more records than any plan has")


def _list_marks(book: _Book, marks: XlsMarks) -> dict[str, tuple[CellMark, ...]]:
    """Return the marks by sheet; of words that are crossed out in a text only that there are some, once."""
    found = marks.collect()
    if marks.has_crossed_words and book.names:
        first = next(iter(book.names.values()))
        found[first] = (*found.get(first, ()), CellMark(0, 0, MarkKind.CROSSED_WORDS))
    return found


def _read_cells(book: _Book, kind: int, content: bytes) -> Iterator[SpecialCell]:
    """Yield the special cells of one record of a sheet."""
    if kind in (_NUMBER, _RK, _SEVERAL_RK):
        yield from _read_numbers(book, kind, content)
    elif kind in (_FORMULA, _BOOLEAN_OR_ERROR) and (error := _read_error(kind, content)):
        yield error


def _read_numbers(book: _Book, kind: int, content: bytes) -> Iterator[SpecialCell]:
    row, column = struct.unpack_from("<HH", content)
    if kind == _NUMBER:
        style, number = struct.unpack_from("<Hd", content, 4)
        several = [(style, number)]
    else:
        count = (len(content) - 4) // 6
        pairs = (struct.unpack_from("<HI", content, 4 + 6 * index) for index in range(count))
        several = [(style, _decode_rk(packed)) for style, packed in pairs]
    for offset, (style, number) in enumerate(several):
        cell = book.format(row, column + offset, style, number)
        if cell:
            yield cell


def _read_error(kind: int, content: bytes) -> SpecialCell | None:
    """Return the cell of an error, typed or the result of a formula ([MS-XLS] 2.5.133); None for another."""
    row, column = struct.unpack_from("<HH", content)
    if kind == _FORMULA:
        is_error, code = content[6] == 2 and content[12:14] == b"\xff\xff", content[8]
    else:
        code, is_error = content[6], content[7] == 1
    return SpecialCell(row, column, _ERRORS.get(code, "#VALUE!")) if is_error else None


def _decode_rk(packed: int) -> float:
    """Return a number that is packed into 30 bits ([MS-XLS] 2.5.217): an integer or the head of a double,
    perhaps times 100."""
    if packed & 2:
        number = float(packed >> 2 if packed < 1 << 31 else (packed >> 2) - (1 << 30))
    else:
        number = struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0]
    return number / 100 if packed & 1 else number


def _decode(content: bytes, length: int, flags: int | None = None) -> str:
    """Return a text whose first two bytes are its length and whether it has two bytes a letter."""
    wide = (content[1] if flags is None else flags) & 1
    return content[2 : 2 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")


def _read_stream(data: bytes) -> bytes:
    """Return the stream of a workbook in an OLE container. Raises ValueError, IndexError or struct.error for
    another file."""
    size = 1 << struct.unpack_from("<H", data, 0x1E)[0]
    body = data[size:]  # the header fills the first sector
    table = _read_allocation_table(data, body, size)
    directory = _join_sectors(body, size, table, struct.unpack_from("<I", data, 0x30)[0])
    entries = dict(_list_entries(directory))
    first, count = next(entries[name] for name in ("Workbook", "Book") if name in entries)
    if count >= _MINI_STREAM_LIMIT:
        return _join_sectors(body, size, table, first)[:count]
    small = _join_sectors(body, size, table, struct.unpack_from("<I", data, 0x3C)[0])
    mini_table = struct.unpack(f"<{len(small) // 4}I", small)
    mini_stream = _join_sectors(body, size, table, entries["Root Entry"][0])
    return _join_sectors(mini_stream, _MINI_SECTOR, mini_table, first)[:count]


def _list_entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the name of each stream, its first sector and its length in bytes."""
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", errors="replace")
        yield name, struct.unpack_from("<II", directory, at + 116)


def _read_allocation_table(data: bytes, body: bytes, size: int) -> Sequence[int]:
    """Return which sector follows each: in sectors that the header lists, and further lists."""
    sectors = list(struct.unpack_from("<109I", data, 0x4C))
    following = struct.unpack_from("<I", data, 0x44)[0]
    while following < _LAST_SECTOR and len(sectors) * size <= len(body):
        more = struct.unpack_from(f"<{size // 4}I", body, following * size)
        sectors += more[:-1]
        following = more[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _LAST_SECTOR:
            table += struct.unpack_from(f"<{size // 4}I", body, sector * size)
    return table


def _join_sectors(data: bytes, size: int, table: Sequence[int], first: int) -> bytes:
    pieces: list[bytes] = []
    sector = first
    while sector < _LAST_SECTOR and len(pieces) <= len(table):
        pieces.append(data[sector * size : (sector + 1) * size])
        sector = table[sector]
    return b"".join(pieces)
