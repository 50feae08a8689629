"""The forms of a page, read as a browser reads them: their fields, and what a person could fill in."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class FormField:
    """One field of a form: its kind, and the values that are offered or stand there."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    """One form of a page, by the names of its fields."""

    action: str
    fields: dict[str, FormField] = field(default_factory=dict)


def find_forms(page: str) -> list[PageForm]:
    """Return the forms that send something."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def read_notes(page: str) -> dict[str, str]:
    """Return what the label of each field says of leaving it empty, "" of one that is required."""
    labels = re.findall(r'<label for="([^"]+)">(.*?)</label>', page, re.DOTALL)
    return {
        name: "".join(re.findall(r'<span class="optional">(.*?)</span>', label)) for name, label in labels
    }


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_open = given.get("method", "").lower() == "post"
            if self._is_open:
                self.forms.append(PageForm(given.get("action", "")))
        elif tag in ("input", "textarea", "select", "button") and self._is_open and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            fields = self.forms[-1].fields
            known = fields.setdefault(given["name"], FormField(given["name"], kind))
            known.values.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_open = False
