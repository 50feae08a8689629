"""What Word and slide templates show has only colours of the palette, so that each can be replaced."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from terugkom.documents.look import DEFAULT_PALETTE

TEMPLATES = Path(__file__).parents[2] / "templates"
OFFICE = sorted([*TEMPLATES.rglob("*.docx"), *TEMPLATES.rglob("*.pptx")])
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NEUTRAL = {"ffffff", "000000", "auto"}
PALETTE = {getattr(DEFAULT_PALETTE, name)[1:] for name in DEFAULT_PALETTE.__dataclass_fields__} | NEUTRAL
SHOWN = re.compile(
    r"word/(?:document|header\d*|footer\d*)\.xml|ppt/(?:slides|slideLayouts|slideMasters)/[^/]+\.xml"
)


def list_colours(element: etree._Element) -> Iterator[str]:
    for each in element.iter():
        values = [each.get(f"{WORD}fill"), each.get(f"{WORD}color")]
        values += [each.get(f"{WORD}val")] if each.tag == f"{WORD}color" else []
        values += [each.get("val")] if each.tag == f"{DRAWING}srgbClr" else []
        yield from (value.lower() for value in values if value)


def list_used_styles(styles: etree._Element, shown: list[etree._Element]) -> list[etree._Element]:
    """Return the styles that stand in the document, and those on which they are based."""
    by_id = {each.get(f"{WORD}styleId"): each for each in styles.iter(f"{WORD}style")}
    names = (f"{WORD}pStyle", f"{WORD}rStyle", f"{WORD}tblStyle")
    waiting = [each.get(f"{WORD}val") for part in shown for each in part.iter(*names)]
    found: dict[str, etree._Element] = {}
    while waiting:
        name = waiting.pop()
        if name in by_id and name not in found:
            found[name] = by_id[name]
            waiting += [each.get(f"{WORD}val") for each in by_id[name].iter(f"{WORD}basedOn", f"{WORD}link")]
    return list(found.values())


@pytest.mark.parametrize("path", OFFICE, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_each_colour_that_is_shown_is_of_the_palette(path: Path) -> None:
    """One that is not would stay as it is in a municipality's look, also after the palette has changed."""
    with zipfile.ZipFile(path) as package:
        shown = [etree.fromstring(package.read(name)) for name in package.namelist() if SHOWN.fullmatch(name)]
        parts = [*shown]
        if "word/styles.xml" in package.namelist():
            parts += list_used_styles(etree.fromstring(package.read("word/styles.xml")), shown)
        themes = [
            name for name in package.namelist() if re.fullmatch(r"(?:word|ppt)/theme/theme\d+\.xml", name)
        ]
        for name in themes:  # what Word and PowerPoint offer to who edits
            parts += etree.fromstring(package.read(name)).iter(f"{DRAWING}clrScheme")
    colours = {colour for part in parts for colour in list_colours(part)}
    assert colours & PALETTE - NEUTRAL, "it has our look"
    assert colours - PALETTE == set()
