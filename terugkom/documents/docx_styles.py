"""What the styles and lists of a Word document mean: heading levels, points and numbers.

A style is known by its name, which is the same in each language of Word; its id is not.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from terugkom.documents.docx_package import get_attribute, parse_part

_HEADING = re.compile(r"heading ([1-6])")
_MAX_DEPTH = 10  # of styles that are based on one another


@dataclass(frozen=True)
class DocxStyles:
    """The styles of a document by id: their heading level (0: none) and their kind of list, and the kind of
    each list by its number."""

    heading_levels: Mapping[str, int]
    list_kinds: Mapping[str, str]
    numbered_lists: Mapping[str, str]

    def find_heading_level(self, paragraph: Element) -> int:
        """Return the level of a heading, 1 the highest; 0 for any other paragraph."""
        return self.heading_levels.get(_get_style(paragraph), 0)

    def find_list_kind(self, paragraph: Element) -> str:
        """Return ``bullet``, ``number``, or "" for a paragraph that is no point of a list."""
        number = paragraph.find("./{*}pPr/{*}numPr/{*}numId")
        if number is not None:
            return self.numbered_lists.get(get_attribute(number, "val"), "")
        return self.list_kinds.get(_get_style(paragraph), "")


def load_styles(package: zipfile.ZipFile) -> DocxStyles:
    """Return the styles of a package; one without styles or lists has none. Raises what `parse_part`
    raises."""
    names = package.namelist()
    styles = parse_part(package, "word/styles.xml") if "word/styles.xml" in names else Element("styles")
    numbering = (
        parse_part(package, "word/numbering.xml") if "word/numbering.xml" in names else Element("numbering")
    )
    by_id = {get_attribute(each, "styleId"): each for each in styles.findall("./{*}style")}
    lists = _load_lists(numbering)
    return DocxStyles(
        {key: level for key in by_id if (level := _find_level(by_id, key))},
        {key: kind for key in by_id if (kind := _find_kind(by_id, lists, key))},
        lists,
    )


def _get_style(paragraph: Element) -> str:
    return get_attribute(paragraph.find("./{*}pPr/{*}pStyle"), "val")


def _list_names(by_id: Mapping[str, Element], key: str) -> list[tuple[str, Element]]:
    """Return a style and those that it is based on, the nearest first, each with its name."""
    found: list[tuple[str, Element]] = []
    while key in by_id and len(found) < _MAX_DEPTH:
        style = by_id[key]
        found.append((get_attribute(style.find("./{*}name"), "val").lower(), style))
        key = get_attribute(style.find("./{*}basedOn"), "val")
    return found


def _find_level(by_id: Mapping[str, Element], key: str) -> int:
    for name, _ in _list_names(by_id, key):
        found = _HEADING.fullmatch(name)
        if found:
            return int(found[1])
    return 0


def _find_kind(by_id: Mapping[str, Element], lists: Mapping[str, str], key: str) -> str:
    for name, style in _list_names(by_id, key):
        if name.startswith("list bullet"):
            return "bullet"
        if name.startswith("list number"):
            return "number"
        number = style.find("./{*}pPr/{*}numPr/{*}numId")
        if number is not None and not _HEADING.fullmatch(name):
            return lists.get(get_attribute(number, "val"), "")
    return ""


def _load_lists(numbering: Element) -> dict[str, str]:
    """Return the kind of each list by its number: that of its first level."""
    kinds = {
        get_attribute(each, "abstractNumId"): get_attribute(each.find("./{*}lvl/{*}numFmt"), "val")
        for each in numbering.findall("./{*}abstractNum")
    }
    return {
        get_attribute(each, "numId"): "bullet"
        if kinds.get(get_attribute(each.find("./{*}abstractNumId"), "val"), "bullet") in ("bullet", "none")
        else "number"
        for each in numbering.findall("./{*}num")
    }
