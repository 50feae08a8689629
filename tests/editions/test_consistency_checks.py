"""Honest by construction: what the plan cannot back up does not go out."""

from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest

from terugkom.editions.model import EditionStep, EditionVerdict
from terugkom.errors import InputError
from tests.editions.conftest import LIGHT, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action

MOSTLY_SQLITE = True


def rewrite(room: EditionMunicipality, name: str, old: str, new: str) -> None:
    path = room.folder / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.long
def test_done_in_a_story_and_not_in_the_plan_stops_it_with_both_texts(
    edition_municipality: EditionMunicipality,
) -> None:
    edition_municipality.compile()
    rewrite(edition_municipality, "010-klaar-m-01.md", "titel:", "titel: Fietsen! #")
    edition_municipality.import_actions(ASKED, NOW[0] | {"status": "lopend"}, *NOW[1:])
    assert edition_municipality.compile().problems == (
        "010-klaar-m-01.md: het verhaal zegt “Fietsen!”; "
        "het plan zegt: “Drie dienstfietsen” loopt nog, deadline 30 november 2026",
    )
    assert edition_municipality.take_due_step(ASKED) is EditionStep.NOT_READY
    assert edition_municipality.take_due_step(ASKED) is None


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("sentence", "stops"),
    [
        ("De ledverlichting is klaar.", True),
        ("Alles werd in november opgeleverd.", True),
        ("Negen van de twaalf gebouwen zijn klaar.", False),
        ("Het is nog niet klaar.", False),
        ("Tegen de zomer moet het afgerond zijn.", False),
        ("Klaarblijkelijk loopt het goed.", False),
        ("De nieuwe lampen hangen er, al was het niet makkelijk.", True),
        ("Het ontwerp is klaar; de bestelling is een feit.", False),
    ],
)
def test_a_sentence_that_says_done_is_held_against_the_plan(
    edition_municipality: EditionMunicipality, sentence: str, stops: bool
) -> None:
    edition_municipality.compile()
    rewrite(edition_municipality, "020-loopt-e-02.md", "Negen van de twaalf gebouwen.", sentence)
    problems = edition_municipality.compile().problems
    assert [sentence.rstrip(".") in each for each in problems] == [True] * stops
    if stops:
        rewrite(edition_municipality, "020-loopt-e-02.md", "thema:", "zegt-klaar: nee\nthema:")
        assert edition_municipality.compile().problems == ()


@pytest.mark.long
def test_a_sentence_that_is_right_after_all_has_one_instruction_which_works(
    edition_municipality: EditionMunicipality,
) -> None:
    """A mail named two ways for one sentence: a word in a file, and the row in the Word document."""
    said = "De ledverlichting is klaar."
    edition_municipality.compile()
    rewrite(edition_municipality, "020-loopt-e-02.md", "Negen van de twaalf gebouwen.", said)
    (problem,) = edition_municipality.compile().problems
    assert problem.endswith(
        ". Klopt de zin toch? Zet hem dan in het Word-document in de rij “Zinnen die blijven”, "
        "met de reden en uw naam"
    )
    assert "zegt-klaar" not in problem
    kept = f"behouden:\n  - {said} | De rest hangt sinds gisteren. | Lotte Wielemans\nthema:"
    rewrite(edition_municipality, "020-loopt-e-02.md", "thema:", kept)
    assert edition_municipality.compile().problems == ()


@pytest.mark.each_database
def test_a_figure_that_the_plan_does_not_have_stops_it(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.compile()
    rewrite(
        edition_municipality,
        "020-loopt-e-02.md",
        "Negen van",
        "Nog 41.250 kWh (was 500.000 kWh of 0,5 GWh; nu 412,5 MWh). We mikken op 300 MWh. {KWHH} Negen van",
    )
    assert [each.partition(": ")[2] for each in edition_municipality.compile().problems] == [
        "er is geen cijfer {KWHH}; laat de accolades weg, of geef de code van een indicator",
        "hier staat “41.250 kWh”; het plan zegt 412.500\u00a0kWh (Verbruik)",
        "hier staat “300 MWh”; het plan zegt 412.500\u00a0kWh (Verbruik)",
    ]


def test_what_is_internal_in_the_plan_is_not_public_in_a_story(
    edition_municipality: EditionMunicipality,
) -> None:
    edition_municipality.compile()
    rewrite(edition_municipality, "030-minder-a-02.md", "openbaar: nee", "openbaar: ja")
    proofed = edition_municipality.compile()
    assert "actie A-02 is intern" in proofed.problems[0]
    assert "minder-a-02" not in [story.code for story in proofed.proof.public_only.stories]


@pytest.mark.long
def test_what_we_left_to_be_filled_in_must_be(edition_municipality: EditionMunicipality) -> None:
    silent = EditionMunicipality(edition_municipality.database, edition_municipality.home, "stil")
    silent.import_actions(FIRST, action("S-1", "Fruit"))
    silent.import_actions(ASKED, action("S-1", "Fruit", "gestopt"))
    left = "[Vul hier aan waarom we stoppen, of vraag het aan de trekker.]"
    assert silent.compile().problems == (f"010-minder-s-1.md: Vul aan of schrap: {left}",)


@pytest.mark.long
def test_an_edition_of_successes_alone_needs_a_reason(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.compile()
    for name in ("030-minder-a-02.md", "040-minder-i-04.md"):
        (edition_municipality.folder / name).unlink()
    assert edition_municipality.compile().omitted_setbacks == (
        "Regenwaterput: later dan beloofd",
        "Papierloos vergaderen: gestopt",
    )
    assert edition_municipality.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    with pytest.raises(InputError, match="newsletter, staff-magazine, intranet, staff-meeting"):
        edition_municipality.record_decision(EditionVerdict.APPROVE, setback_reasons={})
    edition_municipality.record_decision(EditionVerdict.APPROVE)
    assert edition_municipality.state() == "approved"


@pytest.mark.long
def test_who_approves_hears_that_outside_successes_alone_are_told(
    edition_municipality: EditionMunicipality,
) -> None:
    kept = edition_municipality.compile().internal_setbacks
    assert kept == ("Regenwaterput: later dan beloofd", "Papierloos vergaderen: gestopt")
    assert edition_municipality.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    (mail,) = edition_municipality.desk.documents.folder.rglob("edition-asked*")
    body = message_from_bytes(mail.read_bytes(), policy=default).get_body(("plain",))
    assert body is not None
    lines = body.get_content().splitlines()
    (at,) = (n for n, line in enumerate(lines) if "buiten het huis vertelt deze editie alleen wat" in line)
    assert lines[at + 1 : at + 3] == [f"- {title}" for title in kept]
    where = f"in de map “{edition_municipality.folder.name}”, bij de edities van uw gemeente."
    assert f"De verhalen staan ook als bestanden {where}" in body.get_content()
    assert str(edition_municipality.folder).encode() not in mail.read_bytes(), "no path of the server"

    edition_municipality.import_actions(ASKED, *({**row, "public": "ja"} for row in NOW))
    for path in edition_municipality.folder.glob("0*-minder-*.md"):
        path.write_text(path.read_text().replace("openbaar: nee", "openbaar: ja"))
    assert edition_municipality.compile().internal_setbacks == ()


def test_the_target_in_the_title_of_a_running_action_is_no_figure_of_the_story(
    edition_municipality: EditionMunicipality,
) -> None:
    """Our own draft was refused: its title was held for a claim that all of it was reached."""
    room = EditionMunicipality(edition_municipality.database, edition_municipality.home, "bomen")
    trees = action("N-01", "500 bomen planten langs de Beekweg", public="ja", deadline=date(2027, 3, 21))
    figure = {"code": "BOOM", "action": "N-01", "name": "Geplante bomen", "unit": "bomen", "target": 500}
    figure |= {"measured": 180, "measured_on": date(2026, 11, 20), "source": "Werfstaat"}
    room.import_actions(FIRST, trees)
    news = {"news": "De putten zijn gegraven.", "news_on": date(2026, 12, 1)}
    room.import_actions(ASKED, trees | news, indicators=[figure])
    assert room.compile().problems == ()
    room.import_actions(ASKED, trees | news | {"status": "klaar"}, indicators=[figure])
    assert any("500 bomen" in each and "180" in each for each in room.compile().problems)


def test_a_figure_is_not_of_the_day_of_an_earlier_measurement(
    edition_municipality: EditionMunicipality,
) -> None:
    """The figure in braces is the newest; the day behind it stayed in a story that a person had edited."""
    edition_municipality.compile()
    now = "Wij meten {KWH} op 30 november 2026. Negen van"
    rewrite(edition_municipality, "020-loopt-e-02.md", "Negen van", now)
    assert edition_municipality.compile().problems == ()
    newer = LIGHT | {"measured": 395000, "measured_on": date(2026, 12, 15)}
    edition_municipality.import_actions(ASKED, *NOW, indicators=[newer])
    rewrite(edition_municipality, "020-loopt-e-02.md", "thema:", "thema: Energie #")
    wrong = [each for each in edition_municipality.compile().problems if "hier staat" in each]
    assert len(wrong) == 2, "in the sentence of the officer, and in ours"
    assert all("hier staat “30 november 2026”, maar 395.000" in each for each in wrong)
    assert all("is gemeten op 15 december 2026" in each for each in wrong)
