"""Render documents from a context: strict, sandboxed templates, a municipality's own first.

Ours are rendered in this process. A template that is a municipality's own, or that uses one, is rendered in a
process of its own with limited time and memory; see `template_process`.
"""

import json
import logging
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

from terugkom.documents import pdf
from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES, LANGUAGES
from terugkom.documents.letter import Letter
from terugkom.documents.look import DEFAULT_LOOK, Look
from terugkom.documents.office_look import apply_look
from terugkom.documents.one_line import to_one_line
from terugkom.documents.plain_file import NotPlainFile, read_plain_file
from terugkom.documents.rendered_files import compute_digest, list_stamps
from terugkom.documents.template_process import TEMPLATE_PROCESS, TimeLimit
from terugkom.documents.template_renderer import TemplateRenderer
from terugkom.documents.typst_folder import check_template, has_templates
from terugkom.errors import Message, TemplateError

_TEXTS, _BINARIES = (".txt", ".html", ".css"), (".docx", ".pptx")
_LOG = logging.getLogger(__name__)
_PARTS = ("subject.txt", "body.txt", "body.html")
_MAX_BINARY_BYTES = 20_000_000  # of a Word document or slides
_MAX_UNPACKED_BYTES = 60_000_000
_MAX_PACKED_FILES = 2_000
_NUMBERS = count(1)
TIME_LIMIT = TimeLimit()  # of each document that uses the municipality's own templates


@dataclass(frozen=True)
class RenderedPage:
    """An HTML page. `body` is what stands between its layout; title and body are empty if the layout, such as
    a municipality's own, does not mark them."""

    html: str
    title: str
    body: str


class Templates:
    """The templates of one municipality in one language.

    A template `owner-digest/body.html` is looked up in the municipality's own folder first, then in ours.
    """

    def __init__(
        self,
        language: str,
        municipality_folder: Path | None = None,
        look: Look = DEFAULT_LOOK,
    ) -> None:
        """Load from `municipality_folder` and from our folder of `language`; Dutch where we do not have that
        language."""
        self.look = look
        self._text_look = replace(look, font_files=())  # which nothing but PDFs embeds
        self.language = language if language in LANGUAGES else "nl"
        self._own = municipality_folder
        self._built_in = _load_built_in(self.language, self._text_look)
        self._number = next(_NUMBERS)
        self._owns: dict[str, bool] = {}
        self._arguments = (language, municipality_folder, look)

    def __reduce__(self) -> tuple[type["Templates"], tuple[Any, ...]]:
        """Pickle them as what they are loaded by."""
        return Templates, self._arguments

    def render_letter(self, kind: str, context: dict[str, Any]) -> Letter:
        """Render a letter of this kind. Raises TemplateError for a missing part or an unknown name."""
        subject, text, html = self._render([f"{kind}/{part}" for part in _PARTS], context)
        return Letter(to_one_line(subject), text, html, self.language)

    def render_urgent_letter(self, kind: str, context: dict[str, Any]) -> Letter:
        """Render a letter that somebody waits for at this moment: if the municipality's own template cannot
        be used, by ours. The log says so, without what it was filled in with. Raises TemplateError."""
        try:
            return self.render_letter(kind, context)
        except TemplateError as error:
            if self._own is None:
                raise
            _LOG.error("the municipality's own template %s cannot be used: ours was", error.name)
        return Templates(self.language, None, self.look).render_letter(kind, context)

    def render_page(self, name: str, context: dict[str, Any]) -> RenderedPage:
        """Render an HTML page, with the parts that its layout marks. Raises TemplateError."""
        if self._uses_own(name):
            html, *rest = self._render_guarded(name, _render_page, name, context)
            parts: dict[str, str] = json.loads(rest[0])
            page = html.decode("utf-8", "surrogatepass")
        else:
            page, parts = self._built_in.render_page(name, context)
        title = " ".join(unescape(parts.get("title", "")).split())
        return RenderedPage(page, title, parts.get("body", "").strip())

    def render_pdf(
        self,
        kind: str,
        context: Any,
        made_at: datetime,
        pictures: Sequence[bytes] = (),
        *,
        balanced: bool = False,
    ) -> bytes:
        """Render `pack.typ` in the folder of this kind as PDF; see `pdf.typeset`. Raises TemplateError."""
        name, data = f"{kind}/pack.typ", pdf.encode_context(context, self.language, self.look)
        built_in = BUILT_IN_TEMPLATES / self.language
        given = pdf.TypstInput([built_in], name, data, pictures, self.look)
        if self._own is None or not has_templates(self._own):
            return pdf.typeset(given, made_at, balanced=balanced, has_own=False)
        given = replace(given, folders=[self._own, built_in])
        return TEMPLATE_PROCESS.render(name, _typeset, (given, made_at, balanced), TIME_LIMIT)[0]

    def find_file(self, name: str) -> Path:
        """Return the path of a binary template, such as a Word document. Raises TemplateError."""
        if self._has_own(name) and self._own:
            _check_binary(self._own, name)
            return self._own / name
        found = BUILT_IN_TEMPLATES / self.language / name
        if not found.is_file():
            raise TemplateError(name, Message("error.template.missing"))
        return found

    def render_docx(self, name: str, context: dict[str, Any]) -> bytes:
        """Fill in a Word document, such as ``minutes/minutes.docx``. Raises TemplateError."""
        path = self.find_file(name)
        if self._has_own(name):
            return self._render_guarded(name, _render_docx, path, name, context)[0]
        return self._built_in.render_docx(path, name, context)

    def render_file(self, name: str, function: Callable[..., bytes], *arguments: Any) -> bytes:
        """Return what `function` makes of the path of a binary template and the arguments, such as slides.

        It is returned in the municipality's look.

        A municipality's own is opened in the process beside this one, so the function is one of a module.
        Raises TemplateError.
        """
        path = self.find_file(name)
        if not self._has_own(name):
            return _render_file(self._text_look, function, path, *arguments)[0]
        given = (self._text_look, function, path, *arguments)
        return TEMPLATE_PROCESS.render(name, _render_file, given, TIME_LIMIT)[0]

    def render_text(self, name: str, context: dict[str, Any]) -> str:
        """Render one template by itself, such as ``meeting/event.txt``. Raises TemplateError."""
        return self._render([name], context)[0]

    def list_own(self) -> list[str]:
        """Return the names of the municipality's own templates; pictures and fonts are none."""
        if self._own is None:
            return []
        found = (path for path in self._own.rglob("*") if path.suffix in (*_TEXTS, *_BINARIES, ".typ"))
        return sorted(path.relative_to(self._own).as_posix() for path in found)

    def uses_own_letter(self, kind: str) -> bool:
        """Return whether a letter of this kind is rendered by a template of the municipality's own."""
        return any(self._uses_own(f"{kind}/{part}") for part in _PARTS)

    def compute_digest(self, *facts: Any) -> str:
        """Return the digest of what texts are made of that are rendered from these facts."""
        own = [*list_stamps(self._own)] if self._own else []
        return compute_digest(self.language, self._text_look, own, facts)

    def check_own(self, name: str) -> None:
        """Compile one of the municipality's own templates, in the process beside this one; raises
        TemplateError. One of a PDF or an office document is only opened: it takes a context to render it."""
        own = self._own or Path()
        if name.endswith(_BINARIES):
            _check_binary(own, name)
        elif name.endswith(".typ"):
            check_template(own, name)
        else:
            self._render_guarded(name, _compile_text, name)

    def _render(self, names: Sequence[str], context: dict[str, Any]) -> list[str]:
        own = [name for name in names if self._uses_own(name)]
        if not own:
            return self._built_in.render_texts(names, context)
        parts = self._render_guarded(own[0], _render_texts, names, context)
        return [part.decode("utf-8", "surrogatepass") for part in parts]

    def _render_guarded(
        self, name: str, function: Callable[..., list[bytes]], *arguments: Any
    ) -> list[bytes]:
        key = (self._number, self.language, self._own, self._text_look)
        return TEMPLATE_PROCESS.render(name, function, (key, *arguments), TIME_LIMIT)

    def _has_own(self, name: str) -> bool:
        return self._own is not None and os.path.lexists(self._own / name)

    def _uses_own(self, name: str) -> bool:
        """Return whether a template is the municipality's own, or one of ours that uses one of its own."""
        if self._own is None:
            return False
        if name not in self._owns:
            self._owns[name] = self._has_own(name) or any(
                used is None or self._uses_own(used) for used in _list_references(self.language, name)
            )
        return self._owns[name]


@lru_cache(64)  # loading templates takes as long as rendering a hundred mails
def _load_built_in(language: str, look: Look = DEFAULT_LOOK) -> TemplateRenderer:
    return TemplateRenderer(language, look=look)


@lru_cache(None)
def _list_references(language: str, name: str) -> tuple[str | None, ...]:
    try:
        return tuple(_load_built_in(language).list_references(name))
    except OSError:  # it does not exist: rendering says so
        return ()


def _check_binary(folder: Path, name: str) -> None:
    """Check a municipality's own Word document or slides before it is opened. Raises TemplateError."""
    try:
        read_plain_file(folder, name, _MAX_BINARY_BYTES)
        with zipfile.ZipFile(folder / name) as package:
            entries = package.infolist()
    except (NotPlainFile, OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise TemplateError(name, error) from error
    if len(entries) > _MAX_PACKED_FILES or sum(each.file_size for each in entries) > _MAX_UNPACKED_BYTES:
        raise TemplateError(name, Message("error.template.unpacked"))


# What runs in the process beside this one. A renderer is kept as long as its `Templates` here.

_Key = tuple[int, str, Path, Look]


@lru_cache(8)
def _load_own(_number: int, language: str, folder: Path, look: Look) -> TemplateRenderer:
    return TemplateRenderer(language, folder, look)


def _render_texts(key: _Key, names: Sequence[str], context: dict[str, Any]) -> list[bytes]:
    texts = _load_own(*key).render_texts(names, context)
    return [text.encode("utf-8", "surrogatepass") for text in texts]


def _compile_text(key: _Key, name: str) -> list[bytes]:
    _load_own(*key).compile_text(name)
    return []


def _render_page(key: _Key, name: str, context: dict[str, Any]) -> list[bytes]:
    page, parts = _load_own(*key).render_page(name, context)
    return [page.encode("utf-8", "surrogatepass"), json.dumps(parts).encode()]


def _render_docx(key: _Key, path: Path, name: str, context: dict[str, Any]) -> list[bytes]:
    return [_load_own(*key).render_docx(path, name, context)]


def _render_file(look: Look, function: Callable[..., bytes], path: Path, *arguments: Any) -> list[bytes]:
    return [apply_look(function(path, *arguments), look)]


def _typeset(given: pdf.TypstInput, made_at: datetime, balanced: bool) -> list[bytes]:
    return [pdf.typeset(given, made_at, balanced=balanced)]
