"""Slides for PowerPoint and compatible programs, from a template that anybody can edit there.

The template has layouts by name, each with placeholders by name: whatever the municipality's design, the
same text goes into them. All text is in placeholders, so a screen reader reads all of it, in order of
the placeholders' numbers.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.util import Pt

from terugkom.documents.markup import Block, Run
from terugkom.documents.office_properties import in_xml
from terugkom.errors import TemplateProblem

TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_SMALLEST = 12  # points
_LETTER, _LINE, _AFTER = 0.53, 1.25, 9  # of a letter's size: how wide, how high; points after a paragraph


@dataclass(frozen=True)
class Slide:
    """One slide. `texts` go by the names of the layout's placeholders; `notes` are for the speaker."""

    layout: str
    title: str
    texts: Mapping[str, Sequence[Block]]
    notes: str
    picture: bytes = field(default=b"", repr=False)
    alt: str = ""


def plain(*lines: str) -> tuple[Block, ...]:
    """Return lines as paragraphs."""
    return tuple(Block("text", (Run(line),)) for line in lines if line)


def presentation(template: Path, slides: Sequence[Slide], language: str) -> bytes:
    """Return the slides as a presentation; `language` as in ``nl-BE``.

    Raises TemplateProblem for a template that lacks a layout or a placeholder, or is none.
    """
    try:
        show = Presentation(str(template))
        layouts = {layout.name: layout for layout in show.slide_layouts}
        for slide in slides:
            _put(show.slides.add_slide(layouts[slide.layout]), slide, language)
        made = BytesIO()
        show.save(made)
    except Exception as error:  # a municipality's own template can go wrong in any way
        raise TemplateProblem(f"the template {template.name} cannot be used: {error}") from error
    return made.getvalue()


def _put(on: Any, slide: Slide, language: str) -> None:
    places = {_name(place, on): place for place in on.placeholders if place != on.shapes.title}
    _write(on.shapes.title, plain(slide.title), language)
    for name, blocks in slide.texts.items():
        _write(places.pop(name), blocks, language)
    if slide.picture:
        shown = places.pop("Foto").insert_picture(BytesIO(slide.picture))
        shown._element.nvPicPr.cNvPr.set("descr", in_xml(slide.alt))
    for empty in places.values():
        empty._element.getparent().remove(empty._element)
    notes = on.notes_slide.notes_text_frame
    notes.text = in_xml(slide.notes)
    _speak(notes, language)


def _name(place: Any, on: Any) -> str:
    number = place.placeholder_format.idx
    return next(
        str(each.name) for each in on.slide_layout.placeholders if each.placeholder_format.idx == number
    )


def _write(place: Any, blocks: Sequence[Block], language: str) -> None:
    frame = place.text_frame
    for n, block in enumerate(blocks):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.level = 1 if block.kind == "point" and not block.number else 0
        marked = (Run(f"{block.number}. "),) if block.number else ()
        for run in marked + block.runs:
            written = paragraph.add_run()
            written.text = in_xml(run.text)
            written.font.bold = True if run.bold or block.kind == "heading" else None
            written.font.italic = True if run.italic else None
    _fit(place, [block.text for block in blocks])
    _speak(frame, language)


def _fit(place: Any, lines: Sequence[str]) -> None:
    """Make the letters as small as the text needs; the layout's own size where it fits."""
    biggest = _size(place)
    wide, high = place.width.pt, place.height.pt
    size = next(
        (size for size in range(biggest, _SMALLEST, -1) if _height(lines, size, wide) <= high), _SMALLEST
    )
    if size < biggest:
        for paragraph in place.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(size)


def _height(lines: Sequence[str], size: int, wide: float) -> float:
    rows = sum(max(1, math.ceil(len(line) * _LETTER * size / wide)) for line in lines)
    return rows * size * _LINE + (len(lines) - 1) * _AFTER


def _size(place: Any) -> int:
    """Return the size that the layout gives a placeholder's text, in points."""
    number = place.placeholder_format.idx
    layout = place.part.slide_layout
    (own,) = (each for each in layout.placeholders if each.placeholder_format.idx == number)
    sizes = own._element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
    return int(sizes[0]) // 100 if sizes else 24


def _speak(frame: Any, language: str) -> None:
    """Set the language of the text, so that a screen reader reads it in that language."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", language)
