"""Write blocks as Markdown: what `terugkom.documents.markup` parses, the other way round."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from terugkom.documents.markup import TextBlock, TextRun, parse_blocks

_SPECIAL = re.compile(r"[\\`*_<\[\]&]")
_LIKE_A_MARK = re.compile(r"(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+\s*$|-{2,}\s*$)|(\d{1,9})([.)])(?=\s|$)")
_PLAIN = TextRun("")


def format_markdown(blocks: Iterable[TextBlock]) -> str:
    """Return blocks as Markdown that parses to the same words and kinds, and to the same styles where those
    can be written.

    Spaces count as one; one at the edge of a style stands outside of it. A word that parses to anything else
    when it is bold, italic or a link is written without its style.
    """
    lines: list[str] = []
    before: TextBlock | None = None
    for block in blocks:
        text = _format_block(block)
        if not text:
            continue
        if before and not _is_one_list(before, block):
            lines.append("")
        lines.append(text)
        before = block
    return "\n".join(lines)


def _is_one_list(before: TextBlock, after: TextBlock) -> bool:
    return before.kind == after.kind == "point" and (before.number is None) == (after.number is None)


def _format_block(block: TextBlock) -> str:
    runs = tuple(_join_runs(block.runs))
    if not runs:
        return ""
    text = ""
    for tried in (runs, (TextRun("".join(run.text for run in runs)),)):
        text = _mark_block(block, "".join(_format_run(run) for run in tried))
        found = parse_blocks(text)
        if len(found) == 1 and found[0].kind == block.kind and tuple(_join_runs(found[0].runs)) == tried:
            break
    return text


def _mark_block(block: TextBlock, text: str) -> str:
    """Return the text of a block behind its mark; a text that starts like a mark is escaped."""
    like = _LIKE_A_MARK.match(text)
    if like:
        text = f"\\{text}" if like[1] else f"{like[2]}\\{text[like.end(2) :]}"
    if block.kind == "heading":
        return f"{'#' * max(1, block.level)} {text}"
    if block.kind == "point":
        return f"{block.number}. {text}" if block.number else f"- {text}"
    return text


def _format_run(run: TextRun) -> str:
    text = _SPECIAL.sub(r"\\\g<0>", run.text)
    mark = "*" * (2 * run.bold + run.italic)
    text = f"[{text}](<{run.link}>)" if run.link else text
    return f"{mark}{text}{mark}"


def _join_runs(runs: Sequence[TextRun]) -> Iterator[TextRun]:
    """Yield the runs without needless spaces, and those of one style as one."""
    letters = list(_list_letters(runs))
    for style, same in groupby(letters, key=lambda each: each[1]):
        yield replace(style, text="".join(letter for letter, _ in same))


def _list_letters(runs: Sequence[TextRun]) -> Iterator[tuple[str, TextRun]]:
    """Yield each letter with its style; a space has one only if the letters around it share it."""
    before: TextRun | None = None
    waiting = False
    for run in runs:
        style = replace(run, text="")
        for letter in run.text:
            if letter.isspace():
                waiting = before is not None
                continue
            if waiting:
                yield " ", style if style == before else _PLAIN
            yield letter, style
            before, waiting = style, False
