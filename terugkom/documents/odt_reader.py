"""Read an OpenDocument text (``.odt``, of LibreOffice) from outside, as `docx_reader` reads one of Word.

Tracked deletions and what is crossed out are left out. A footnote stands in brackets where its number does.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from terugkom.documents.docx_comments import add_replies
from terugkom.documents.docx_package import (
    get_attribute,
    get_local_name,
    open_docx,
    parse_part,
    read_part,
)
from terugkom.documents.docx_reader import (
    PICTURE,
    DocxComment,
    DocxTable,
    DocxText,
    fill_down,
    join_lines,
    list_lines,
)
from terugkom.documents.odt_crossed_out import remove_crossed_out, remove_hidden
from terugkom.errors import UnreadableFile

_MAX_REPEATS = 60  # of a cell or a row that stands for several equal ones
_SKIPPED = {"tracked-changes", "annotation", "annotation-end", "table", "label", "note-citation"}
_AS_TEXT = {"tab": " ", "line-break": "\n", "s": " ", "image": PICTURE}
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
        margins = [] if styles is None else list(_iterate_margins(styles))
        hidden = [
            DocxComment("", text) for part in (body, *margins) for text in _clean(part, content, styles)
        ]
        lines = list_lines(map(_read_text, _iterate(body, *_PARAGRAPHS)))
        tables = tuple(_read_table(each) for each in _iterate(body, "table"))
        subject = _read_subject(parse_part(package, "meta.xml"))
        margin_lines = list_lines(
            _read_text(each)
            for part in margins
            for each in part.iter()
            if get_local_name(each) in _PARAGRAPHS
        )
        comments = tuple(_iterate_comments(body))
        return DocxText(lines, tables, subject, comments, tuple(dict.fromkeys(margin_lines)), tuple(hidden))


def _clean(part: Element, content: Element, styles: Element | None) -> list[str]:
    """Remove what is crossed out and what is hidden; return the hidden texts."""
    remove_crossed_out(part, content, styles)
    return remove_hidden(part, content, styles)


def _iterate_margins(styles: Element) -> Iterator[Element]:
    """Yield the headers and footers of the pages."""
    for page in styles.iterfind("./{*}master-styles/{*}master-page"):
        yield from (each for each in page if get_local_name(each).startswith(("header", "footer")))


def _iterate_comments(body: Element) -> Iterator[DocxComment]:
    """Yield the comments that are not resolved, each once, with the text of their paragraph."""
    comments = [each for each in body.iter() if get_local_name(each) == "annotation"]
    done = {get_attribute(each, "name") for each in comments if get_attribute(each, "resolved") == "true"}
    named = ((get_attribute(each, "name"), get_attribute(each, "parent-name")) for each in comments)
    resolved, seen = add_replies(done, named), set[int]()
    for paragraph in (each for each in body.iter() if get_local_name(each) in _PARAGRAPHS):
        for comment in (each for each in paragraph.iter() if get_local_name(each) == "annotation"):
            is_open = (
                get_attribute(comment, "resolved") != "true"
                and get_attribute(comment, "name") not in resolved
            )
            if is_open and id(comment) not in seen:
                seen.add(id(comment))
                lines = (_read_text(each) for each in _iterate(comment, *_PARAGRAPHS))
                yield DocxComment(_read_text(paragraph), "\n".join(filter(None, lines)))


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
    rows: list[list[str | None]] = []
    further: dict[int, int] = {}  # in how many rows below it the cell of a column goes on
    for row in _iterate(table, "table-row"):
        rows += [_read_cells(row, further)] * _count_repeats(row, "number-rows-repeated")
    return fill_down(rows)


def _read_cells(row: Element, further: dict[int, int]) -> list[str | None]:
    """Return the cells of a row, None for one that goes on from the row above; note how far its own go on."""
    found: list[str | None] = []
    begun: set[int] = set()
    for cell in row:
        name, repeats = get_local_name(cell), _count_repeats(cell, "number-columns-repeated")
        if name == "table-cell":
            wide = max(repeats, _count_repeats(cell, "number-columns-spanned"))
            columns = range(len(found), len(found) + wide)
            further.update(dict.fromkeys(columns, _count_repeats(cell, "number-rows-spanned") - 1))
            begun |= set(columns)
            lines = [text for each in _iterate_in_cell(cell) if (text := _read_text(each))]
            found += ["\n".join(lines)] * repeats
        elif name == "covered-table-cell":
            for at in range(len(found), len(found) + repeats):
                goes_on = at not in begun and further.get(at, 0) > 0
                further[at] = further.get(at, 0) - (at not in begun)
                found.append(None if goes_on else "")
    return found


def _iterate_in_cell(cell: Element) -> Iterator[Element]:
    """Yield the paragraphs of a cell, those of a table in it too."""
    for child in cell:
        name = get_local_name(child)
        if name in _PARAGRAPHS:
            yield child
        elif name == "table" or name not in _SKIPPED:
            yield from _iterate_in_cell(child)


def _count_repeats(element: Element, name: str) -> int:
    repeats = get_attribute(element, name)
    return min(int(repeats), _MAX_REPEATS) if repeats.isdecimal() else 1


def _read_text(paragraph: Element) -> str:
    return join_lines(_iterate_text(paragraph))


def _iterate_text(element: Element) -> Iterator[str]:
    name = get_local_name(element)
    if name not in _SKIPPED:
        yield " (" if name == "note" else _AS_TEXT.get(name, "")
        yield element.text or ""
        for child in element:
            yield from _iterate_text(child)
            yield child.tail or ""
        yield ") " if name == "note" else ""
