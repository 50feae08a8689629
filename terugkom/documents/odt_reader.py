"""Read an OpenDocument text (``.odt``, of LibreOffice) from outside, as `docx_reader` reads one of Word.

Tracked deletions, what is crossed out, notes and comments are left out.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from terugkom.documents.docx_package import (
    get_attribute,
    get_local_name,
    open_docx,
    parse_part,
    read_part,
)
from terugkom.documents.docx_reader import DocxTable, DocxText, join_lines
from terugkom.documents.odt_crossed_out import remove_crossed_out
from terugkom.errors import UnreadableFile

_MAX_REPEATS = 60  # of a cell or a row that stands for several equal ones
_SKIPPED = {"tracked-changes", "note", "annotation", "annotation-end", "table", "label"}
_AS_TEXT = {"tab": " ", "line-break": "\n", "s": " "}
_PARAGRAPHS = ("p", "h")


def read_odt(path: Path) -> DocxText:
    """Return the text of an ``.odt``. Raises UnreadableFile for any other file and for a hostile one."""
    with open_docx(path) as package:
        names = package.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in read_part(
            package, "META-INF/manifest.xml"
        ):
            raise UnreadableFile("docx.encrypted")
        content = parse_part(package, "content.xml")
        body = content.find("./{*}body/{*}text")
        if body is None:
            raise UnreadableFile("docx.unreadable")
        styles = parse_part(package, "styles.xml") if "styles.xml" in names else None
        remove_crossed_out(body, content, styles)
        lines = tuple(text for each in _iterate(body, *_PARAGRAPHS) if (text := _read_text(each)))
        tables = tuple(_read_table(each) for each in _iterate(body, "table"))
        return DocxText(lines, tables, _read_subject(parse_part(package, "meta.xml")))


def _read_subject(meta: Element) -> str:
    return " ".join((meta.findtext("./{*}meta/{*}subject") or "").split())


def _iterate(element: Element, *wanted: str) -> Iterator[Element]:
    """Yield the elements of these names, looking through sections, lists and groups, not into tables."""
    for child in element:
        name = get_local_name(child)
        if name in wanted:
            yield child
        elif name not in (*_PARAGRAPHS, *_SKIPPED):
            yield from _iterate(child, *wanted)


def _read_table(table: Element) -> DocxTable:
    rows: list[tuple[str, ...]] = []
    for row in _iterate(table, "table-row"):
        rows += [tuple(_read_cells(row))] * _count_repeats(row, "number-rows-repeated")
    return tuple(rows)


def _read_cells(row: Element) -> Iterator[str]:
    for cell in row:
        if get_local_name(cell) in ("table-cell", "covered-table-cell"):
            lines = [text for each in _iterate(cell, *_PARAGRAPHS) if (text := _read_text(each))]
            yield from ["\n".join(lines)] * _count_repeats(cell, "number-columns-repeated")


def _count_repeats(element: Element, name: str) -> int:
    repeats = get_attribute(element, name)
    return min(int(repeats), _MAX_REPEATS) if repeats.isdecimal() else 1


def _read_text(paragraph: Element) -> str:
    return join_lines(_iterate_text(paragraph))


def _iterate_text(element: Element) -> Iterator[str]:
    name = get_local_name(element)
    if name not in _SKIPPED:
        yield _AS_TEXT.get(name, "")
        yield element.text or ""
        for child in element:
            yield from _iterate_text(child)
            yield child.tail or ""
