"""Charts as SVG for all documents, readable in black and white, with an alternative text.

Each is drawn for a page of `WIDTH` and its text is shown as it is, so the reader's language is the caller's.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from terugkom.documents.colours import WHITE, choose_text_colour
from terugkom.documents.look import DEFAULT_PALETTE, Palette

WIDTH = 560
_NAME_START, _NAME_END = "\ue000", "\ue001"  # no text of a chart has them: see `remove_unprintable`
_COLOUR_NAME = re.compile(f"{_NAME_START}([a-z_]+){_NAME_END}")
_ROW, _LABEL = 28, 190
_MAX_LABEL_LETTERS = 24  # of a label that fits
_MIN_LETTERS = 6  # that a name in the legend is cut to
_PATTERN_COUNT = 4  # of fills: plain, striped, dotted, crossed
_LEGEND_LETTER = 6.6  # how wide a letter of the legend is, roughly


@dataclass(frozen=True)
class Chart:
    """A picture and its alternative text, made from the same numbers.

    In `drawing`, which is SVG, colours stand by their names in a palette (`name_colour`).
    """

    drawing: str
    text: str

    @property
    def svg(self) -> str:
        """The picture in our own colours."""
        return self.colour(DEFAULT_PALETTE)

    def colour(self, palette: Palette) -> str:
        """Return the picture in the colours of a palette, as SVG."""
        return _COLOUR_NAME.sub(lambda found: _find_colour(palette, found[1]), self.drawing)

    @property
    def data_uri(self) -> str:
        """The picture in our own colours, as a data URI."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg.encode()).decode()}"


def name_colour(name: str) -> str:
    """Return what stands in a drawing for a colour of the palette, by its name there."""
    return f"{_NAME_START}{name}{_NAME_END}"


TEXT_COLOUR, _BAR_COLOUR = name_colour("ink"), name_colour("strong_accent")
_ON = "on_"  # before the name of a colour: black or white, whichever can be read on it


def draw_bars(title: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """Draw a horizontal bar for each number; the number stands beside its bar."""
    highest = max((number for _, number in rows), default=0) or 1
    space = WIDTH - _LABEL - 72
    parts = [
        _draw_bar(label, number, at=36 + index * _ROW, width=max(2, round(number / highest * space)))
        for index, (label, number) in enumerate(rows)
    ]
    text = f"{title}: {', '.join(f'{label} {number}' for label, number in rows)}"
    return build_chart(text, WIDTH, 42 + len(rows) * _ROW, f"{draw_title(title)}{''.join(parts)}")


def draw_stacked_bars(
    title: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], colours: Sequence[str]
) -> Chart:
    """Draw a stacked bar for each row, with a segment for each name; `colours` by their names in the palette.

    Each segment has its number and its own pattern, so that colour is never the only difference.
    """
    highest = max((sum(numbers) for _, numbers in rows), default=0) or 1
    unit = (WIDTH - _LABEL - 20) / highest
    parts = [
        _draw_segments(label, numbers, colours, 56 + n * _ROW, unit)
        for n, (label, numbers) in enumerate(rows)
    ]
    descriptions = (f"{label}: {_format_counts(names, numbers)}" for label, numbers in rows)
    text = f"{title}: {'; '.join(descriptions)}"
    drawn = f"{_draw_patterns(colours)}{draw_title(title)}{_draw_legend(names, colours)}{''.join(parts)}"
    return build_chart(text, WIDTH, 62 + len(rows) * _ROW, drawn)


def build_chart(text: str, width: int, height: int, drawn: str) -> Chart:
    """Return the drawing as a complete SVG on white, with its alternative text."""
    description = remove_unprintable(text)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(description)}" font-family="sans-serif" font-size="14" fill="{TEXT_COLOUR}">'
        f'<rect width="{width}" height="{height}" fill="{WHITE}"/>{drawn}</svg>'
    )
    return Chart(svg, description)


def draw_title(title: str, letters: int = 70) -> str:
    """Return the title as drawn on top of a picture."""
    return f'<text x="0" y="16" font-weight="bold">{escape(truncate(title, letters))}</text>'


def truncate(text: str, letters: int) -> str:
    """Return a text in at most so many letters, on one line."""
    whole = remove_unprintable(text)
    return whole if len(whole) <= letters else f"{whole[: letters - 1].rstrip()}…"


def remove_unprintable(text: str) -> str:
    """Return a text without unprintable characters, which XML may not allow."""
    return "".join(letter for letter in text if letter.isprintable())


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


def _draw_legend(names: Sequence[str], colours: Sequence[str]) -> str:
    step = WIDTH // max(len(names), 1)
    letters = max(_MIN_LETTERS, int((step - 28) / _LEGEND_LETTER))
    return "".join(
        f'<rect x="{n * step + 0.5}" y="28" width="18" height="14" fill="{_fill(n, colour)}" '
        f'stroke="{TEXT_COLOUR}"/>'
        f'<text x="{n * step + 24}" y="40" font-size="12">{escape(truncate(name, letters))}</text>'
        for n, (name, colour) in enumerate(zip(names, colours, strict=True))
    )


def _draw_segments(label: str, numbers: Sequence[int], colours: Sequence[str], at: int, unit: float) -> str:
    drawn, x = (
        [f'<text x="0" y="{at + 15}">{escape(truncate(label, _MAX_LABEL_LETTERS))}</text>'],
        float(_LABEL),
    )
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
        f'fill="{name_colour(_ON + colour)}">{number}</text>'
    )


def _find_colour(palette: Palette, name: str) -> str:
    if name.startswith(_ON):
        return choose_text_colour(_find_colour(palette, name.removeprefix(_ON)))
    return str(getattr(palette, name))


def _draw_bar(label: str, number: int, *, at: int, width: int) -> str:
    return (
        f'<text x="0" y="{at + 15}">{escape(truncate(label, _MAX_LABEL_LETTERS))}</text>'
        f'<rect x="{_LABEL}" y="{at}" width="{width}" height="20" fill="{_BAR_COLOUR}"/>'
        f'<text x="{_LABEL + width + 8}" y="{at + 15}">{number}</text>'
    )
