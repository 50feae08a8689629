"""An ``.xls`` file of the nineties, written by hand: no library that we have writes one any more."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass(frozen=True)
class CellError:
    """An error in a cell, such as 0x17, `#REF!`: typed in, or the result of a formula."""

    code: int
    is_result: bool = True


Rows = Sequence[Sequence[str | float | tuple[float, str] | CellError]]


def write_xls(path: Path, sheet: str, rows: Rows, *, chart: Rows = (), note: str = "") -> None:
    """Write one sheet of texts, errors and numbers, some with a number format: ``(1.1, "0.00")``; with a
    chart in it that keeps these points of its series, and behind that a note at its first cell."""
    path.write_bytes(_container(_workbook(sheet, rows, chart, note)))


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _workbook(sheet: str, rows: Rows, chart: Rows, note: str) -> bytes:
    formats = sorted({cell[1] for row in rows for cell in row if isinstance(cell, tuple)})
    styles = _record(0xE0, bytes(20))
    for number, code in enumerate(formats, 164):
        styles += _record(0x41E, struct.pack("<H", number) + _text(code))
        styles += _record(0xE0, struct.pack("<HH", 0, number) + bytes(16))
    name = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1996, 0, 6))
    length = len(begin) + len(styles) + 4 + 6 + len(name) + 4
    found = begin + styles + _record(0x85, struct.pack("<IBB", length, 0, 0) + name) + _record(0x0A)
    found += _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1996, 0, 6))
    width = max(map(len, rows))
    found += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    found += _cells(rows, formats)
    if chart:
        found += _record(0x809, struct.pack("<HHHHII", 0x600, 0x20, 0, 1996, 0, 6))
        found += _cells(chart, formats) + _record(0x0A)
    return found + (_note(note) if note else b"") + _record(0x0A)


def _note(text: str) -> bytes:
    """Return a note at the first cell: an object, its text and its place ([MS-XLS] 2.4.179)."""
    found = _record(0x5D, struct.pack("<HHHHH", 0x15, 18, 0x19, 1, 0) + bytes(12))
    found += _record(0x1B6, struct.pack("<HH6xHH4x", 0, 0, len(text), 0))
    found += _record(0x3C, b"\1" + text.encode("utf-16-le"))
    return found + _record(0x1C, struct.pack("<HHHHHBx", 0, 0, 0, 1, 0, 0))


def _cells(rows: Rows, formats: Sequence[str]) -> bytes:
    found = b""
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            style = formats.index(cell[1]) + 1 if isinstance(cell, tuple) else 0
            place = struct.pack("<HHH", at, column, style)
            if isinstance(cell, CellError) and cell.is_result:
                result = struct.pack("<BBBBHH", 2, 0, cell.code, 0, 0, 0xFFFF)
                formula = struct.pack("<BB", 0x1C, cell.code)
                found += _record(0x06, place + result + bytes(6) + struct.pack("<H", len(formula)) + formula)
            elif isinstance(cell, CellError):
                found += _record(0x205, place + struct.pack("<BB", cell.code, 1))
            elif isinstance(cell, str):
                found += _record(0x204, place + _text(cell))
            else:
                number = cell[0] if isinstance(cell, tuple) else cell
                found += _record(0x203, place + struct.pack("<d", number))
    return found


def _container(stream: bytes) -> bytes:
    """Wrap a stream in an OLE file: a header, one sector of allocations, one of directory, the stream."""
    stream = stream.ljust(8 * _SECTOR, b"\0")
    count = -(-len(stream) // _SECTOR)
    stream = stream.ljust(count * _SECTOR, b"\0")
    fat = [_FAT, _END, *range(3, count + 2), _END]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 0x1000, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    fat_sector = struct.pack(f"<{_SECTOR // 4}I", *fat, *[_FREE] * (_SECTOR // 4 - len(fat)))
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    return head + fat_sector + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    found = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    found += struct.pack("<III", _FREE, _FREE, child) + bytes(36)
    return found + struct.pack("<IQ", start, size)
