"""Render documents from a context: strict, sandboxed templates, a municipality's own first."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from terugkom.documents import docx_template, formatting, markup, pdf
from terugkom.documents.letter import Letter
from terugkom.errors import TemplateError

_IN_A_WHEEL, _IN_A_CHECKOUT = (Path(__file__).parents[above] / "templates" for above in (1, 2))
BUILT_IN_TEMPLATES = _IN_A_WHEEL if _IN_A_WHEEL.is_dir() else _IN_A_CHECKOUT  # see docs/decisions/0022
LANGUAGES = tuple(sorted(folder.name for folder in BUILT_IN_TEMPLATES.iterdir() if folder.is_dir()))
_PARTS = ("subject.txt", "body.txt", "body.html")
_FORMATS: dict[str, Callable[..., str]] = {  # filters of templates, by the names that templates use
    "long_date": formatting.format_long_date,
    "short_date": formatting.format_short_date,
    "day_and_month": formatting.format_day_and_month,
    "distance": formatting.format_relative_day,
    "number": formatting.format_number,
}


class _Sandbox(ImmutableSandboxedEnvironment):
    """The Jinja sandbox, with a fast path to the fields of our own dataclasses."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in getattr(type(obj), "__dataclass_fields__", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@dataclass(frozen=True)
class RenderedPage:
    """An HTML page. `body` is what stands between its layout; title and body are empty if the layout, such as
    a municipality's own, does not mark them."""

    html: str
    title: str
    body: str


_PAGE_PARTS = "page_parts"  # the name in a page's context under which its marked parts are collected


@pass_context
def _collect_page_part(context: Context, content: str, name: str) -> str:
    """Collect a part of the page that is being rendered, and print it unchanged."""
    context[_PAGE_PARTS][name] = str(content)
    return content


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def to_one_line(text: object) -> str:
    """Return text on one line without control characters, as a header needs it, whatever a cell holds."""
    return " ".join(_CONTROL.sub(" ", str(text)).split())


def _render_markdown(text: str, below: int = 2) -> Markup:
    return Markup(markup.render_html(text, below=below))  # noqa: S704  it escapes what is HTML itself


class Templates:
    """The templates of one municipality in one language.

    A template `owner-digest/body.html` is looked up in the municipality's own folder first, then in ours.
    """

    def __init__(self, language: str, municipality_folder: Path | None = None) -> None:
        """Load from `municipality_folder` and from our folder of `language`; Dutch where we do not have that
        language."""
        self.language = language if language in LANGUAGES else "nl"
        self._folders = ([municipality_folder] if municipality_folder else []) + [
            BUILT_IN_TEMPLATES / self.language
        ]
        loader: BaseLoader = ChoiceLoader([FileSystemLoader(folder) for folder in self._folders])
        self._environment = _Sandbox(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        for name, format_value in _FORMATS.items():
            self._environment.filters[name] = partial(format_value, language=self.language)
        self._environment.filters["one_line"] = to_one_line
        self._environment.filters["picture"] = pdf.png_data_uri
        self._environment.filters["plain"] = markup.render_plain
        self._environment.filters["markdown"] = _render_markdown
        self._environment.filters["on_paper"] = markup.parse_print_blocks
        self._environment.filters["address"] = markup.shorten_url
        self._environment.filters["page_part"] = _collect_page_part

    def render_letter(self, kind: str, context: dict[str, Any]) -> Letter:
        """Render a letter of this kind. Raises TemplateError for a missing part or an unknown name."""
        subject, text, html = (self._render(f"{kind}/{part}", context) for part in _PARTS)
        return Letter(to_one_line(subject), text, html, self.language)

    def render_page(self, name: str, context: dict[str, Any]) -> RenderedPage:
        """Render an HTML page, with the parts that its layout marks. Raises TemplateError."""
        parts: dict[str, str] = {}
        html = self._render(name, context | {_PAGE_PARTS: parts})
        title = " ".join(unescape(parts.get("title", "")).split())
        return RenderedPage(html, title, parts.get("body", "").strip())

    def render_pdf(self, kind: str, context: Any, made_at: datetime, pictures: Sequence[bytes] = ()) -> bytes:
        """Render `pack.typ` in the folder of this kind as PDF; see `pdf.typeset`. Raises TemplateError."""
        name = f"{kind}/pack.typ"
        return pdf.typeset(self._folders, name, context, self.language, made_at, pictures)

    def find_file(self, name: str) -> Path:
        """Return the path of a binary template, such as a Word document. Raises TemplateError."""
        found = next((path for folder in self._folders if (path := folder / name).is_file()), None)
        if found is None:
            raise TemplateError(f"the template {name} cannot be used: it does not exist")
        return found

    def render_docx(self, name: str, context: dict[str, Any]) -> bytes:
        """Fill in a Word document, such as ``minutes/minutes.docx``. Raises TemplateError."""
        found = self.find_file(name)
        try:
            return docx_template.fill_docx(found, context, self._environment)
        except Exception as error:  # a municipality's own template can go wrong in any way
            raise TemplateError(f"the template {name} cannot be used: {error}") from error

    def render_text(self, name: str, context: dict[str, Any]) -> str:
        """Render one template by itself, such as ``meeting/event.txt``. Raises TemplateError."""
        return self._render(name, context)

    def _render(self, name: str, context: dict[str, Any]) -> str:
        try:
            return self._environment.get_template(name).render(context)
        except Exception as error:  # a municipality's own template can go wrong in any way
            raise TemplateError(f"the template {name} cannot be used: {error}") from error
