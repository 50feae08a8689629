"""Find the marks in the sheets of an ``.xlsx``: cells that are crossed out, notes, and text in drawings."""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice

from terugkom.workbook.file_formats.cell_marks import CellMark, MarkKind
from terugkom.workbook.file_formats.xlsx_cells import TAG_START, parse_column_letters
from terugkom.workbook.file_formats.xlsx_fills import iterate_coloured_cells, list_coloured_styles
from terugkom.workbook.file_formats.xlsx_links import iterate_mail_links

_MAX_PART_BYTES = 5_000_000  # of a part with notes or drawings, of the styles, or of the shared texts
_MAX_MARKS = 2_000  # of a sheet
_CHUNK_BYTES = 1_000_000
_LONGEST_CELL = 100_000  # bytes of a cell without its text, which may lie on the border of two chunks

_FONTS = re.compile(TAG_START + rb"fonts\b[^<>]*>(.*?)</[^<>]*fonts>", re.DOTALL)
_FONT = re.compile(TAG_START + rb"font(?:\s[^<>]*)?(?:/>|>(.*?)</[^<>]*font>)", re.DOTALL)
_STRIKE = re.compile(TAG_START + rb"strike(?:\s+val=\"(?:1|true)\")?\s*/?>")
_CELL_FORMATS = re.compile(TAG_START + rb"cellXfs\b[^<>]*>(.*?)</[^<>]*cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(TAG_START + rb"xf\b([^<>]*)>")
_FONT_ID = re.compile(rb'\bfontId="(\d{1,6})"')
_SHARED_TEXT = re.compile(TAG_START + rb"si\b")
_CELL = re.compile(TAG_START + rb"c\s([^<>]*[^/<>])>(?:\s*<(?:\w{1,20}:)?v>(\d{1,9})<)?")
_REFERENCE = re.compile(rb'\br(?:ef)?="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb'\b(Type|Target)="([^"<>]*)"')
_NOTE = re.compile(TAG_START + rb"comment\s([^<>]*)>(.*?)</(?:\w{1,20}:)?comment>", re.DOTALL)
_THREADED = re.compile(TAG_START + rb"threadedComment\s([^<>]*)>(.*?)</[^<>]*threadedComment>", re.DOTALL)
_ANCHOR = re.compile(TAG_START + rb"(twoCell|oneCell|absolute)Anchor\b(.*?)</[^<>]*\1Anchor>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w{1,20}:)?t(?:ext)?(?:\s[^<>]*)?>([^<]*)(?=<)")
_PLACE = re.compile(rb"<(?:\w{1,20}:)?(col|row)>(\d{1,7})<")
_PARAGRAPH_END = re.compile(rb"</(?:\w{1,20}:)?p>")


def find_xlsx_marks(
    package: zipfile.ZipFile, sheets: Sequence[tuple[str, str]]
) -> dict[str, tuple[CellMark, ...]]:
    """Return the marks of sheets, which are given by title and part, by title."""
    styles, texts = _list_crossed_styles(package), _list_crossed_texts(package)
    colours = list_coloured_styles(_read(package, "xl/styles.xml"))
    found = {}
    for title, part in sheets:
        crossed = list(_iterate_crossed_cells(package, part, styles, texts)) if styles or texts else []
        coloured = iterate_coloured_cells(package, part, colours) if colours else ()
        beside = _list_beside(package, part)[:_MAX_MARKS]
        links = islice(iterate_mail_links(package, part), _MAX_MARKS)
        marks = (*crossed[:_MAX_MARKS], *beside, *islice(coloured, _MAX_MARKS), *links)
        if marks:
            found[title] = marks
    return found


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a part, b"" if there is none or it is too large."""
    part = next((each for each in package.namelist() if each.lower() == name.lower()), None)
    if part is None:
        return b""
    with package.open(part) as file:
        content = file.read(_MAX_PART_BYTES + 1)
    return content if len(content) <= _MAX_PART_BYTES else b""


def _list_crossed_styles(package: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the numbers of the styles of cells whose font crosses out."""
    xml = _read(package, "xl/styles.xml")
    fonts, formats = _FONTS.search(xml), _CELL_FORMATS.search(xml)
    if not fonts or not formats or b"strike" not in fonts[1]:
        return frozenset()
    crossing = {at for at, each in enumerate(_FONT.finditer(fonts[1])) if _STRIKE.search(each[1] or b"")}
    numbers = [_FONT_ID.search(each) for each in _CELL_FORMAT.findall(formats[1])]
    return frozenset(str(at).encode() for at, each in enumerate(numbers) if each and int(each[1]) in crossing)


def _list_crossed_texts(package: zipfile.ZipFile) -> frozenset[int]:
    """Return which of the texts that cells share are crossed out in part."""
    xml = _read(package, "xl/sharedStrings.xml")
    if b"strike" not in xml:
        return frozenset()
    return frozenset(at for at, text in enumerate(_SHARED_TEXT.split(xml)[1:]) if _STRIKE.search(text))


def _iterate_crossed_cells(
    package: zipfile.ZipFile, part: str, styles: frozenset[bytes], texts: frozenset[int]
) -> Iterator[CellMark]:
    """Yield the cells with something in them that are crossed out, those at the border of two chunks once."""
    rest = b""
    with package.open(part) as file:
        while piece := file.read(_CHUNK_BYTES):
            rest += piece
            cut = max(0, rest.rfind(b"<row"), rest.rfind(b":row "), len(rest) - _LONGEST_CELL)
            yield from _find_crossed_cells(rest[:cut], styles, texts)
            rest = rest[cut:]
    yield from _find_crossed_cells(rest, styles, texts)


def _find_crossed_cells(xml: bytes, styles: frozenset[bytes], texts: frozenset[int]) -> Iterator[CellMark]:
    for cell in _CELL.finditer(xml):
        style, place = _STYLE.search(cell[1]), _REFERENCE.search(cell[1])
        is_shared = b't="s"' in cell[1] and cell[2] is not None
        if place and ((style and style[1] in styles) or (is_shared and int(cell[2]) in texts)):
            yield _make_mark(place, MarkKind.CROSSED_OUT)


def _make_mark(place: re.Match[bytes], kind: MarkKind, text: str = "") -> CellMark:
    return CellMark(int(place[2]) - 1, parse_column_letters(place[1]) - 1, kind, text)


def _list_beside(package: zipfile.ZipFile, part: str) -> list[CellMark]:
    """Return the notes at the cells of a sheet, and the texts that are drawn over it."""
    folder, name = posixpath.split(part)
    found: list[CellMark] = []
    threaded: set[tuple[int, int]] = set()
    targets: dict[str, list[str]] = {}
    for attributes in _RELATION.findall(_read(package, f"{folder}/_rels/{name}.rels")):
        said = dict(_ATTRIBUTE.findall(attributes))
        kind = said.get(b"Type", b"").decode(errors="replace").rpartition("/")[2]
        target = html.unescape(said.get(b"Target", b"").decode(errors="replace"))
        at = target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        targets.setdefault(kind, []).append(at)
    for each in targets.get("threadedComment", ()):
        for attributes, content in _THREADED.findall(_read(package, each)):
            place = _REFERENCE.search(attributes)
            if place and b'done="1"' not in attributes:
                found.append(_make_mark(place, MarkKind.NOTE, _join_texts(content)))
            threaded |= {(int(place[2]) - 1, parse_column_letters(place[1]) - 1)} if place else set()
    for each in targets.get("comments", ()):
        for attributes, content in _NOTE.findall(_read(package, each)):
            place = _REFERENCE.search(attributes)
            mark = _make_mark(place, MarkKind.NOTE, _join_texts(content)) if place else None
            if mark and mark.text and (mark.row, mark.column) not in threaded:
                found.append(mark)
    for each in targets.get("drawing", ()):
        found += _iterate_drawn(_read(package, each))
    return found


def _iterate_drawn(xml: bytes) -> Iterator[CellMark]:
    for _, content in _ANCHOR.findall(xml):
        if text := _join_texts(content):
            place = {name: int(number) for name, number in reversed(_PLACE.findall(content))}
            yield CellMark(place.get(b"row", 0), place.get(b"col", 0), MarkKind.DRAWN, text)


def _join_texts(xml: bytes) -> str:
    """Return the text of an element, a blank between its paragraphs."""
    lines = (b"".join(_TEXT.findall(each)) for each in _PARAGRAPH_END.split(xml))
    return html.unescape(b" ".join(lines).decode(errors="replace")).strip()
