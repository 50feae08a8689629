"""What may stand beside a choice, and what makes it one of a step, of another, or after the deadline."""

from datetime import date

import pytest

from terugkom.inbox.answers.progress_answer import parse_progress_answer
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.report_progress import ProgressChoice

SENT, DUE = date(2027, 3, 2), date(2027, 3, 15)
POINTS = "Laadpalen aan het zwembad"
DONE, ON_TRACK = ProgressChoice.DONE, ProgressChoice.ON_TRACK


def read(text: str, title: str = POINTS) -> ProgressChoice | None:
    """Return the choice that an answer is taken for; None where the coordinator is asked."""
    answer = parse_progress_answer(parse_reply_text(text).own, "", [], SENT, DUE, title)
    return answer.choice if answer.is_clear else None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Bomen planten", "De putten zijn gegraven, da's al gedaan."),
        ("Energieaudit", "Factuur is betaald, dat is in orde."),
        (POINTS, "De sleuven zijn gegraven. Dat is klaar."),
        (POINTS, "Les fondations sont coulées, c'est fait."),
        (POINTS, "Die Fundamente sind gegossen, das ist erledigt."),
        (POINTS, "The bases are poured, that's done."),
        (POINTS, "c'est l'école d'à côté qui a la sienne, terminée la semaine passée"),
        (POINTS, "Het is de school hiernaast die er heeft, klaar sinds vorige week"),
        (POINTS, "Dossier afgesloten bij ons, zit nu bij de kerkfabriek."),
        (POINTS, "Dossier dicht bij ons, ligt nu bij de provincie."),
        (POINTS, "Dossier afgesloten, is nu aan de kerkfabriek."),
    ],
)
def test_that_a_step_or_anothers_thing_is_done_is_asked(title: str, text: str) -> None:
    assert read(text, title) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (POINTS, "De laadpalen staan er, da's gedaan."),
        (POINTS, "De actie laadpalen, dat is klaar."),
        (POINTS, "Ah ja, ik was vergeten het te melden, dat is klaar."),
        ("Bornes de recharge", "Les bornes sont posées, c'est fait."),
        ("Brochure energiepremies", "De brochure is in de bus gevallen, restje ligt aan de balie."),
    ],
)
def test_that_the_thing_itself_is_done_is_done(title: str, text: str) -> None:
    assert read(text, title) is DONE


@pytest.mark.parametrize(
    "text",
    [
        "Bezig, plaatsing volgt in september",
        "Op schema, de rest volgt in juni",
        "Op schema. Levering in mei, plaatsing in juni.",
        "Op schema, plaatsing op 20 maart",
        "Op schema, levering half april",
        "Op schema, keuring in week 20.",
        "Op schema, volgende maand plaatsing",
        "Op schema, oplevering na de zomer",
        "Op schema, levering volgend jaar",
        "Terug op schema, levering in mei",
        "Dans les temps, le reste suit en juin",
        "Dans les temps, pose mi-mai",
        "Im Plan, Rest folgt im Juni",
        "On track, the rest follows next month",
        "On track, installation March 20",
    ],
)
def test_work_after_the_deadline_is_not_on_track(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Op schema, plaatsing in maart",
        "Op schema, levering op 8 maart",
        "Op schema, levering in week 10",
        "Op schema, begonnen in februari",
        "Op schema, sinds november bezig",
        "Op schema, de vergunning is verleend in januari",
        "Op schema. Ik ben terug op 22 maart.",
        "Dans les temps, pose mi-mars",
        "On track, fitting on March 10",
    ],
)
def test_work_before_the_deadline_and_before_today_is_on_track(text: str) -> None:
    assert read(text) is ON_TRACK


@pytest.mark.parametrize("said", ["Op schema.", "Klaar."])
@pytest.mark.parametrize(
    "signature",
    [
        "An Peeters\nMilieuambtenaar",
        "An Peeters\nGemeente Kapelle",
        "An Peeters\nDienst milieu\nTel. 09 123 45 67",
        "An Peeters\nMilieuambtenaar\nGemeente Kapelle\nKerkstraat 1, 9999 Kapelle\nan.peeters@example.org",
        "Marie Dupont\nConseillère en énergie\nCommune de Kapelle",
        "Hans Müller\nUmweltbeauftragter\nGemeinde Kapelle",
        "Jane Doe\nClimate officer\nwww.example.org",
    ],
)
def test_a_name_with_an_office_below_it_is_none_of_the_answer(said: str, signature: str) -> None:
    assert read(f"{said}\n\n{signature}") is (DONE if said == "Klaar." else ON_TRACK)


@pytest.mark.parametrize(
    "below",
    [
        "An Peeters\nStopgezet",
        "An Peeters\nDienst milieu stopt ermee",
        "An Peeters\nGemeente Kapelle doet niet meer mee",
        "Fase Twee\nVertraagd",
        "An Peeters\nMilieuambtenaar\nPS: de raad moet nog beslissen",
    ],
)
def test_what_stands_below_a_name_and_is_no_office_is_heard(below: str) -> None:
    assert read(f"Op schema.\n\n{below}") is None


@pytest.mark.parametrize(
    "text",
    [
        "Op schema. Ik hou je op de hoogte.",
        "Dans les temps, je vous tiens au courant.",
        "On track, will keep you posted.",
        "We expect to finish on time.",
        "Op schema. Vergunning is aangevraagd.",
        "Op schema. Alle offertes ontvangen.",
        "Op schema. Lastenboek is in opmaak.",
        "Op schema. Het college keurde de gunning goed.",
        "On schedule. The contractor starts on 8 March.",
        "Op schema. Volgende vergadering met de aannemer is op 8 maart.",
        "Op schema. Prettige feesten!",
        "Dans les temps. Joyeuses fêtes !",
        "Im Plan. Frohe Ostern!",
        "On track. Have a nice weekend!",
    ],
)
def test_what_is_said_plainly_beside_on_track_changes_nothing(text: str) -> None:
    assert read(text) is ON_TRACK
