"""HTML that others wrote, such as mails and posts, as plain text.

It is read once from its beginning to its end, whatever is in it: the parser of the standard library looks
again through all that follows for each tag that has no end, so half a megabyte of them takes it hours.
"""

import re
from collections.abc import Iterator
from html import unescape

_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,40}")
_INSIDE_TAG = re.compile(r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+")  # only a value is quoted
_LONG_NUMBER = re.compile("&#[0-9]{20,};?")  # of no character; Python reads none of over 4,300 digits
_BLOCKS = frozenset(
    ["p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote", "hr", "pre"]
)
_RAW = frozenset(["style", "script", "title"])  # what is in them is no HTML, and is shown to nobody
_HELD = frozenset(["noscript", "object", "template"])
_IN_HEAD = frozenset(["base", "link", "meta", *_HELD, *_RAW])


class _Tags:
    """Finds the pieces of HTML; what is looked for in vain once is not looked for again behind that place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.missing: set[str] = set()
        self.heeds_quotes = True  # until a tag with an open quotation mark runs on to the end

    def list_pieces(self) -> Iterator[tuple[str, str]]:
        """Yield texts as ``("", text)`` and tags by their name, as ``("p", "")`` or ``("/p", "")``."""
        at = 0
        while (begin := self.text.find("<", at)) >= 0:
            name, end = self._read_tag(begin)
            if end < 0:  # no tag: "a < b", or one that nothing ends
                yield "", self.text[at : begin + 1]
                at = begin + 1
                continue
            yield "", self.text[at:begin]
            yield name, ""
            at = self._skip_raw(name, end)
        yield "", self.text[at:]

    def _read_tag(self, begin: int) -> tuple[str, int]:
        """Return the name of the tag that begins here and its end; "" for a comment, and -1 for none."""
        if self.text.startswith("<!--", begin):
            end = self._find("-->", begin + 4)
            return "", end if end > 0 else self._find(">", begin)
        is_end = self.text.startswith("</", begin)
        name = _NAME.match(self.text, begin + 1 + is_end)
        if name is None:
            is_other = is_end or self.text.startswith(("<!", "<?"), begin)
            return "", self._find(">", begin) if is_other else -1
        return f"{'/' * is_end}{name[0].lower()}", self._find_end(name.end())

    def _find_end(self, at: int) -> int:
        """Return where a tag ends, from the end of its name: at a ``>`` outside quotes, if there is one."""
        if self._find(">", at) < 0:
            return -1
        if self.heeds_quotes:
            inside = _INSIDE_TAG.match(self.text, at)
            if inside and inside.end() < len(self.text):
                return inside.end() + 1
            self.heeds_quotes = False
        return self._find(">", at)

    def _skip_raw(self, name: str, at: int) -> int:
        """Return where the end tag of what is no HTML begins; behind the tag itself if there is none."""
        if name not in _RAW or name in self.missing:
            return at
        found = re.compile(rf"</{name}(?![^\s/>])", re.IGNORECASE).search(self.text, at)
        if found:
            return found.start()
        self.missing.add(name)
        return at

    def _find(self, wanted: str, at: int) -> int:
        """Return where this ends, -1 if it does not come any more."""
        if wanted in self.missing:
            return -1
        found = self.text.find(wanted, at)
        if found < 0:
            self.missing.add(wanted)
            return -1
        return found + len(wanted)


class _Lines:
    """Collects the lines of HTML, one a block; what is quoted gets a mark before each line."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.depth = 0
        self.in_head = False
        self.is_held = False  # in an element of the head whose words nobody sees

    def take_tag(self, name: str) -> None:
        """Take what a tag says of the lines."""
        tag = name.removeprefix("/")
        if not name.startswith("/"):
            self.in_head = tag == "head" or (self.in_head and tag in _IN_HEAD)
            self.is_held = self.in_head and tag in _HELD
        elif tag in ("head", "html"):
            self.in_head = False
        elif tag in _HELD:
            self.is_held = False
        if tag == "blockquote":
            self.depth = max(0, self.depth + (-1 if name.startswith("/") else 1))
        if tag in _BLOCKS and name != "/br":
            self.lines.append(["> "] if self.depth else [])

    def take_text(self, text: str) -> None:
        """Take a text, with its entities, unless in an element of the head; else the head is over."""
        data = unescape(_LONG_NUMBER.sub("\ufffd", text))
        if data.strip() and not self.is_held:
            self.in_head = False
        if data and not self.in_head:
            self.lines[-1].append(" ".join(data.split()) if not data.strip() else _join_spaces(data))


def _join_spaces(data: str) -> str:
    inner = " ".join(data.split())
    return f"{' ' if data[0].isspace() else ''}{inner}{' ' if data[-1].isspace() else ''}"


def convert_html(text: str) -> str:
    """Return HTML as plain text; what stands in a blockquote has ``>`` before it."""
    found = _Lines()
    for name, words in _Tags(text).list_pieces():
        if name:
            found.take_tag(name)
        else:
            found.take_text(words)
    return re.sub(r"\n(?:>? ?\n){3,}", "\n\n", "\n".join("".join(line).rstrip() for line in found.lines))
