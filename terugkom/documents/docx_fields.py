"""What a Word document shows and does not store as text: signs of a font, fields of older forms, pictures."""

from xml.etree.ElementTree import Element

from terugkom.documents.docx_package import get_attribute, get_local_name, is_on, read_toggle
from terugkom.documents.symbol_fonts import get_check_box, get_symbol

_PICTURES = ("drawing", "pict", "object")


def replace_fields(body: Element) -> None:
    """Make text of the signs of fonts, and of the boxes and lists of older forms, in place."""
    for element in body.iter():
        name = get_local_name(element)
        if name == "sym":
            _make_text(element, get_symbol(get_attribute(element, "char"), get_attribute(element, "font")))
        elif name == "fldChar" and (shown := _read_form_field(element)):
            _make_text(element, shown)


def mark_pictures(body: Element, sign: str) -> None:
    """Put a sign where a picture stands, in place; a box with text in it is none."""
    for element in body.iter():
        if get_local_name(element) in _PICTURES and element.find(".//{*}txbxContent") is None:
            _make_text(element, sign)


def _make_text(element: Element, text: str) -> None:
    element.tag = f"{element.tag.rpartition('}')[0]}}}t"
    element[:] = []
    element.text = text


def _read_form_field(field: Element) -> str:
    """Return what a box or a list of a form shows; "" for any other field, whose text follows it."""
    box, choices = field.find("./{*}ffData/{*}checkBox"), field.find("./{*}ffData/{*}ddList")
    if box is not None:
        checked = read_toggle(box, "checked")
        return get_check_box(is_checked=is_on(box, "default") if checked is None else checked)
    entries = choices.findall("./{*}listEntry") if choices is not None else []
    if choices is None or not entries:
        return ""
    result = choices.find("./{*}result")
    number = get_attribute(choices.find("./{*}default") if result is None else result, "val")
    at = int(number) if number.isdecimal() else 0
    return get_attribute(entries[at], "val") if at < len(entries) else ""
