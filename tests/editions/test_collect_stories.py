"""What the plan has to tell of a quarter, as files that an officer reads."""

from datetime import date

import pytest
from sqlalchemy import select

from terugkom.claims.said_fragments import is_fragment
from terugkom.documents.end_sentence import end_sentence
from terugkom.editions.story_file import parse_story_file
from terugkom.ideas.model import Idea, IdeaState
from terugkom.plan.model import Action
from terugkom.plan.queries import get_municipality
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.editions.conftest import LIGHT, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action

MOSTLY_SQLITE = True


def told_files(room: EditionMunicipality) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(room.folder.glob("*.md"))}


def test_what_changed_is_told_what_went_less_well_too(edition_municipality: EditionMunicipality) -> None:
    proofed = edition_municipality.compile()
    assert list(told_files(edition_municipality)) == [
        "010-klaar-m-01.md",
        "020-loopt-e-02.md",
        "030-minder-a-02.md",
        "040-minder-i-04.md",
        "050-nieuw-n-07.md",
        "060-cijfers.md",
    ]
    assert proofed.problems == ()
    assert [(story.code, story.public) for story in proofed.proof.stories] == [
        ("klaar-m-01", True),
        ("loopt-e-02", True),
        ("minder-a-02", False),
        ("minder-i-04", False),
        ("nieuw-n-07", False),
        ("cijfers", True),
    ]


def test_a_story_reads_as_an_officer_would_write_it(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.compile()
    files = told_files(edition_municipality)
    late = parse_story_file("030-minder-a-02.md", files["030-minder-a-02.md"], "nl")
    assert late.title == "Regenwaterput: later dan beloofd"
    assert late.text == (
        "De actie **Regenwaterput** moest klaar zijn op 31 oktober 2026. "
        "Die datum ging voorbij, en de actie is nog niet als klaar gemeld.\n\n"
        "Er lag een leiding in de weg."
    )
    done = parse_story_file("010-klaar-m-01.md", files["010-klaar-m-01.md"], "nl")
    assert done.text == (
        "De actie **Drie dienstfietsen** is klaar sinds 17 december 2026. "
        "Dat is 17 dagen na de afgesproken datum.\n\nZe staan bij het onthaal."
    )


def test_a_success_is_not_told_with_what_was_said_while_it_ran(
    edition_municipality: EditionMunicipality,
) -> None:
    """*Klaar* without more was told with the words of a month before: "for the hall not yet"."""
    room = EditionMunicipality(edition_municipality.database, edition_municipality.home, "bestek")
    room.import_actions(FIRST, action("A-01", "Milieucriteria in elk bestek", public="ja"))
    said = ((ProgressChoice.ON_TRACK, "In drie bestekken staan ze, in dat van de sporthal nog niet."),)
    reports = (*said, (ProgressChoice.DONE, "Klaar."))
    for day, (choice, text) in zip((date(2026, 11, 9), date(2026, 12, 4)), reports, strict=True):
        with room.database.write_session() as session:
            town = get_municipality(session, "bestek")
            found = session.scalars(select(Action).where(Action.municipality_id == town.id)).one()
            by = ReportEntry(found.owners[0], "mail", day, clock_on(day))
            report_progress(session, town, found, ReportedProgress(choice, text), by)
    room.compile()
    told = told_files(room)["010-klaar-a-01.md"]
    assert "is klaar sinds 4 december 2026" in told
    assert "nog niet" not in told


def test_a_figure_stands_in_the_file_as_its_code_and_in_the_proof_as_told(
    edition_municipality: EditionMunicipality,
) -> None:
    proofed = edition_municipality.compile()
    assert "{KWH}" in told_files(edition_municipality)["060-cijfers.md"]
    figures = proofed.proof.stories[-1]
    assert "Verbruik: 412.500\u00a0kWh op 30 november 2026, streefcijfer 390.000\u00a0kWh" in figures.text
    assert [each.source for each in figures.figures] == [LIGHT["source"]]


@pytest.mark.long
def test_a_deadline_that_was_put_off_is_told_with_both_days(
    edition_municipality: EditionMunicipality,
) -> None:
    moved = NOW[2] | {"deadline": date(2027, 3, 31)}
    edition_municipality.import_actions(ASKED, *NOW[:2], moved, *NOW[3:])
    edition_municipality.compile()
    assert (
        "moest klaar zijn op 31 oktober 2026. De nieuwe datum is 31 maart 2027.\n"
        in told_files(edition_municipality)["030-minder-a-02.md"]
    )


@pytest.mark.long
def test_a_new_date_that_passed_too_is_told_as_passed(edition_municipality: EditionMunicipality) -> None:
    """It said *De nieuwe datum is* of a day that was over."""
    moved = NOW[2] | {"deadline": date(2026, 11, 30)}
    edition_municipality.import_actions(ASKED, *NOW[:2], moved, *NOW[3:])
    edition_municipality.compile()
    assert (
        "moest klaar zijn op 31 oktober 2026. De nieuwe datum was 30 november 2026. "
        "Ook die ging voorbij, en de actie is nog niet als klaar gemeld.\n"
        in told_files(edition_municipality)["030-minder-a-02.md"]
    )


@pytest.mark.long
def test_nobody_said_that_a_late_action_failed_or_goes_on(edition_municipality: EditionMunicipality) -> None:
    """*Dat is niet gelukt. Deze actie loopt nog* stood below each deadline that passed, whoever was heard."""
    unheard = action("U-01", "Fietsenstalling", public="ja", deadline=date(2026, 11, 20))
    edition_municipality.import_actions(ASKED, *NOW, unheard)
    edition_municipality.compile()
    (told,) = [text for name, text in told_files(edition_municipality).items() if "u-01" in name]
    assert (
        "De actie **Fietsenstalling** moest klaar zijn op 20 november 2026. "
        "Die datum ging voorbij, en de actie is nog niet als klaar gemeld.\n\n[Vul hier aan" in told
    )
    assert "gelukt" not in told
    assert "loopt" not in told


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("volgende maand", False),
        ("Het wordt pas eind maart 2027.", False),
        ("Geen tijd", False),
        ("Q2 2027", False),
        ("De aannemer komt volgende maand.", True),
        ("Er is geen budget", True),
    ],
)
def test_a_moment_or_a_word_is_no_reason_for_readers(
    edition_municipality: EditionMunicipality, said: str, is_told: bool
) -> None:
    """*volgende maand.* stood as a sentence of its own, as the reason why an action was late or stopped."""
    late, stopped = (each | {"news": said} for each in NOW[2:4])
    edition_municipality.import_actions(ASKED, *NOW[:2], late, stopped, NOW[4])
    problems = edition_municipality.compile().problems
    files = told_files(edition_municipality)
    for name in ("030-minder-a-02.md", "040-minder-i-04.md"):
        assert (said.rstrip(".") in files[name], "[Vul hier aan waarom" in files[name]) == (
            is_told,
            not is_told,
        )
    assert len(problems) == (0 if is_told else 2)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "le mois prochain", True),
        ("fr", "Ce sera fin mars 2027", True),
        ("fr", "Le budget manque encore", False),
        ("de", "Erst Ende März 2027", True),
        ("de", "Der Auftrag fehlt noch", False),
        ("en", "It will be late next month", True),
        ("en", "The contractor went bankrupt", False),
        ("nl", "In het voorjaar van 2027", True),
        ("nl", "De brug wacht op een vergunning", False),
    ],
)
def test_what_says_no_more_than_when_is_known_in_each_language(
    language: str, text: str, expected: bool
) -> None:
    assert is_fragment(text, language, ASKED) is expected


@pytest.mark.long
def test_many_of_a_kind_are_named_in_one_story_apart_for_what_is_internal(
    edition_municipality: EditionMunicipality,
) -> None:
    many = [action(f"X-{n}", f"Nieuw {n}", public="ja" if n % 2 else "nee") for n in range(9)]
    edition_municipality.import_actions(ASKED, *NOW, *many)
    proofed = edition_municipality.compile()
    rest = {story.code: story for story in proofed.proof.stories if story.code.startswith("ook-")}
    assert {code: story.public for code, story in rest.items()} == {
        "ook-nieuw": True,
        "ook-nieuw-intern": False,
    }
    assert sum(len(story.actions) for story in rest.values()) == 10 - 4
    titles = [story.title for story in proofed.proof.stories]
    assert len(titles) == len(set(titles)), "a list of contents names none twice"


@pytest.mark.long
def test_one_that_is_left_over_is_one_action(edition_municipality: EditionMunicipality) -> None:
    many = [action(f"X-{n}", f"Nieuw {n}") for n in range(4)]
    edition_municipality.import_actions(ASKED, *NOW, *many)
    (rest,) = [each for each in edition_municipality.compile().proof.stories if each.code.startswith("ook-")]
    assert rest.title == "Ook nieuw in het plan, alleen voor het personeel"
    assert rest.lead == "Het gaat om:"


@pytest.mark.parametrize(
    ("told", "ended"),
    [
        ("Er lag een leiding", "Er lag een leiding."),
        ("Het kost 15 %", "Het kost 15 %."),
        ("Het lukt!", "Het lukt!"),
        ("Hij zei: “Klaar.”", "Hij zei: “Klaar.”"),
        ("Zie https://linde.example.org/led", "Zie https://linde.example.org/led"),
        ("", ""),
    ],
)
def test_what_somebody_typed_ends_as_a_sentence(told: str, ended: str) -> None:
    assert end_sentence(told) == ended


@pytest.mark.long
def test_the_reason_of_a_setback_ends_as_a_sentence(edition_municipality: EditionMunicipality) -> None:
    news = NOW[2] | {"news": "Er lag een leiding in de weg"}
    edition_municipality.import_actions(ASKED, *NOW[:2], news, *NOW[3:])
    edition_municipality.compile()
    assert "Er lag een leiding in de weg.\n" in told_files(edition_municipality)["030-minder-a-02.md"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("deadline", "told"),
    [
        ("Q2 2027", "het tweede kwartaal van 2027"),
        ("eind 2027", "eind 2027"),
        (date(2027, 6, 30), "30 juni 2027"),
    ],
)
def test_by_when_something_new_is_done_is_told_in_words(
    edition_municipality: EditionMunicipality, deadline: date | str, told: str
) -> None:
    new = action("X-1", "Deelwagen", "gepland", deadline=deadline)
    edition_municipality.import_actions(ASKED, *NOW, new)
    (story,) = [each for each in edition_municipality.compile().proof.stories if each.code == "nieuw-x-1"]
    assert story.title == "Deelwagen", "the label above it says that it is new"
    lead = f"We namen de actie **Deelwagen** op in het actieplan. Die moet klaar zijn tegen {told}."
    assert story.lead == lead
    assert "nieuw" not in f"{story.title} {story.text}".lower()


def test_nothing_that_was_so_before_is_news(edition_municipality: EditionMunicipality) -> None:
    quiet = EditionMunicipality(edition_municipality.database, edition_municipality.home, "stil")
    quiet.import_actions(FIRST.replace(month=8), action("Q-1", "Rustig", deadline=date(2027, 9, 1)))
    proofed = quiet.compile()
    assert proofed.proof.stories == ()
    assert proofed.problems == ("er is geen enkel verhaal: niets te vertellen",)


def test_an_idea_that_got_an_answer_is_told_without_who_handed_it_in(
    edition_municipality: EditionMunicipality,
) -> None:
    with edition_municipality.database.write_session() as session:
        town = get_municipality(session, "linde")
        given = {"municipality_id": town.id, "submitted_on": FIRST, "submitted_by": "Bea Bekers"}
        told = {
            "text": "Herbruikbare bekers",
            "state": IdeaState.LATER,
            "answer": "Eerst tellen we ze.",
        }
        session.add(Idea(code="I1", normalized_text_sha256="1", answered_on=ASKED, **given, **told))
        session.add(Idea(code="I2", normalized_text_sha256="2", text="Zonder antwoord", **given))
    edition_municipality.compile()
    files = {name: text for name, text in told_files(edition_municipality).items() if "idee" in name}
    (story,) = files.values()
    found = parse_story_file(*next(iter(files.items())), "nl")
    assert (found.title, found.public) == ("Antwoord op een idee: Herbruikbare bekers", False)
    assert found.text == "Dit idee bewaren we voor later.\n\nEerst tellen we ze."
    assert "Bea" not in story


@pytest.mark.long
def test_a_quotation_is_asked_of_who_speaks_in_the_press_and_none_is_made_up(
    edition_municipality: EditionMunicipality,
) -> None:
    edition_municipality.import_actions(ASKED, *NOW, press_speaker="Lieve Ackermans, burgemeester")
    proofed = edition_municipality.compile()
    path = edition_municipality.folder / "010-klaar-m-01.md"
    assert "citaat: <citaat van Lieve Ackermans, burgemeester>\n" in path.read_text()
    assert proofed.problems == (
        "010-klaar-m-01.md: vul het citaat voor de pers in, zoals het gegeven werd, of maak het veld leeg: "
        "<citaat van Lieve Ackermans, burgemeester>",
    )
    for quote in ("", "Ik fiets er zelf mee."):
        text = path.read_text().partition("citaat:")
        path.write_text(f"{text[0]}citaat: {quote}\n---{text[2].partition('---')[2]}")
        ready = edition_municipality.compile()
        assert (ready.problems, ready.proof.stories[0].quote) == ((), quote)
