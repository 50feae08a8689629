"""A municipality's look in Word documents and slides: our colours and fonts in them become its own.

Anybody can change those templates in Word or PowerPoint, so they hold real colours, those of our palette, and
no placeholders. Fonts are named and not embedded; whoever opens a document without one sees another.
"""

import re
import zipfile
from dataclasses import fields
from html import escape
from io import BytesIO
from typing import Any

from terugkom.documents.look import DEFAULT_PALETTE, Look, Palette
from terugkom.documents.office_properties import remove_invalid_xml

_OUR_FONTS = ("Cambria", "Calibri")
_LOGO_CM, _LOGO_TOP_CM, _SLIDE_LOGO_PT, _OPENING_LOGO_PT = 1.1, 0.8, 28, 48  # heights, and from the top
_BELOW_LOGO_CM, _MARGIN_PT = 0.3, 6
_FONT_TABLE = "word/fontTable.xml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_FRAME_PROPERTIES = f"{{{_DRAWING}}}cNvGraphicFramePr"
_ANCHOR = (  # python-docx only puts pictures in the line of a text
    f'<wp:anchor xmlns:wp="{_DRAWING}" distT="0" distB="0" distL="0" distR="0" simplePos="0"'
    ' relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/></wp:anchor>'
)


def apply_look(content: bytes, look: Look) -> bytes:
    """Return a Word document or a presentation in a look; unchanged in ours.

    Raises any exception, as a municipality may have changed its template in any way.
    """
    if look.is_default:
        return content
    changed = _change_parts(content, look)
    if not look.logo:
        return changed
    return _add_slide_logo(changed, look) if _is_presentation(changed) else _add_header_logo(changed, look)


def _is_presentation(content: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return "ppt/presentation.xml" in package.namelist()


def _change_parts(content: bytes, look: Look) -> bytes:
    """Return the document with each of our colours and fonts replaced in its XML."""
    colours = {
        getattr(DEFAULT_PALETTE, each.name)[1:]: getattr(look.palette, each.name)[1:]
        for each in reversed(fields(Palette))  # of two names of one colour the first counts
    }
    pattern = re.compile(rf'(?<=")({"|".join(colours)})(?=")', re.IGNORECASE)
    fonts = re.compile(rf'(?<=")({"|".join(_OUR_FONTS)})(?=")')
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            inner = old.read(part)
            if part.filename.endswith(".xml"):
                text = pattern.sub(lambda found: colours[found[1].lower()].upper(), inner.decode())
                if look.font and part.filename == _FONT_TABLE:
                    text = _name_fallback(text, look.font)
                elif look.font:
                    text = fonts.sub(escape(look.font), text)
                inner = text.encode()
            new.writestr(part, inner)
    return made.getvalue()


def _name_fallback(table: str, font: str) -> str:
    """Return the table of fonts with the font and what Word shows where it is not installed."""
    entry = f'<w:font w:name="{escape(font)}"><w:altName w:val="{_OUR_FONTS[0]}"/></w:font>'
    return table.replace("</w:fonts>", f"{entry}</w:fonts>")


def _add_header_logo(content: bytes, look: Look) -> bytes:
    """Return a Word document with the logo at the top right of its pages, beside the text of the header."""
    from docx import Document  # here, for it takes long to import and few runs need it
    from docx.oxml import parse_xml
    from docx.shared import Cm, Length

    document = Document(BytesIO(content))
    section = document.sections[0]
    lowest = Cm(_LOGO_TOP_CM + _LOGO_CM + _BELOW_LOGO_CM)
    section.top_margin = Length(max(section.top_margin or 0, lowest))
    header = section.header
    run = header.paragraphs[0].add_run()
    inline = run.add_picture(BytesIO(look.logo), height=Cm(_LOGO_CM))._inline  # noqa: SLF001
    inline.docPr.set("descr", remove_invalid_xml(look.logo_alt))
    anchor = parse_xml(_ANCHOR.format(top=Cm(_LOGO_TOP_CM), wide=inline.extent.cx, high=inline.extent.cy))
    for each in (inline.docPr, inline.find(_FRAME_PROPERTIES), inline.graphic):
        anchor.append(each)
    inline.getparent().replace(inline, anchor)
    return _save(document)


def _add_slide_logo(content: bytes, look: Look) -> bytes:
    """Return a presentation with the logo in each layout, where no placeholder of ours is.

    That is at the bottom right; on the opening, which has our colour, on white at the top left.
    """
    from pptx import Presentation
    from pptx.util import Pt

    deck = Presentation(BytesIO(content))
    width, height = deck.slide_width or 0, deck.slide_height or 0
    for number, layout in enumerate(deck.slide_layouts):
        size = Pt(_SLIDE_LOGO_PT if number else _OPENING_LOGO_PT)
        _, relation = layout.part.get_or_add_image_part(BytesIO(look.logo))
        wide = round(size * _compute_ratio(look.logo))
        placeholders: list[Any] = list(layout.placeholders)
        margin = min((each.left for each in placeholders if each.left), default=0)
        left, top = (width - margin - wide, height - size - Pt(_MARGIN_PT)) if number else (margin, margin)
        if not number:
            _add_plate(layout, left, top, wide, size, Pt(_MARGIN_PT))
        tree = layout.shapes._spTree  # noqa: SLF001  python-pptx puts pictures on slides alone
        picture: Any = tree.add_pic(900, "Logo", "", relation, left, top, wide, size)
        picture.nvPicPr.cNvPr.set("descr", remove_invalid_xml(look.logo_alt))
    return _save(deck)


def _add_plate(layout: Any, left: int, top: int, wide: int, high: int, around: int) -> None:
    """Add a white ground for the logo."""
    tree = layout.shapes._spTree  # noqa: SLF001
    plate = tree.add_autoshape(
        899, "Logo", "rect", left - around, top - around, wide + 2 * around, high + 2 * around
    )
    properties = plate.spPr
    properties.get_or_change_to_solidFill().get_or_change_to_srgbClr().val = "FFFFFF"
    properties.get_or_add_ln().get_or_change_to_noFill()


def _compute_ratio(logo: bytes) -> float:
    from PIL import Image

    with Image.open(BytesIO(logo), formats=["PNG"]) as picture:
        return picture.width / picture.height


def _save(document: Any) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()
