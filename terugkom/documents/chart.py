"""Charts as SVG for all documents, readable in black and white, with an alternative text.

Each is drawn for a page of `WIDTH`, and again for a narrow screen where that is too small to be read on one.
Its text is shown as it is, so the reader's language is the caller's.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from terugkom.documents.colours import WHITE, choose_text_colour
from terugkom.documents.look import DEFAULT_PALETTE, Palette

WIDTH = 560
_NAME_START, _NAME_END = "\ue000", "\ue001"  # no text of a chart has them: see `remove_unprintable`
_COLOUR_NAME = re.compile(f"{_NAME_START}([a-z_]+){_NAME_END}")
ROW, LABEL = 28, 190  # pixels: the height of a row, the width of the labels
MAX_LABEL_LETTERS = 24  # of a label that fits
_LABEL_SIZE, _SMALL_LABEL = 14, 11  # pixels: of the letters of a label, and of one that is long


@dataclass(frozen=True)
class Chart:
    """A picture and its alternative text, made from the same numbers.

    In `drawing`, which is SVG, colours stand by their names in a palette (`get_colour_name`).
    `narrow_drawing` is the same for a narrow screen, empty where the first can be read there.
    """

    drawing: str
    text: str
    narrow_drawing: str = ""

    @property
    def svg(self) -> str:
        """The picture in our own colours."""
        return self.colour(DEFAULT_PALETTE)

    def colour(self, palette: Palette) -> str:
        """Return the picture in the colours of a palette, as SVG."""
        return _COLOUR_NAME.sub(lambda found: _find_colour(palette, found[1]), self.drawing)

    @property
    def narrow(self) -> "Chart":
        """The chart as it is drawn for a narrow screen."""
        return Chart(self.narrow_drawing or self.drawing, self.text)

    @property
    def data_uri(self) -> str:
        """The picture in our own colours, as a data URI."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg.encode()).decode()}"


def get_colour_name(name: str) -> str:
    """Return what stands in a drawing for a colour of the palette, by its name there."""
    return f"{_NAME_START}{name}{_NAME_END}"


TEXT_COLOUR, _BAR_COLOUR = get_colour_name("ink"), get_colour_name("strong_accent")
ON = "on_"  # before the name of a colour: black or white, whichever can be read on it


def draw_bars(title: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """Draw a horizontal bar for each number; the number stands beside its bar."""
    highest = max((number for _, number in rows), default=0) or 1
    space = WIDTH - LABEL - 72
    is_small = has_long_label((label for label, _ in rows), MAX_LABEL_LETTERS)
    parts = [
        _draw_bar(label, number, 36 + index * ROW, max(2, round(number / highest * space)), is_small=is_small)
        for index, (label, number) in enumerate(rows)
    ]
    text = f"{title}: {', '.join(f'{label} {number}' for label, number in rows)}"
    return build_chart(text, WIDTH, 42 + len(rows) * ROW, f"{draw_title(title)}{''.join(parts)}")


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


def has_long_label(labels: Iterable[str], letters: int) -> bool:
    """Return whether a label of a chart is longer than so many letters: then all of them are drawn small."""
    return any(len(remove_unprintable(each)) > letters for each in labels)


def draw_label(label: str, at: int, letters: int, *, is_small: bool) -> str:
    """Return the label of a row that begins at this height, cut if it is too long even in small letters."""
    small = f' font-size="{_SMALL_LABEL}"' if is_small else ""
    shown = truncate(label, letters * _LABEL_SIZE // _SMALL_LABEL if small else letters)
    return f'<text x="0" y="{at + 15}"{small}>{escape(shown)}</text>'


def truncate(text: str, letters: int) -> str:
    """Return a text in at most so many letters, on one line, and in whole words where it has short ones."""
    whole = remove_unprintable(text)
    if len(whole) <= letters:
        return whole
    cut = whole[: letters - 1]
    words = cut if whole[letters - 1] == " " else cut.rpartition(" ")[0]
    return f"{(words if 2 * len(words) > letters else cut).rstrip()}…"


def remove_unprintable(text: str) -> str:
    """Return a text without unprintable characters, which XML may not allow."""
    return "".join(letter for letter in text if letter.isprintable())


@lru_cache(1024)  # the letters on each bar: all municipalities without colours of their own have ours
def _find_colour(palette: Palette, name: str) -> str:
    if name.startswith(ON):
        return choose_text_colour(_find_colour(palette, name.removeprefix(ON)))
    return str(getattr(palette, name))


def _draw_bar(label: str, number: int, at: int, width: int, *, is_small: bool) -> str:
    return (
        f"{draw_label(label, at, MAX_LABEL_LETTERS, is_small=is_small)}"
        f'<rect x="{LABEL}" y="{at}" width="{width}" height="20" fill="{_BAR_COLOUR}"/>'
        f'<text x="{LABEL + width + 8}" y="{at + 15}">{number}</text>'
    )
