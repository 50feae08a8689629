"""Render templates in this process: strict, those of a municipality's own folder first.

What is in that folder is not trusted: `templates.Templates` has it rendered here in a process of its own, in
a sandbox. Ours alone need none, and take a sixth less time without.
"""

import os
import re
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    TemplateSyntaxError,
    pass_context,
    pass_eval_context,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.meta import find_referenced_templates
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from terugkom.documents import docx_template, formatting, markup, pdf
from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES
from terugkom.documents.end_sentence import end_sentence
from terugkom.documents.look import DEFAULT_LOOK, Look
from terugkom.documents.office_look import apply_look
from terugkom.documents.one_line import to_one_line
from terugkom.documents.plain_file import read_plain_file
from terugkom.errors import Message, TemplateError, TerugkomError

_MAX_TEXT_BYTES = 500_000  # of a municipality's own template
_JINJA_MARK = "__jinja_exception__"  # in the frames by which Jinja says where in a template an error is
_MAX_UNBROKEN = 16  # characters
_UNBROKEN = Markup('<span style="white-space:nowrap">{}</span>')
_UNBROKEN_IN_PAGE = Markup('<span class="unbroken">{}</span>')


class _Sandbox(ImmutableSandboxedEnvironment):
    """The Jinja sandbox, with a fast path to the fields of our own dataclasses."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in getattr(type(obj), "__dataclass_fields__", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


class _CompiledTemplates(BytecodeCache):
    """Our templates as compiled once per process: each look has an environment of its own."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _CompiledTemplates()
_PAGE_PARTS = "page_parts"  # the name in a page's context under which its marked parts are collected


@pass_context
def _collect_page_part(context: Context, content: str, name: str) -> str:
    """Collect a part of the page that is being rendered, and print it unchanged."""
    context[_PAGE_PARTS][name] = str(content)
    return content


def _render_markdown(text: str, below: int = 2) -> Markup:
    return Markup(markup.render_html(text, below=below))  # noqa: S704  it escapes what is HTML itself


def _stands_in(part: str, text: str) -> bool:
    """Return whether a text has a part whole: "12 ton" has no "2 ton"."""
    return re.search(rf"(?<![\w.,]){re.escape(str(part))}(?!\w)", str(text)) is not None


@pass_eval_context
def _keep_unbroken(evaluated: EvalContext, code: object, *, in_page: bool = False) -> str:
    """Return a code as HTML that does not break at its hyphen; the characters stay as they are, for people
    copy them and type them into answers. `in_page`: by our style sheet, for a page whose policy refuses
    styles in the text. A code without a hyphen, or too long for a narrow screen, is returned as it is, and
    so is any where nothing is HTML."""
    text = str(code)
    if "-" not in text or len(text) > _MAX_UNBROKEN or not evaluated.autoescape:
        return text
    return (_UNBROKEN_IN_PAGE if in_page else _UNBROKEN).format(text)


def _locate(name: str, error: Exception) -> Exception | str:
    """Return what went wrong in a template with its line, and its file if that is another, such as a layout;
    the error itself where that is not known."""
    if isinstance(error, TerugkomError):
        return error
    places = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _JINJA_MARK in frame.f_globals
    ]
    if isinstance(error, TemplateSyntaxError):
        places.append((error.filename or error.name or name, error.lineno))
    if not places:
        return error
    file, line = next((each for each in reversed(places) if not Path(each[0]).is_absolute()), places[-1])
    if Path(file).is_absolute():  # one of ours
        file = "/".join(Path(file).parts[len(BUILT_IN_TEMPLATES.parts) + 1 :])
    said = error.message if isinstance(error, TemplateSyntaxError) else str(error)
    return f"line {line}: {said}" if file == name else f"{file}, line {line}: {said}"


class TemplateRenderer:
    """The templates of one language in our folder, and those of a municipality's folder before them."""

    def __init__(
        self, language: str, municipality_folder: Path | None = None, look: Look = DEFAULT_LOOK
    ) -> None:
        """Load from `municipality_folder`, without following links, and from our folder of `language`.

        With such a folder all is sandboxed, ours too, for they may include what is in it.
        """
        self._language, self._own, self._look = language, municipality_folder, look
        loaders = [FunctionLoader(self._load_own), FileSystemLoader(BUILT_IN_TEMPLATES / language)]
        self._environment = (_Sandbox if municipality_folder else Environment)(
            loader=ChoiceLoader(loaders if municipality_folder else loaders[1:]),
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=None if municipality_folder else _COMPILED,
        )
        for name, format_value in formatting.TEMPLATE_FILTERS.items():
            self._environment.filters[name] = partial(format_value, language=language)
        self._environment.filters["one_line"] = to_one_line
        self._environment.filters["end_sentence"] = end_sentence
        self._environment.globals |= {"look": look, "palette": look.palette}
        self._environment.filters["picture"] = partial(pdf.png_data_uri, palette=look.palette)
        self._environment.filters["plain"] = markup.render_plain
        self._environment.filters["markdown"] = _render_markdown
        self._environment.filters["on_paper"] = markup.parse_print_blocks
        self._environment.filters["address"] = markup.shorten_url
        self._environment.filters["page_part"] = _collect_page_part
        self._environment.filters["unbroken"] = _keep_unbroken
        self._environment.filters["stands_in"] = _stands_in

    def render_texts(self, names: Sequence[str], context: dict[str, Any]) -> list[str]:
        """Render several templates with one context. Raises TemplateError."""
        return [self._render(name, context) for name in names]

    def render_page(self, name: str, context: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """Render an HTML page; return it with the parts that its layout marks. Raises TemplateError."""
        parts: dict[str, str] = {}
        return self._render(name, context | {_PAGE_PARTS: parts}), parts

    def render_docx(self, path: Path, name: str, context: dict[str, Any]) -> bytes:
        """Fill in the Word document at `path`. Raises TemplateError, which names it `name`."""
        try:
            return apply_look(docx_template.fill_docx(path, context, self._environment), self._look)
        except TemplateError:  # it names the part that is wrong
            raise
        except Exception as error:  # a municipality's own template can go wrong in any way
            raise TemplateError(name, error) from error

    def compile_text(self, name: str) -> None:
        """Compile one template without rendering it. Raises TemplateError."""
        try:
            self._environment.get_template(name)
        except TemplateError:  # it names the part that is wrong
            raise
        except Exception as error:  # a municipality's own template can go wrong in any way
            raise TemplateError(name, _locate(name, error)) from error

    def list_references(self, name: str) -> set[str | None]:
        """Return what one of our templates includes, imports or extends; None for what is not constant."""
        source = (BUILT_IN_TEMPLATES / self._language / name).read_text(encoding="utf-8")
        return set(find_referenced_templates(self._environment.parse(source)))

    def _load_own(self, name: str) -> tuple[str, str, None] | None:
        """Return a template of the municipality's folder, with its name, by which errors say where."""
        if self._own is None or ".." in name.split("/") or not os.path.lexists(self._own / name):
            return None
        try:
            text = read_plain_file(self._own, name, _MAX_TEXT_BYTES).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise TemplateError(name, Message("error.text.not-utf-8")) from None
        return text, name, None

    def _render(self, name: str, context: dict[str, Any]) -> str:
        try:
            return self._environment.get_template(name).render(context)
        except TemplateError:  # it names the part that is wrong
            raise
        except Exception as error:  # a municipality's own template can go wrong in any way
            raise TemplateError(name, _locate(name, error)) from error
