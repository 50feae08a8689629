"""Read a Word document from outside: its lines and tables as text.

Tracked deletions are left out, and what is crossed out. A footnote stands in brackets where its number does.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from terugkom.documents.docx_comments import iterate_comments
from terugkom.documents.docx_crossed_out import (
    HIDDEN,
    RunStyles,
    load_run_styles,
    mark_hidden_runs,
    remove_crossed_out_runs,
)
from terugkom.documents.docx_fields import mark_pictures, replace_fields
from terugkom.documents.docx_notes import insert_notes
from terugkom.documents.docx_package import (
    FOREIGN_PARTS,
    SKIPPED_TAGS,
    get_attribute,
    get_local_name,
    iterate_children,
    list_margins,
    open_docx,
    parse_body,
    parse_part,
    parse_property,
)
from terugkom.documents.symbol_fonts import replace_private_signs
from terugkom.normalize import remove_invisible

_MAX_COLUMNS = 60
_AS_TEXT = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

DocxTable = tuple[tuple[str, ...], ...]


PICTURE = "\ufffc"  # stands for a picture in a cell


@dataclass(frozen=True)
class DocxComment:
    """A comment that is not resolved, and the text of the paragraph at which it stands."""

    place: str
    text: str


@dataclass(frozen=True)
class DocxText:
    """The text of a document: its lines outside tables, its tables, the subject in its properties, and its
    comments. In a cell a picture is a sign of its own.

    `margin_lines`: of the headers and footers of its pages. `hidden`: text that nobody sees who reads it,
    with what stands beside it. `has_foreign_part`: a part of it is another document, whose text is not read.
    """

    lines: tuple[str, ...]
    tables: tuple[DocxTable, ...]
    subject: str = ""
    comments: tuple[DocxComment, ...] = ()
    margin_lines: tuple[str, ...] = ()
    hidden: tuple[DocxComment, ...] = ()
    has_foreign_part: bool = False


def read_docx(path: Path) -> DocxText:
    """Return the text of a ``.docx``.

    Raises UnreadableFile for any other file and for a hostile one.
    """
    with open_docx(path) as package:
        body = read_body(package)
        comments = tuple(
            DocxComment(read_text(paragraph), read_text(comment))
            for paragraph, comment in iterate_comments(body, package)
        )
        insert_notes(body, package)
        mark_pictures(body, PICTURE)
        margins = list(read_margins(package))
        hidden = tuple(each for part in (body, *margins) for each in _iterate_hidden(part))
        lines = list_lines(read_text(each) for each in iterate_children(body, "p"))
        tables = tuple(read_table(each) for each in iterate_children(body, "tbl"))
        margin_lines = list_lines(read_text(each) for part in margins for each in iterate_paragraphs(part))
        has_foreign_part = any(get_local_name(each) in FOREIGN_PARTS for each in body.iter())
        return DocxText(
            lines,
            tables,
            parse_property(package, "subject"),
            comments,
            tuple(dict.fromkeys(margin_lines)),
            hidden,
            has_foreign_part,
        )


def iterate_paragraphs(part: Element) -> Iterator[Element]:
    """Yield the paragraphs of a part, those in its tables too."""
    return (each for each in part.iter() if get_local_name(each) == "p")


def _iterate_hidden(part: Element) -> Iterator[DocxComment]:
    """Yield each hidden text with the row of the table in which it stands, or its paragraph; of a hidden row
    with the row above it."""
    seen = set[int]()
    above = ""
    for place in part.iter():
        name = get_local_name(place)
        if name not in ("tr", "p", HIDDEN):
            continue
        found = [each for each in place.iter() if get_local_name(each) == HIDDEN and id(each) not in seen]
        seen |= {id(each) for each in found}
        shown = " ".join(read_text(place).split())
        yield from (DocxComment(shown or above, each.get("text", "")) for each in found)
        above = shown or above


def list_lines(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts of paragraphs that hold something, without the signs for pictures."""
    return tuple(line for text in texts if (line := text.replace(PICTURE, "").strip()))


def read_body(package: zipfile.ZipFile) -> Element:
    """Return the body of a document with what it shows as text, and without what is crossed out or hidden.

    Raises what `parse_body` raises.
    """
    return _show_text(parse_body(package), load_run_styles(package))


def read_margins(package: zipfile.ZipFile) -> Iterator[Element]:
    """Yield the headers and footers of pages, as `read_body` does. Raises what `parse_part` raises."""
    styles = load_run_styles(package)
    for name in list_margins(package):
        yield _show_text(parse_part(package, name), styles)


def _show_text(part: Element, styles: RunStyles) -> Element:
    remove_crossed_out_runs(part, styles)
    mark_hidden_runs(part, styles)
    replace_fields(part)
    return part


def read_table(element: Element) -> DocxTable:
    """Return the text of a table, by row; a cell over several columns is followed by empty ones, and one over
    several rows is of each of them that holds something else."""
    rows = (row for row in iterate_children(element, "tr") if row.find("./{*}trPr/{*}del") is None)
    return fill_down([list(_read_cells(row)) for row in rows])


def fill_down(rows: Iterable[Sequence[str | None]]) -> DocxTable:
    """Return rows in which None stands for a cell that goes on from the row above."""
    found: list[tuple[str, ...]] = []
    above: list[str] = []
    for row in rows:
        whole = [
            (above[at] if at < len(above) else "") if cell is None else cell for at, cell in enumerate(row)
        ]
        above = whole
        found.append(tuple(whole if any(row) else [cell or "" for cell in row]))
    return tuple(found)


def _read_cells(row: Element) -> Iterator[str | None]:
    yield from [""] * _count(row.find("./{*}trPr/{*}gridBefore"), 0)
    for cell in iterate_children(row, "tc"):
        properties = cell.find("./{*}tcPr")
        merged = properties.find("./{*}vMerge") if properties is not None else None
        is_deleted = properties is not None and properties.find("./{*}cellDel") is not None
        goes_on = merged is not None and get_attribute(merged, "val") != "restart"
        yield None if goes_on else "" if is_deleted else read_text(cell)
        span = properties.find("./{*}gridSpan") if properties is not None else None
        yield from [None if goes_on else ""] * (_count(span, 1) - 1)


def _count(element: Element | None, otherwise: int) -> int:
    number = get_attribute(element, "val")
    return min(int(number), _MAX_COLUMNS) if number.isdecimal() else otherwise


def read_text(element: Element) -> str:
    """Return the text of a paragraph or a cell, a line for each paragraph, without invisible characters."""
    return join_lines(iterate_text(element))


def join_lines(pieces: Iterable[str]) -> str:
    """Return pieces of text as lines that hold something, each with single spaces and without invisible
    characters."""
    text = replace_private_signs(remove_invisible("".join(pieces)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def iterate_text(element: Element) -> Iterator[str]:
    """Yield the pieces of text in an element as they stand, a line break before each paragraph."""
    stack = [element]
    while stack:
        each = stack.pop()
        name = get_local_name(each)
        if name in SKIPPED_TAGS:
            continue
        if name == "t":
            yield each.text or ""
        elif name in _AS_TEXT:
            yield _AS_TEXT[name]
        elif name == "p":
            yield "\n"
        if name != "tabs":  # where tabs stand, which is no text
            stack.extend(reversed(each))
