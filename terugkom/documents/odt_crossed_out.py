"""What is crossed out or hidden in an OpenDocument text, by the styles of its paragraphs and of runs in them.

A section, a field or a paragraph may be hidden by itself too, always or if a condition holds. Of a condition
the program that saved the document says whether it held (``text:is-hidden``); LibreOffice says so only if it
did.
"""

from collections.abc import Callable, Iterator, Mapping
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

    def find(self, element: Element, read: Callable[[Element], bool | None]) -> bool | None:
        """Return what the style of an element says by its text properties; None if it does not say."""
        family, name = _FAMILIES[get_local_name(element)], get_attribute(element, "style-name")
        style = self.automatic.get((family, name), self.common.get((family, name)))
        seen: list[Element] = []
        while style is not None and style not in seen:  # a style may name itself as its parent
            text = style.find("./{*}text-properties")
            if text is not None and (said := read(text)) is not None:
                return said
            seen.append(style)
            style = self.common.get((family, get_attribute(style, "parent-style-name")))
        return None


def remove_crossed_out(body: Element, content: Element, styles: Element | None) -> None:
    """Remove the text that is crossed out; `content` and `styles` are the parts with the styles.

    What a run says counts before what its paragraph says, and a style before the one that it inherits from
    (OpenDocument 1.3, part 3, 16.2).
    """
    _remove_below(body, _load_styles(content, styles), _crosses_out, is_removed=False)


def remove_hidden(body: Element, content: Element, styles: Element | None) -> list[str]:
    """Remove the text that nobody sees who reads the document; return the texts of its paragraphs."""
    removed = [*_remove_hidden_themselves(body)]
    _remove_below(body, _load_styles(content, styles), _hides, is_removed=False, removed=removed)
    return [" ".join(each.split()) for each in removed if each.strip()]


def _crosses_out(properties: Element) -> bool | None:
    lines = [line for each in _LINES if (line := get_attribute(properties, each))]
    return "none" not in lines if lines else None


def _hides(properties: Element) -> bool | None:
    display = get_attribute(properties, "display")
    return display != "true" if display else None


def _remove_hidden_themselves(element: Element) -> Iterator[str]:
    """Remove the elements that are hidden by themselves; yield the text of each."""
    for child in element:
        if _is_hidden_itself(child):
            yield "".join(child.itertext()) or get_attribute(child, "string-value")
            kept = child.tail
            child.clear()
            child.tail = kept
            continue
        if get_local_name(child) == "hidden-text" and not "".join(child.itertext()):
            child.text = get_attribute(child, "string-value")  # as who reads the document sees it
        yield from _remove_hidden_themselves(child)


def _is_hidden_itself(element: Element) -> bool:
    name = get_local_name(element)
    if name == "section":
        display = get_attribute(element, "display")
        return display == "none" or (display == "condition" and _is_said_hidden(element))
    if name in ("table-row", "table-rows"):
        return get_attribute(element, "visibility") in ("collapse", "filter")
    if name in ("p", "h"):
        fields = (each for each in element.iter() if get_local_name(each) == "hidden-paragraph")
        return any(map(_is_said_hidden, fields))
    return name == "hidden-text" and _is_said_hidden(element)


def _is_said_hidden(element: Element) -> bool:
    return get_attribute(element, "is-hidden") == "true"


def _load_styles(content: Element, styles: Element | None) -> _Styles:
    parts = [content] if styles is None else [content, styles]
    common = {key: each for part in parts for key, each in _list_styles(part, "styles").items()}
    automatic = {key: each for part in parts for key, each in _list_styles(part, "automatic-styles").items()}
    return _Styles(automatic | _list_styles(content, "automatic-styles"), common)


def _list_styles(part: Element, place: str) -> dict[tuple[str, str], Element]:
    """Return the styles at a place; one without a family counts for each."""
    return {
        (family, get_attribute(each, "name")): each
        for each in part.iterfind(f"./{{*}}{place}/{{*}}style")
        for family in ("paragraph", "text")
        if get_attribute(each, "family") in (family, "")
    }


def _remove_below(
    element: Element,
    styles: _Styles,
    read: Callable[[Element], bool | None],
    *,
    is_removed: bool,
    removed: list[str] | None = None,
) -> None:
    """Remove the text of an element and of all below it whose style says so, not what follows it."""
    if is_removed:
        _note(removed, element.text)
        element.text = None
    for child in [*element]:
        name, own = get_local_name(child), is_removed
        if name in _FAMILIES:
            said = styles.find(child, read)
            inherited = is_removed and _FAMILIES[name] == "text"  # a paragraph in a frame has its own style
            own = inherited if said is None else said
        _remove_below(child, styles, read, is_removed=own, removed=removed)
        if is_removed:
            _note(removed, child.tail)
            child.tail = None
            if name in _AS_TEXT:
                element.remove(child)


def _note(removed: list[str] | None, text: str | None) -> None:
    if removed is not None and text:
        removed.append(text)
