"""What is crossed out or hidden in a Word document, by a run itself, its style or that of its paragraph.

Who does not track changes deletes by crossing out. What is hidden, who reads the document does not see: it is
no part of its text, and is told. A run that says it itself counts before the styles; of the styles of the run
and of its paragraph one that crosses out or hides takes back the other (ECMA-376 part 1, 17.7.3).
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from terugkom.documents.docx_package import get_attribute, get_local_name, is_on, parse_part, read_toggle

_MAX_DEPTH = 10  # of styles that are based on one another
_LINES, _HIDING = ("strike", "dstrike"), ("vanish",)
HIDDEN = "hiddenText"  # the name of an element that stands for hidden text, which is in its attribute "text"
_Styles = Mapping[tuple[str, str], bool]


@dataclass(frozen=True)
class RunStyles:
    """The styles of a document that cross out and those that hide, by kind and id; the one that counts where
    none is named has the id ""."""

    crossing: _Styles
    hiding: _Styles


def load_run_styles(package: zipfile.ZipFile) -> RunStyles:
    """Return the styles of a document, which are of each of its parts. Raises what `parse_part` raises."""
    if "word/styles.xml" not in package.namelist():
        return RunStyles({}, {})
    every = parse_part(package, "word/styles.xml").findall("./{*}style")
    return RunStyles(_find_styles(every, _LINES), _find_styles(every, _HIDING))


def remove_crossed_out_runs(body: Element, styles: RunStyles) -> None:
    """Remove the runs that are crossed out."""
    for parent, run in list(_iterate_runs(body, styles.crossing, _LINES, in_paragraph=False)):
        parent.remove(run)


def mark_hidden_runs(body: Element, styles: RunStyles) -> None:
    """Put an element without text in place of hidden runs and rows of tables."""
    found = [run for _, run in _iterate_runs(body, styles.hiding, _HIDING, in_paragraph=False)]
    rows = (each for each in body.iter() if get_local_name(each) == "tr")
    found += [each for each in rows if is_on(each.find("./{*}trPr"), "hidden")]
    for each in found:
        text = "".join(part.text or "" for part in each.iter() if get_local_name(part) == "t")
        each.tag = f"{each.tag.rpartition('}')[0]}}}{HIDDEN if text.strip() else 'noText'}"
        each[:] = []
        each.set("text", " ".join(text.split()))


def _find_styles(every: Sequence[Element], names: Sequence[str]) -> _Styles:
    """Return which styles switch one of these properties on."""
    by_id = {get_attribute(each, "styleId"): each for each in every}
    found = {
        (get_attribute(each, "type"), key): True
        for key, each in by_id.items()
        if _switches_on(by_id, key, names)
    }
    for kind, key in list(found):
        if get_attribute(by_id[key], "default") in ("1", "true", "on"):
            found[kind, ""] = True
    return found


def _switches_on(by_id: Mapping[str, Element], key: str, names: Sequence[str]) -> bool:
    for _ in range(_MAX_DEPTH):
        if key not in by_id:
            return False
        said = _says(by_id[key].find("./{*}rPr"), names)
        if said is not None:
            return said
        key = get_attribute(by_id[key].find("./{*}basedOn"), "val")
    return False


def _says(properties: Element | None, names: Sequence[str]) -> bool | None:
    """Return whether properties switch one of these on; None if they do not say."""
    said = [each for name in names if (each := read_toggle(properties, name)) is not None]
    return any(said) if said else None


def _iterate_runs(
    element: Element, styles: _Styles, names: Sequence[str], *, in_paragraph: bool
) -> Iterator[tuple[Element, Element]]:
    """Yield the runs with one of these properties, each with the element in which it stands."""
    for child in element:
        name = get_local_name(child)
        if name == "p":
            key = get_attribute(child.find("./{*}pPr/{*}pStyle"), "val")
            is_on_here = styles.get(("paragraph", key), False)
            yield from _iterate_runs(child, styles, names, in_paragraph=is_on_here)
        elif name == "r" and _is_run_with(child, styles, names, in_paragraph=in_paragraph):
            yield element, child
        else:
            yield from _iterate_runs(child, styles, names, in_paragraph=in_paragraph)


def _is_run_with(run: Element, styles: _Styles, names: Sequence[str], *, in_paragraph: bool) -> bool:
    properties = run.find("./{*}rPr")
    said = _says(properties, names)
    if said is not None:
        return said
    key = get_attribute(properties.find("./{*}rStyle"), "val") if properties is not None else ""
    return styles.get(("character", key), False) is not in_paragraph
