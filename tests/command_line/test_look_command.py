"""look: the colours, font and logo of a municipality, and what becomes of its documents."""

from pathlib import Path

import pytest

from terugkom.documents.look import DEFAULT_LOOK
from terugkom.installation import open_installation
from tests.command_line.conftest import MAP, Call
from tests.documents.own_look import BLUE, ORANGE, draw_logo

LIBERATION = Path("/usr/share/fonts/truetype/liberation")


@pytest.fixture
def logo(terugkom: Call, plan: Path) -> Path:
    """A municipality, and its logo as a file."""
    assert terugkom("import", plan, "--municipality", "linde", *MAP).status in (0, 1)
    path = plan.with_name("logo.jpg")
    path.write_bytes(draw_logo("JPEG"))
    return path


def test_a_look_is_set_shown_and_taken_back(terugkom: Call, logo: Path) -> None:
    assert "#1d5a36, contrast with white 8.2" in terugkom("look").out
    shown = terugkom(
        "look",
        "--primary",
        BLUE.upper(),
        "--accent",
        ORANGE[1:],
        "--font",
        "Open Sans",
        "--logo",
        logo,
        "--json",
    ).json
    assert (shown["primary"], shown["accent"], shown["font"]) == (BLUE, ORANGE, "Open Sans")
    assert (shown["logo_text"], shown["palette"]["primary"]) == ("Linde", BLUE)
    assert 0 < shown["logo_bytes"] < 50_000
    assert terugkom("look", "--logo-text", "Gemeente Linde", "--json").json["logo_text"] == "Gemeente Linde"
    with open_installation() as installation:
        page = installation.build_render_context_for("linde").templates.render_text("style.css", {})
    assert f"--primary: {BLUE}; --accent: {ORANGE};" in page
    again = terugkom("look", "--reset", "--json").json
    assert (again["primary"], again["font"], again["logo_bytes"]) == (DEFAULT_LOOK.primary, None, 0)


@pytest.mark.long
def test_what_cannot_be_used_is_refused_with_the_reason_and_changes_nothing(
    terugkom: Call, logo: Path
) -> None:
    terugkom("look", "--primary", BLUE, "--logo", logo)
    before = terugkom("look", "--json").json
    svg = logo.with_name("logo.svg")
    svg.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    for given, why in (
        (("--primary", ORANGE), "a contrast of 2.4 with white, and text needs 4.5; #b55f0b would do"),
        (("--accent", "oranje"), "is no colour"),
        (("--font", "Open;Sans"), "a font's name has letters"),
        (("--logo", svg), "logo.svg: it cannot be read: it is no JPEG and no PNG"),
        (("--logo", logo.with_name("nergens.png")), "cannot be read"),
        (("--font-file", logo), "no TrueType or OpenType font"),
        (("--reset", "--font-file", logo), "no TrueType or OpenType font"),
    ):
        refused = terugkom("look", *given)
        assert refused.status == 2, given
        assert why in refused.err.replace("\n", " ")
        assert terugkom("look", "--json").json == before


@pytest.mark.skipif(not LIBERATION.is_dir(), reason="no fonts-liberation")
def test_the_files_of_a_font_give_its_name_and_replace_those_of_before(terugkom: Call, logo: Path) -> None:
    sans = [LIBERATION / f"LiberationSans-{each}.ttf" for each in ("Regular", "Bold")]
    shown = terugkom("look", "--font-file", *sans, "--json").json
    assert (shown["font"], shown["font_files"]) == ("Liberation Sans", 2)
    mixed = terugkom("look", "--font-file", sans[0], LIBERATION / "LiberationSerif-Bold.ttf")
    assert mixed.status == 2
    assert "it is of the font Liberation Serif, and the others are of Liberation Sans" in mixed.err.replace(
        "\n", " "
    )
    shown = terugkom("look", "--font-file", sans[0], "--json").json
    assert shown["font_files"] == 1
    shown = terugkom("look", "--font", "Open Sans", "--json").json
    assert (shown["font"], shown["font_files"]) == ("Open Sans", 0)
