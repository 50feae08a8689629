"""Charts of stacked bars: one drawn for a page, and one for a telephone, with each label above its bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, sqrt

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
    get_colour_name,
    has_long_label,
    truncate,
)

_MIN_LETTERS = 6  # that a name in the legend is cut to
_PATTERN_COUNT = 6  # of fills: plain, striped, dotted, crossed, plain again, striped the other way
_STRIPE_STEP = 8 * sqrt(2)  # pixels along an edge: eight between two stripes
_DOT, _DOT_STEP = 3.2, 8 / sqrt(2)  # pixels: a dot, and from one column or row of dots to the next
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
    legend_columns: int  # 0 for all names on one line, or two where they do not fit
    legend_size: int  # of its letters
    title_letters: int


_PAGE = _Layout(WIDTH, LABEL, MAX_LABEL_LETTERS, ROW, 0, 12, 70)
_TELEPHONE = _Layout(320, 0, 40, 50, 2, 14, 40)  # of 360 pixels, less the margins of a mail


@dataclass(frozen=True)
class _Box:
    """A segment of a bar, or its sample in the legend, in pixels."""

    x: float
    y: int
    width: float
    height: int


@dataclass(frozen=True)
class _StackedBars:
    """What is drawn: a bar for each row, with a segment for each name."""

    title: str
    names: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]
    colours: Sequence[str]

    def list_legend(self) -> list[tuple[int, str, str]]:
        """Return the pattern, name and colour of what is drawn; of all names if nothing is."""
        known = list(zip(range(len(self.names)), self.names, self.colours, strict=True))
        return [each for each in known if any(numbers[each[0]] for _, numbers in self.rows)] or known


def draw_stacked_bars(
    title: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], colours: Sequence[str]
) -> Chart:
    """Draw a stacked bar for each row, with a segment for each name; `colours` by their names in the palette.

    Each segment has its number and its own pattern, so that colour is never the only difference. The legend
    has the names that some row has a number of; each keeps its pattern.
    """
    bars = _StackedBars(title, names, rows, colours)
    descriptions = (f"{label}: {_format_counts(names, numbers)}" for label, numbers in rows)
    text = f"{title}{', ' if len(rows) == 1 else ': '}{'; '.join(descriptions)}"
    page, telephone = (_draw(bars, text, each) for each in (_PAGE, _TELEPHONE))
    return Chart(page.drawing, page.text, telephone.drawing)


def _draw(bars: _StackedBars, text: str, layout: _Layout) -> Chart:
    names = [name for _, name, _ in bars.list_legend()]
    columns = layout.legend_columns or _choose_columns(names, layout)
    top = 36 + _LEGEND_LINE * max(ceil(len(names) / columns), 1)
    highest = max((sum(numbers) for _, numbers in bars.rows), default=0) or 1
    unit = (layout.width - layout.label - (20 if layout.label else 2)) / highest
    parts = [
        _draw_segments(numbers, bars.colours, top + n * layout.row, unit, layout)
        for n, (_, numbers) in enumerate(bars.rows)
    ]
    is_small = has_long_label((label for label, _ in bars.rows), layout.label_letters)
    labels = [
        draw_label(label, top + n * layout.row, layout.label_letters, is_small=is_small)
        for n, (label, _) in enumerate(bars.rows)
    ]
    title, legend = draw_title(bars.title, layout.title_letters), _draw_legend(bars, columns, layout)
    drawn = f"{title}{legend}{''.join((*labels, *parts))}"
    return build_chart(text, layout.width, top + 6 + len(bars.rows) * layout.row, drawn)


def _format_counts(names: Sequence[str], numbers: Sequence[int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in zip(names, numbers, strict=True) if number)


def _draw_box(n: int, colour: str, box: _Box) -> str:
    """Return the n-th segment with its pattern: plain, striped, dotted, crossed, plain, striped the other
    way, and so on again."""
    rect = (
        f'<rect x="{box.x:.1f}" y="{box.y}" width="{box.width:.1f}" height="{box.height}" '
        f'fill="{get_colour_name(colour)}" stroke="{TEXT_COLOUR}"/>'
    )
    match n % _PATTERN_COUNT:
        case 1:
            return rect + _draw_marks(_draw_stripes(box))
        case 2:
            return rect + _draw_marks(_draw_dots(box), f' stroke-width="{_DOT}" stroke-linecap="round"')
        case 3:
            return rect + _draw_marks(_draw_stripes(box) + _draw_stripes(box, mirrored=True))
        case 5:
            return rect + _draw_marks(_draw_stripes(box, mirrored=True))
    return rect


def _draw_marks(marks: str, how: str = "") -> str:
    """Return the marks of a pattern as one path: to fill a box with an SVG pattern takes a PNG longer."""
    return f'<path d="{marks}" fill="none" stroke="{TEXT_COLOUR}"{how}/>' if marks else ""


def _draw_stripes(box: _Box, *, mirrored: bool = False) -> str:
    """Return slanting lines, from edge to edge of a box; `mirrored` are those that slant the other way."""
    count = ceil((box.width + box.height) / _STRIPE_STEP - 0.5)
    places = [(n + 0.5) * _STRIPE_STEP for n in range(count)]
    whole = [each for each in places if box.height <= each <= box.width]  # from top to bottom
    parts = [_draw_stripe(box, each, mirrored) for each in places if each not in whole]
    if whole:
        way, high = 1 if mirrored else -1, box.height
        next_one = f"m{-way * (_STRIPE_STEP + high):.2f} {-high}l{way * high} {high}"
        parts.append(_draw_stripe(box, whole[0], mirrored) + (len(whole) - 1) * next_one)
    return "".join(parts)


def _draw_stripe(box: _Box, at: float, mirrored: bool) -> str:
    """Return one line; all along it x and y, from the corner of the box, are `at` together."""
    right, low = min(at, box.width), min(at, box.height)
    long = right + low - at
    x, across = (box.width - right, long) if mirrored else (right, -long)
    return f"M{_shorten(box.x + x)} {_shorten(box.y + at - right)}l{_shorten(across)} {_shorten(long)}"


def _draw_dots(box: _Box) -> str:
    """Return dots in a grid on its corner, the whole of it in the middle of a box: no dot is cut."""
    columns, rows = (int((side - _DOT - 1) / _DOT_STEP) + 1 for side in (box.width, box.height))
    if box.width <= _DOT + 1:
        return ""
    left, high = (
        at + (side - (count - 1) * _DOT_STEP) / 2
        for at, side, count in ((box.x, box.width, columns), (box.y, box.height, rows))
    )
    next_one = f"m{2 * _DOT_STEP:.2f} 0h0"
    drawn = []
    for row in range(rows):
        first = 1 - row % 2  # each second row begins in the first column
        if count := len(range(first, columns, 2)):
            start = f"M{_shorten(left + first * _DOT_STEP)} {_shorten(high + row * _DOT_STEP)}h0"
            drawn.append(start + (count - 1) * next_one)
    return "".join(drawn)


def _shorten(pixels: float) -> str:
    """Return a length as short as SVG can have it, in tenths."""
    return f"{pixels:.1f}".removesuffix(".0")


def _choose_columns(names: Sequence[str], layout: _Layout) -> int:
    """Return how many names stand on a line: all, or half of them where one would be cut off."""
    columns = max(len(names), 1)
    longest = max(map(len, names), default=0)
    return columns if longest <= _count_letters(columns, layout) else ceil(columns / 2)


def _count_letters(columns: int, layout: _Layout) -> int:
    """Return how many letters of a name fit in a legend of so many columns."""
    return max(_MIN_LETTERS, int((layout.width // columns - 28) / (_LETTER * layout.legend_size)))


def _draw_legend(bars: _StackedBars, columns: int, layout: _Layout) -> str:
    step, size = layout.width // columns, layout.legend_size
    letters = _count_letters(columns, layout)
    drawn = []
    for n, (pattern, name, colour) in enumerate(bars.list_legend()):
        x, y = n % columns * step, 28 + n // columns * _LEGEND_LINE
        drawn.append(
            f"{_draw_box(pattern, colour, _Box(x + 0.5, y, 18, 14))}"
            f'<text x="{x + 24}" y="{y + 12}" font-size="{size}">{escape(truncate(name, letters))}</text>'
        )
    return "".join(drawn)


def _draw_segments(
    numbers: Sequence[int], colours: Sequence[str], at: int, unit: float, layout: _Layout
) -> str:
    drawn = []
    x, at = (float(layout.label), at) if layout.label else (1.0, at + _ABOVE_BAR)
    for n, (number, colour) in enumerate(zip(numbers, colours, strict=True)):
        if not number:
            continue
        width = number * unit
        drawn.append(_draw_box(n, colour, _Box(x, at, width, 20)))
        plate = 9 * len(str(number)) + 5
        if width > plate:
            drawn.append(_draw_number_label(number, colour, x + width / 2, at, plate))
        x += width
    return "".join(drawn)


def _draw_number_label(number: int, colour: str, middle: float, at: int, width: int) -> str:
    """Return a number on a plain background, so that a pattern does not run through it."""
    return (
        f'<rect x="{middle - width / 2:.1f}" y="{at + 2}" width="{width}" height="16" rx="3" '
        f'fill="{get_colour_name(colour)}"/>'
        f'<text x="{middle:.1f}" y="{at + 15}" text-anchor="middle" '
        f'fill="{get_colour_name(ON + colour)}">{number}</text>'
    )
