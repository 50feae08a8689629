"""Render documents from a context: strict, sandboxed templates, a municipality's own first."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from terugkom.documents import docx_template, formatting, markup, pdf
from terugkom.documents.letter import Letter
from terugkom.errors import TemplateProblem

OURS = Path(__file__).parents[2] / "templates"
LANGUAGES = tuple(sorted(folder.name for folder in OURS.iterdir() if folder.is_dir()))
_PARTS = ("subject.txt", "body.txt", "body.html")


class _Sandbox(ImmutableSandboxedEnvironment):
    """The Jinja sandbox, with a fast path to the fields of our own dataclasses."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in getattr(type(obj), "__dataclass_fields__", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def one_line(text: object) -> str:
    """Return text on one line without control characters, as a header needs it, whatever a cell holds."""
    return " ".join(_CONTROL.sub(" ", str(text)).split())


def _marked_up(text: str, below: int = 2) -> Markup:
    return Markup(markup.html(text, below=below))  # noqa: S704  it escapes what is HTML itself


class Templates:
    """The templates of one municipality in one language.

    A template `owner-digest/body.html` is looked up in the municipality's own folder first, then in ours.
    """

    def __init__(self, language: str, own: Path | None = None) -> None:
        """Load from `own` and from our folder of `language`; Dutch where we do not have that language."""
        self.language = language if language in LANGUAGES else "nl"
        self._folders = ([own] if own else []) + [OURS / self.language]
        loader: BaseLoader = ChoiceLoader([FileSystemLoader(folder) for folder in self._folders])
        self._environment = _Sandbox(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        for name in ("long_date", "short_date", "day_and_month", "distance", "number"):
            self._environment.filters[name] = partial(getattr(formatting, name), language=self.language)
        self._environment.filters["one_line"] = one_line
        self._environment.filters["picture"] = pdf.picture_address
        self._environment.filters["plain"] = markup.plain
        self._environment.filters["markdown"] = _marked_up
        self._environment.filters["on_paper"] = markup.on_paper
        self._environment.filters["address"] = markup.address

    def letter(self, kind: str, context: dict[str, Any]) -> Letter:
        """Render a letter of this kind. Raises TemplateProblem for a missing part or an unknown name."""
        subject, text, html = (self._write(f"{kind}/{part}", context) for part in _PARTS)
        return Letter(one_line(subject), text, html, self.language)

    def pdf(self, kind: str, context: Any, made_at: datetime, pictures: Sequence[bytes] = ()) -> bytes:
        """Render `pack.typ` in the folder of this kind as PDF; see `pdf.typeset`. Raises TemplateProblem."""
        name = f"{kind}/pack.typ"
        return pdf.typeset(self._folders, name, context, self.language, made_at, pictures)

    def file(self, name: str) -> Path:
        """Return the path of a binary template, such as a Word document. Raises TemplateProblem."""
        found = next((path for folder in self._folders if (path := folder / name).is_file()), None)
        if found is None:
            raise TemplateProblem(f"the template {name} cannot be used: it does not exist")
        return found

    def word(self, name: str, context: dict[str, Any]) -> bytes:
        """Fill in a Word document, such as ``minutes/minutes.docx``. Raises TemplateProblem."""
        found = self.file(name)
        try:
            return docx_template.filled(found, context, self._environment)
        except Exception as error:  # a municipality's own template can go wrong in any way
            raise TemplateProblem(f"the template {name} cannot be used: {error}") from error

    def text(self, name: str, context: dict[str, Any]) -> str:
        """Render one template by itself, such as ``meeting/event.txt``. Raises TemplateProblem."""
        return self._write(name, context)

    def _write(self, name: str, context: dict[str, Any]) -> str:
        try:
            return self._environment.get_template(name).render(context)
        except Exception as error:  # a municipality's own template can go wrong in any way
            raise TemplateProblem(f"the template {name} cannot be used: {error}") from error
