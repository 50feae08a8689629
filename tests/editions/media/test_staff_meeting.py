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
from terugkom.documents.one_line import to_one_line
from terugkom.documents.templates import Templates
from terugkom.editions.media import staff_meeting
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.write_sentences import write_story
from terugkom.editions.proof import DirectorAnswers, Proof
from terugkom.editions.story import StoryKind
from terugkom.errors import TemplateError
from terugkom.plan.media import Role
from tests.documents.accessibility import problems
from tests.editions.media.opened import as_pdf, as_pictures
from tests.editions.media.proofs import LIGHT, STORIES, kit, proof
from tests.editions.media.random_proofs import everything, proofs
from tests.soak import often


def _slides(made: RenderedMedium) -> list[Any]:
    return list(Presentation(BytesIO(made.files[0].content)).slides)


def _texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame]


ANSWERED = replace(
    proof(), director_answers=DirectorAnswers("We willen minder **verspillen**.", "U reserveert een fiets.")
)


def _notes(made: RenderedMedium) -> list[str]:
    return [slide.notes_slide.notes_text_frame.text for slide in _slides(made)]


@pytest.mark.long
def test_the_director_gets_a_slide_a_story_and_a_slide_of_the_figure() -> None:
    made = staff_meeting.render(ANSWERED, kit())
    slides = _slides(made)
    assert [slide.shapes.title.text for slide in slides] == [
        "Wat er van ons actieplan kwam",
        "Waarom we dit doen",
        "In het kort",
        *(story.title for story in STORIES[:6]),
        "Verbruik van de gemeentelijke gebouwen",
        "Wat verandert er voor u?",
        "Een vraag of een idee?",
    ]
    assert _texts(slides[0]) == [
        "Wat er van ons actieplan kwam",
        "Gemeente Zilverbeke, vierde kwartaal van 2026",
    ]
    assert _texts(slides[1])[1] == "We willen minder verspillen."
    assert _texts(slides[2])[1].splitlines() == [
        "Acties van het actieplan met nieuws, en antwoorden op ideeën, tussen "
        "17 september 2026 en 17 december 2026; ook wat niet openbaar is, telt mee:",
        "Klaar: 1",
        "Aan de gang: 1",
        "Vertraagd of gestopt: 2",
        "Nieuw: 1",
        "Antwoord op een idee: 1",
    ]
    assert _texts(slides[9])[1:] == [
        "412.500 kWh",
        "Doel: 390.000 kWh",
        "Bron: Facturen van de netbeheerder, 30 november 2026",
    ]
    assert _texts(slides[10])[1] == "U reserveert een fiets."
    assert made.role is Role.DIRECTOR
    assert made.letter
    assert f"{len(slides)} dia’s" in made.letter.text
    assert "- Papierloos vergaderen is gestopt" in made.letter.text
    assert made.letter.attachments[0].content == made.files[0].content
    assert problems(made.letter.html) == []


@pytest.mark.long
def test_without_an_answer_the_slides_leave_room_and_invent_nothing() -> None:
    made = staff_meeting.render(proof(STORIES[0]), kit())
    assert [slide.shapes.title.text for slide in _slides(made)] == [
        "Wat er van ons actieplan kwam",
        "Waarom doen we dit, en wat verandert er?",
        STORIES[0].title,
        "Een vraag of een idee?",
    ]
    assert _texts(_slides(made)[1])[1] == "De directie licht toe."
    assert "Zeg in uw eigen woorden waarom" in _notes(made)[1]
    half = replace(ANSWERED, director_answers=DirectorAnswers(reason="Omdat het moet."))
    notes = _notes(staff_meeting.render(half, kit()))[1]
    assert "Omdat het moet." in notes
    assert "Zeg in uw eigen woorden wat er verandert" in notes


@pytest.mark.long
def test_forty_stories_make_twelve_slides_of_each_kind_some_and_the_notes_list_the_others() -> None:
    figures = [replace(LIGHT, code=f"F{n}", name=f"Verbruik {n}") for n in range(20)]
    many = [replace(STORIES[n % 6], code=f"s{n}", title=f"Bericht {n}", figures=()) for n in range(39)]
    told = [f"- Verbruik {n}: {{x}}" for n in range(20)]
    of_figures = replace(
        STORIES[1], code="c", kind=StoryKind.FIGURES, title="De cijfers", figures=tuple(figures)
    )
    edition = proof(*many, replace(of_figures, lead="De nieuwste cijfers:", body="\n".join(told)))
    made = staff_meeting.render(replace(ANSWERED, stories=edition.stories), kit())
    slides = _slides(made)
    assert len(slides) == staff_meeting.MAX_SLIDES
    titles = [slide.shapes.title.text for slide in slides]
    assert titles[3:10] == [*(f"Bericht {n}" for n in (0, 1, 2, 4, 5)), "Verbruik 0", "Andere cijfers"]
    assert not [text for slide in slides for text in _texts(slide) if text.rstrip().endswith(":")]
    assert "en nog 13 andere" in _texts(slides[9])[1]
    for n in range(1, 20):
        assert f"Op 30 november 2026 stond het op 412.500 kWh (Verbruik {n})." in _notes(made)[9]
    listed = _notes(made)[2]
    assert all(f"- Bericht {n}" in listed.splitlines() for n in range(39) if n not in (0, 1, 2, 4, 5))


def test_figures_that_have_a_slide_are_not_listed_as_without_one() -> None:
    """*Niet op een dia: De cijfers* stood in the notes, seven slides before the figures."""
    figures = tuple(replace(LIGHT, code=f"F{n}", name=f"Verbruik {n}") for n in range(9))
    two = replace(STORIES[1], code="c", kind=StoryKind.FIGURES, title="De cijfers", figures=figures[:2])
    others = replace(two, code="d", title="Meer cijfers", figures=figures)
    for story, is_listed in ((two, False), (others, True)):
        notes = _notes(staff_meeting.render(proof(STORIES[0], story), kit()))[2]
        assert (f"- {story.title}" in notes.splitlines()) is is_listed


def test_the_notes_say_why_we_do_it_what_it_changes_and_the_figures_with_their_day() -> None:
    notes = _notes(staff_meeting.render(ANSWERED, kit()))
    assert "Een kwartaal met fietsen, led en een tegenvaller." in notes[0]
    assert "We willen minder verspillen." in notes[1]
    assert "WAAROM WE DIT DOEN\nHet hoort bij het thema Energie van ons actieplan (E-02)." in notes[4]
    assert "We mikken op 390.000 kWh" in notes[4]
    assert "WAT HET VERANDERT\nDe buitendienst rijdt" in notes[3]
    assert "HOE HET LOOPT\nIn negen van de twaalf gebouwen hangt nu ledverlichting." in notes[4]
    assert "De basisschool volgt in de paasvakantie." in notes[4]
    assert "Op 30 november 2026 stond het op 412.500 kWh (Verbruik van de gemeentelijke gebouwen" in notes[4]
    assert "WAT ER GEBEURDE\nDe regenwaterput" in notes[5], "what went less well changes nothing yet"
    assert "Zeg het zoals het is." in notes[5]
    assert "Op 30 november 2026 stond het op 412.500 kWh" in notes[9]


def test_the_notes_call_an_answered_idea_an_answer_and_no_deed_of_ours() -> None:
    idea = replace(STORIES[1], kind=StoryKind.IDEA, title="Licht uit", lead="Dit bewaren we.", figures=())
    ((notes,),) = [[n for n in _notes(staff_meeting.render(proof(idea), kit())) if "Dit bewaren we." in n]]
    assert notes.startswith(
        "WAAROM WE DIT VERTELLEN\nElk idee krijgt een antwoord, ook als het nee is. "
        "Dit hoort bij het thema Energie van ons actieplan.\n\nWAT WE ANTWOORDEN\nDit bewaren we."
    )
    assert "WAAROM WE DIT DOEN" not in notes
    assert "WAT HET VERANDERT" not in notes


def test_the_notes_do_not_ask_how_to_finish_what_is_withdrawn() -> None:
    withdrawn = replace(STORIES[1], is_withdrawn=True, lead="Dit trekken we in.", figures=())
    ((notes,),) = [[n for n in _notes(staff_meeting.render(proof(withdrawn), kit())) if "trekken we in" in n]]
    assert notes.startswith("WAAR DIT BIJ HOORT\nHet hoort bij het thema Energie van ons actieplan (E-02).")
    assert "WAT WE INTREKKEN\nDit trekken we in." in notes
    assert "VRAAG AAN DE ZAAL" not in notes


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
    slide = next(
        each
        for each in _slides(staff_meeting.render(proof(), kit()))
        if each.shapes.title.text == STORIES[0].title
    )
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
    assert len(_slides(staff_meeting.render(without, theirs))) == len(STORIES) + 4


@pytest.mark.long
@settings(max_examples=often(8, soak=250), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(proofs(most=20))
def test_a_story_has_one_slide_that_ends_in_whole_sentences_and_figures_stand_as_told(edition: Proof) -> None:
    made = staff_meeting.render(edition, kit())
    if not edition.stories:
        assert made.note
        return
    slides = _slides(made)
    assert len(slides) <= staff_meeting.MAX_SLIDES
    titles = [slide.shapes.title.text for slide in slides]
    assert len(set(titles)) == len(titles)
    told = "\n".join(_notes(made))
    for story in edition.stories:
        on_slides = [slide for slide in slides if slide.shapes.title.text == to_one_line(story.title)]
        assert len(on_slides) <= 1
        for slide in on_slides:
            text = next(each for each in reversed(_texts(slide)) if not each.startswith("Foto: "))
            blocks = [" ".join(block.text.split()) for block in parse_print_blocks(story.text)]
            sentences = {*blocks, " ".join(write_story(story, "nl").sentences)}
            for line in text.splitlines():
                assert any(" ".join(line.split()) in each for each in sentences)
                assert line.rstrip().endswith(".")
        for figure in story.figures:
            assert figure.told in told


@settings(max_examples=often(3, soak=50), deadline=None)
@given(proofs(most=4))
def test_the_same_edition_makes_the_same_slides(edition: Proof) -> None:
    assert everything(staff_meeting.render(edition, kit())) == everything(
        staff_meeting.render(edition, kit())
    )


@pytest.mark.long
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


def test_what_is_on_no_slide_and_in_no_note_is_not_called_told() -> None:
    """The days to come have no slide where there are many stories: the meeting did not hear of them."""
    many = [replace(STORIES[0], code=f"k{n}", title=f"Klaar {n}", picture=None) for n in range(12)]
    agenda = STORIES[-1]
    made = staff_meeting.render(proof(*many, agenda), kit())
    said = "\n".join([*_notes(made), *(text for slide in _slides(made) for text in _texts(slide))])
    assert "9 december" not in said
    assert made.story_codes == tuple(each.code for each in many), "by a slide, or by their title in the notes"
    assert all(each.title in said for each in many)
    made = staff_meeting.render(proof(many[0], agenda), kit())
    assert made.story_codes == ("k0", agenda.code)
