"""Filling in a Word document: a template that anybody can open and change in Word.

What stands in it between braces is Jinja, as in our other templates; `{%tr ... %}` repeats a row of a table.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def filled(template: Path, context: dict[str, Any], environment: SandboxedEnvironment) -> bytes:
    """Return the template filled in; whatever a value holds, it stands there as text.

    Raises whatever goes wrong in a template, which a municipality may have changed in any way.
    """
    words = environment.overlay(trim_blocks=False, lstrip_blocks=False, autoescape=True, finalize=_as_text)
    document = DocxTemplate(template)
    document.render(context, words, autoescape=True)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _as_text(value: object) -> object:
    return _NOT_IN_XML.sub("", value) if isinstance(value, str) else value
