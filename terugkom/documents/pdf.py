"""Render a PDF that is accessible (PDF/UA-1) from a context, and a PNG from a chart; both by Typst.

A template is rendered in a temporary folder with copies of our templates and the municipality's over them,
and nothing else. Its fonts are those that come with Typst, those in that folder and that of the look; none of
the machine's.
"""

import json
import re
import unicodedata
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from terugkom.documents import formatting
from terugkom.documents.chart import Chart
from terugkom.documents.look import DEFAULT_LOOK, DEFAULT_PALETTE, Look, Palette
from terugkom.documents.page_balance import (
    Layout,
    find_bad_break,
    find_filling_break,
    list_earlier_breaks,
    read_layout,
)
from terugkom.documents.typst_compiler import (
    TYPST_ERROR,
    Source,
    compile_source,
    export_document,
    open_compiler,
)
from terugkom.documents.typst_folder import TypstFolder, prepare_folder
from terugkom.errors import Message, TemplateError

if TYPE_CHECKING:  # it takes 7 MB, and most runs make no PDF
    import typst

_MAX_LAYOUTS = 12  # of one document: a break of a page for each table that was broken badly
_PNG_TEMPLATE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("/drawing.svg", format: "svg")'
_RARE_CHARACTER = re.compile("[^ -~\u00a1-\u00ac\u00ae-\u024f]")  # all others can be printed by our fonts
_PPI = 144  # twice what SVG's pixels are: sharp on a screen that doubles them


def encode_context(context: Any, language: str, look: Look) -> str:
    """Return a context as the JSON that a template gets; see `to_json_data`."""
    data = to_json_data(context, language, look.palette)
    return json.dumps(_replace_missing_glyphs(data), ensure_ascii=False)


@dataclass(frozen=True)
class TypstInput:
    """A template by its name, from the first of the folders that has it, and all that it is filled with.

    `data`, of `encode_context`, is in ``/data.json``. The pictures, each a JPEG, are at ``/pictures/0.jpg``
    and on; the look is in ``/look.json``, its logo at ``/look/logo.png``.
    """

    folders: Sequence[Path]
    name: str
    data: str
    pictures: Sequence[bytes] = ()
    look: Look = DEFAULT_LOOK


def typeset(given: TypstInput, made_at: datetime, *, balanced: bool = False, has_own: bool = True) -> bytes:
    """Render a template as a tagged PDF/UA-1. Raises TemplateError.

    `made_at` needs its time zone: the same context gives the same bytes. In a balanced one pages end where
    the template says that they may, by ``/breaks.json``: no table has a row alone. Where its last page would
    hold a few lines it is set tighter, by a field `tight` in its data, if that spares a page, or gets more of
    the page before. If a municipality `has_own` templates among them, data, look and breaks are in
    `sys.inputs` too, without their suffix.
    """
    name = given.name
    with prepare_folder(given.folders, given.pictures, given.look) as folder:
        document = _Document(name, given.data, _encode_look(given.look), folder, has_inputs=has_own)
        try:
            laid_out = document.open_balanced() if balanced else document.open()
            return export_document(
                laid_out.compiler,
                laid_out.source,
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=made_at.replace(microsecond=0),
            )
        except TYPST_ERROR as error:
            raise TemplateError(name, _explain(str(error), folder.links)) from error


@dataclass(frozen=True)
class _Document:
    """A template, its data and look as JSON, the folder that it may read, and where its pages are broken."""

    name: str
    data: str
    look: str
    folder: TypstFolder
    breaks: tuple[str, ...] = ()
    has_inputs: bool = False  # whether `sys.inputs` hold them as well

    def open(self) -> "_OpenDocument":
        inputs = {"data": self.data, "look": self.look, "breaks": json.dumps(self.breaks)}
        source = Source(
            f'#include "/{self.name}"'.encode(),
            {f"{key}.json": value.encode() for key, value in inputs.items()},
            self.folder.root,
            self.folder.has_fonts,
            inputs if self.has_inputs else {},
        )
        return _OpenDocument(source, open_compiler(source))

    def open_balanced(self) -> "_OpenDocument":
        """Return this document, opened, with its pages in balance.

        Templates mark their end with the label <end>, whose value is what `read_layout` reads. One without
        it, of a municipality's own, is set as usual. What was laid out to know this is not laid out again
        when it becomes a PDF.
        """
        usual = self.keep_rows_together()
        if usual.layout is None or not usual.layout.ends_short:
            return usual.opened
        tighter = replace(self, data=json.dumps(json.loads(self.data) | {"tight": True}))
        try:
            other = tighter.keep_rows_together()
        except TYPST_ERROR:  # of a municipality's own, which knows of no tighter setting
            return usual.opened
        spares_page = other.layout is not None and other.layout.pages < usual.layout.pages
        return (other if spares_page else usual).fill_last_page().opened

    def keep_rows_together(self) -> "_LaidOut":
        laid_out = self.lay_out()
        for _ in range(_MAX_LAYOUTS):
            document, layout = laid_out.document, laid_out.layout
            place = find_bad_break(layout, document.breaks) if layout else None
            if place is None:
                break
            laid_out = replace(document, breaks=(*document.breaks, place)).lay_out()
        return laid_out

    def lay_out(self) -> "_LaidOut":
        opened = self.open()
        found: list[dict[str, Any]] = json.loads(opened.compiler.query("<end>", field="value"))
        return _LaidOut(self, opened, read_layout(found[-1]) if found else None)


@dataclass(frozen=True)
class _OpenDocument:
    """The source of a document, and its compiler."""

    source: Source
    compiler: "typst.Compiler"


@dataclass(frozen=True)
class _LaidOut:
    """A document as it was laid out; one that does not tell how has no layout."""

    document: _Document
    opened: _OpenDocument
    layout: Layout | None

    def fill_last_page(self) -> "_LaidOut":
        """Return it with as much on its last page that this is worth turning to, if it can be."""
        if self.layout is None or not self.layout.ends_short:
            return self
        mark = find_filling_break(self.layout)
        if mark is None:
            return self
        kept = list_earlier_breaks(self.layout, self.document.breaks, mark)
        fuller = replace(self.document, breaks=(*kept, mark.place)).lay_out()
        is_fuller = fuller.layout is not None and fuller.layout.pages == self.layout.pages
        return fuller if is_fuller else self


def _explain(said: str, links: Sequence[str]) -> Message | str:
    """Return what Typst said; links that it did not find are named with it."""
    return Message("error.template.links", said=said, links=", ".join(links)) if links else said


def _encode_look(look: Look) -> str:
    """Return a look as the JSON that templates get; `logo` is the text of the logo, null without one."""
    shown = {
        "palette": asdict(look.palette),
        "fonts": [look.font] if look.font_files else [],
        "logo": _replace_missing_glyphs(look.logo_alt) if look.logo else None,
    }
    return json.dumps(shown, ensure_ascii=False)


def render_png(chart: Chart, palette: Palette = DEFAULT_PALETTE) -> bytes:
    """Return a chart as PNG: for mail, since many mail programs show no SVG."""
    svg = _replace_missing_glyphs(chart.colour(palette))
    return compile_source(Source(_PNG_TEMPLATE, {"drawing.svg": svg.encode()}), format="png", ppi=_PPI)


def png_data_uri(chart: Chart, palette: Palette = DEFAULT_PALETTE) -> str:
    """Return a chart as a data URI that holds it as PNG, for the HTML part of a mail, also on a telephone."""
    return f"data:image/png;base64,{b64encode(render_png(chart.narrow, palette)).decode()}"


def to_json_data(value: Any, language: str, palette: Palette) -> Any:
    """Return a context as JSON can hold it.

    A dataclass becomes its fields; a date its words (`long`, `short`); a chart its `svg` and `text`;
    a float is written as in this language. Raises TypeError for a value of another type.
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case float():
            return formatting.format_number(value, language)
        case date():
            return {
                "long": formatting.format_long_date(value, language),
                "short": formatting.format_short_date(value, language),
            }
        case Chart():
            return {"svg": value.colour(palette), "text": value.text}
        case _ if is_dataclass(value):
            return {
                each.name: to_json_data(getattr(value, each.name), language, palette)
                for each in fields(value)
            }
        case Mapping():
            return {str(key): to_json_data(each, language, palette) for key, each in value.items()}
        case Sequence():
            return [to_json_data(each, language, palette) for each in value]
    raise TypeError(f"a template cannot be given a {type(value).__name__}")


def _replace_missing_glyphs(value: Any) -> Any:
    """Return a value with only characters that our fonts have: PDF/UA-1 allows no others."""
    match value:
        case str() if value.isascii() and value.isprintable():
            return value
        case str():
            return _RARE_CHARACTER.sub(lambda found: _replacement_glyph(found[0]), value)
        case dict():
            return {key: _replace_missing_glyphs(each) for key, each in value.items()}
        case list():
            return [_replace_missing_glyphs(each) for each in value]
    return value


@lru_cache(4096)
def _replacement_glyph(letter: str) -> str:
    """Return a character itself if our fonts have it, else a space for a blank and a square for the rest."""
    if letter in "\n\t":
        return letter
    if not letter.isprintable():
        return " " if letter.isspace() else ""
    kind = unicodedata.category(letter)
    if kind.startswith("M") and not "\u0300" <= letter <= "\u036f":
        return ""  # a mark of another script: it may show by itself and yet not on the letter before it
    if kind == "Co":
        return "□"
    source = Source(b'#set document(title: "x")\n#read("/letter.txt")', {"letter.txt": letter.encode()})
    try:
        compile_source(source, format="pdf", pdf_standards=["ua-1"])
    except TYPST_ERROR:
        return "□"
    return letter
