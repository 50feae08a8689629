"""What stands around a name of an owner, or in its place, is no person: it is taken off, or asked about."""

from typing import Any

import pytest

from terugkom.workbook.import_report import ImportNotes
from tests.workbook.foreign_tables import owners, read_sheets

HEADER = ["Nr", "Actie", "Trekker", "Deadline"]
OTHERS = [["8", "Zon", "Els Maes", "2027"], ["9", "Led", "Bart Claes", "2027"]]


def _read(cell: str) -> tuple[list[str], list[str]]:
    """Return the owners of a cell, and the findings of its row."""
    notes = ImportNotes("nl")
    records = read_sheets({"Plan": [HEADER, ["1", "Fietsen", cell, "2027"], *OTHERS]}, notes)
    return owners(records[0]), [each.code for each in notes.findings if each.row == 2]


@pytest.mark.parametrize(
    "cell",
    ["TBD", "vacature", "n.t.b.", "nog in te vullen", "?", "xxx", "à déterminer", "offen", "to be confirmed"],
)
def test_who_is_not_known_yet_is_nobody_and_is_asked_about(cell: str) -> None:
    assert _read(cell) == ([], ["no-owner-yet"])


@pytest.mark.parametrize("cell", ["", "-", "–", "/"])
def test_a_dash_says_no_more_than_an_empty_cell(cell: str) -> None:
    assert _read(cell) == ([], [])


@pytest.mark.parametrize(
    "cell",
    [
        *("An Peeters, TBD", "An Peeters / vacature", "An Peeters; n.t.b.", "An Peeters en nog in te vullen"),
        *("An Peeters + ?", "An Peeters, xxx", "An Peeters & TBC", "An Peeters / à déterminer"),
        *("An Peeters, offen", "An Peeters en vacature", "vacature / An Peeters", "An Peeters & co"),
        *("An Peeters & Co", "An Peeters et Cie", "An Peeters en te bevestigen"),
    ],
)
def test_who_is_not_known_yet_beside_a_name_is_asked_about(cell: str) -> None:
    assert _read(cell) == (["An Peeters"], ["doubtful-owner"])


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("Jan en/of An", ["Jan", "An"]),
        ("Jan et/ou An", ["Jan", "An"]),
        ("Jan Maes und/oder An Peeters", ["Jan Maes", "An Peeters"]),
        ("Jan & co", ["Jan"]),
        ("Jan & Co", ["Jan & Co"]),
        ("Jan (tot juni), dan An", ["Jan", "An"]),
        ("Jan Maes, en dan An Peeters", ["Jan Maes", "An Peeters"]),
    ],
)
def test_of_whom_one_is_meant_is_asked_about(cell: str, named: list[str]) -> None:
    assert _read(cell) == (named, ["doubtful-owner"])


@pytest.mark.parametrize(
    "cell", ["Groen & Co", "Dan Peeters", "An Peeters, Dan Maes", "NA Bouw", "Dienst 112"]
)
def test_names_that_look_so_are_names(cell: str) -> None:
    assert _read(cell) == ([each.strip() for each in cell.split(",")], [])


@pytest.mark.parametrize(
    "cell", ["0470 12 34 56", "+32 470/12.34.56", "014 55 66 77", "intern 4512", "toestel 12", "7"]
)
def test_a_telephone_number_is_nobody_and_is_asked_about(cell: str) -> None:
    assert _read(cell) == ([], ["owner-sentence"])


@pytest.mark.parametrize(
    "cell",
    [
        *("An Peeters 0470 12 34 56", "An Peeters (0470/12.34.56)", "An Peeters, tel. 014 55 66 77"),
        *("An Peeters\n+32 470 12 34 56", "GSM: 0470123456 An Peeters", "An Peeters (tel: 4512)"),
    ],
)
def test_a_telephone_number_beside_a_name_is_taken_off(cell: str) -> None:
    assert _read(cell) == (["An Peeters"], [])


def test_a_name_and_an_address_in_each_others_columns_are_read_as_what_they_are() -> None:
    notes = ImportNotes("nl")
    rows: list[list[Any]] = [
        ["Actie", "Trekker", "E-mail", "Deadline"],
        ["Led", "an@linde.example.org", "An Peeters", "2027"],
        ["Zon", "Bart Claes", "bart@linde.example.org", "2027"],
        ["Haag", "els@linde.example.org", "els@linde.example.org", "2027"],
        ["Bank", "jan@linde.example.org", "na de verlofperiode", "2027"],
    ]
    records = read_sheets({"Plan": rows}, notes)
    read = [
        (each.values["owners"][0].name, each.values["owners"][0].email, each.values.get("email"))
        for each in records
    ]
    assert read == [
        ("An Peeters", "an@linde.example.org", None),
        ("Bart Claes", "", ("bart@linde.example.org",)),
        ("els@linde.example.org", "els@linde.example.org", ("els@linde.example.org",)),
        ("jan@linde.example.org", "jan@linde.example.org", ("na de verlofperiode",)),
    ]
