"""What an owner says of a time without its day, and of a day that is kept or given as the new one."""

from datetime import date

import pytest

from terugkom.inbox.answers.progress_answer import parse_progress_answer
from terugkom.plan.report_progress import ProgressChoice

TODAY, DEADLINE = date(2027, 3, 2), date(2027, 3, 15)
TITLE = "Laadpalen aan het zwembad"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Wordt week 14.", date(2027, 4, 9)),
        ("Klaar in week 20.", date(2027, 5, 21)),
        ("Week 20 klaar.", date(2027, 5, 21)),
        ("Montage jetzt in KW 14", date(2027, 4, 9)),
        ("Placement en semaine 14 finalement.", date(2027, 4, 9)),
        ("Een maand uitstel graag, de netbeheerder is te laat.", date(2027, 4, 15)),
        ("Loopt een maand vertraging op.", date(2027, 4, 15)),
        ("On reporte d'un mois.", date(2027, 4, 15)),
        ("Verschiebt sich um zwei Wochen.", date(2027, 3, 29)),
        ("Needs two more months please.", date(2027, 5, 15)),
        ("Over twee maanden is alles klaar.", date(2027, 5, 2)),
        ("Ce sera terminé dans trois semaines.", date(2027, 3, 23)),
        ("Wordt eind volgende maand.", date(2027, 4, 30)),
        ("Wordt het najaar.", date(2027, 12, 31)),
        ("Q2 zal het zijn.", date(2027, 6, 30)),
        ("Aannemer ziek. Tot 12 april.", date(2027, 4, 12)),
        ("'t gaat augustus worden vrees ik", date(2027, 8, 31)),
        ("Wordt eind mei, de kabels zijn te laat geleverd.", date(2027, 5, 31)),
        (
            "Vergunning is er pas sinds vorige week. De laadpalen worden in mei geplaatst.",
            date(2027, 5, 31),
        ),
    ],
)
def test_a_time_without_its_day_is_the_new_deadline(text: str, day: date) -> None:
    answer = parse_progress_answer(text, "", [], TODAY, DEADLINE, TITLE)
    assert (answer.is_clear, answer.choice, answer.deadline) == (True, ProgressChoice.LATER, day)


@pytest.mark.parametrize(
    ("due", "text", "day"),
    [
        (date(2027, 3, 31), "Een maand later.", date(2027, 4, 30)),
        (date(2027, 4, 30), "One month later", date(2027, 5, 31)),
        (date(2027, 2, 28), "Deux mois plus tard svp", date(2027, 4, 30)),
        (date(2027, 3, 30), "Zwei Wochen später bitte", date(2027, 4, 13)),
    ],
)
def test_behind_the_last_day_of_a_month_lies_the_last_of_another(due: date, text: str, day: date) -> None:
    assert parse_progress_answer(text, "", [], TODAY, due, TITLE).deadline == day


@pytest.mark.parametrize(
    "text",
    [
        "Met een maand vertraging opgeleverd.",
        "Drie weken later dan gepland zijn de laadpalen geplaatst.",
        "Terminé avec un mois de retard.",
        "Mit zwei Wochen Verspätung fertig geworden.",
        "We hebben een maand uitstel gekregen van de netbeheerder.",
        "De aannemer heeft twee weken vertraging.",
        "De aannemer vraagt een maand uitstel.",
        "Binnen twee weken weten we meer.",
        "Over een maand komt Fluvius.",
        "Over twee weken zijn de laadpalen geplaatst.",
        "In week 14 komt de aannemer.",
        "Verzet naar week 14 of 15.",
        "De keuring is een maand later.",
        "Eén laadpaal komt een maand later.",
        "Wordt misschien een maand later.",
        "Twee maanden uitstel, tenzij het regent.",
        "Een week of twee later.",
        "Een paar weken later.",
        "Wordt na de zomer.",
        "In het najaar beginnen we.",
        "In de herfst is alles klaar.",
        "20 april",
        "Ik ben ziek. Tot 12 april.",
        "8 juni is te laat voor ons.",
        "Zoals afgesproken op 10 maart zien we elkaar.",
    ],
)
def test_what_is_vague_was_so_or_is_of_another_thing_is_asked(text: str) -> None:
    assert not parse_progress_answer(text, "", [], TODAY, DEADLINE, TITLE).is_clear


@pytest.mark.parametrize(
    "text",
    [
        "Besteld, levering bevestigd voor 12 maart.",
        "We openen zoals gezegd op 15 maart.",
        "Livraison le 8 mars comme convenu.",
        "Still good for the 15th, cables went in yesterday.",
        "De werken lopen, op tijd klaar normaal gezien.",
        "We zijn een weekje achter geweest door de vorst, maar dat is ingehaald. 15 maart blijft dus staan.",
    ],
)
def test_a_day_within_the_deadline_that_is_kept_is_on_schedule(text: str) -> None:
    answer = parse_progress_answer(text, "", [], TODAY, DEADLINE, TITLE)
    assert (answer.is_clear, answer.choice) == (True, ProgressChoice.ON_TRACK)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Bornes place du Marché", "La pose est terminée."),
        ("Laadpalen station", "da's in orde"),
        ("Autoluwe schoolstraat", "Borden staan, hek staat. Klaar is kees"),
        ("Climate day", "Held on Saturday, 300 turned up despite the rain"),
        ("Infoavond energiedelen", "Heeft vorige donderdag plaatsgehad in de bib, presentatie in bijlage."),
    ],
)
def test_what_ended_is_done(title: str, text: str) -> None:
    answer = parse_progress_answer(text, "", [], TODAY, DEADLINE, title)
    assert (answer.is_clear, answer.choice) == (True, ProgressChoice.DONE)


@pytest.mark.parametrize(
    "text",
    [
        "schrappen maar",
        "Gaat niet door.",
        "budget is er niet, dus afgevoerd",
        "We stoppen ermee.",
        "Helaas stoppen we ermee.",
        "We laten het vallen.",
        "Wird nicht umgesetzt.",
        "On ne le fera pas.",
        "We've decided against it.",
    ],
)
def test_what_is_given_up_is_proposed_as_stopped_and_decided_by_a_person(text: str) -> None:
    answer = parse_progress_answer(text, "", [], TODAY, DEADLINE, TITLE)
    assert (answer.is_clear, answer.choice) == (False, ProgressChoice.STOPPED)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Schuift door naar voorjaar 2028", date(2028, 6, 30)),
        ("Sera pour le printemps 2028", date(2028, 6, 30)),
        ("Wird Sommer 2028", date(2028, 9, 30)),
        ("Slipped into autumn of 2027, auditors are swamped", date(2027, 12, 31)),
        ("Slipped into Q1 2028, auditors are swamped", date(2028, 3, 31)),
        ("Verschiebt sich ins Q2 2028", date(2028, 6, 30)),
    ],
)
def test_a_season_and_a_quarter_of_a_year_end_on_their_last_day(text: str, day: date) -> None:
    answer = parse_progress_answer(text, "", [], date(2027, 3, 2), date(2027, 3, 15))
    assert (answer.choice, answer.is_clear, answer.deadline) == (ProgressChoice.LATER, True, day)


def test_a_winter_of_a_year_is_no_day() -> None:
    answer = parse_progress_answer(
        "Schuift door naar winter 2027", "", [], date(2027, 3, 2), date(2027, 3, 15)
    )
    assert answer.deadline is None
