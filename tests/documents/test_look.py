"""A look: two colours whose shades can be read, a logo that is made anew, and no colour anywhere else."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from terugkom.documents.colours import WHITE, compute_contrast, ensure_contrast
from terugkom.documents.logo import encode_logo, read_font_name
from terugkom.documents.look import (
    DEFAULT_LOOK,
    DEFAULT_PALETTE,
    UnreadableColour,
    build_palette,
    check_colour,
    is_font_name,
)
from terugkom.errors import InputError
from tests.documents.own_look import BLUE, ORANGE, draw_logo

ROOT = Path(__file__).parents[2]
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        (BLUE, BLUE, 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert compute_contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert compute_contrast(other, one) == compute_contrast(one, other)


@given(COLOURS, COLOURS)
def test_whatever_two_colours_every_shade_can_be_read(primary: str, accent: str) -> None:
    primary = ensure_contrast(primary, WHITE, 4.5)
    made = build_palette(primary, accent)
    assert (made.primary, made.accent) == (primary, accent)
    for text, ground, least in (
        (made.primary, made.ground, 4.5),
        (made.ink, made.ground, 7),
        (made.soft, made.ground, 4.5),
        (made.soft, WHITE, 4.5),
        (made.strong_accent, WHITE, 3),
        (made.good, WHITE, 3),
        (made.pale, made.primary, 3),
        (made.dark_primary, made.dark_paper, 4.5),
        (made.dark_ink, made.dark_paper, 7),
        (made.dark_soft, made.dark_paper, 4.5),
        (made.dark_accent, made.dark_paper, 3),
    ):
        assert compute_contrast(text, ground) >= least, (text, ground)


def test_our_own_colours_are_the_default_and_a_grey_look_has_no_green() -> None:
    assert build_palette(DEFAULT_PALETTE.primary, DEFAULT_PALETTE.accent) is DEFAULT_PALETTE
    grey = build_palette("#333333", "#777777")
    for shade in (grey.line, grey.ground, grey.soft, grey.dark_primary, grey.pale_good):
        assert shade[1:3] == shade[3:5] == shade[5:7]


@given(COLOURS)
def test_a_colour_that_text_cannot_have_is_refused_with_a_darker_one_that_it_can(colour: str) -> None:
    ratio = compute_contrast(colour, WHITE)
    if ratio >= 4.5:
        assert check_colour(colour, is_text=True) == colour
        return
    with pytest.raises(UnreadableColour) as caught:
        check_colour(colour, is_text=True)
    assert caught.value.ratio <= ratio
    assert compute_contrast(caught.value.proposed, WHITE) >= 4.5
    assert check_colour(caught.value.proposed, is_text=True) == caught.value.proposed
    assert check_colour(colour, is_text=False) == colour


def test_a_refusal_says_the_ratio_and_what_would_do() -> None:
    with pytest.raises(UnreadableColour) as caught:
        check_colour(ORANGE, is_text=True)
    assert (
        str(caught.value) == "#f28c28 has a contrast of 2.4 with white, and text needs 4.5; #b55f0b would do"
    )


@pytest.mark.parametrize("text", ["0B2F6B", " #0b2f6b ", "#0B2F6B"])
def test_a_colour_is_read_as_people_write_it(text: str) -> None:
    assert check_colour(text, is_text=True) == BLUE


@pytest.mark.parametrize(
    "text", ["", "blauw", "#12345", "#1234567", "#12345g", "#0b2f6b;x:1", "rgb(1,2,3)", "##0b2f6"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no colour"):
        check_colour(text, is_text=False)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB")])
def test_a_logo_is_made_anew_small_and_without_what_stood_in_it(kind: str, mode: str) -> None:
    found = encode_logo(draw_logo(kind, (3000, 750)))
    with Image.open(BytesIO(found)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", (640, 160), mode)
    secret, noted = PngInfo(), BytesIO()
    secret.add_text("Author", "An Peeters")
    Image.new("RGB", (100, 40), "red").save(noted, "PNG", pnginfo=secret)
    assert b"An Peeters" not in encode_logo(noted.getvalue())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no JPEG and no PNG"),
        (b"%PDF-1.7", "no JPEG and no PNG"),
        (draw_logo()[:200], "damaged"),
        (draw_logo("PNG", (900, 30)), "five times as wide"),
        (draw_logo("PNG", (30, 900)), "twice as high"),
        (b"", "no JPEG and no PNG"),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        encode_logo(content)


@pytest.mark.parametrize("content", [b"", b"wOFF", b"\x00\x01\x00\x00 and no font", b"OTTO"])
def test_what_is_no_font_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="font"):
        read_font_name(content)


def test_the_name_of_a_font_leads_nowhere_else() -> None:
    assert is_font_name("Open Sans 2")
    for name in ("", "a'b", 'a"b', "a;b", "a}b", "a\\b", "x" * 61, "a\nb", " a", "é"):
        assert not is_font_name(name)


def test_no_colour_of_ours_stands_anywhere_but_in_the_palette() -> None:
    """Also not in the binary templates: those hold ours, and it is replaced there."""
    found = {}
    shades = {getattr(DEFAULT_PALETTE, name)[1:] for name in DEFAULT_PALETTE.__dataclass_fields__} - {
        "ffffff"
    }
    pattern = re.compile(rf"#(?:{'|'.join(shades)})\b", re.IGNORECASE)
    green = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b", re.IGNORECASE)
    for folder in ("templates", "terugkom", "tasks", "deployments"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".jinja", ".css", ".typ", ".txt", ".md", ".xml"):
                text = path.read_text(encoding="utf-8")
                colours = {each[0] for each in pattern.finditer(text)}
                colours |= {each[0] for each in green.finditer(text) if each[2] > max(each[1], each[3])}
                found[str(path.relative_to(ROOT))] = colours
    home = found.pop("terugkom/documents/look.py")
    assert DEFAULT_LOOK.primary in home
    assert {name: colours for name, colours in found.items() if colours} == {}
