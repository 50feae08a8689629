"""What nobody sees in a cell is no part of it: marks of direction, joiners, spaces of other widths."""

from time import process_time
from typing import Any

import pytest

from terugkom.workbook.clean_cells import clean_cell

ADDRESS = "\u202aan@linde.example.org\u202c"  # as an address book of Windows gives it


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (ADDRESS, "an@linde.example.org"),
        ("A1\u200e", "A1"),
        ("Zonne\u00adpanelen", "Zonnepanelen"),
        ("A\u20601\u2064", "A1"),
        ("\u2066Led\u2069 \u061cplaatsen", "Led plaatsen"),
        ("Led\u2003in\u3000de\u2009sporthal", "Led in de sporthal"),
        ("\u202eraalk", "raalk"),
        ("\u200dLed\u200c", "Led"),
        ("👩\u200d👩\u200d👧 samen", "👩\u200d👩\u200d👧 samen"),  # a family is one face
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_cell_is_what_a_reader_sees(written: str, read: str) -> None:
    assert clean_cell(written) == read


def test_a_code_an_address_and_a_day_are_known_whatever_surrounds_them(desk: Any) -> None:
    header = ("Nr", "Actie", "Trekker", "E-mail", "Deadline")
    desk.import_file(
        desk.table([header, ("A1", "Led plaatsen", "An Peeters", "an@linde.example.org", "2027")])
    )

    row = ("A1\u200b\u200e", "Led\u00ad plaatsen", "An\u2002Peeters", ADDRESS, "\u200e30/06/2027")
    report = desk.import_file(desk.table([header, row]))

    assert report.findings == ()
    assert (report.actions["added"], report.actions["missing"]) == (0, 0)
    assert (str(desk.action("A1")["deadline"]), desk.action("A1")["title"]) == ("2027-06-30", "Led plaatsen")


@pytest.mark.parametrize(("before", "after"), [("é", "é"), ("e", "é"), ("é", "e")])
def test_a_cell_full_of_joiners_is_read_at_once(before: str, after: str) -> None:
    joiners = "\u200d" * 30_000
    began = process_time()

    read = clean_cell(f"{before}{joiners}{after}")

    assert read == (f"é{joiners}é" if before == after else before + after)
    assert process_time() - began < 0.5  # seconds; from each of them to the last it takes eight
