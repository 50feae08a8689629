"""What is crossed out in a Word document, by a run itself, by its style or by that of its paragraph.

Who does not track changes deletes so. A run that says it itself counts before the styles; of the styles of
the run and of its paragraph one that crosses out takes back the other (ECMA-376 part 1, 17.7.3).
"""

import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from terugkom.documents.docx_package import get_attribute, get_local_name, parse_part, says

_MAX_DEPTH = 10  # of styles that are based on one another
_LINES = ("strike", "dstrike")


def remove_crossed_out_runs(body: Element, package: zipfile.ZipFile) -> None:
    """Remove the runs that are crossed out. Raises what `parse_part` raises."""
    styles = _load_crossing_styles(package)
    _remove_below(body, styles, in_paragraph=False)


def _load_crossing_styles(package: zipfile.ZipFile) -> Mapping[tuple[str, str], bool]:
    """Return by kind and id which styles cross out; the one that counts where none is named has the id ""."""
    if "word/styles.xml" not in package.namelist():
        return {}
    every = parse_part(package, "word/styles.xml").findall("./{*}style")
    by_id = {get_attribute(each, "styleId"): each for each in every}
    found = {
        (get_attribute(each, "type"), key): True for key, each in by_id.items() if _crosses_out(by_id, key)
    }
    for kind, key in list(found):
        if get_attribute(by_id[key], "default") in ("1", "true", "on"):
            found[kind, ""] = True
    return found


def _crosses_out(by_id: Mapping[str, Element], key: str) -> bool:
    for _ in range(_MAX_DEPTH):
        if key not in by_id:
            return False
        said = _says(by_id[key].find("./{*}rPr"))
        if said is not None:
            return said
        key = get_attribute(by_id[key].find("./{*}basedOn"), "val")
    return False


def _says(properties: Element | None) -> bool | None:
    """Return whether properties cross text out; None if they do not say."""
    said = [each for name in _LINES if (each := says(properties, name)) is not None]
    return any(said) if said else None


def _remove_below(element: Element, styles: Mapping[tuple[str, str], bool], *, in_paragraph: bool) -> None:
    for child in [*element]:
        name = get_local_name(child)
        if name == "p":
            key = get_attribute(child.find("./{*}pPr/{*}pStyle"), "val")
            _remove_below(child, styles, in_paragraph=styles.get(("paragraph", key), False))
        elif name == "r" and _is_crossed_out(child, styles, in_paragraph=in_paragraph):
            element.remove(child)
        else:
            _remove_below(child, styles, in_paragraph=in_paragraph)


def _is_crossed_out(run: Element, styles: Mapping[tuple[str, str], bool], *, in_paragraph: bool) -> bool:
    properties = run.find("./{*}rPr")
    said = _says(properties)
    if said is not None:
        return said
    key = get_attribute(properties.find("./{*}rStyle"), "val") if properties is not None else ""
    return styles.get(("character", key), False) is not in_paragraph
