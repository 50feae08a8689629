"""How much of what owners answer about actions with a title is understood; others wrote and labelled it.

An answer is either understood as it is meant, or asked of the coordinator. `to-ask.tsv` holds answers
that somebody wrote against the words of the rules, to have them taken for what they do not say.
"""

from collections import Counter
from datetime import date

import pytest

from terugkom.inbox.answers.progress_answer import ProgressAnswer, parse_progress_answer
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.report_progress import ProgressChoice
from tests.inbox.labelled_answers import FOLDER as ANSWERS
from tests.inbox.labelled_answers import MEANT, read_rows

FOLDER = ANSWERS / "titled"
# How many that are done, running or later are understood at once.
UNDERSTOOD = {
    "fifth-nl": 74,
    "fifth-fr": 32,
    "fifth-en": 27,
    "fifth-de": 23,
    "sixth-nl": 73,
    "sixth-fr": 32,
    "sixth-en": 27,
    "sixth-de": 26,
    "seventh-nl": 81,
    "seventh-fr": 31,
    "seventh-en": 25,
    "seventh-de": 26,
    "eighth-nl": 76,
    "eighth-fr": 30,
    "eighth-en": 21,
    "eighth-de": 23,
    "ninth-nl": 66,
    "ninth-fr": 30,
    "ninth-en": 26,
    "ninth-de": 27,
    "tenth-nl": 60,
    "tenth-fr": 31,
    "tenth-en": 31,
    "tenth-de": 30,
    "twelfth-nl": 22,
    "twelfth-fr": 14,
    "twelfth-en": 15,
    "twelfth-de": 13,
    "fourteenth-nl": 86,
    "fourteenth-fr": 25,
    "fourteenth-en": 12,
    "fourteenth-de": 19,
    "fifteenth-nl": 82,
    "fifteenth-fr": 30,
    "fifteenth-en": 23,
    "seventeenth-de": 14,
    "seventeenth-en": 15,
    "seventeenth-fr": 17,
    "seventeenth-nl": 36,
    "fifteenth-de": 26,
}
# How many are taken of the answers that were written to be taken wrongly, with the number of these.
STILL_TAKEN = {
    "to-ask": (13, 1450),
    "eleventh-nl": (0, 98),
    "eleventh-fr": (0, 50),
    "eleventh-en": (0, 49),
    "eleventh-de": (0, 46),
    "thirteenth-nl": (1, 50),
    "thirteenth-fr": (0, 24),
    "thirteenth-en": (1, 24),
    "thirteenth-de": (1, 23),
    "sixteenth": (2, 120),
}


def read(name: str) -> list[dict[str, str]]:
    rows = read_rows(FOLDER / f"{name}.tsv")
    return [row | {"text": row["text"].replace("\\n", "\n")} for row in rows]


def parse(row: dict[str, str]) -> ProgressAnswer:
    sent, due = date.fromisoformat(row["sent"]), date.fromisoformat(row["due"])
    return parse_progress_answer(parse_reply_text(row["text"]).own, "", [], sent, due, row["title"])


def changes_something(answer: ProgressAnswer) -> bool:
    """Return whether an answer is taken; one that is stuck is a question to the coordinator anyway."""
    return answer.is_clear and answer.choice is not ProgressChoice.STUCK


def is_as_meant(row: dict[str, str], answer: ProgressAnswer) -> bool:
    is_day = row["label"] != "later" or str(answer.deadline) == row["until"]
    return answer.choice is not None and answer.choice is MEANT[row["label"]] and is_day


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_no_answer_is_taken_for_another_and_as_many_are_understood_as_were(name: str) -> None:
    taken = [(row, answer) for row in read(name) if changes_something(answer := parse(row))]
    assert [row for row, answer in taken if not is_as_meant(row, answer)] == []
    assert len(taken) >= UNDERSTOOD[name]


@pytest.mark.parametrize("name", STILL_TAKEN)
def test_answers_that_only_look_like_a_choice_are_asked(name: str) -> None:
    counts = Counter(changes_something(parse(row)) for row in read(name))
    taken, total = STILL_TAKEN[name]
    assert counts[True] <= taken
    assert counts.total() == total


@pytest.mark.parametrize("row", read("ask"), ids=lambda row: row["text"])
def test_a_day_to_come_a_denial_and_an_end_are_asked(row: dict[str, str]) -> None:
    assert not changes_something(parse(row))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Zonnepanelen op de sporthal", "Zijn vorige week gelegd, keuring ook al achter de rug."),
        ("Laadpalen op het Kerkplein", "laadpalen zijn in dienst sinds maandag"),
        ("Bomen planten op de begraafplaats", "45 bomen geplant door de 5e klas, merci voor de hulp!"),
        ("Klimaatraad jongeren oprichten", "Opgericht op 19 februari, 11 leden. Groetjes, Noor"),
        ("Aankoop elektrische dienstfietsen", "Fietsen geleverd."),
        ("Reglement hemelwater", "Het reglement is goedgekeurd door de gemeenteraad."),
        ("Opleiding ecorijden", "De opleiding is gevolgd door iedereen."),
        ("Bornes de recharge", "Posées et raccordées depuis jeudi."),
        ("Swift boxes on the church", "All installed, you can close this one."),
        ("Blühstreifen am Ortsrand", "Der Blühstreifen ist seit letzter Woche angelegt."),
    ],
)
def test_a_result_is_known_by_the_title(title: str, text: str) -> None:
    answer = parse({"title": title, "text": text, "sent": "2027-03-02", "due": "2027-03-15"})
    assert (answer.is_clear, answer.choice) == (True, ProgressChoice.DONE)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Zonnepanelen op de bibliotheek", "De zonnepanelen zijn geplaatst op het gemeentehuis."),
        ("Zonnepanelen op de bibliotheek", "De bibliotheek is open."),
        ("Bomen planten in de Kerkstraat", "De Kerkstraat is heraangelegd."),
        ("Energie", "De energiemeter is geplaatst."),
        ("Laadpalen aan het zwembad", "Alle vergunningen zijn geregeld."),
        ("Laadpalen aan het zwembad", "We hebben de kabels geplaatst."),
        ("Laadpalen aan het zwembad", "De laadpalen zijn geplaatst en intussen gestolen."),
        ("Laadpalen aan het zwembad", "Zijn de laadpalen geplaatst"),
        ("Laadpalen aan het zwembad", "In de zomer zijn ze geplaatst."),
        ("Laadpalen aan het zwembad", "De laadpalen zijn afhankelijk van de netbeheerder."),
        ("Laadpalen aan het zwembad", "Fietsen geleverd."),
        ("Infoavond warmtepompen", "Infoavond gepubliceerd op de site."),
        ("Fietsrekken aan de sporthal", "12 fietsrekken geplaatst van 20"),
        ("Isolation de la salle", "On posera l'isolation cet été."),
        ("Charging points at the pool", "We have launched the tender."),
        ("Charging points at the pool", "We can't make the deadline."),
        ("Charging points at the pool", "We met the supplier as planned."),
        ("Laadpalen aan het zwembad", "Het is voor 3/4 klaar."),
        ("Laadpalen aan het zwembad", "Het wordt na 30 april."),
        ("Laadpalen aan het zwembad", "De laadpalen worden geleverd op 20 april."),
        ("Laadpalen aan het zwembad", "Ik ben er pas 20 april weer."),
    ],
)
def test_another_thing_a_part_and_a_step_are_asked(title: str, text: str) -> None:
    answer = parse({"title": title, "text": text, "sent": "2027-03-02", "due": "2027-03-15"})
    assert not changes_something(answer)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Niet haalbaar tegen half maart, het wordt eind mei.", date(2027, 5, 31)),
        ("Pas half mei.", date(2027, 5, 15)),
        ("Ce sera mi-mai.", date(2027, 5, 15)),
        ("Erst Mitte Mai.", date(2027, 5, 15)),
        ("Dit schuift een jaar op: maart 2028.", date(2028, 3, 31)),
        ("Kan je de einddatum op 28 april zetten?", date(2027, 4, 28)),
        ("We gaan de deadline niet halen, het zal 7 mei worden.", date(2027, 5, 7)),
    ],
)
def test_the_only_day_to_come_is_the_later_one(text: str, day: date) -> None:
    answer = parse(
        {"title": "Laadpalen aan het zwembad", "text": text, "sent": "2027-03-02", "due": "2027-03-15"}
    )
    assert (answer.is_clear, answer.choice, answer.deadline) == (True, ProgressChoice.LATER, day)
