"""How much of what owners answer is understood, on answers that somebody else wrote and labelled.

Nothing changes on a guess: an answer is either understood as it is meant, or asked of the coordinator.
"""

import csv
from collections import Counter
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from terugkom.inbox.automatic_mail import Absence, MailOrigin, find_absence, find_origin
from terugkom.inbox.progress_answer import ProgressAnswer, parse_progress_answer
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.report_progress import ProgressChoice

FOLDER = Path(__file__).parent / "replies"
TODAY = date(2027, 3, 2)
CODES = {"first": "M-03", "second": "E-04", "third": "G-2"}
MEANT = {
    "done": ProgressChoice.DONE,
    "running": ProgressChoice.ON_TRACK,
    "later": ProgressChoice.LATER,
    "stopped": ProgressChoice.STOPPED,
    "unclear": None,
}
# Of each file: how many that are done, running or later are understood at once, and of how many others
# (stopped too, which a person always decides) the right choice is proposed.
UNDERSTOOD = {
    "first-de": (15, 8),
    "first-en": (17, 6),
    "first-fr": (25, 14),
    "first-nl": (60, 52),
    "second-de": (10, 7),
    "second-en": (8, 9),
    "second-fr": (11, 12),
    "second-nl": (44, 39),
    "third-de": (9, 9),
    "third-en": (8, 7),
    "third-fr": (10, 11),
    "third-nl": (38, 37),
}
SETS = sorted(path.stem for path in FOLDER.glob("*-*.tsv"))


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row | {"text": row["text"].replace("\\n", "\n")} for row in rows]


def parse(name: str, text: str) -> ProgressAnswer:
    code = CODES[name.partition("-")[0]]
    return parse_progress_answer(parse_reply_text(text).own, "", [code], TODAY)


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
    ],
)
def test_what_is_only_nearly_clear_is_asked(text: str) -> None:
    assert not parse("first", text).is_clear


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
