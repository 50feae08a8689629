"""Read a Word document from outside: its lines and tables as text.

Tracked deletions are left out, and what is crossed out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from terugkom.documents.docx_package import (
    SKIPPED_TAGS,
    get_local_name,
    is_crossed_out,
    iterate_children,
    open_docx,
    parse_body,
    parse_property,
)
from terugkom.normalize import remove_invisible

_MAX_COLUMNS = 60
_AS_TEXT = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

DocxTable = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class DocxText:
    """The text of a document: its lines outside tables, its tables, and the subject in its properties."""

    lines: tuple[str, ...]
    tables: tuple[DocxTable, ...]
    subject: str = ""


def read_docx(path: Path) -> DocxText:
    """Return the text of a ``.docx``.

    Raises UnreadableFile for any other file and for a hostile one.
    """
    with open_docx(path) as package:
        body = parse_body(package)
        lines = tuple(text for each in iterate_children(body, "p") if (text := read_text(each)))
        tables = tuple(read_table(each) for each in iterate_children(body, "tbl"))
        return DocxText(lines, tables, parse_property(package, "subject"))


def read_table(element: Element) -> DocxTable:
    """Return the text of a table, by row; a cell over several columns is followed by empty ones."""
    rows = (row for row in iterate_children(element, "tr") if row.find("./{*}trPr/{*}del") is None)
    return tuple(tuple(_read_cells(row)) for row in rows)


def _read_cells(row: Element) -> Iterator[str]:
    for cell in iterate_children(row, "tc"):
        yield read_text(cell)
        span = cell.find("./{*}tcPr/{*}gridSpan")
        wide = int(next(iter(span.attrib.values()), "1")) if span is not None else 1
        yield from [""] * (min(wide, _MAX_COLUMNS) - 1)


def read_text(element: Element) -> str:
    """Return the text of a paragraph or a cell, a line for each paragraph, without invisible characters."""
    return join_lines(iterate_text(element))


def join_lines(pieces: Iterable[str]) -> str:
    """Return pieces of text as lines that hold something, each with single spaces and without invisible
    characters."""
    lines = (" ".join(line.split()) for line in remove_invisible("".join(pieces)).split("\n"))
    return "\n".join(line for line in lines if line)


def iterate_text(element: Element) -> Iterator[str]:
    """Yield the pieces of text in an element as they stand, a line break before each paragraph."""
    stack = [element]
    while stack:
        each = stack.pop()
        name = get_local_name(each)
        if name in SKIPPED_TAGS or (name == "r" and is_crossed_out(each)):
            continue
        if name == "t":
            yield each.text or ""
        elif name in _AS_TEXT:
            yield _AS_TEXT[name]
        elif name == "p":
            yield "\n"
        if name != "tabs":  # where tabs stand, which is no text
            stack.extend(reversed(each))
