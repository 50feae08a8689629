"""What stands in a document as a reader meets it: blocks of text, and whether a list follows on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from lxml import html
from pptx import Presentation
from pypdf import PdfReader

from terugkom.editions.media.rendered import RenderedMedium

_LISTS = ("ul", "ol", "dl")


@dataclass(frozen=True)
class ReadableBlock:
    """A paragraph, heading or point; `is_announcement` if a list is what comes next."""

    text: str
    is_announcement: bool = False


def read_documents(made: RenderedMedium) -> dict[str, list[ReadableBlock]]:
    """Return the blocks of each document of a medium, by name; of a PDF one block a page."""
    found = {file.name: list(_read(file.name, file.content)) for file in made.files}
    if made.letter:
        found["letter.txt"] = list(_read_text(made.letter.text))
        found["letter.html"] = list(_read_html(made.letter.html))
    return {name: blocks for name, blocks in found.items() if blocks}


def _read(name: str, content: bytes) -> Iterator[ReadableBlock]:
    if name.endswith(".docx"):
        paragraphs = [(each.text, each.style.name) for each in Document(BytesIO(content)).paragraphs]
        for (text, _), (_, after) in zip(paragraphs, [*paragraphs[1:], ("", "")], strict=True):
            yield ReadableBlock(_clean(text), after.startswith("List"))
    elif name.endswith(".pptx"):
        for slide in Presentation(BytesIO(content)).slides:
            for shape in (each for each in slide.placeholders if each.has_text_frame):
                lines = [(each.text, each.level) for each in shape.text_frame.paragraphs]
                for (text, _), (_, level) in zip(lines, [*lines[1:], ("", 0)], strict=True):
                    yield ReadableBlock(_clean(text), level > 0)
            yield from _read_text(slide.notes_slide.notes_text_frame.text)
    elif name.endswith(".pdf"):
        for page in PdfReader(BytesIO(content)).pages:
            yield ReadableBlock(_clean(page.extract_text()))
    elif name.endswith((".html", "-html.txt")):
        yield from _read_html(content.decode())
    elif name.endswith(".txt"):
        yield from _read_text(content.decode())


def _read_text(text: str) -> Iterator[ReadableBlock]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        yield ReadableBlock(_clean(line), after.startswith(("- ", "1. ", "en nog ")))


def _read_html(text: str) -> Iterator[ReadableBlock]:
    for element in html.document_fromstring(text).iter("p", "li", "h1", "h2", "h3", "h4", "dt", "dd"):
        after = element.getnext()
        is_announcement = after is not None and (after.tag in _LISTS or element.find("ul") is not None)
        yield ReadableBlock(_clean(str(element.text_content())), is_announcement)


def _clean(text: str) -> str:
    return " ".join(text.split())
