"""The PDF of a pack, set a little tighter where its last page would hold a few lines and no more."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from terugkom.documents.pdf import to_json_data
from terugkom.documents.templates import Templates
from terugkom.errors import TemplateError

if TYPE_CHECKING:  # it takes long to import
    from pypdf import PageObject

MIN_LINES = 5  # that make a last page worth turning to
_FOOTER = 55  # points from the bottom


def render_balanced_pdf(templates: Templates, kind: str, pack: Any, created_at: datetime) -> bytes:
    """Return `pack.typ` of this kind as PDF. Raises TemplateError."""
    from pypdf import PdfReader

    pdf = templates.render_pdf(kind, pack, created_at)
    pages = PdfReader(BytesIO(pdf)).pages
    if len(pages) == 1 or len(list_line_heights(pages[-1])) >= MIN_LINES:
        return pdf
    tight = to_json_data(pack, templates.language) | {"tight": True}
    try:
        tighter = templates.render_pdf(kind, tight, created_at)
    except TemplateError:  # of a municipality's own, which knows of no tighter setting
        return pdf
    return tighter if len(PdfReader(BytesIO(tighter)).pages) < len(pages) else pdf


def list_line_heights(page: "PageObject") -> list[int]:
    """Return how far from the bottom of a page each line of text is, in points, without the footer."""
    found: set[int] = set()

    def visit(text: str, of_page: list[float], of_line: list[float], *_: Any) -> None:
        if text.strip():
            found.add(round(of_page[5] + of_page[3] * of_line[5]))

    page.extract_text(visitor_text=visit)
    return sorted(each for each in found if each > _FOOTER)
