"""The slides for the staff meeting: read back as PowerPoint would, and opened by LibreOffice."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pptx import Presentation
from pypdf import PdfReader

from terugkom.documents.markup import parse_print_blocks
from terugkom.documents.templates import Templates
from terugkom.editions.media import staff_meeting
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import StoryKind
from terugkom.errors import TemplateError
from terugkom.plan.media import Role
from tests.documents.accessibility import problems
from tests.editions.media.opened import as_pdf, as_pictures
from tests.editions.media.proofs import STORIES, kit, proof
from tests.editions.media.random_proofs import everything, proofs
from tests.soak import often


def _slides(made: RenderedMedium) -> list[Any]:
    return list(Presentation(BytesIO(made.files[0].content)).slides)


def _texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame]


def test_the_director_gets_a_slide_a_story_and_a_slide_a_figure() -> None:
    made = staff_meeting.render(proof(), kit())
    slides = _slides(made)
    assert [slide.shapes.title.text for slide in slides] == [
        "Wat er van ons actieplan kwam",
        "In het kort",
        STORIES[0].title,
        STORIES[1].title,
        "Verbruik van de gemeentelijke gebouwen",
        *(story.title for story in STORIES[2:]),
        "Een vraag of een idee?",
    ]
    assert _texts(slides[0]) == ["Wat er van ons actieplan kwam", "Gemeente Zilverbeke, 4e kwartaal 2026"]
    assert _texts(slides[1])[1].splitlines() == [
        "Klaar: 1",
        "Goed op weg: 1",
        "Vertraagd of gestopt: 2",
        "Nieuw: 1",
        "Antwoord op een idee: 1",
    ]
    assert _texts(slides[4])[1:] == [
        "Goed op weg",
        "412.500 kWh",
        "Doel: 390.000 kWh",
        "Bron: Facturen van de netbeheerder, 30 november 2026",
    ]
    assert made.role is Role.DIRECTOR
    assert made.letter
    assert f"{len(slides)} dia’s" in made.letter.text
    assert "- Papierloos vergaderen is gestopt" in made.letter.text
    assert made.letter.attachments[0].content == made.files[0].content
    assert problems(made.letter.html) == []


def test_the_notes_say_why_we_do_it_and_what_it_changes() -> None:
    notes = [
        slide.notes_slide.notes_text_frame.text for slide in _slides(staff_meeting.render(proof(), kit()))
    ]
    assert "Een kwartaal met fietsen, led en een tegenvaller." in notes[0]
    assert "WAAROM WE DIT DOEN\nHet hoort bij het thema Energie van ons actieplan (E-02)." in notes[3]
    assert "We mikken op 390.000 kWh" in notes[3]
    assert "WAT HET VERANDERT\nIn negen van de twaalf gebouwen hangt nu ledverlichting." in notes[3]
    assert "De basisschool volgt in de paasvakantie." in notes[3]
    assert "gemeten op 30 november 2026" in notes[4]
    assert "Zeg het zoals het is." in notes[5]


def test_what_went_less_well_is_on_the_slide_with_its_reason() -> None:
    slide = next(
        each for each in _slides(staff_meeting.render(proof(), kit())) if "Regen" in each.shapes.title.text
    )
    assert _texts(slide)[1] == "Vertraagd of gestopt"
    assert "De aannemer vond een leiding" in _texts(slide)[2]


def test_all_of_a_slide_stands_in_placeholders_in_order_and_speaks_dutch() -> None:
    made = staff_meeting.render(proof(), kit())
    for slide in _slides(made):
        assert all(shape.is_placeholder for shape in slide.shapes)
        assert slide.shapes[0] == slide.shapes.title
        assert not [
            shape for shape in slide.placeholders if shape.has_text_frame and not shape.text_frame.text
        ]
        spoken = slide._element.xpath(".//a:r/a:rPr/@lang")
        assert set(spoken) == {"nl-BE"}
        assert len(spoken) == len(slide._element.xpath(".//a:r"))
        assert set(slide.notes_slide._element.xpath(".//p:sp[.//p:ph[@type='body']]//a:r/a:rPr/@lang")) == {
            "nl-BE"
        }
    properties = Presentation(BytesIO(made.files[0].content)).core_properties
    assert (properties.title, properties.language) == ("Wat er van ons actieplan kwam", "nl-BE")


def test_a_picture_has_its_alternative_text_and_its_photographer() -> None:
    slide = _slides(staff_meeting.render(proof(), kit()))[2]
    (alt,) = slide._element.xpath(".//p:pic/p:nvPicPr/p:cNvPr/@descr")
    assert alt == "Drie elektrische fietsen met een kist voorop, voor het gemeentehuis"
    assert "Foto: Bram Lefevre" in _texts(slide)
    picture = STORIES[0].picture
    assert picture
    without = staff_meeting.render(proof(replace(STORIES[0], picture=replace(picture, permission=""))), kit())
    assert not [slide for slide in _slides(without) if slide._element.xpath(".//p:pic")]


def test_an_edition_without_stories_makes_no_slides_and_says_so() -> None:
    made = staff_meeting.render(replace(proof(), stories=()), kit())
    assert made.letter is None
    assert made.note == "Er zijn geen dia’s gemaakt: deze editie heeft geen verhalen."


def test_a_template_that_is_none_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "staff-meeting").mkdir()
    (tmp_path / "staff-meeting" / "slides.pptx").write_bytes(b"no slides")
    with pytest.raises(TemplateError, match=r"slides\.pptx"):
        staff_meeting.render(proof(), replace(kit(), templates=Templates("nl", tmp_path)))


def test_a_municipality_s_own_slides_need_our_layouts_by_name(tmp_path: Path) -> None:
    own = Presentation(str(Templates("nl").find_file("staff-meeting/slides.pptx")))
    own.slide_layouts.get_by_name("Cijfer")._element.cSld.set("name", "Getal")
    (tmp_path / "staff-meeting").mkdir()
    own.save(str(tmp_path / "staff-meeting" / "slides.pptx"))
    theirs = replace(kit(), templates=Templates("nl", tmp_path))
    with pytest.raises(TemplateError, match="Cijfer"):
        staff_meeting.render(proof(), theirs)
    without = proof(*(replace(story, figures=()) for story in STORIES))
    assert len(_slides(staff_meeting.render(without, theirs))) == len(STORIES) + 3


@settings(max_examples=often(8, soak=250), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(proofs(most=6))
def test_each_story_has_a_slide_of_its_own_and_figures_stand_as_told(edition: Proof) -> None:
    made = staff_meeting.render(edition, kit())
    if not edition.stories:
        assert made.note
        return
    slides = _slides(made)
    titles = [slide.shapes.title.text for slide in slides]
    assert len(set(titles)) == len(titles)
    texts = [line for slide in slides for text in _texts(slide) for line in text.splitlines()]
    for story in edition.stories:
        whole = story.text if story.kind is StoryKind.LESS_WELL else story.lead
        for block in parse_print_blocks(whole):
            assert any(line.endswith(block.text.strip()) for line in texts)
        for figure in story.figures:
            assert figure.told in texts


@settings(max_examples=often(3, soak=50), deadline=None)
@given(proofs(most=4))
def test_the_same_edition_makes_the_same_slides(edition: Proof) -> None:
    assert everything(staff_meeting.render(edition, kit())) == everything(
        staff_meeting.render(edition, kit())
    )


def test_libreoffice_shows_each_slide_and_no_text_runs_off_it(tmp_path: Path) -> None:
    long = [replace(story, lead="Dit is een lange zin over het plan. " * 12) for story in STORIES[:2]]
    made = staff_meeting.render(proof(*long, *STORIES[2:]), kit())
    pdf = as_pdf(made.files[0].content, "dias.pptx", tmp_path)
    pages = as_pictures(pdf)
    assert len(pages) == len(_slides(made))
    for page in PdfReader(pdf).pages:
        rows: list[float] = []
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, _size, rows=rows: (
                rows.append(tm[5]) if text.strip() else None
            )
        )
        assert all(0 < row < float(page.mediabox.height) for row in rows)
    assert all(one.read_bytes() != other.read_bytes() for one, other in pairwise(pages))
