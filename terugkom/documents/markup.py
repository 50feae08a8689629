"""The Markdown subset that stories are written in: paragraphs, subheadings, lists, bold, italic and links.

One parser for all documents: HTML for pages and mails, plain text for the rest, and blocks for Word,
slides or PDF. HTML in the text is shown as text; a link goes to the web or to a mail address.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINKS = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class TextRun:
    """Text with one style."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class TextBlock:
    """A paragraph (`text`), a subheading (``heading``) or a ``point`` of a list, with its number if any."""

    kind: str
    runs: tuple[TextRun, ...]
    number: int | None = None
    level: int = 0  # of a heading, as written: 1 to 6

    @property
    def text(self) -> str:
        """Its words alone."""
        return "".join(run.text for run in self.runs)


@lru_cache(1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # here, as most of what imports this module reads no Markdown

    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(["image", "code", "fence", "html_block", "html_inline", "hr", "blockquote", "reference"])
    reader.validateLink = lambda url: url.startswith(_LINKS)  # type: ignore[method-assign]
    return reader


def render_html(text: str, *, below: int = 2) -> str:
    """Return Markdown as HTML; its highest subheading is one below heading level `below`."""
    tokens = _parse_tokens(text)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    above = below
    for opening, closing in zip(tokens, tokens[2:], strict=False):
        if opening.type == "heading_open":
            level = min(6, above + 1, int(opening.tag[1]) - highest + below + 1)  # none is passed over
            opening.tag = closing.tag = f"h{level}"
            above = level
    return str(_parser().renderer.render(tokens, _parser().options, {}))


def render_plain(text: str) -> str:
    """Return Markdown as plain text: points with a dash, links with their address behind them."""
    lines: list[str] = []
    before = ""
    for block in parse_blocks(text):
        line = "".join(_render_plain_run(run) for run in block.runs)
        mark = f"{block.number}. " if block.number else "- " if block.kind == "point" else ""
        if lines and (before, block.kind) != ("point", "point"):
            lines.append("")
        lines.append(mark + line)
        before = block.kind
    return "\n".join(lines)


def parse_blocks(text: str) -> tuple[TextBlock, ...]:
    """Return Markdown as blocks, in order."""
    return tuple(_build_blocks(_parse_tokens(text)))


def _parse_tokens(text: str) -> "list[Token]":
    """Return the tokens of Markdown, without headings and links that have no visible text."""
    tokens = _parser().parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_drop_empty_links(token.children))
    empty = {
        at
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and not _has_visible_text(tokens[at + 1].children or ())
    }
    return [token for at, token in enumerate(tokens) if empty.isdisjoint((at, at - 1, at - 2))]


def _drop_empty_links(tokens: "Sequence[Token]") -> "Iterator[Token]":
    """Leave out links without text: a screen reader would announce an empty link."""
    empty = 0
    for at, token in enumerate(tokens):
        if token.type == "link_open":
            end = next(n for n in range(at, len(tokens)) if tokens[n].type == "link_close")
            empty = 0 if _has_visible_text(tokens[at:end]) else 1
        if not (empty and token.type in ("link_open", "link_close")):
            yield token


def _has_visible_text(tokens: "Sequence[Token]") -> bool:
    return any(letter.isprintable() and not letter.isspace() for token in tokens for letter in token.content)


def parse_print_blocks(text: str) -> tuple[TextBlock, ...]:
    """Return Markdown as blocks with a link's URL after its text, for print."""
    return tuple(replace(block, runs=tuple(_expand_links(block.runs))) for block in parse_blocks(text))


def shorten_url(link: str) -> str:
    """Return a link as it is printed: ``zilverbeke.example.org/mvo``."""
    return link.removeprefix("mailto:").removeprefix("https://").removeprefix("http://").rstrip("/")


def _expand_links(runs: Sequence[TextRun]) -> Iterator[TextRun]:
    for link, of_link in groupby(runs, key=lambda run: run.link):
        together = tuple(of_link)
        yield from (replace(run, link="") for run in together)
        if link and shorten_url(link) not in "".join(run.text for run in together):
            yield TextRun(f" ({shorten_url(link)})")


def _build_blocks(tokens: "Sequence[Token]") -> Iterator[TextBlock]:
    kind, level, numbers = "text", 0, list[int | None]()
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)) - 1)
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open" if numbers and numbers[-1] is not None:
                numbers[-1] += 1
            case "heading_open":
                kind, level = "heading", int(token.tag[1])
            case "heading_close":
                kind, level = "text", 0
            case "inline":
                runs = tuple(_build_runs(token.children or ()))
                in_list = numbers and kind == "text"
                yield TextBlock("point", runs, numbers[-1]) if in_list else TextBlock(kind, runs, None, level)


def _build_runs(tokens: "Sequence[Token]") -> Iterator[TextRun]:
    bold = italic = 0
    link = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += 1 if token.type == "strong_open" else -1
            case "em_open" | "em_close":
                italic += 1 if token.type == "em_open" else -1
            case "link_open":
                link = str(token.attrs.get("href", ""))
            case "link_close":
                link = ""
            case "softbreak" | "hardbreak":
                yield TextRun(" ", bool(bold), bool(italic), link)
            case _ if token.content:
                yield TextRun(token.content, bool(bold), bool(italic), link)


def _render_plain_run(run: TextRun) -> str:
    address = run.link.removeprefix("mailto:")
    return f"{run.text} ({address})" if run.link and address != run.text else run.text
