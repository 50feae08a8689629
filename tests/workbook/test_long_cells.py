"""Cells of 100 kB: what is looked for in a text never takes its length squared."""

import time
from typing import Any

import pytest

from terugkom.plan.model import Person
from terugkom.workbook.foreign.column_scores import compute_matching_share
from terugkom.workbook.import_context import NameIndex

_LENGTH = 100_000
_UNITS = ("x", "1", "é", "en ", "&amp;", "x@", "2027-", "12/03/2027 ")
_HEADERS = ["Nr", "Actie", "Trekker", "E-mail", "Klaar tegen", "Status", "Omschrijving"]


def _rows(column: int) -> list[list[str]]:
    rows = [_HEADERS]
    for number, unit in enumerate(_UNITS):
        row = [f"A-{number}", f"Zonnepanelen op school {number}", "An Peeters", "", "eind 2027", "lopend", ""]
        row[column] = f"{number} {unit * (_LENGTH // len(unit))}"
        rows.append(row)
    return rows


@pytest.mark.parametrize("column", range(2, 7))
def test_a_long_cell_goes_in_or_is_a_finding_in_seconds_not_minutes(desk: Any, column: int) -> None:
    path = desk.table(_rows(column), "plan.csv")
    started = time.process_time()

    report = desk.import_file(path)

    assert time.process_time() - started < 10  # two minutes, before it was looked for word by word
    assert report.actions["added"] == len(_UNITS)


def test_a_text_too_long_for_owners_names_nobody_and_is_kept(desk: Any, places: Any) -> None:
    many = "; ".join(f"An Peeters{number}" for number in range(300))
    whose = ("An Peeters", "Bob Claes", "Zoë Maes", many)
    rows = [
        _HEADERS,
        *([f"A-{at}", f"Dak {at} isoleren", who, "", "2027", "lopend", ""] for at, who in enumerate(whose)),
    ]

    report = desk.import_file(desk.table(rows, "plan.csv"))

    assert ("plan.csv", 5, "Trekker", "owner-sentence") in places(report)
    assert sum(many in str(row) for row in desk.all_rows()["actions"]) == 1
    assert len(desk.all_rows()["people"]) == 3


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("an.peeters@example.org", 1.0),
        ("An Peeters <an@example.org>", 1.0),
        ("bel of mail naar an@a.example.org.", 1.0),
        ("@milieu.gemeente", 0.0),  # a name on a network
        ("an@@example.org", 0.0),
        ("3 @ 4.5", 0.0),
        ("an@example", 0.0),
        ("x" * 131_000, 0.0),
        ("x@" * 65_000, 0.0),
        ("a@" + "x" * 131_000, 0.0),
        ("é" * 131_000 + " an@example.org", 1.0),
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_address_has_something_on_both_sides(text: str, share: float) -> None:
    assert compute_matching_share("email", [text]) == share


def test_a_name_with_thousands_of_blanks_in_it_is_read_at_once() -> None:
    people = NameIndex([Person(code="an", name="An"), Person(code="bart", name="Bart")])
    word = f"an{' ' * 30_000}bart"
    began = time.process_time()

    found = people.find_several([word, f"an{' ' * 30_000}en  bart"])

    assert {each: person and person.code for each, person in found.items()} == {
        word: None,
        "an": "an",
        "bart": "bart",
    }
    assert time.process_time() - began < 0.5  # seconds; from each blank to the last it takes twenty


@pytest.mark.parametrize("word", ["An en", "en Bart", "An-en-Bart", "Anen Bart"])
def test_and_is_a_word_between_blanks(word: str) -> None:
    people = NameIndex([Person(code="an", name="An"), Person(code="bart", name="Bart")])

    assert people.find_several([word]) == {word: None}
