"""Charts as SVG: one way for all documents, readable in black and white, described in words."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_ROW, _LABEL, _WIDTH = 28, 190, 560
_LETTERS = 24  # of a label that fits


@dataclass(frozen=True)
class Chart:
    """A picture and its alternative text, made from the same numbers."""

    svg: str
    text: str

    @property
    def address(self) -> str:
        """The picture as an address that holds the picture itself."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg.encode()).decode()}"


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


def stacked(
    title: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], colours: Sequence[str]
) -> Chart:
    """Draw a bar for each row, parted in as many pieces as there are names, each piece with its number."""
    highest = max((sum(numbers) for _, numbers in rows), default=0) or 1
    unit = (_WIDTH - _LABEL - 20) / highest
    parts = [_pieces(label, numbers, colours, 56 + n * _ROW, unit) for n, (label, numbers) in enumerate(rows)]
    told = (f"{label}: {_counted(names, numbers)}" for label, numbers in rows)
    text = f"{title}: {'; '.join(told)}"
    height = 62 + len(rows) * _ROW
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-label="{escape(text)}" font-family="sans-serif" font-size="14">'
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<text x="0" y="16" font-weight="bold">{escape(title)}</text>'
        f"{_legend(names, colours)}{''.join(parts)}</svg>"
    )
    return Chart(svg, text)


def _counted(names: Sequence[str], numbers: Sequence[int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in zip(names, numbers, strict=True) if number)


def _legend(names: Sequence[str], colours: Sequence[str]) -> str:
    step = _WIDTH // max(len(names), 1)
    return "".join(
        f'<rect x="{n * step}" y="28" width="14" height="14" fill="{colour}" stroke="#22301f"/>'
        f'<text x="{n * step + 20}" y="40" font-size="12">{escape(name)}</text>'
        for n, (name, colour) in enumerate(zip(names, colours, strict=True))
    )


def _pieces(label: str, numbers: Sequence[int], colours: Sequence[str], at: int, unit: float) -> str:
    short = label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1]}…"
    drawn, x = [f'<text x="0" y="{at + 15}">{escape(short)}</text>'], float(_LABEL)
    for number, colour in zip(numbers, colours, strict=True):
        if not number:
            continue
        width = number * unit
        drawn.append(
            f'<rect x="{x:.1f}" y="{at}" width="{width:.1f}" height="20" fill="{colour}" stroke="#22301f"/>'
        )
        if width > 9 * len(str(number)):
            place = f'x="{x + width / 2:.1f}" y="{at + 15}" text-anchor="middle"'
            drawn.append(f'<text {place} fill="{_on(colour)}">{number}</text>')
        x += width
    return "".join(drawn)


def _on(colour: str) -> str:
    """Return the colour of letters that can be read on this one."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#000000" if 299 * red + 587 * green + 114 * blue > 140_000 else "#ffffff"


def _bar(label: str, number: int, *, at: int, width: int) -> str:
    return (
        f'<text x="0" y="{at + 15}">{escape(label)}</text>'
        f'<rect x="{_LABEL}" y="{at}" width="{width}" height="20" fill="#2f7d4f"/>'
        f'<text x="{_LABEL + width + 8}" y="{at + 15}">{number}</text>'
    )
