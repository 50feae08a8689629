"""Charts of stacked bars: one drawn for a page, and one for a telephone, with each label above its bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from terugkom.documents.chart import (
    LABEL,
    MAX_LABEL_LETTERS,
    ON,
    ROW,
    TEXT_COLOUR,
    WIDTH,
    Chart,
    build_chart,
    draw_label,
    draw_title,
    name_colour,
    truncate,
)

_MIN_LETTERS = 6  # that a name in the legend is cut to
_PATTERN_COUNT = 4  # of fills: plain, striped, dotted, crossed
_LETTER = 0.55  # how wide a letter is, roughly, as a share of its size
_LEGEND_LINE = 20  # pixels
_ABOVE_BAR = 21  # pixels of a label above its bar


@dataclass(frozen=True)
class _Layout:
    """Where all stands, in pixels: labels left of their bars, or above them where `label` is 0."""

    width: int
    label: int
    label_letters: int
    row: int
    legend_columns: int  # 0 for all names on one line
    legend_size: int  # of its letters
    title_letters: int


_PAGE = _Layout(WIDTH, LABEL, MAX_LABEL_LETTERS, ROW, 0, 12, 70)
_TELEPHONE = _Layout(320, 0, 40, 50, 2, 14, 40)  # of 360 pixels, less the margins of a mail


@dataclass(frozen=True)
class _StackedBars:
    """What is drawn: a bar for each row, with a segment for each name."""

    title: str
    names: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]
    colours: Sequence[str]


def draw_stacked_bars(
    title: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], colours: Sequence[str]
) -> Chart:
    """Draw a stacked bar for each row, with a segment for each name; `colours` by their names in the palette.

    Each segment has its number and its own pattern, so that colour is never the only difference.
    """
    bars = _StackedBars(title, names, rows, colours)
    descriptions = (f"{label}: {_format_counts(names, numbers)}" for label, numbers in rows)
    text = f"{title}: {'; '.join(descriptions)}"
    page, telephone = (_draw(bars, text, each) for each in (_PAGE, _TELEPHONE))
    return Chart(page.drawing, page.text, telephone.drawing)


def _draw(bars: _StackedBars, text: str, layout: _Layout) -> Chart:
    columns = layout.legend_columns or max(len(bars.names), 1)
    top = 36 + _LEGEND_LINE * max(ceil(len(bars.names) / columns), 1)
    highest = max((sum(numbers) for _, numbers in bars.rows), default=0) or 1
    unit = (layout.width - layout.label - (20 if layout.label else 2)) / highest
    parts = [
        _draw_segments(label, numbers, bars.colours, top + n * layout.row, unit, layout)
        for n, (label, numbers) in enumerate(bars.rows)
    ]
    title, legend = draw_title(bars.title, layout.title_letters), _draw_legend(bars, columns, layout)
    drawn = f"{_draw_patterns(bars.colours)}{title}{legend}{''.join(parts)}"
    return build_chart(text, layout.width, top + 6 + len(bars.rows) * layout.row, drawn)


def _format_counts(names: Sequence[str], numbers: Sequence[int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in zip(names, numbers, strict=True) if number)


def _draw_patterns(colours: Sequence[str]) -> str:
    """Return the fills: plain, striped, dotted, crossed, and so on again."""
    marks = (
        "",
        f'<path d="M0 0v8" stroke="{TEXT_COLOUR}" stroke-width="2"/>',
        f'<circle cx="4" cy="4" r="1.6" fill="{TEXT_COLOUR}"/>',
        f'<path d="M0 4h8M4 0v8" stroke="{TEXT_COLOUR}" stroke-width="1"/>',
    )
    fills = (
        f'<pattern id="fill{n}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="8" height="8" fill="{name_colour(colour)}"/>'
        f"{marks[n % _PATTERN_COUNT]}</pattern>"
        for n, colour in enumerate(colours)
        if n % _PATTERN_COUNT
    )
    return f"<defs>{''.join(fills)}</defs>"


def _fill(n: int, colour: str) -> str:
    """Return the fill of the n-th segment; a plain one as a colour: tiles of a pattern would show seams."""
    return f"url(#fill{n})" if n % _PATTERN_COUNT else name_colour(colour)


def _draw_legend(bars: _StackedBars, columns: int, layout: _Layout) -> str:
    step, size = layout.width // columns, layout.legend_size
    letters = max(_MIN_LETTERS, int((step - 28) / (_LETTER * size)))
    drawn = []
    for n, (name, colour) in enumerate(zip(bars.names, bars.colours, strict=True)):
        x, y = n % columns * step, 28 + n // columns * _LEGEND_LINE
        drawn.append(
            f'<rect x="{x + 0.5}" y="{y}" width="18" height="14" fill="{_fill(n, colour)}" '
            f'stroke="{TEXT_COLOUR}"/>'
            f'<text x="{x + 24}" y="{y + 12}" font-size="{size}">{escape(truncate(name, letters))}</text>'
        )
    return "".join(drawn)


def _draw_segments(
    label: str, numbers: Sequence[int], colours: Sequence[str], at: int, unit: float, layout: _Layout
) -> str:
    drawn = [draw_label(label, at, layout.label_letters)]
    x, at = (float(layout.label), at) if layout.label else (1.0, at + _ABOVE_BAR)
    for n, (number, colour) in enumerate(zip(numbers, colours, strict=True)):
        if not number:
            continue
        width = number * unit
        drawn.append(
            f'<rect x="{x:.1f}" y="{at}" width="{width:.1f}" height="20" fill="{_fill(n, colour)}" '
            f'stroke="{TEXT_COLOUR}"/>'
        )
        plate = 9 * len(str(number)) + 5
        if width > plate:
            drawn.append(_draw_number_label(number, colour, x + width / 2, at, plate))
        x += width
    return "".join(drawn)


def _draw_number_label(number: int, colour: str, middle: float, at: int, width: int) -> str:
    """Return a number on a plain background, so that a pattern does not run through it."""
    return (
        f'<rect x="{middle - width / 2:.1f}" y="{at + 2}" width="{width}" height="16" rx="3" '
        f'fill="{name_colour(colour)}"/>'
        f'<text x="{middle:.1f}" y="{at + 15}" text-anchor="middle" '
        f'fill="{name_colour(ON + colour)}">{number}</text>'
    )
