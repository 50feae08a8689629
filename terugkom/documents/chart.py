"""Charts as SVG: one way for all documents, readable in black and white, described in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_ROW, _LABEL, _WIDTH = 28, 190, 560


@dataclass(frozen=True)
class Chart:
    """A picture and its alternative text, made from the same numbers."""

    svg: str
    text: str


def bars(title: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """Draw a horizontal bar for each number; the number stands beside its bar."""
    highest = max((number for _, number in rows), default=0) or 1
    space = _WIDTH - _LABEL - 72
    parts = [
        _bar(label, number, at=30 + index * _ROW, width=max(2, round(number / highest * space)))
        for index, (label, number) in enumerate(rows)
    ]
    text = f"{title}: {', '.join(f'{label} {number}' for label, number in rows)}"
    height = 42 + len(rows) * _ROW
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-label="{escape(text)}" font-family="sans-serif" font-size="14">'
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/><g transform="translate(12, 6)">'
        f'<text x="0" y="16" font-weight="bold">{escape(title)}</text>{"".join(parts)}</g></svg>'
    )
    return Chart(svg, text)


def _bar(label: str, number: int, *, at: int, width: int) -> str:
    return (
        f'<text x="0" y="{at + 15}">{escape(label)}</text>'
        f'<rect x="{_LABEL}" y="{at}" width="{width}" height="20" fill="#2f7d4f"/>'
        f'<text x="{_LABEL + width + 8}" y="{at + 15}">{number}</text>'
    )
