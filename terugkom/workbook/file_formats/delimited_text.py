"""Read a csv row by row, so that a large one takes no more memory than its rows."""

import codecs
import csv
import io
import re
from array import array
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from terugkom.delimited_cells import detect_delimiter
from terugkom.text_encoding import OR_WINDOWS, guess_single_byte, is_mostly_utf8
from terugkom.workbook.clean_cells import Cell, clean_cell
from terugkom.workbook.file_formats.refused_content import RefusedContent
from terugkom.workbook.file_formats.table_budget import MAX_BLANK_ROWS, MAX_COLUMNS

_CHUNK_BYTES = 1_000_000  # and the length of a line that no plan has
_TAIL_BYTES = 1_000  # of the end of a text
_MAX_WIDTH = 65_535  # that is remembered
_LEAST_WIDTH = 2  # columns of a table of which a line in a cell may be a row
_SAMPLE_LENGTH = 20_000  # characters
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_LONE_QUOTE = re.compile(rb'(?:^|[;,\t|\r\n])"(?:[;,\t|\r\n]|$)')
_BLANK_SAMPLES = 2 * MAX_BLANK_ROWS // _SAMPLE_LENGTH + 2


def read_delimited(file: BinaryIO, widths: "array[int]") -> Iterator[list[Cell]]:
    """Yield the rows of a csv, and add to `widths` how many cells each has, blank ones at its end included.

    The line that declares Excel's delimiter is a blank one.

    Raises UnicodeError or csv.Error if it is no csv, and RefusedContent for a line without end or
    more columns than a plan has.
    """
    encoding, has_lone_quotes = _detect_encoding(file)
    head = _read_head(file, encoding)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, OR_WINDOWS, newline="")
    try:
        declared = _find_declared(head)
        delimiter = declared or detect_delimiter(head)
        lines = _DittoLines(text, delimiter)
        reader = csv.reader(lines if has_lone_quotes else text, delimiter=delimiter)
        width = line = first_line = 0
        row: list[str] = []
        for row in reader:
            lines.is_row_start = True
            if not any(row):  # always a line of its own, and there may be a million of them
                line += 1
                widths.append(0)
                yield []
                continue
            lines.width = width = width or (0 if declared else len(row))
            if reader.line_num > line + 1:
                _check_lines(row, delimiter, width, line + 1)
            first_line, line = line + 1, reader.line_num
            widths.append(0 if declared else min(len(row), _MAX_WIDTH))
            yield [] if declared else _clean_row(row)
            declared = ""
        if row and "\n" in row[-1] and not _ends_quoted(file):
            raise RefusedContent("error.file.open-quote", line=first_line)
    finally:
        text.detach()  # the file is the caller's


def find_delimiter(file: BinaryIO) -> str:
    """Return the delimiter of a csv, by its beginning in whatever encoding: in all of them it is one sign."""
    file.seek(0)
    start = file.read(2 * _SAMPLE_LENGTH).replace(b"\0", b"").decode("utf-8-sig", "ignore").lstrip("\r\n")
    return _find_declared(start) or detect_delimiter(start[:_SAMPLE_LENGTH])


def _find_declared(head: str) -> str:
    """Return the delimiter that the first line declares for Excel, "" without."""
    declared = re.fullmatch(r"sep=(.)", head[:100].partition("\n")[0].strip())
    return declared[1] if declared else ""


class _DittoLines:
    """The lines of a csv, in which a cell that is one quotation mark, the ditto of a person, is quoted.

    It begins no cell with several lines where its line is a whole row without it: no other mark stands there,
    and there are as many cells as in the first row; behind its last cell another whole row must follow.
    """

    def __init__(self, text: Iterator[str], delimiter: str) -> None:
        """Yield the lines of a text; who reads them says how wide the table is, and where a row begins."""
        self._text, self._delimiter = text, delimiter
        self._ahead = ""
        self.width = 0  # columns, 0 as long as the first row is not read
        self.is_row_start = False

    def __iter__(self) -> Iterator[str]:
        """Return itself."""
        return self

    def __next__(self) -> str:
        """Return the next line."""
        line = self._ahead or next(self._text)
        self._ahead = ""
        if self.is_row_start and '"' in line:
            line = self._quote_dittos(line)
        self.is_row_start = False
        return line

    def _quote_dittos(self, line: str) -> str:
        content = line.rstrip("\r\n")
        cells = content.split(self._delimiter)
        is_row = len(cells) == self.width and all(cell == '"' or '"' not in cell for cell in cells)
        if not is_row or (cells[-1] == '"' and not self._is_row_next()):
            return line
        quoted = ('""""' if cell == '"' else cell for cell in cells)
        return self._delimiter.join(quoted) + line[len(content) :]

    def _is_row_next(self) -> bool:
        self._ahead = next(self._text, "")
        return not self._ahead.strip() or self._ahead.count(self._delimiter) >= self.width - 1


def _check_lines(row: Sequence[str], delimiter: str, width: int, first_line: int) -> None:
    """Raise RefusedContent where a cell holds whole rows, lines with as many delimiters: a quotation mark
    swallowed them."""
    lines = (line for cell in row for line in cell.splitlines()[1:])
    if width > _LEAST_WIDTH and any(line.count(delimiter) >= width - 1 for line in lines):
        raise RefusedContent("error.file.open-quote", line=first_line)


def _ends_quoted(file: BinaryIO) -> bool:
    """Return whether a text ends with a quotation mark, as it does where its last cell has several lines."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _TAIL_BYTES))
    return file.read().replace(b"\0", b"").rstrip().endswith(b'"')  # no zeros of UTF-16


def _clean_row(row: list[str]) -> list[Cell]:
    if len(row) > MAX_COLUMNS and any(map(str.strip, row[MAX_COLUMNS:])):
        raise RefusedContent("error.file.columns", most=MAX_COLUMNS)
    return [cell and clean_cell(_unwrap(cell)) for cell in row[:MAX_COLUMNS]]


def _unwrap(cell: str) -> str:
    """Return the text of a formula that is nothing but a text: ="007", as programs write it for Excel."""
    found = _TEXT_FORMULA.fullmatch(cell) if cell.startswith("=") else None
    return found[1].replace('""', '"') if found else cell


def _read_head(file: BinaryIO, encoding: str) -> str:
    """Return the text from the first line with something in it, as much as a sample needs."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, OR_WINDOWS, newline="")
    try:
        head = ""
        for _ in range(_BLANK_SAMPLES):  # beyond which the blank rows are refused
            head = text.read(_SAMPLE_LENGTH).lstrip("\r\n")
            if head:
                break
        return (head + text.read(_SAMPLE_LENGTH))[:_SAMPLE_LENGTH]
    finally:
        text.detach()


def _detect_encoding(file: BinaryIO) -> tuple[str, bool]:
    """Return the encoding, and whether a quotation mark may stand alone in a cell.

    It is UTF-16, UTF-8 (also if a few lines were pasted from another file), or one of a byte a letter. Raises
    UnicodeError if it is no text.
    """
    head, end, has_zero, is_utf8, has_lone_quote = b"", b"", False, True, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    while piece := file.read(_CHUNK_BYTES):
        head = head or piece[:2_000]
        if len(piece) == _CHUNK_BYTES and b"\n" not in piece and b"\r" not in piece:
            raise RefusedContent("error.file.long-line")
        has_zero = has_zero or b"\0" in piece
        has_lone_quote = has_lone_quote or _LONE_QUOTE.search(end + piece) is not None
        end = piece[-2:]
        is_utf8 = is_utf8 and _is_decoded(decoder, piece)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    if has_zero and not (is_utf8 and _is_plain(head)):
        return _detect_utf16(head), False
    if (is_utf8 and _is_decoded(decoder, b"")) or is_mostly_utf8(_read_pieces(file)):
        return "utf-8-sig", has_lone_quote
    return guess_single_byte(_read_pieces(file)), has_lone_quote


def _is_plain(head: bytes) -> bool:
    """Return whether a text begins without zeros, which then stand in a few of its cells or pad its end."""
    return b"\0" not in head.partition(b"\n")[0]


def _read_pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield a text from its beginning."""
    file.seek(0)
    while piece := file.read(_CHUNK_BYTES):
        yield piece


def _is_decoded(decoder: codecs.IncrementalDecoder, piece: bytes) -> bool:
    """Return whether the next piece of a text can be decoded; an empty one is the end."""
    try:
        decoder.decode(piece, final=not piece)
    except UnicodeDecodeError:
        return False
    return True


def _detect_utf16(head: bytes) -> str:
    """Return the UTF-16 byte order, by the position of zero bytes. Raises UnicodeError if it is no text."""
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(head) > 1 and zeros.count(0) > 0.6 * len(zeros) and head.count(0) <= zeros.count(0):
            return name
    raise UnicodeError("this is no text")
