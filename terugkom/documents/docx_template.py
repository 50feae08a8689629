"""Filling in a Word document: a template that anybody can open and change in Word.

What stands in it between braces is Jinja, as in our other templates; `{%tr ... %}` repeats a row of a table.
"""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from jinja2 import Environment

from terugkom.documents.office_properties import remove_invalid_xml

DOCX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def fill_docx(template: Path, context: dict[str, Any], environment: Environment) -> bytes:
    """Return the template filled in; values are always inserted as text.

    Raises any exception, as a municipality may have changed its template in any way.
    """
    from docxtpl import DocxTemplate  # here, for it takes long to import and few runs need it

    words = environment.overlay(
        trim_blocks=False, lstrip_blocks=False, autoescape=True, finalize=_strip_value
    )
    document = DocxTemplate(template)
    document.render(context, words, autoescape=True)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def read_paragraphs(content: bytes) -> list[str]:
    """Return the paragraphs of a document that we rendered, without its header and footer."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        document = ElementTree.fromstring(package.read("word/document.xml"))  # noqa: S314  our own
    return [
        "".join(
            each.text or "" if each.tag.endswith("}t") else " "
            for each in paragraph.iter()
            if _is_visible_text(each)
        )
        for paragraph in document.iter(f"{_W}p")
    ]


def _is_visible_text(element: Element) -> bool:
    return element.tag in (f"{_W}t", f"{_W}br") or (element.tag == f"{_W}tab" and not element.attrib)


def _strip_value(value: object) -> object:
    return remove_invalid_xml(value) if isinstance(value, str) else value
