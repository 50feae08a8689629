"""What is crossed out in an OpenDocument text, by the styles of its paragraphs and of the runs in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from terugkom.documents.docx_package import get_attribute, get_local_name

_FAMILIES = {"p": "paragraph", "h": "paragraph", "span": "text", "a": "text"}  # of the styles of elements
_LINES = ("text-line-through-style", "text-line-through-type")
_AS_TEXT = ("tab", "line-break", "s")

_StylesByName = Mapping[tuple[str, str], Element]  # by family and name


@dataclass(frozen=True)
class _Styles:
    """The styles of a document: those of single places, and the common ones, of which styles inherit."""

    automatic: _StylesByName
    common: _StylesByName

    def crosses_out(self, element: Element) -> bool | None:
        """Return whether the style of an element crosses its text out; None if it does not say."""
        family, name = _FAMILIES[get_local_name(element)], get_attribute(element, "style-name")
        style = self.automatic.get((family, name), self.common.get((family, name)))
        seen: list[Element] = []
        while style is not None and style not in seen:  # a style may name itself as its parent
            text = style.find("./{*}text-properties")
            if lines := [line for each in _LINES if (line := get_attribute(text, each))]:
                return "none" not in lines
            seen.append(style)
            style = self.common.get((family, get_attribute(style, "parent-style-name")))
        return None


def remove_crossed_out(body: Element, content: Element, styles: Element | None) -> None:
    """Remove the text that is crossed out; `content` and `styles` are the parts with the styles.

    What a run says counts before what its paragraph says, and a style before the one that it inherits from
    (OpenDocument 1.3, part 3, 16.2).
    """
    parts = [content] if styles is None else [content, styles]
    common = {key: each for part in parts for key, each in _list_styles(part, "styles").items()}
    found = _Styles(_list_styles(content, "automatic-styles"), common)
    _remove_below(body, found, crossed_out=False)


def _list_styles(part: Element, place: str) -> dict[tuple[str, str], Element]:
    """Return the styles at a place; one without a family counts for each."""
    return {
        (family, get_attribute(each, "name")): each
        for each in part.iterfind(f"./{{*}}{place}/{{*}}style")
        for family in ("paragraph", "text")
        if get_attribute(each, "family") in (family, "")
    }


def _remove_below(element: Element, styles: _Styles, *, crossed_out: bool) -> None:
    """Remove the crossed-out text of an element and of all below it, not what follows it."""
    if crossed_out:
        element.text = None
    for child in [*element]:
        name, own = get_local_name(child), crossed_out
        if name in _FAMILIES:
            says = styles.crosses_out(child)
            inherited = crossed_out and _FAMILIES[name] == "text"  # a paragraph in a frame has its own style
            own = inherited if says is None else says
        _remove_below(child, styles, crossed_out=own)
        if crossed_out:
            child.tail = None
            if name in _AS_TEXT:
                element.remove(child)
