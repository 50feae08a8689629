"""How much of what owners answer is understood, on answers that somebody else wrote and labelled.

Nothing changes on a guess: an answer is either understood as it is meant, or asked of the coordinator.
"""

from collections import Counter
from datetime import date
from email.message import EmailMessage

import pytest

from terugkom.inbox.answers.progress_answer import ProgressAnswer, parse_progress_answer
from terugkom.inbox.automatic_mail import Absence, MailOrigin, find_absence, find_origin
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.report_progress import ProgressChoice
from tests.inbox.labelled_answers import CODES, DEADLINE, FOLDER, MEANT, TITLES, TODAY, read_rows

# Of each file: how many that are done, running or later are understood at once, and of how many others
# (stopped too, which a person always decides) the right choice is proposed.
UNDERSTOOD = {
    "first-de": (19, 4),
    "first-en": (19, 4),
    "first-fr": (31, 8),
    "first-nl": (86, 27),
    "second-de": (15, 3),
    "second-en": (15, 3),
    "second-fr": (19, 4),
    "second-nl": (69, 16),
    "third-de": (15, 3),
    "third-en": (14, 4),
    "third-fr": (19, 4),
    "third-nl": (70, 14),
    "fourth-de": (29, 7),
    "fourth-en": (28, 7),
    "fourth-fr": (30, 7),
    "fourth-nl": (95, 19),
}
SETS = sorted(path.stem for path in FOLDER.glob("*-*.tsv"))


def read(name: str) -> list[dict[str, str]]:
    rows = read_rows(FOLDER / f"{name}.tsv")
    return [row | {"text": row["text"].replace("\\n", "\n")} for row in rows]


def parse(name: str, text: str) -> ProgressAnswer:
    code, title = CODES[name.partition("-")[0]], TITLES.get(name, "")
    return parse_progress_answer(parse_reply_text(text).own, "", [code], TODAY, DEADLINE, title)


def is_as_meant(row: dict[str, str], answer: ProgressAnswer) -> bool:
    is_day = row["label"] != "later" or str(answer.deadline) == row["day"]
    return answer.choice is not None and answer.choice is MEANT[row["label"]] and is_day


@pytest.mark.parametrize("name", SETS)
def test_no_answer_is_taken_for_another_than_it_is(name: str) -> None:
    answers = [(row, parse(name, row["text"])) for row in read(name)]
    changes = [
        each for each in answers if each[1].is_clear and each[1].choice is not ProgressChoice.STUCK
    ]  # which is a question to the coordinator
    assert [row for row, answer in changes if not is_as_meant(row, answer)] == []


@pytest.mark.parametrize("name", SETS)
def test_as_many_answers_are_understood_as_were(name: str) -> None:
    counts = Counter(
        answer.is_clear
        for row in read(name)
        if row["label"] != "unclear" and is_as_meant(row, answer := parse(name, row["text"]))
    )
    assert counts[True] >= UNDERSTOOD[name][0]
    assert counts.total() >= sum(UNDERSTOOD[name])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Loopt vertraging op: de nieuwe datum wordt 30 april.", date(2027, 4, 30)),
        ("Niet op 15 maart maar op 15 april.", date(2027, 4, 15)),
        ("We halen 15 maart niet, het wordt 31 maart.", date(2027, 3, 31)),
        ("Levering is pas 12 april, plaatsing 20 april.", date(2027, 4, 20)),
        ("Wegen Lieferproblemen wird es der 30. April 2027.", date(2027, 4, 30)),
        ("Dat zal september zijn. Groeten, Jan", date(2027, 9, 30)),
        ("Wordt waarschijnlijk mei of juni.", None),
        ("15 maart is haalbaar.", None),
        ("It may be later. Ask Jan.", None),
    ],
)
def test_the_day_that_is_proposed_is_the_one_that_is_meant(text: str, day: date | None) -> None:
    answer = parse("first", text)
    assert (answer.deadline if answer.choice is ProgressChoice.LATER else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "Fertig, bis auf den Anschluss.",
        "Done, apart from the grid connection.",
        "On schedule, but I'm worried about the inverters.",
        "Dans les temps, mais je suis inquiet pour les onduleurs.",
        "Volgens de aannemer is het klaar.",
        "Fase 1 is afgerond en alles loopt goed.",
        "Op schema. Kunnen we eens bellen?",
        "Op schema, het wordt wel iets later.",
        "Klaar op 10 maart.",
        "De offerte is klaar en de bestelling is gedaan.",
        "De actie is klaar en loopt goed.",
        "Natuurlijk, alles is klaar, zoals altijd hier...",
        "Wordt eind april, of anders eind mei.",
        "Klaar op vrijdag.",
        "Klaar! 🙄",
        "Klaar ;)",
        "De actie is afgerond, ze werd geannuleerd.",
        "Afgesloten. De gemeenteraad zag ervan af.",
        "Op schema. De subsidie is geweigerd, we stoppen ermee.",
        "Geen uitstel nodig, want het project gaat niet door.",
        "Loopt goed. Nieuwe einddatum is 20 april.",
        "Wordt 10 maart.",
        "Later tot 1 mei, maar ik ben niet zeker.",
        "Wordt 30 april. Tenzij het regent.",
        "Uitstel tot 30 april is niet nodig.",
        "Zet maar op 30 april, al is 15 mei realistischer.",
        "De nieuwe datum 20 april lukt niet.",
        "Komt in orde tegen de 15e april.",
        "Nog niet klaar, maar alles is geregeld.",
        "We halen de deadline, als het niet regent.",
        "Ik kan u bevestigen dat de offerte klaar is.",
        "Jan kan bevestigen dat de actie klaar is.",
        "Der Termin wird nicht eingehalten.",
        "Wir schaffen das nicht.",
        "Je vous confirme que l'étude est terminée.",
        "Pas pour le 30 avril.",
        "Work is progressing as planned but the schedule is tight.",
    ],
)
def test_what_is_only_nearly_clear_is_asked(text: str) -> None:
    assert not parse("first", text).is_clear


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("tis in orde ze", ProgressChoice.DONE),
        ("das al lang gebeurd he", ProgressChoice.DONE),
        ("Alles hangt en werkt 👍", ProgressChoice.DONE),
        ("C'est chose faite !", ProgressChoice.DONE),
        ("Job done.", ProgressChoice.DONE),
        ("Ist unter Dach und Fach.", ProgressChoice.DONE),
        ("Ik kan u bevestigen dat de actie volledig afgerond is.", ProgressChoice.DONE),
        ("Nous vous informons que l'action est terminée.", ProgressChoice.DONE),
        ("Hiermit teile ich Ihnen mit, dass die Maßnahme abgeschlossen ist.", ProgressChoice.DONE),
        ("I am pleased to confirm that the action has been completed.", ProgressChoice.DONE),
        ("afgewekrt", ProgressChoice.DONE),
        ("Klaar, en nog ruim op tijd.", ProgressChoice.DONE),
        ("Loopt gelijk een trein.", ProgressChoice.ON_TRACK),
        ("We zijn er volop mee bezig.", ProgressChoice.ON_TRACK),
        ("Nog niet klaar, maar we halen de deadline.", ProgressChoice.ON_TRACK),
        ("Komt in orde tegen de 15e.", ProgressChoice.ON_TRACK),
        ("On avance bien, ce sera prêt pour le 15.", ProgressChoice.ON_TRACK),
        ("Nog bezig. Uitstel is niet nodig.", ProgressChoice.ON_TRACK),
        ("Der Termin bleibt.", ProgressChoice.ON_TRACK),
        ("Zum 15. sind wir fertig.", ProgressChoice.ON_TRACK),
        ("It's coming along nicely, the deadline still stands.", ProgressChoice.ON_TRACK),
        ("Zet maar op 30 april.", ProgressChoice.LATER),
        ("Aannemer is ziek. Nieuwe einddatum is 30 april.", ProgressChoice.LATER),
        ("Merci de reporter au 30 avril.", ProgressChoice.LATER),
        ("Bitte auf den 30. April verschieben.", ProgressChoice.LATER),
        ("We need until 30 April.", ProgressChoice.LATER),
        ("30 april in plaats van 15 maart.", ProgressChoice.LATER),
    ],
)
def test_an_answer_is_understood_as_people_say_it(text: str, choice: ProgressChoice) -> None:
    answer = parse("fourth", text)
    assert (answer.is_clear, answer.choice) == (True, choice)
    assert answer.deadline == (date(2027, 4, 30) if choice is ProgressChoice.LATER else None)


@pytest.mark.parametrize(
    ("language", "text", "is_done"),
    [
        ("nl", "De laadpalen zijn in gebruik.", True),
        ("nl", "De laadpalen staan er en werken.", True),
        ("nl", "De laadpalen zijn klaar voor de keuring.", False),
        ("nl", "De laadpalen aan de bibliotheek zijn klaar.", False),
        ("nl", "De zonnepanelen zijn klaar.", False),
        ("fr", "Les bornes de recharge sont installées et fonctionnent.", True),
        ("fr", "Les bornes de la gare sont terminées.", False),
        ("en", "The charging points are in use.", True),
        ("en", "The charging points are ready.", False),
        ("de", "Die Ladesäulen sind seit Montag in Betrieb.", True),
        ("de", "Die Ladesäulen sind geliefert.", False),
    ],
)
def test_the_first_words_of_its_title_name_an_action(language: str, text: str, is_done: bool) -> None:
    answer = parse(f"fourth-{language}", text)
    assert (answer.is_clear and answer.choice is ProgressChoice.DONE) == is_done
    assert not parse("first", text).is_clear


def test_a_quarter_is_its_last_day_and_no_year() -> None:
    assert parse("fourth", "De actie zal pas in het tweede kwartaal van 2027 klaar zijn.").deadline == date(
        2027, 6, 30
    )


def test_the_deadline_is_only_met_while_it_is_to_come() -> None:
    said = "Komt in orde tegen de 15e."
    for deadline in (date(2027, 2, 15), date(2027, 4, 15), None):
        assert not parse_progress_answer(said, "", [], TODAY, deadline).is_clear


def test_absences_are_known_with_their_last_day_and_no_letter_of_a_colleague_is_a_departure() -> None:
    wrong = []
    for row in read("absences"):
        absence = find_absence(row["subject"], row["text"], TODAY)
        until = date.fromisoformat(row["until"]) if row["until"] else None
        # A day that is today is over by the time at which anything could follow from it.
        meant = {"left": Absence(departed=True), "absent": Absence(until if until != TODAY else None)}
        if row["label"] != "person" and absence != meant[row["label"]]:
            wrong.append(row)
        if row["label"] == "person" and absence and (absence.departed or absence.until):
            wrong.append(row)
        if row["label"] == "person":
            assert find_origin(EmailMessage(), row["subject"]) is not MailOrigin.MACHINE
    assert wrong == []
