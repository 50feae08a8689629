"""A staff list of which a part is not read says so, and nobody in that part departs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from terugkom.errors import InputError
from tests.sheets import Sheets, write_sheets
from tests.subscribers.conftest import AN, BO, CAS, SubscriberMunicipality

MOSTLY_SQLITE = True

HEAD = ("Naam", "E-mail", "Functie")
ROW = {AN: ("An Peeters", AN, "chef"), BO: ("Bo Maes", BO, "bode"), CAS: ("Cas Wolf", CAS, "")}


def _write(town: SubscriberMunicipality, sheets: Sheets, *, hidden: str = "") -> Path:
    return write_sheets(town.folder / "staf.xlsx", sheets, hidden=hidden)


@pytest.mark.parametrize(
    ("sheets", "hidden", "told"),
    [
        ({"A": [HEAD, ROW[AN]], "B": [ROW[BO], ROW[CAS]]}, "", ("B", 1, "unread-addresses")),
        ({"A": [HEAD, ROW[AN]], "B": [HEAD, ROW[BO], ROW[CAS]]}, "B", ("B", 2, "hidden-addresses")),
        (
            {"A": [(*HEAD, "", *HEAD), (*ROW[AN], "", *ROW[BO]), ("", "", "", "", *ROW[CAS])]},
            "",
            ("A", 2, "unread-addresses"),
        ),
        (
            {
                "A": [
                    (*HEAD, "", "Vrijwilliger", "Mail"),
                    (*ROW[AN], "", *ROW[BO][:2]),
                    ("",) * 4 + ROW[CAS][:2],
                ]
            },
            "",
            ("A", 2, "unread-addresses"),
        ),
        (
            {
                "A": [
                    ("Wie", "Mail"),
                    ROW[BO][:2],
                    ROW[CAS][:2],
                    (),
                    ("Naam", "E-mail", "In dienst"),
                    ROW[AN][:2],
                ]
            },
            "",
            ("A", 2, "unread-addresses"),
        ),
    ],
    ids=["without headers", "hidden", "beside", "beside under other headers", "above"],
)
def test_who_is_in_a_part_that_is_not_read_stays(
    town: SubscriberMunicipality, sheets: Sheets, hidden: str, told: tuple[str, int, str]
) -> None:
    town.import_staff_file(_write(town, {"A": [HEAD, *ROW.values()]}))
    report = town.import_staff_file(_write(town, sheets, hidden=hidden))
    assert told in [(each.sheet, each.row, each.code) for each in report.findings]
    assert "2 e-mail" in report.findings[0].message
    assert report.readers["departed"] == 0
    assert [each.departed_on for each in map(town.reader, ROW)] == [None, None, None]


def test_who_stands_under_other_headers_stays(town: SubscriberMunicipality) -> None:
    town.import_staff_file(_write(town, {"A": [HEAD, *ROW.values()]}))
    lower = [("Mail", "Naam"), (BO, "Maes"), (CAS, "Wolf")]
    report = town.import_staff_file(_write(town, {"A": [HEAD, ROW[AN], (), *lower]}))
    assert [(each.row, each.code) for each in report.findings] == [(2, "unread-addresses")]
    assert report.readers["departed"] == 0


TWO_ADDRESSES = ("Naam", "E-mail", "E-mail")
TWO_CONTACTS = ("Naam", "E-mail", "Gsm", "E-mail", "Gsm")


@pytest.mark.parametrize(
    "rows",
    [
        [TWO_ADDRESSES, ("An Peeters", AN, "an@thuis.example.org"), ("Bo Maes", BO, CAS)],
        [("Naam", "E-mail", "e-mail "), ("An Peeters", AN, "an@thuis.example.org"), ("Bo Maes", BO, CAS)],
        [TWO_CONTACTS, ("An Peeters", AN, "1", "an@thuis.example.org", "2"), ("Bo Maes", BO, "3", CAS, "4")],
        [
            ("Voornaam", "Familienaam", "E-mail", "Volledige naam", "E-mail"),
            ("An", "Peeters", AN, "An Peeters", "an@thuis.example.org"),
            ("Bo", "Maes", BO, "Bo Maes", CAS),
        ],
    ],
    ids=["two columns", "other capitals", "with a phone", "whole name"],
)
def test_a_second_column_of_addresses_is_told_and_keeps_nobody(
    town: SubscriberMunicipality, rows: Sequence[Sequence[Any]]
) -> None:
    """Its addresses were those of another table: who was subscribed by a private one never departed."""
    town.import_staff_file(_write(town, {"A": [HEAD, *ROW.values()]}))
    report = town.import_staff_file(_write(town, {"A": rows}))
    found = [(each.row, each.code, each.message) for each in report.findings]
    assert [(row, code) for row, code, _ in found] == [(1, "second-address-column")]
    assert "“E-mail” staat boven nog een kolom" in found[0][2]
    assert "2 e-mail" in found[0][2]
    assert [each.departed_on for each in map(town.reader, ROW)] == [None, None, town.today]
    assert report.readers["departed"] == 1


@pytest.mark.parametrize(
    "rows",
    [
        [("Naam", "E-mail", "", "Naam", "E-mail"), ("An", AN, "", "Bo", BO), ("", "", "", "Cas", CAS)],
        [("E-mail", "Functie", "E-mail", "Functie"), (AN, "chef", BO, "bode"), ("", "", CAS, "bode")],
        [
            ("Naam", "E-mail", "Functie", "Medewerker", "E-mail", "Functie"),
            ("An", AN, "chef", "Bo", BO, "bode"),
            ("", "", "", "Cas", CAS, "bode"),
        ],
    ],
    ids=["names", "no names", "other names"],
)
def test_who_is_in_a_table_beside_stays(town: SubscriberMunicipality, rows: Sequence[Sequence[Any]]) -> None:
    town.import_staff_file(_write(town, {"A": [HEAD, *ROW.values()]}))
    report = town.import_staff_file(_write(town, {"A": rows}))
    assert "unread-addresses" in [each.code for each in report.findings]
    assert [each.departed_on for each in map(town.reader, ROW)] == [None, None, None]


def test_a_list_that_is_hidden_whole_is_refused(town: SubscriberMunicipality) -> None:
    with pytest.raises(InputError, match="hidden"):
        town.import_staff_file(_write(town, {"A": [HEAD, ROW[AN]], "B": [("x",)]}, hidden="A"))


def test_a_header_over_two_columns_of_names_is_of_both(town: SubscriberMunicipality) -> None:
    """Below *Medewerker* over two columns everybody lost their first name, and nothing said so."""
    path = _write(town, {"A": [("Medewerker", "", "E-mail"), ("Peeters", "An", AN), ("Maes", "", BO)]})
    book = openpyxl.load_workbook(path)
    book["A"].merge_cells("A1:B1")
    book.save(path)
    report = town.import_staff_file(path)
    assert (report.findings, town.reader(AN).name, town.reader(BO).name) == ((), "Peeters An", "Maes")
