"""The parts of a tagged PDF in reading order: headings, tables, lists, and on which page each row stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import pikepdf

_ROWS = {"/Table": "/TR", "/L": "/LI"}
_HEADINGS = ("/H1", "/H2", "/H3")


@dataclass(frozen=True)
class Part:
    """A heading, table, list or paragraph: the page of its beginning, those of its rows, its columns."""

    tag: str
    page: int
    rows: tuple[int, ...] = ()
    columns: int = 0


def read_structure(pdf: bytes) -> list[Part]:
    """Return the parts of a tagged PDF; pages are counted from 1."""
    with pikepdf.open(BytesIO(pdf)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        return list(_list_parts(document.Root.StructTreeRoot, numbers))


def find_bad_breaks(parts: list[Part]) -> list[str]:
    """Return where a page ends badly: after a heading, or with one row of a table or list on either side."""
    found = [
        f"page {before.page} ends with a heading"
        for before, after in pairwise(parts)
        if before.tag in _HEADINGS and before.page != after.page
    ]
    for part in _join_parted(parts):
        for page, next_page in pairwise(dict.fromkeys(part.rows)):
            rows = part.rows.count(page), part.rows.count(next_page)
            if min(rows) < 2 or len(part.rows) <= 4:
                found.append(f"a {part.tag[1:]} of {len(part.rows)} is parted {rows} after page {page}")
    return found


def _join_parted(parts: list[Part]) -> Iterator[Part]:
    """Yield the tables and lists; one that goes on at the top of a page is one with what it goes on from."""
    before: Part | None = None
    for part in parts:
        goes_on = before and part.rows and before.tag == part.tag and before.columns == part.columns
        if goes_on and before and part.page == before.rows[-1] + 1:
            before = Part(part.tag, before.page, before.rows + part.rows, part.columns)
            continue
        if before and before.rows:
            yield before
        before = part
    if before and before.rows:
        yield before


def _list_parts(element: pikepdf.Object, numbers: dict[tuple[int, int], int]) -> Iterator[Part]:
    tag = str(element.get("/S", ""))
    if tag in _ROWS:
        rows = [each for each in _walk(element) if str(each.get("/S", "")) == _ROWS[tag]]
        body = [each for each in rows if not _has(each, "/TH")]
        pages = tuple(page for each in body if (page := _find_page(each, numbers)))
        columns = sum(str(each.get("/S", "")) == "/TH" for each in _walk(element))
        yield Part(tag, _find_page(element, numbers), pages, columns)
    elif tag in (*_HEADINGS, "/P", "/Figure"):
        yield Part(tag, _find_page(element, numbers))
    else:
        for child in _list_children(element):
            yield from _list_parts(child, numbers)


def _has(element: pikepdf.Object, tag: str) -> bool:
    return any(str(each.get("/S", "")) == tag for each in _walk(element))


def _walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for child in _list_children(element):
        yield child
        yield from _walk(child)


def _list_children(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    content = element.get("/K", pikepdf.Array())
    for child in content if isinstance(content, pikepdf.Array) else [content]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child


def _find_page(element: pikepdf.Object, numbers: dict[tuple[int, int], int]) -> int:
    """Return the page on which the content of an element begins; 0 for one without content."""
    content = element.get("/K", pikepdf.Array())
    for child in content if isinstance(content, pikepdf.Array) else [content]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if page := _find_page(child, numbers):
                return page
        else:
            holder = child if isinstance(child, pikepdf.Dictionary) and "/Pg" in child else element
            if "/Pg" in holder:
                return numbers[holder["/Pg"].objgen]
    return 0
