"""Faults of language and layout that a person saw in pictures of a year of editions, each as its kind."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from lxml import html
from pptx import Presentation
from pypdf import PdfReader

from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES
from terugkom.documents.formatting import format_short_date
from terugkom.editions.media import (
    intranet,
    newsletter,
    press_release,
    print_pieces,
    staff_magazine,
    staff_meeting,
    website,
)
from terugkom.editions.story import Story, StoryKind
from tests.editions.media.proofs import LIGHT, STORIES, kit, proof

PAPER = replace(LIGHT, code="P", name="Papier per jaar", told="1.060 riemen", target="620 riemen")
FIGURES = Story(
    "cijfers",
    StoryKind.FIGURES,
    "De cijfers",
    "Papier per jaar: 1.060 riemen, streefcijfer 620 riemen.",
    "",
    public=True,
    actions=("A-03",),
    figures=(PAPER,),
)


@pytest.mark.parametrize("alt", ["Een klas met nieuwe lampen.", "Een klas met nieuwe lampen"])
def test_what_is_on_a_photograph_ends_in_one_full_stop(alt: str) -> None:
    picture = STORIES[0].picture
    assert picture
    edition = proof(replace(STORIES[0], picture=replace(picture, alt=alt)), *STORIES[1:])
    for made in (staff_magazine.render(edition, kit()), press_release.render(edition, kit())):
        assert made.letter
        for text in (made.letter.text, made.letter.html):
            assert "Te zien: Een klas met nieuwe lampen." in text
            assert "lampen.." not in text


def test_no_rule_of_the_style_sheet_takes_the_label_of_a_kind_for_something_else() -> None:
    css = (BUILT_IN_TEMPLATES / "nl/style.css").read_text(encoding="utf-8")
    for kind in StoryKind:
        assert not re.findall(rf"(?<![\w.\])-])\.{kind}\b(?!-)", css), kind


def test_a_page_of_figures_has_one_heading_and_a_line_that_begins_with_a_capital() -> None:
    made = website.render(proof(*STORIES, FIGURES), kit())
    (page,) = (html.fromstring(each.content) for each in made.files if each.name.endswith("/cijfers.html"))
    assert [each.text_content() for each in page.iter("h1", "h2")] == [
        "De cijfers",
        "Ander nieuws van dit kwartaal",
    ]
    assert page.xpath("string(//p[@class='about'])") == "Actie A-03 van ons actieplan"
    (other,) = (
        html.fromstring(each.content) for each in made.files if each.name.endswith("/loopt-e-02.html")
    )
    assert "De cijfers" in [each.text_content() for each in other.iter("h2")]
    assert other.xpath("string(//p[@class='about'])") == "Energie, actie E-02 van ons actieplan"


@pytest.mark.parametrize("medium", [website, intranet])
def test_a_figure_whose_text_tells_all_is_told_once_and_another_with_its_source(medium: Any) -> None:
    day = format_short_date(PAPER.measured_on, "nl")
    whole = replace(FIGURES, lead=f"{FIGURES.lead[:-1]}, op {day} (bron: {PAPER.source}).")
    undated = replace(FIGURES, lead=f"{FIGURES.lead[:-1]} (bron: {PAPER.source}).")
    for story, count in ((whole, 1), (undated, 2), (FIGURES, 2)):
        made = medium.render(proof(*STORIES, story), kit())
        shown = [
            html.fromstring(each.content).text_content()
            for each in made.files
            if each.type == "text/html" and b"1.060 riemen" in each.content
        ]
        assert shown
        assert {each.count("1.060 riemen") for each in shown} == {count}
        assert all(PAPER.source in each for each in shown), "where it is from is told"
        assert all(day in each for each in shown), "and when it was measured"


def test_a_figure_that_is_a_part_of_another_one_is_told() -> None:
    """*60 riemen* was left out, for the text told *1.060 riemen*."""
    other = replace(PAPER, name="Gekleurd papier", told="60 riemen")
    text = f"{FIGURES.lead[:-1]} (bron: {PAPER.source})."
    story = replace(FIGURES, lead=text, figures=(PAPER, other))
    made = website.render(proof(*STORIES, story), kit())
    pages = [each.content.decode() for each in made.files if b"1.060 riemen" in each.content]
    assert [each for each in pages if "Gekleurd papier" not in each and each.startswith("<!")] == []


def test_a_list_below_a_label_does_not_say_the_label_again() -> None:
    done = [replace(STORIES[0], code=f"d{n}", title=f"Gebouw {n}: klaar", picture=None) for n in range(8)]
    new = [replace(STORIES[4], code=f"n{n}", title=f"Nieuw: tuin {n}") for n in range(8)]
    made = newsletter.render(proof(*done, *new), kit())
    assert made.letter
    (listed,) = html.fromstring(made.letter.html).xpath("//h2[.='Ook dit kwartaal']/..")
    items = [each.text_content() for each in listed.iter("li")]
    assert "Gebouw 7" in items
    assert "tuin 7" in items
    below = made.letter.text.partition("Ook dit kwartaal")[2]
    for text in (" ".join(items), below):
        assert not re.search(r"Gebouw \d: klaar|Nieuw: tuin", text)


def test_each_figure_on_a_slide_has_its_goal_source_and_day() -> None:
    made = staff_meeting.render(proof(*STORIES, FIGURES), kit())
    slides = Presentation(BytesIO(made.files[0].content)).slides
    (slide,) = (each for each in slides if each.shapes.title.text == "Andere cijfers")
    shown = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    bron = "Facturen van de netbeheerder, 30 november 2026"
    assert f"Papier per jaar: 1.060 riemen. Doel: 620 riemen. Bron: {bron}." in shown


def _text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.long
def test_a_photograph_on_a_poster_says_of_which_story_it_is() -> None:
    first = replace(STORIES[0], title="Drie fietsen: klaar", picture=None)
    shown = replace(STORIES[0], code="foto", title="Zes kannen in de zaal: klaar")
    poster = print_pieces.render(proof(first, shown, *STORIES[1:]), kit()).files[0]
    assert "Zes kannen in de zaal: klaar. Foto: Bram Lefevre" in _text(poster.content)


def test_one_story_without_a_photograph_fills_two_of_three_panels() -> None:
    alone = replace(STORIES[0], picture=None, body="Ze staan in de loods.")
    inside = PdfReader(BytesIO(print_pieces.render(proof(alone), kit()).files[1].content)).pages[1]
    ends: list[tuple[float, str]] = []
    inside.extract_text(
        visitor_text=lambda text, cm, tm, _font, size: ends.append(
            ((tm[4] * cm[0] + cm[4]) / 72 * 25.4, text)
        )
    )
    question = min(left for left, text in ends if "Klopt dit" in text)
    assert question > 200, "on the third panel alone"
