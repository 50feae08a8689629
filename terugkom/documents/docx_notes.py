"""Footnotes and endnotes of a Word document, whose text stands in parts of its own."""

import zipfile
from xml.etree.ElementTree import Element

from terugkom.documents.docx_crossed_out import load_run_styles, remove_crossed_out_runs
from terugkom.documents.docx_package import SKIPPED_TAGS, get_attribute, get_local_name, parse_part

_PARTS = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}


def insert_notes(body: Element, package: zipfile.ZipFile) -> None:
    """Put the text of each note, in brackets, where its number stands, in place.

    Raises what `parse_part` raises.
    """
    notes = {name: _load_notes(package, part) for name, part in _PARTS.items()}
    for element in body.iter():
        name = get_local_name(element)
        if name in notes and (text := notes[name].get(get_attribute(element, "id"))):
            element.tag = f"{element.tag.rpartition('}')[0]}}}t"
            element.text = f" ({text}) "


def _load_notes(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the text of the notes of a part, by id."""
    if part not in package.namelist():
        return {}
    root = parse_part(package, part)
    remove_crossed_out_runs(root, load_run_styles(package))
    return {get_attribute(each, "id"): " ".join("".join(_iterate_text(each)).split()) for each in root}


def _iterate_text(element: Element) -> list[str]:
    if get_local_name(element) in SKIPPED_TAGS:
        return []
    own = [" "] if get_local_name(element) == "p" else []
    text = [element.text or ""] if get_local_name(element) == "t" else []
    return own + text + [piece for child in element for piece in _iterate_text(child)]
