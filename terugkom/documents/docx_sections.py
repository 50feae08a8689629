"""Read a Word document from outside by its sections: what stands under each heading of the highest level.

Paragraphs, lists, bold, italic and links become the blocks of `terugkom.documents.markup`. What such a block
cannot hold is counted, so that a reader can say that it was not taken.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from terugkom.documents.docx_crossed_out import HIDDEN
from terugkom.documents.docx_package import (
    FOREIGN_PARTS,
    SKIPPED_TAGS,
    get_attribute,
    get_local_name,
    is_on,
    iterate_children,
    open_docx,
    parse_part,
    parse_property,
    read_part,
)
from terugkom.documents.docx_reader import (
    DocxTable,
    iterate_paragraphs,
    read_body,
    read_margins,
    read_table,
    read_text,
)
from terugkom.documents.docx_styles import DocxStyles, load_styles
from terugkom.documents.markup import TextBlock, TextRun
from terugkom.documents.symbol_fonts import UNKNOWN
from terugkom.normalize import remove_invisible

MAX_PICTURE_BYTES = 5_000_000  # bytes; a document with a larger picture is refused
_MAX_PICTURES = 200  # of a document
_SAFE_LINK = re.compile(r"(https?://|mailto:)[^\s<>]+")
_NOT_TAKEN = {
    **{"commentReference": "comment", "footnoteReference": "footnote", "endnoteReference": "footnote"},
    **{"chart": "drawing", "relIds": "drawing", "object": "drawing", HIDDEN: "hidden"},
    **dict.fromkeys(FOREIGN_PARTS, "foreign-part"),
}
_DRAWINGS = {"drawing", "pict", "object"}  # whatever they show, whether it can be read or not
_SIDES = ("l", "t", "r", "b")


@dataclass(frozen=True)
class DocxPicture:
    """A picture in a document, as it lies there, and the name that it has in it."""

    content: bytes = field(repr=False)
    name: str = ""


@dataclass
class DocxSection:
    """A heading of the highest level and what stands under it; before the first heading the title is empty.

    `not_taken` names what a block cannot hold: ``comment``, ``footnote``, ``symbol``, ``drawing``, ``crop``,
    ``hidden`` text, a ``foreign-part`` of another document, and ``margin``, the header or footer of a page.
    `has_drawing` is whether anything is drawn in it, a picture that can be read or another.
    """

    title: str = ""
    tables: list[DocxTable] = field(default_factory=list)
    blocks: list[TextBlock] = field(default_factory=list)
    pictures: list[DocxPicture] = field(default_factory=list)
    not_taken: set[str] = field(default_factory=set)
    has_drawing: bool = False


@dataclass(frozen=True)
class DocxSections:
    """A document: what stands before its first heading, its sections, and two of its properties."""

    opening: DocxSection
    sections: tuple[DocxSection, ...]
    subject: str = ""
    keywords: str = ""


def read_docx_sections(path: Path) -> DocxSections:
    """Return the sections of a ``.docx``.

    Raises UnreadableFile for any other file and for a hostile one.
    """
    with open_docx(path) as package:
        reader = _Reader(package)
        sections = [DocxSection()]
        for element in iterate_children(read_body(package), "p", "tbl", *FOREIGN_PARTS, HIDDEN):
            has_unknown_sign = _drop_unknown_signs(element)
            if get_local_name(element) == "tbl":
                sections[-1].tables.append(read_table(element))
            elif get_local_name(element) != "p":
                pass  # it is named below
            elif reader.styles.find_heading_level(element) == 1 and (title := reader.read_words(element)):
                sections.append(DocxSection(title))
            else:
                sections[-1].blocks += reader.read_block(element, sections[-1].blocks)
            sections[-1].pictures += reader.read_pictures(element)
            sections[-1].not_taken |= _find_not_taken(element)
            sections[-1].not_taken |= {"symbol"} if has_unknown_sign else set()
            sections[-1].has_drawing |= any(
                get_local_name(each) in _DRAWINGS for each in _iterate_visible(element)
            )
        if any(
            any(map(str.isalpha, read_text(each)))
            for part in read_margins(package)
            for each in iterate_paragraphs(part)
        ):
            sections[0].not_taken.add("margin")
        subject, keywords = parse_property(package, "subject"), parse_property(package, "keywords")
        return DocxSections(sections[0], tuple(sections[1:]), subject, keywords)


def _drop_unknown_signs(element: Element) -> bool:
    """Take out the signs of a font that no text has, in place; return whether there were any."""
    signs = [each for each in element.iter() if get_local_name(each) == "t" and each.text == UNKNOWN]
    for each in signs:
        each.text = ""
    return bool(signs)


def _find_not_taken(element: Element) -> set[str]:
    visible = list(_iterate_visible(element))
    found = {_NOT_TAKEN[name] for each in visible if (name := get_local_name(each)) in _NOT_TAKEN}
    return found | ({"crop"} if any(map(_is_cropped, visible)) else set())


def _is_cropped(element: Element) -> bool:
    return get_local_name(element) == "srcRect" and any(element.get(side, "0") != "0" for side in _SIDES)


def _iterate_visible(element: Element) -> Iterator[Element]:
    """Yield an element and all in it, without what somebody deleted while changes are tracked."""
    stack = [element]
    while stack:
        each = stack.pop()
        yield each
        stack += [child for child in reversed(each) if get_local_name(child) not in SKIPPED_TAGS]


class _Reader:
    """Reads paragraphs of one package, with its styles and the targets of its links and pictures."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.styles: DocxStyles = load_styles(package)
        self._package = package
        self._targets = _load_targets(package)
        self._pictures = 0

    def read_words(self, paragraph: Element) -> str:
        """Return the words of a paragraph, on one line."""
        return " ".join("".join(run.text for run in self._read_runs(paragraph, TextRun(""))).split())

    def read_block(self, paragraph: Element, before: list[TextBlock]) -> list[TextBlock]:
        """Return a paragraph as a block, or none if it is empty; a numbered point counts on from the one
        before it."""
        level = self.styles.find_heading_level(paragraph)
        runs = tuple(self._read_runs(paragraph, TextRun("")))
        if not "".join(run.text for run in runs).strip():
            return []
        if level:
            words = tuple(TextRun(run.text, link=run.link) for run in runs)
            return [TextBlock("heading", words, None, level)]
        match self.styles.find_list_kind(paragraph):
            case "bullet":
                return [TextBlock("point", runs)]
            case "number":
                follows = bool(before) and before[-1].kind == "point"
                return [TextBlock("point", runs, (before[-1].number or 0) + 1 if follows else 1)]
        return [TextBlock("text", runs)]

    def read_pictures(self, element: Element) -> Iterator[DocxPicture]:
        """Yield the pictures in a paragraph or table."""
        for drawing in _iterate_visible(element):
            if get_local_name(drawing) != "drawing" or self._pictures >= _MAX_PICTURES:
                continue
            blip = drawing.find(".//{*}blip")
            name = self._targets.get(get_attribute(blip, "embed"), "")
            if name.startswith("word/") and name in self._package.namelist():
                self._pictures += 1
                called = get_attribute(drawing.find(".//{*}docPr"), "name")
                yield DocxPicture(read_part(self._package, name, MAX_PICTURE_BYTES), called)

    def _read_runs(self, element: Element, style: TextRun) -> Iterator[TextRun]:
        for child in element:
            name = get_local_name(child)
            if name in SKIPPED_TAGS or name in ("pPr", "rPr"):
                continue
            if name == "hyperlink":
                link = self._targets.get(get_attribute(child, "id"), "")
                safe = link if _SAFE_LINK.fullmatch(link) else ""
                yield from self._read_runs(child, TextRun("", link=safe))
            elif name == "r":
                properties = child.find("./{*}rPr")
                bold, italic = is_on(properties, "b"), is_on(properties, "i")
                yield from self._read_runs(child, TextRun("", bold, italic, style.link))
            elif name == "t":
                yield TextRun(remove_invisible(child.text or ""), style.bold, style.italic, style.link)
            elif name in ("tab", "br", "cr"):
                yield TextRun(" ", style.bold, style.italic, style.link)
            elif name == "noBreakHyphen":
                yield TextRun("-", style.bold, style.italic, style.link)
            else:
                yield from self._read_runs(child, style)


def _load_targets(package: zipfile.ZipFile) -> dict[str, str]:
    """Return what the relations of the document point to, by id: a URL, or the name of a part."""
    name = "word/_rels/document.xml.rels"
    if name not in package.namelist():
        return {}
    return {
        get_attribute(each, "Id"): _resolve_target(each)
        for each in parse_part(package, name)
        if get_local_name(each) == "Relationship"
    }


def _resolve_target(relation: Element) -> str:
    target = get_attribute(relation, "Target")
    if get_attribute(relation, "TargetMode") == "External":
        return target
    return target[1:] if target.startswith("/") else f"word/{target}"
