"""A municipality's own look: its logo, two colours and a font, through every document. The default is ours.

The shades that documents need besides the two colours follow from them, each with the contrast that it
needs: a municipality chooses two colours and not twenty. All colours of this program stand here.
"""

import math
import re
from base64 import b64encode
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from markupsafe import Markup

from terugkom.documents.colours import WHITE, build_shade_of, compute_contrast, ensure_contrast, is_colour
from terugkom.errors import InputError

_SYSTEM_FONTS = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_FONT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,59}")
TEXT_CONTRAST, _SHAPE_CONTRAST = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11: of text; of lines and shapes


@dataclass(frozen=True)
class Palette:
    """The colours of documents. What begins with ``dark_`` is for who reads on a dark screen.

    `strong_accent` is the accent where it must be seen. In charts `good` and its shades show
    what goes well: shades of the primary colour, for an accent may be as red as what goes wrong. That
    (`warning`, `caution`) is the same in every look.
    """

    primary: str = "#1d5a36"
    accent: str = "#2f7d4f"
    strong_accent: str = "#2f7d4f"
    good: str = "#2f7d4f"
    light_good: str = "#a8cfa0"
    pale_good: str = "#cfe3c9"
    ink: str = "#22301f"
    soft: str = "#4a5846"
    line: str = "#c9d3c4"
    thin_line: str = "#e3e8df"
    ground: str = "#f3f5f1"
    pale: str = "#e4ece2"
    cell: str = "#e7efe4"
    dark_primary: str = "#93d3aa"
    dark_accent: str = "#5fb583"
    dark_ink: str = "#e7ede4"
    dark_soft: str = "#b6c4b1"
    dark_line: str = "#3d4b3a"
    dark_paper: str = "#18211a"
    dark_ground: str = "#0f1611"
    warning: str = "#a33b1f"
    dark_warning: str = "#f0a087"
    pale_warning: str = "#f8efec"
    caution: str = "#b0602a"
    caution_line: str = "#d8b08c"
    amber: str = "#e8b04a"
    pale_amber: str = "#f2ead0"
    grey: str = "#d9d9d9"


DEFAULT_PALETTE = Palette()
_OF_ACCENT = ("dark_accent",)
_OF_PRIMARY = (
    *("good", "light_good", "pale_good"),
    *("ink", "soft", "line", "thin_line", "ground", "pale", "cell", "dark_primary"),
    *("dark_ink", "dark_soft", "dark_line", "dark_paper", "dark_ground"),
)


@lru_cache(64)
def build_palette(primary: str, accent: str) -> Palette:
    """Return the colours that follow from these two; `primary` has the contrast of text on white."""
    if (primary, accent) == (DEFAULT_PALETTE.primary, DEFAULT_PALETTE.accent):
        return DEFAULT_PALETTE
    by_primary = build_shade_of(primary, DEFAULT_PALETTE.primary)
    by_accent = build_shade_of(accent, DEFAULT_PALETTE.accent)
    shades = {name: by_primary(getattr(DEFAULT_PALETTE, name)) for name in _OF_PRIMARY}
    shades |= {name: by_accent(getattr(DEFAULT_PALETTE, name)) for name in _OF_ACCENT}
    made = replace(DEFAULT_PALETTE, primary=primary, accent=accent, **shades)
    dark = {
        name: ensure_contrast(getattr(made, name), made.dark_paper, ratio)
        for name, ratio in (
            ("dark_primary", TEXT_CONTRAST),
            ("dark_soft", TEXT_CONTRAST),
            ("dark_accent", _SHAPE_CONTRAST),
        )
    }
    ground = ensure_contrast(
        made.ground, primary, TEXT_CONTRAST
    )  # titles stand on it: if need be it is white
    return replace(
        made,
        ground=ground,
        soft=ensure_contrast(made.soft, ground, TEXT_CONTRAST),
        strong_accent=ensure_contrast(accent, WHITE, _SHAPE_CONTRAST),
        good=ensure_contrast(made.good, WHITE, _SHAPE_CONTRAST),
        **dark,
    )


@dataclass(frozen=True)
class Look:
    """A look. `font` is the name of a family, "" for none of its own; `font_files` its files, TrueType or
    OpenType, if they are given: regular, bold and so on.

    `logo` is a PNG, which `logo_alt` describes.
    """

    primary: str = DEFAULT_PALETTE.primary
    accent: str = DEFAULT_PALETTE.accent
    font: str = ""
    font_files: tuple[bytes, ...] = ()
    logo: bytes = b""
    logo_alt: str = ""

    @property
    def palette(self) -> Palette:
        """The colours of its documents, built from the primary colour and the accent."""
        return build_palette(self.primary, self.accent)

    @property
    def is_default(self) -> bool:
        """Whether the municipality has set no look of its own."""
        return self == DEFAULT_LOOK

    @property
    def fonts(self) -> Markup:
        """Its fonts as CSS has them: its own, else those of the reader's system."""
        own = f"'{self.font}'," if self.font else ""
        return Markup(own + _SYSTEM_FONTS)  # noqa: S704  a name of letters and figures: see `is_font_name`

    @cached_property
    def logo_uri(self) -> str:
        """Its logo as a data URI, "" for none."""
        return f"data:image/png;base64,{b64encode(self.logo).decode()}" if self.logo else ""


DEFAULT_LOOK = Look()


def is_font_name(text: str) -> bool:
    """Return whether this can be the name of a font in every document."""
    return _FONT_NAME.fullmatch(text) is not None


class UnreadableColour(InputError):
    """White on a colour, and the colour on white, cannot be read; `proposed` is a darker one that can."""

    def __init__(self, colour: str, ratio: float, proposed: str) -> None:
        super().__init__(
            "error.colour.contrast", colour=colour, ratio=ratio, needed=TEXT_CONTRAST, proposed=proposed
        )
        self.ratio, self.proposed = ratio, proposed


def check_colour(text: str, *, is_text: bool) -> str:
    """Return a colour as ``#rrggbb``, also if it was given without ``#`` or in capitals.

    Raises InputError for what is no colour, UnreadableColour for a colour of text with less contrast with
    white than WCAG 2.2 asks (1.4.3).
    """
    colour = f"#{text.strip().removeprefix('#').lower()}"
    if not is_colour(colour):
        raise InputError("error.colour.unknown", colour=text, example=DEFAULT_PALETTE.primary)
    ratio = math.floor(compute_contrast(colour, WHITE) * 10) / 10  # never shown as more than it is
    if is_text and compute_contrast(colour, WHITE) < TEXT_CONTRAST:
        raise UnreadableColour(colour, ratio, ensure_contrast(colour, WHITE, TEXT_CONTRAST))
    return colour
