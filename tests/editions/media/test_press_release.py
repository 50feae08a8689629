"""The press release: ready to send, held for a person, in nobody's mouth what nobody said."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terugkom.editions.media import press_release
from terugkom.editions.media.fit_length import count_words
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Role
from terugkom.plan.media_settings import MediaSettings
from tests.documents.accessibility import problems
from tests.editions.media.opened import as_pdf, as_pictures
from tests.editions.media.proofs import LIGHT, STORIES, kit, proof
from tests.editions.media.random_proofs import everything, marks, no_setback_is_hidden, proofs
from tests.soak import often


def _text(made: RenderedMedium) -> str:
    return made.files[1].content.decode()


def _word_text(made: RenderedMedium) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(made.files[0].content)).paragraphs)


HEADLINE = "Duurzaamheid in Zilverbeke: 1 actie klaar, 1 vertraagd of gestopt"
LEAD = (
    "Zilverbeke, 17 december 2026 – De gemeente Zilverbeke vertelt hoe het tussen 17 september 2026 en"
    " 17 december 2026 ging met de openbare acties van het actieplan duurzaamheid."
)


def test_without_a_number_the_release_has_a_title_and_a_lead_too() -> None:
    made = press_release.render(proof(replace(STORIES[5], public=True)), kit())
    title, lead, *_ = [line for line in _text(made).splitlines() if line]
    assert title == "Nieuws over het actieplan duurzaamheid van de gemeente Zilverbeke"
    assert lead == LEAD


def test_the_release_has_a_headline_a_lead_the_figures_with_their_source_and_a_contact() -> None:
    made = press_release.render(proof(), kit())
    assert [file.name for file in made.files] == [
        "persbericht-zilverbeke-2026-Q4.docx",
        "persbericht-zilverbeke-2026-Q4.txt",
        "klaar-m-01.jpg",
    ]
    assert (made.role, made.held) == (Role.PRESS_LIST, True)
    assert made.letter
    assert made.letter.subject == f"Persbericht. {HEADLINE}"
    source = "412.500 kWh (doel: 390.000 kWh). Bron: Facturen van de netbeheerder, 30 november 2026."
    contact = "Contact voor de pers: Gemeente Zilverbeke, duurzaam@zilverbeke.example.org."
    for text in (_text(made), _word_text(made), made.letter.text):
        assert source in text
        assert contact in text
        assert "De aannemer vond een leiding" in text
    title = "Drie dienstfietsen voor de buitendienst\n"
    assert _word_text(made).startswith(f"{HEADLINE}\n{LEAD}\n{title}De buitendienst rijdt")
    assert _text(made).startswith(f"{HEADLINE}\n\n{LEAD}\n\n{title}")
    assert made.letter.text.startswith(f"PERSBERICHT\n\n{HEADLINE}\n\n{LEAD}\n")
    assert made.letter.html.count("<h1") == 1
    assert f">{HEADLINE}</h1>" in made.letter.html
    assert LEAD in made.letter.html
    assert "412.500 kWh</strong> (doel: 390.000 kWh). Bron: Facturen van de netbeheerder" in made.letter.html
    assert problems(made.letter.html) == []
    assert [each.content for each in made.letter.attachments] == [file.content for file in made.files]


@pytest.mark.long
def test_the_release_tells_nothing_internal() -> None:
    assert "Papierloos" not in everything(press_release.render(proof(), kit()))
    assert "geen verhalen die naar buiten mogen" in press_release.render(proof(STORIES[3]), kit()).note


def test_nobody_is_quoted_and_nothing_is_left_to_fill_in() -> None:
    made = press_release.render(proof(introduction="Beste collega's, het ging traag."), kit())
    told = everything(made)
    assert "ging traag" not in told
    assert made.letter
    for text in (_text(made), _word_text(made), made.letter.text):
        assert not {"“", "[", "{"} & set(text.replace("bij “", ""))


def test_a_figure_of_two_stories_is_told_once() -> None:
    twice = replace(STORIES[0], figures=(LIGHT,))
    made = press_release.render(proof(twice, *STORIES[1:]), kit())
    assert _word_text(made).count("Bron: Facturen van de netbeheerder") == 1
    assert _text(made).count("Bron: Facturen van de netbeheerder") == 1


@pytest.mark.long
@settings(max_examples=often(10, soak=300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(proofs(), st.integers(0, 500))
def test_the_release_keeps_its_length_its_figures_and_what_is_internal(edition: Proof, most: int) -> None:
    made = press_release.render(edition, kit(MediaSettings(press_words=most)))
    told = everything(made)
    assert made.held
    assert not [story.code for story in edition.stories if not story.public and marks(story) in told]
    if made.note:
        assert made.letter is None
        return
    assert count_words(_text(made)) <= most
    assert no_setback_is_hidden(edition.public_only, _text(made))
    assert count_words(_word_text(made)) <= most
    for story in edition.public_only.stories:
        is_told = marks(story) in _text(made)
        is_told = is_told and story.title not in _text(made).partition("Ook anders dan gepland")[2]
        for figure in story.figures if is_told else ():
            target = f" (doel: {figure.target})" if figure.target else ""
            assert f"{figure.name}: {figure.told}{target}. Bron: {figure.source}, " in _word_text(made)
    assert made.letter
    assert problems(made.letter.html) == []


SPOKEN = MediaSettings(
    website="https://zilverbeke.example.org/mvo",
    press_speaker="Lieve Ackermans, burgemeester",
    press_contact="Lotte Wielemans",
    press_phone="050 00 00 00",
)


def test_who_is_quoted_said_it_and_the_press_can_telephone() -> None:
    quoted = replace(STORIES[0], quote="“De fietsen worden elke dag gebruikt.”")
    made = press_release.render(proof(STORIES[1], quoted, *STORIES[2:]), kit(SPOKEN))
    assert made.letter
    said = "“De fietsen worden elke dag gebruikt”, zegt Lieve Ackermans, burgemeester."
    for text in (_text(made), _word_text(made), made.letter.text, made.letter.html):
        assert said in text
        assert "Contact voor de pers: Lotte Wielemans, 050 00 00 00, duurzaam@" in text
    internal = replace(quoted, public=False)
    assert "elke dag gebruikt" not in everything(
        press_release.render(proof(*STORIES[1:], internal), kit(SPOKEN))
    )


@pytest.mark.parametrize(
    "typed",
    [
        "“De fietsen rijden elke dag,” zegt Lieve Ackermans, burgemeester.",
        '"De fietsen rijden elke dag", zegt burgemeester Lieve Ackermans.',
        "Lieve Ackermans, burgemeester: “De fietsen rijden elke dag.”",
    ],
)
def test_a_quotation_with_who_said_it_names_its_speaker_once(typed: str) -> None:
    """It read *“De fietsen rijden elke dag,” zegt Lieve Ackermans”, zegt Lieve Ackermans, burgemeester*."""
    quoted = replace(STORIES[0], quote=typed)
    made = press_release.render(proof(quoted, *STORIES[1:]), kit(SPOKEN))
    said = "“De fietsen rijden elke dag”, zegt Lieve Ackermans, burgemeester."
    assert said in _text(made).splitlines()
    assert said in _word_text(made).splitlines()


def test_the_news_comes_first_with_a_few_others_and_all_that_went_less_well() -> None:
    others = [replace(STORIES[1], code=f"l{n}", title=f"Gebouw {n} heeft led", figures=()) for n in range(20)]
    hard = [replace(STORIES[2], code=f"h{n}", title=f"Later, nummer {n}") for n in range(9)]
    house = replace(SPOKEN, press_words=440)  # its title and lead take forty
    made = press_release.render(proof(STORIES[0], *others, *hard), kit(house))
    lines = [line for line in _word_text(made).splitlines() if line]
    assert lines[2] == STORIES[0].title, "below its title and its lead"
    beside = [line for line in lines if "heeft led" in line]
    assert beside == [f"Gebouw {n} heeft led" for n in range(len(beside))]
    assert 1 <= len(beside) <= 3
    named = [line for line in lines if line.startswith("Later,")]
    assert named == [story.title for story in hard[: len(named)]]
    assert lines[lines.index(named[-1]) + 1] == f"en nog {len(hard) - len(named)} andere"
    at = lines.index("Ook anders dan gepland")
    assert (
        lines[at - 1]
        == "De aannemer vond een leiding die op geen enkel plan stond. Het wordt nu het voorjaar van 2027."
    )


MANY = (
    *(replace(STORIES[n % 2], code=f"s{n}", title=f"Nieuws nummer {n} over een gebouw") for n in range(26)),
    *(replace(STORIES[2], code=f"h{n}", title=f"Later dan beloofd, nummer {n}") for n in range(14)),
)


# Headings and short paragraphs take the most room for their words.
SHORT = tuple(
    replace(
        STORIES[2 if n % 2 else 0],
        code=f"k{n}",
        lead=f"Dit is kort, nummer {n}.",
        body="Daarom.",
        picture=None,
    )
    for n in range(40)
)


# As a quarter compiles them: long titles, a sentence on when, a line of news.
LATE = (
    "moest klaar zijn op 20 februari 2026. Die datum ging voorbij, en de actie is nog niet als klaar gemeld."
)
COMPILED = tuple(
    replace(STORIES[kind], code=f"c{n}", title=title, lead=lead, body=body, figures=(), picture=None)
    for n, (kind, title, lead, body) in enumerate(
        (
            (
                0,
                "Zonnepanelen op het gemeentehuis (60 kWp): klaar",
                "De actie Zonnepanelen op het gemeentehuis (60 kWp) is klaar sinds 9 maart 2026. Dat is"
                " 22 dagen na de afgesproken datum.",
                "De 150 panelen liggen op het dak sinds 10 februari 2026.",
            ),
            (
                0,
                "Ledverlichting in de gemeentelijke basisschool: klaar",
                "De actie Ledverlichting in de gemeentelijke basisschool is klaar sinds 9 maart 2026. Dat is"
                " 8 dagen na de afgesproken datum.",
                "In alle 22 klassen hangen nieuwe lampen.",
            ),
            *(
                (
                    2,
                    f"{title}: later dan beloofd",
                    f"De actie {title} {LATE}",
                    "Het materiaal komt in mei 2026.",
                )
                for title in (
                    "Drie dienstfietsen voor de buitendienst",
                    "Schoolstraat aan de Kouterstraat",
                    "Energieverbruik van elk gebouw maandelijks aflezen",
                )
            ),
            (
                1,
                "Fairtradekoffie op alle vergaderingen",
                "We namen de actie Fairtradekoffie op alle vergaderingen op in het actieplan. Die moet klaar"
                " zijn tegen 1 mei 2026.",
                "",
            ),
        )
    )
)
COMPILED = (
    replace(COMPILED[0], quote="We doen wat we afspreken, en we zeggen het ook als iets niet lukt."),
    *COMPILED[1:],
    replace(STORIES[0], code="f", kind=StoryKind.FIGURES, figures=(LIGHT,), picture=None),
)


@pytest.mark.long
@pytest.mark.parametrize("stories", often([SHORT, COMPILED], soak=[STORIES, MANY, SHORT, COMPILED]))
def test_libreoffice_opens_the_release_on_one_page(tmp_path: Path, stories: tuple[Story, ...]) -> None:
    made = press_release.render(proof(*stories), kit(SPOKEN))
    assert len(as_pictures(as_pdf(made.files[0].content, "persbericht.docx", tmp_path))) == 1


def test_the_lead_names_what_the_headline_counts_and_the_release_does_not_tell() -> None:
    """*3 acties klaar* stood above two of them."""
    others = [
        replace(
            STORIES[0], code=f"klaar-x-0{n}", title=f"Klaar nummer {n}", picture=None, actions=(f"X-0{n}",)
        )
        for n in range(6)
    ]
    made = press_release.render(proof(*others[:5], STORIES[2]), kit())
    for text in (_text(made), _word_text(made), made.letter.text if made.letter else ""):
        title, lead = [line for line in text.splitlines() if line.startswith(("Duurz", "Zilverb"))]
        assert "5 acties klaar" in title
        assert lead == f"{LEAD} Naast wat hieronder staat, is ook klaar: “Klaar nummer 4”."
    listed = replace(
        others[4], code="ook-klaar", title="Ook klaar", lead="Het gaat om:", body="- Klaar nummer 4"
    )
    two = replace(listed, body="- Klaar nummer 4\n- Klaar nummer 5", actions=("X-04", "X-05"))
    for each, named in (
        (listed, "is ook klaar: “Klaar nummer 4”"),
        (two, "zijn ook klaar: “Klaar nummer 4” en “Klaar nummer 5”"),
    ):
        made = press_release.render(proof(*others[:4], each, STORIES[2]), kit())
        assert f"{LEAD} Naast wat hieronder staat, {named}.\n" in _text(made), "not what the list is called"
    for words in ("Klaar nummer 4\n- En nog iets", "Klaar nummer 4\n\nEn nog iets"):
        made = press_release.render(proof(*others[:4], replace(listed, body=f"- {words}"), STORIES[2]), kit())
        assert "“Ook klaar”" not in _text(made)
    made = press_release.render(
        proof(
            *others,
            *(replace(each, code=f"{each.code}-b", actions=(f"Y-{n}",)) for n, each in enumerate(others)),
            STORIES[2],
        ),
        kit(),
    )
    assert f"{LEAD} Dit bericht vertelt over 4 van de 12 acties die klaar zijn.\n" in _text(made)
    assert "Dit bericht" not in _text(press_release.render(proof(*others[:3], STORIES[2]), kit()))
