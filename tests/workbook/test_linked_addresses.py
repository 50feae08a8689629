"""The address behind the link of a name is read where it is that of the name, and told where it is not."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.plan.model import Person
from terugkom.workbook.file_formats.cell_marks import get_mail_address
from tests.libreoffice import convert, office

LINKS = {
    "C2": "mailto:an.peeters@linde.example.org?subject=Het%20plan",
    "C3": "mailto:els.maes@linde.example.org",  # copied down: it is of another
    "C4": "https://www.linde.example.org/els",
    "C5": "mailto:els.maes@linde.example.org",
}
OWNERS = ["An Peeters", "Jan Claes", "Els Maes", "Els Maes; Bo Wils"]


def _write(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Plan"
    page.append(["Nr", "Actie", "Trekker", "Status"])
    for number, owner in enumerate(OWNERS, 1):
        page.append([number, f"Hek {number} plaatsen", owner, "bezig"])
    for cell, link in LINKS.items():
        page[cell].hyperlink = link
    book.save(path)
    return path


def _check(desk: Any, path: Path) -> None:
    report = desk.import_file(path)
    with desk.database.read_session() as session:
        people = dict(session.execute(select(Person.name, Person.email)).tuples().all())
    assert people == {
        "An Peeters": "an.peeters@linde.example.org",
        "Jan Claes": "",
        "Els Maes": "",
        "Bo Wils": "",
    }
    found = [each for each in report.findings if each.code == "linked-address"]
    assert [(each.row, each.column) for each in found] == [(3, "Trekker"), (5, "Trekker")]
    assert found[0].message.startswith("Bij “Jan Claes” hoort een link naar els.maes@linde.example.org.")


def test_the_address_behind_a_name_is_read(desk: Any) -> None:
    _check(desk, _write(desk.folder / "plan.xlsx"))


@pytest.mark.long
@pytest.mark.skipif(not office(), reason="no LibreOffice here")
def test_the_address_behind_a_name_is_read_from_an_ods(desk: Any) -> None:
    _check(desk, convert(_write(desk.folder / "plan.xlsx"), "ods", desk.folder / "saved"))


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("mailto:an@linde.example.org", "an@linde.example.org"),
        ("MAILTO:an%40linde.example.org?cc=bo@linde.example.org", "an@linde.example.org"),
        ("mailto:an@linde.example.org,bo@linde.example.org", ""),
        ("mailto:?subject=plan", ""),
        ("https://linde.example.org/@an", ""),
    ],
)
def test_only_a_link_to_one_address_is_one(link: str, address: str) -> None:
    assert get_mail_address(link) == address
