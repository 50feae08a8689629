"""HTML that others wrote, such as mails and posts, as plain text."""

import re
from html.parser import HTMLParser


class _TextOfHtml(HTMLParser):
    """Collects the text of HTML, a line a block; what is quoted gets a mark before each line."""

    _BLOCKS = frozenset(
        ["p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote", "hr", "pre"]
    )
    _HIDDEN = frozenset(("style", "script", "head", "title"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.depth = 0
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._HIDDEN:
            self.hidden += 1
        if tag == "blockquote":
            self.depth += 1
        if tag in self._BLOCKS:
            self.break_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        if tag == "blockquote":
            self.depth = max(0, self.depth - 1)
        if tag in self._BLOCKS and tag != "br":
            self.break_line()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1] += " ".join(data.split()) if not data.strip() else _join_spaces(data)

    def break_line(self) -> None:
        """End the line that is being collected, and begin one as deep as it is quoted."""
        self.lines.append("> " if self.depth else "")


def _join_spaces(data: str) -> str:
    inner = " ".join(data.split())
    return f"{' ' if data[0].isspace() else ''}{inner}{' ' if data[-1].isspace() else ''}"


def convert_html(text: str) -> str:
    """Return HTML as plain text; what stands in a blockquote has ``>`` before it."""
    parser = _TextOfHtml()
    parser.feed(text)
    parser.close()
    return re.sub(r"\n(?:>? ?\n){3,}", "\n\n", "\n".join(line.rstrip() for line in parser.lines))
