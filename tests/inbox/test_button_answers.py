"""What an owner writes behind the words of the digest's buttons: a plan or bad news is no choice."""

from datetime import date

import pytest

from terugkom.inbox.answers.progress_answer import ProgressAnswer, parse_progress_answer
from terugkom.plan.model import ActionStatus
from terugkom.plan.report_progress import ProgressChoice
from terugkom.workbook.dates.find_day import find_day
from tests.inbox.answering import AnsweringMunicipality, reply_to
from tests.inbox.test_owner_answers import one as one
from tests.inbox.test_owner_answers import town as town

TODAY, DEADLINE = date(2027, 3, 3), date(2027, 3, 20)
DAYS_TO_COME = {
    ("E-01: Klaar", "Klaar op: "): (
        "vrijdag", "aanstaande vrijdag", "overmorgen", "over twee weken", "binnen 14 dagen", "dit weekend",
        "einde van de week", "na de zomer", "september", "de 15e", "Pasen", "ooit", "n.v.t.", "20/4",
        "zomer 2027", "deze middag", "eind deze maand",
    ),
    ("E-01: Klaar", ""): ("Overmorgen!", "over twee weken", "dit weekend", "vrijdag"),
    ("E-01: Terminé", "Terminé le : "): ("vendredi", "demain", "la semaine prochaine", "cet été"),
    ("E-01: Fertig", "Fertig am: "): ("Freitag", "nächste Woche", "in zwei Wochen", "Sommer"),
    ("E-01: Done", "Done on: "): ("Friday", "tomorrow", "next week", "in two weeks", "this summer"),
}  # fmt: skip
DAYS_THAT_WERE = {
    ("E-01: Klaar", "Klaar op: "): (
        "", "vandaag", "gisteren", "vorige week", "25 februari", "op 26/2", "afgelopen vrijdag",
        "vrijdag ll.", "twee weken geleden", "2 maart\nDe palen staan er.", "alles is geplaatst en gekeurd",
        "zomer 2026", "eind vorige maand", "begin vorige week", "deze ochtend", "Mvg, An", "\nMvg, An",
    ),
    ("E-01: Klaar", ""): ("Alles is geplaatst.", "De palen staan er sinds vorige week."),
    ("E-01: Terminé", "Terminé le : "): ("hier", "vendredi dernier", "26/2", "fin du mois passé", "ce matin"),
    ("E-01: Fertig", "Fertig am: "): ("gestern", "letzten Freitag", "Ende letzter Woche", "Sommer 2026"),
    ("E-01: Done", "Done on: "): (
        "yesterday", "last Friday", "two weeks ago", "end of last month",
        "Regards, An",
    ),
}  # fmt: skip
BAD_NEWS = (
    "ligt al maanden stil", "slecht, budget geschrapt", "niemand gevonden", "mislukt", "er is niets gebeurd",
    "de aannemer heeft afgehaakt", "subsidie afgeketst", "moet nog starten", "achterstand", "loopt mis",
    "annulé", "rien n'est fait", "schlecht", "nichts passiert", "stalled", "nothing happened",
)  # fmt: skip
NOTHING_DONE = (
    "Er is niets gebeurd", "nog niets afgewerkt", "geen van de palen is klaar", "niemand heeft dit afgerond",
    "rien n'a été réalisé", "aucun travail terminé", "noch nichts erledigt", "nothing done so far",
)  # fmt: skip


def parse(text: str, subject: str = "") -> ProgressAnswer:
    return parse_progress_answer(text, subject, ["E-01"], TODAY, DEADLINE, "Laadpalen aan het zwembad")


@pytest.mark.parametrize(
    ("subject", "text"), [(key[0], key[1] + day) for key, days in DAYS_TO_COME.items() for day in days]
)
def test_a_button_with_a_day_that_may_be_to_come_is_no_done_action(subject: str, text: str) -> None:
    assert not parse(text, subject).is_clear


@pytest.mark.parametrize(
    ("subject", "text"), [(key[0], key[1] + day) for key, days in DAYS_THAT_WERE.items() for day in days]
)
def test_a_button_with_a_day_that_was_is(subject: str, text: str) -> None:
    answer = parse(text, subject)
    assert (answer.choice, answer.is_clear) == (ProgressChoice.DONE, True)


def test_an_action_stays_as_it_is_until_the_coordinator_answers(one: AnsweringMunicipality) -> None:
    mail = reply_to(one.digest(), "Klaar op: over twee weken", subject="E-01: Klaar", quote="none")
    assert one.take(mail) == {"asked": 1}
    assert one.status("E-01") is ActionStatus.RUNNING
    (question,) = one.questions()
    assert question.text == "over twee weken"


@pytest.mark.parametrize("said", BAD_NEWS)
def test_bad_news_behind_the_button_is_no_action_on_schedule(said: str) -> None:
    assert not parse(f"Hoe het staat: {said}", "E-01: Bezig").is_clear


@pytest.mark.parametrize("said", ["", "goed", "de offertes zijn binnen"])
def test_other_news_is(said: str) -> None:
    answer = parse(f"Hoe het staat: {said}", "E-01: Bezig")
    assert (answer.choice, answer.is_clear) == (ProgressChoice.ON_TRACK, True)


@pytest.mark.parametrize("said", NOTHING_DONE)
def test_that_nothing_was_done_proposes_no_done_action(said: str) -> None:
    answer = parse(said)
    assert (answer.choice, answer.is_clear) == (None, False)


@pytest.mark.parametrize("said", ["10/3, gaat sneller", "20/3"])
def test_a_day_within_the_deadline_is_no_later_one_behind_the_button_either(said: str) -> None:
    assert not parse(f"Nieuwe datum en waarom: {said}", "E-01: Later").is_clear


@pytest.mark.parametrize("year", ["2208", "207", "1927"])
@pytest.mark.parametrize("said", ["Later tot 1 mei {}", "uitstel tot 30 april {}", "plus tard 1er mai {}"])
def test_a_year_that_cannot_be_meant_is_not_taken_for_this_one(said: str, year: str) -> None:
    answer = parse(said.format(year))
    assert (answer.is_clear, answer.deadline) == (False, None)


@pytest.mark.parametrize(("year", "read"), [("27", 2027), ("'28", 2028), ("’28,", 2028)])
def test_a_year_of_two_digits_is_read(year: str, read: int) -> None:
    answer = parse(f"Later tot 1 mei {year}")
    assert (answer.choice, answer.deadline) == (ProgressChoice.LATER, date(read, 5, 1))


@pytest.mark.parametrize(
    "said",
    [
        "De bomen zijn geplant. Op 15 april 100 bomen", "De bomen zijn geplant. Op 15 april 2500 bomen",
        "De bomen zijn geplant. Op 15 april 2500 bomen, en dan nog",
    ],
)  # fmt: skip
def test_a_number_of_things_behind_a_day_is_no_year(said: str) -> None:
    assert not parse_progress_answer(said, "", [], TODAY, DEADLINE, "Bomen planten").is_clear


@pytest.mark.parametrize("said", ["15 april, 200 bomen", "15 april 200 bomen", "15 april, 2500"])
def test_a_day_before_a_number_of_things_is_read(said: str) -> None:
    assert find_day(said, TODAY) == date(2027, 4, 15)


@pytest.mark.parametrize(
    "said",
    [
        "All done, see attached report", "Actie afgerond, zie verslag college", "Terminé, voir rapport",
        "Klaar, zie mail van vorige week", "Fertig, siehe Protokoll",
    ],
)  # fmt: skip
def test_where_it_can_be_read_changes_nothing_of_a_done_action(said: str) -> None:
    answer = parse(said)
    assert (answer.choice, answer.is_clear) == (ProgressChoice.DONE, True)


@pytest.mark.parametrize(
    "said", ["Klaar, zie mail van gisteren over gebreken", "Klaar, zie offerte", "Klaar, zie mail van Tom"]
)
def test_what_may_tell_of_more_makes_it_a_question(said: str) -> None:
    assert not parse(said).is_clear


def test_a_whole_choice_in_doubt_is_the_one_that_is_proposed() -> None:
    answer = parse("All done, our report was delayed")
    assert (answer.choice, answer.is_clear) == (ProgressChoice.DONE, False)


@pytest.mark.parametrize(("said", "choice"), [("see the report", None), ("reporté", ProgressChoice.LATER)])
def test_a_report_is_no_later_date(said: str, choice: ProgressChoice | None) -> None:
    assert parse(said).choice is choice


def test_a_day_to_come_proposes_no_done_action() -> None:
    answer = parse("Nieuwe datum en waarom: 15 maart 2027, dan is het klaar", "E-01: Later")
    assert answer.choice is not ProgressChoice.DONE


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        (
            "Dag Hilde, dat loopt nog. Drie van de zes scholen zijn klaar, de rest volgt dit voorjaar.",
            ProgressChoice.ON_TRACK,
        ),
        ("Drie van de zes scholen zijn klaar.", None),
        ("Trois sur six écoles sont finies.", None),
        ("Drei von sechs Schulen sind fertig.", None),
        ("Three of the six schools are done, the rest will follow.", None),
        ("De palen zijn geplaatst, maar we zijn nog volop bezig met de keuring.", ProgressChoice.ON_TRACK),
    ],
)
def test_a_part_that_is_done_proposes_no_done_action(said: str, choice: ProgressChoice | None) -> None:
    answer = parse_progress_answer(said, "", [], TODAY, DEADLINE, "Zone 30 in alle schoolomgevingen")
    assert (answer.choice, answer.is_clear) == (choice, False)


@pytest.mark.parametrize(
    "said",
    [
        "Sorry voor het late antwoord. Voor het OCMW nog niet. Kan het tegen 30 september 2027?",
        "Is 30 september 2027 ook goed?",
        "Kunnen we er 30 september 2027 van maken?",
        "Ça va pour le 30 septembre 2027 ?",
        "Geht auch der 30. September 2027?",
        "Could it be 30 September 2027?",
    ],
)
def test_a_day_that_is_asked_for_is_proposed(said: str) -> None:
    answer = parse(said)
    proposed = (ProgressChoice.LATER, False, date(2027, 9, 30))
    assert (answer.choice, answer.is_clear, answer.deadline) == proposed


@pytest.mark.parametrize(
    "said",
    ["Kan u op 30 september 2027 meekomen?", "Wie is er op 30 september 2027?", "Is het 30 september?"],
)
def test_a_day_of_another_question_is_not(said: str) -> None:
    assert parse(said).deadline is None
