"""Slides for PowerPoint and compatible programs, from a template that anybody can edit there.

The template has layouts by name, each with placeholders by name: whatever the municipality's design, the
same text goes into them. All text is in placeholders, so a screen reader reads all of it, in order of
the placeholders' numbers.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from terugkom.documents.markup import TextBlock, TextRun
from terugkom.documents.office_properties import remove_invalid_xml
from terugkom.errors import TemplateError

PPTX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_MIN_FONT_SIZE = 12  # points
# Of a letter's size: how wide it is on average, regular and bold, and how high a line is. As measured of
# Dutch text in DejaVu Sans, the widest font that programs put in the place of one that is not installed.
_LETTER, _BOLD_LETTER, _LINE = 0.57, 0.65, 1.25
_LONG_WORD = 0.85  # of a row: a word may be wider than on average, and not fit
_AFTER = 9  # points after a paragraph


@dataclass(frozen=True)
class Slide:
    """One slide. `texts` go by the names of the layout's placeholders; `notes` are for the speaker."""

    layout: str
    title: str
    texts: Mapping[str, Sequence[TextBlock]]
    notes: str
    picture: bytes = field(default=b"", repr=False)
    alt: str = ""


def build_paragraphs(*lines: str) -> tuple[TextBlock, ...]:
    """Return a paragraph of plain text for each line that is not empty."""
    return tuple(TextBlock("text", (TextRun(line),)) for line in lines if line)


def render_presentation(template: Path, slides: Sequence[Slide], language: str) -> bytes:
    """Return the slides as a presentation; `language` as in ``nl-BE``.

    Raises TemplateError for a template that lacks a layout or a placeholder, or is none.
    """
    from pptx import Presentation  # here, as most runs make no slides

    try:
        deck = Presentation(str(template))
        layouts = {layout.name: layout for layout in deck.slide_layouts}
        for slide in slides:
            _fill_slide(deck.slides.add_slide(layouts[slide.layout]), slide, language)
        made = BytesIO()
        deck.save(made)
    except Exception as error:  # a municipality's own template can go wrong in any way
        raise TemplateError(template.name, error) from error
    return made.getvalue()


def _fill_slide(pptx_slide: Any, slide: Slide, language: str) -> None:
    placeholders = {
        _placeholder_name(place, pptx_slide): place
        for place in pptx_slide.placeholders
        if place != pptx_slide.shapes.title
    }
    _write_placeholder(pptx_slide.shapes.title, build_paragraphs(slide.title), language)
    for name, blocks in slide.texts.items():
        _write_placeholder(placeholders.pop(name), blocks, language)
    if slide.picture:
        shown = placeholders.pop("Foto").insert_picture(BytesIO(slide.picture))
        shown.element.nvPicPr.cNvPr.set("descr", remove_invalid_xml(slide.alt))
    for empty in placeholders.values():
        empty.element.getparent().remove(empty.element)
    notes = pptx_slide.notes_slide.notes_text_frame
    notes.text = remove_invalid_xml(slide.notes)
    _set_language(notes, language)


def _placeholder_name(placeholder: Any, on: Any) -> str:
    number = placeholder.placeholder_format.idx
    return next(
        str(each.name) for each in on.slide_layout.placeholders if each.placeholder_format.idx == number
    )


def _write_placeholder(placeholder: Any, blocks: Sequence[TextBlock], language: str) -> None:
    frame = placeholder.text_frame
    for n, block in enumerate(blocks):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.level = 1 if block.kind == "point" and not block.number else 0
        marked = (TextRun(f"{block.number}. "),) if block.number else ()
        for run in marked + block.runs:
            written = paragraph.add_run()
            written.text = remove_invalid_xml(run.text)
            written.font.bold = True if run.bold or block.kind == "heading" else None
            written.font.italic = True if run.italic else None
    _fit_font_size(placeholder, [block.text for block in blocks])
    _set_language(frame, language)


def _fit_font_size(placeholder: Any, lines: Sequence[str]) -> None:
    """Make the letters as small as the text needs; the layout's own size where it fits."""
    from pptx.util import Pt

    biggest, letter = _layout_font_size(placeholder), _BOLD_LETTER if _is_bold(placeholder) else _LETTER
    high = placeholder.height.pt
    size = next(
        (
            size
            for size in range(biggest, _MIN_FONT_SIZE, -1)
            if _estimate_height(lines, size, int(placeholder.width.pt / (letter * size))) <= high
        ),
        _MIN_FONT_SIZE,
    )
    if size < biggest:
        for paragraph in placeholder.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(size)


def _estimate_height(lines: Sequence[str], size: int, letters: int) -> float:
    """Return how high these paragraphs are, in points, with so many letters in a row."""
    rows = sum(len(textwrap.wrap(line, max(letters, 1))) or 1 for line in lines)
    rows += sum(len(word) > letters * _LONG_WORD for line in lines for word in line.split())
    return rows * size * _LINE + (len(lines) - 1) * _AFTER


def _layout_font_size(placeholder: Any) -> int:
    """Return the size that the layout gives a placeholder's text, in points."""
    sizes = _find_layout_placeholder(placeholder).xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
    return int(sizes[0]) // 100 if sizes else 24


def _is_bold(placeholder: Any) -> bool:
    """Return whether the layout has a placeholder's text in bold."""
    bold = _find_layout_placeholder(placeholder).xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@b")
    return bool(bold) and bold[0] in ("1", "true")


def _find_layout_placeholder(placeholder: Any) -> Any:
    number = placeholder.placeholder_format.idx
    layout = placeholder.part.slide_layout
    (own,) = (each for each in layout.placeholders if each.placeholder_format.idx == number)
    return own.element


def _set_language(frame: Any, language: str) -> None:
    """Set the language of the text, so that a screen reader reads it in that language."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            # python-pptx only knows Windows' list of languages; what it wraps knows any.
            run._r.get_or_add_rPr().set("lang", language)  # noqa: SLF001
