"""Filling in a Word document: a template that anybody can open and change in Word.

What stands in it between braces is Jinja, as in our other templates; `{%tr ... %}` repeats a row of a table.
"""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from terugkom.documents.office_properties import in_xml

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def filled(template: Path, context: dict[str, Any], environment: SandboxedEnvironment) -> bytes:
    """Return the template filled in; values are always inserted as text.

    Raises any exception, as a municipality may have changed its template in any way.
    """
    words = environment.overlay(trim_blocks=False, lstrip_blocks=False, autoescape=True, finalize=_as_text)
    document = DocxTemplate(template)
    document.render(context, words, autoescape=True)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def lines(content: bytes) -> list[str]:
    """Return the paragraphs of a document that we rendered, without its header and footer."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        document = ElementTree.fromstring(package.read("word/document.xml"))  # noqa: S314  our own
    return [
        "".join(
            each.text or "" if each.tag.endswith("}t") else " " for each in paragraph.iter() if _shows(each)
        )
        for paragraph in document.iter(f"{_W}p")
    ]


def _shows(element: Element) -> bool:
    return element.tag in (f"{_W}t", f"{_W}br") or (element.tag == f"{_W}tab" and not element.attrib)


def _as_text(value: object) -> object:
    return in_xml(value) if isinstance(value, str) else value
