"""The little Markdown that stories are written in: paragraphs, subheadings, lists, bold, italic and links.

One reader for all documents: HTML for pages and mails, plain text for the rest, and blocks for what is set in
Word, slides or PDF. HTML in the text is shown as text; a link leads to the web or to a mail address.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LINKS = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Run:
    """Words in one manner."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph (`text`), a subheading (`heading`) or a `point` of a list, with its number if any."""

    kind: str
    runs: tuple[Run, ...]
    number: int | None = None

    @property
    def text(self) -> str:
        """Its words alone."""
        return "".join(run.text for run in self.runs)


@lru_cache(1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(["image", "code", "fence", "html_block", "html_inline", "hr", "blockquote", "reference"])
    reader.validateLink = lambda url: url.startswith(_LINKS)  # type: ignore[method-assign]
    return reader


def html(text: str, *, below: int = 2) -> str:
    """Return Markdown as HTML; its highest subheading is one below heading level `below`."""
    tokens = _reader().parse(text)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) - highest + below + 1)}"
    return str(_reader().renderer.render(tokens, _reader().options, {}))


def plain(text: str) -> str:
    """Return Markdown as plain text: points with a dash, links with their address behind them."""
    lines: list[str] = []
    before = ""
    for block in blocks(text):
        told = "".join(_plain(run) for run in block.runs)
        mark = f"{block.number}. " if block.number else "- " if block.kind == "point" else ""
        if lines and (before, block.kind) != ("point", "point"):
            lines.append("")
        lines.append(mark + told)
        before = block.kind
    return "\n".join(lines)


def blocks(text: str) -> tuple[Block, ...]:
    """Return Markdown as blocks, in order."""
    return tuple(_blocks(_reader().parse(text)))


def on_paper(text: str) -> tuple[Block, ...]:
    """Return Markdown as blocks with a link's address behind its words: on paper nobody can click."""
    return tuple(replace(block, runs=tuple(_on_paper(block.runs))) for block in blocks(text))


def address(link: str) -> str:
    """Return a link as it stands on paper: ``zilverbeke.example.org/mvo``."""
    return link.removeprefix("mailto:").removeprefix("https://").removeprefix("http://").rstrip("/")


def _on_paper(runs: Sequence[Run]) -> Iterator[Run]:
    for link, of_link in groupby(runs, key=lambda run: run.link):
        together = tuple(of_link)
        yield from (replace(run, link="") for run in together)
        if link and address(link) not in "".join(run.text for run in together):
            yield Run(f" ({address(link)})")


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    kind, numbers = "text", list[int | None]()
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
                kind = "heading"
            case "heading_close":
                kind = "text"
            case "inline":
                runs = tuple(_runs(token.children or ()))
                in_list = numbers and kind == "text"
                yield Block("point", runs, numbers[-1]) if in_list else Block(kind, runs)


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
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
                yield Run(" ", bool(bold), bool(italic), link)
            case _ if token.content:
                yield Run(token.content, bool(bold), bool(italic), link)


def _plain(run: Run) -> str:
    address = run.link.removeprefix("mailto:")
    return f"{run.text} ({address})" if run.link and address != run.text else run.text
