"""A check of HTML mails: can somebody who listens, who sees little or who holds a phone read it?"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "br", "img", "hr", "link", "input"}
_NO_TEXT = {"title", "style", "script"}
_NAMED = {"white": "#ffffff", "black": "#000000"}
_WIDEST = 600


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    color: str
    background: str
    text: str = ""


@dataclass
class _Check(HTMLParser):
    problems: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    language: str = ""
    viewport: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [_Element("", {}, "#000000", "#ffffff")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        style = _style(attributes.get("style", ""))
        above = self._open[-1]
        element = _Element(
            tag,
            attributes,
            style.get("color", above.color),
            style.get("background-color", style.get("background", above.background)),
        )
        self._look_at(element, style)
        if tag not in _VOID:
            self._open.append(element)

    def _look_at(self, element: _Element, style: dict[str, str]) -> None:
        tag, attributes = element.tag, element.attributes
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag == "meta" and attributes.get("name") == "viewport":
            self.viewport = attributes.get("content", "")
        if tag == "img" and not attributes.get("alt", "").strip():
            self.problems.append("a picture without alternative text")
        if tag in ("script", "style", "iframe", "form"):
            self.problems.append(f"<{tag}> has no place in a mail")
        if any(name.startswith("on") for name in attributes):
            self.problems.append(f"<{tag}> with a script in an attribute")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for width in (attributes.get("width", ""), style.get("width", ""), style.get("min-width", "")):
            if (found := re.fullmatch(r"(\d+)(px)?", width)) and int(found[1]) > _WIDEST:
                self.problems.append(f"<{tag}> is {width} wide")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        element = self._open.pop()
        if element.tag != tag:
            self.problems.append(f"</{tag}> closes <{element.tag}>")
        if not self._open:
            self._open.append(element)
        if tag == "title":
            self.title = element.text.strip()
        elif tag == "a" and not element.text.strip():
            self.problems.append("a link without text")
        elif re.fullmatch(r"h[1-6]", tag) and not element.text.strip():
            self.problems.append(f"an empty <{tag}>")
        self._open[-1].text += element.text

    def handle_data(self, data: str) -> None:
        element = self._open[-1]
        element.text += data
        if not data.strip() or element.tag in _NO_TEXT:
            return
        contrast = contrast_of(element.color, element.background)
        if contrast < 4.5:
            self.problems.append(
                f"contrast {contrast:.1f} of {data.strip()[:20]!r} ({element.color} on {element.background})"
            )

    def conclude(self) -> list[str]:
        if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", self.language):
            self.problems.append("no language")
        if not self.title:
            self.problems.append("no title")
        if "width=device-width" not in self.viewport:
            self.problems.append("no viewport")
        if self.headings.count(1) != 1:
            self.problems.append(f"{self.headings.count(1)} first headings")
        for before, after in zip([0, *self.headings], self.headings, strict=False):
            if after > before + 1:
                self.problems.append(f"a heading {after} after {before}")
        if len(self._open) > 1:
            self.problems.append(f"<{self._open[-1].tag}> is not closed")
        return self.problems


def problems(html: str) -> list[str]:
    """Return what is wrong with an HTML mail, in words; nothing if all is well."""
    check = _Check()
    check.feed(html)
    check.close()
    return check.conclude()


def contrast_of(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 counts it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    written = _NAMED.get(color, color).removeprefix("#")
    if len(written) == 3:
        written = "".join(digit * 2 for digit in written)
    channels = [int(written[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _style(written: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in written.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if name.strip()}
