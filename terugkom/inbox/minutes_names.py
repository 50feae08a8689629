"""Recognise minutes by the name of the file, where the file itself cannot be read."""

from collections.abc import Iterable
from pathlib import Path

from terugkom.documents.messages import translate_everywhere
from terugkom.workbook.codes import slugify


def is_minutes_pdf(name: str) -> bool:
    """Return whether a file is a PDF that calls itself minutes, as one that was made of the form does."""
    path = Path(name)
    words = slugify(path.stem).split("-")
    return path.suffix.lower() == ".pdf" and any(each in words for each in _list_form_words())


def is_named_after_group(name: str, codes: Iterable[str]) -> bool:
    """Return whether a file is called as the form for the minutes of one of these groups."""
    stem = slugify(Path(name).stem)
    return any(f"-{word}-{slugify(code)}-" in f"-{stem}-" for word in _list_form_words() for code in codes)


def _list_form_words() -> list[str]:
    """Return the word with which the name of the form begins, in each language."""
    names = translate_everywhere("file.minutes", meeting="", period="")
    return [slugify(Path(each).stem).partition("-")[0] for each in names]
