"""Colours as ``#rrggbb``: contrast by WCAG 2.2, and shades of one colour that keep enough of it."""

import colorsys
import re
from collections.abc import Callable

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_STEPS = 200  # of lightness that are tried
WHITE, BLACK = "#ffffff", "#000000"


def is_colour(text: str) -> bool:
    """Return whether a text is a colour: ``#`` and six figures in lower case."""
    return _COLOUR.fullmatch(text) is not None


def compute_contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_compute_luminance(one), _compute_luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ensure_contrast(colour: str, background: str, ratio: float) -> str:
    """Return the colour, away from the background as far as this contrast needs.

    One that is lighter than the background becomes lighter, another one darker.
    """
    red, green, blue = _to_fractions(colour)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    end = 1.0 if _compute_luminance(colour) > _compute_luminance(background) else 0.0
    for step in range(_STEPS + 1):
        share = step / _STEPS
        at = lightness + (end - lightness) * share
        found = colour if step == 0 else _to_hex(*colorsys.hls_to_rgb(hue, at, saturation))
        if compute_contrast(found, background) >= ratio:
            return found
    return WHITE if end else BLACK


def build_shade_of(wanted: str, base: str) -> Callable[[str], str]:
    """Return what turns a shade that was made for `base` into one of `wanted`.

    It has the hue of `wanted` and its own lightness; it is less saturated where `wanted` is.
    """
    _, _, base_saturation = colorsys.rgb_to_hls(*_to_fractions(base))
    hue, _, saturation = colorsys.rgb_to_hls(*_to_fractions(wanted))
    share = min(1.0, saturation / base_saturation) if base_saturation else 0.0

    def make_shade(shade: str) -> str:
        _, lightness, own_saturation = colorsys.rgb_to_hls(*_to_fractions(shade))
        return _to_hex(*colorsys.hls_to_rgb(hue, lightness, own_saturation * share))

    return make_shade


def choose_text_colour(background: str) -> str:
    """Return white or black, whichever has more contrast on a colour."""
    return max((WHITE, BLACK), key=lambda each: compute_contrast(each, background))


def _compute_luminance(colour: str) -> float:
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in _to_fractions(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_fractions(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _to_hex(*fractions: float) -> str:
    return "#" + "".join(f"{round(each * 255):02x}" for each in fractions)
