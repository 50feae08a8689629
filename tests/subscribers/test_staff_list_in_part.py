"""A staff list of which a part is not read says so, and nobody in that part departs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from terugkom.errors import InputError
from tests.subscribers.conftest import AN, BO, CAS, SubscriberMunicipality

MOSTLY_SQLITE = True

HEAD = ("Naam", "E-mail", "Functie")
ROW = {AN: ("An Peeters", AN, "chef"), BO: ("Bo Maes", BO, "bode"), CAS: ("Cas Wolf", CAS, "")}
Sheets = Mapping[str, Sequence[Sequence[Any]]]


def _write(town: SubscriberMunicipality, sheets: Sheets, *, hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
        page.sheet_state = "hidden" if title == hidden else "visible"
    path = town.folder / "staf.xlsx"
    book.save(path)
    return path


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
    ids=["without headers", "hidden", "beside", "above"],
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


def test_a_list_that_is_hidden_whole_is_refused(town: SubscriberMunicipality) -> None:
    with pytest.raises(InputError, match="hidden"):
        town.import_staff_file(_write(town, {"A": [HEAD, ROW[AN]], "B": [("x",)]}, hidden="A"))
