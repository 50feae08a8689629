"""Numbers that stand with their unit: read where that is the unit of their row or column, else asked."""

from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Group, Municipality
from terugkom.workbook.quantities import Quantity, read_measured, read_quantity
from tests.workbook.conftest import SMALL_PLAN


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("22 personen", "personen", 22),
        ("22 personen", "persoon", 22),
        ("1 gebouw", "gebouwen", 1),
        ("ca. 40 %", "%", 40),
        ("40%", "procent", 40),
        ("40 procent ongeveer", "%", 40),
        ("1.200 kg", "kg", 1200),
        ("1 200,5 kilo", "kg", 1200.5),
        ("EUR 3 500", "euro", 3500),
        ("€ 3.500,00", "EUR", 3500),
        ("3 500 €", "euro", 3500),
        ("0.125 t", "ton", 0.125),
        ("-3,5 %", "%", -3.5),
        ("12 kg per jaar", "kg/jaar", 12),
        ("4 t CO₂", "t CO2", 4),
    ],
)
def test_a_number_in_the_unit_of_its_row_is_read(desk: Any, text: str, unit: str, number: float) -> None:
    report = desk.import_file(desk.plan(Indicatoren={"Streefwaarde": text, "Eenheid": unit}))

    assert [each.code for each in report.findings if each.code != "read-without-about"] == []
    with desk.database.read_session() as session:
        assert session.execute(select(Indicator.target, Indicator.unit)).one() == (number, unit)


def test_a_row_without_a_unit_takes_that_of_its_numbers(desk: Any, places: Any) -> None:
    cells = {
        "Nulmeting": "20 %",
        "Streefwaarde": 40,
        "Laatste meting": "ca. 30 procent",
        "Gemeten op": "01/11/2026",
    }

    report = desk.import_file(desk.plan(Indicatoren=cells))

    assert places(report) == [("Indicatoren", 2, "Laatste meting", "read-without-about")]
    with desk.database.read_session() as session:
        row = session.execute(select(Indicator.unit, Indicator.baseline, Indicator.target)).one()
        assert row == ("%", 20, 40)
        assert session.scalar(select(Measurement.value)) == 30


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("22 personen", "gebouwen", "other-unit"),
        ("40 kW", "kWh", "other-unit"),
        ("1.200 kg per jaar", "kg", "other-unit"),
        ("3 maandag", "maand", "other-unit"),
        ("5 van de 12 gebouwen", "gebouwen", "not-a-number"),
        ("22-25 personen", "personen", "not-a-number"),
        ("22 tot 25 personen", "personen", "not-a-number"),
        ("meer dan 40 %", "%", "not-a-number"),
        ("ca. 1.200", "", "not-a-number"),
        ("3 keer zoveel als nu", "", "not-a-number"),
    ],
)
def test_another_unit_or_more_than_a_number_is_asked_about(
    desk: Any, places: Any, text: str, unit: str, code: str
) -> None:
    desk.import_file(desk.plan(Indicatoren={"Eenheid": unit}))

    report = desk.import_file(desk.plan(Indicatoren={"Streefwaarde": text, "Eenheid": unit}))

    assert places(report) == [("Indicatoren", 2, "Streefwaarde", code)]
    assert text in report.findings[0].message
    with desk.database.read_session() as session:
        assert session.scalar(select(Indicator.target)) == 12


def test_a_cell_that_shows_a_share_is_that_share(desk: Any) -> None:
    path = desk.plan(Indicatoren={"Streefwaarde": 0.4, "Nulmeting": 0.125, "Eenheid": "%"})
    book = openpyxl.load_workbook(path)
    for row in book["Indicatoren"].iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, float):
                cell.number_format = "0%" if cell.value == 0.4 else "0.0%"
    book.save(path)

    desk.import_file(path)

    with desk.database.read_session() as session:
        assert session.execute(select(Indicator.baseline, Indicator.target)).one() == (12.5, 40)


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1.200 kg", "nl", 1200),
        ("1.200 kg", "fr", 1200),
        ("1.200 kg", "de", 1200),
        ("1.200 kg", "en", None),
        ("1,200 kg", "en", None),
        ("1,200 kg", "nl", 1.2),
        ("1,234.5 kg", "en", 1234.5),
        ("1.234,5 kg", "nl", 1234.5),
        ("1.234.567 kg", "en", 1234567),
        ("1 234 567 kg", "fr", 1234567),
    ],
)
def test_points_and_commas_are_read_as_in_the_language(text: str, language: str, number: float) -> None:
    found = read_quantity(text, text, language)

    assert found == (None if number is None else Quantity(number, "kg"))


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 250", 1250),
        ("12\u00a0500\u00a0300", 12500300),
        ("-1 250", -1250),
        ("1 250 kWh", 1250),
        ("2026", 2026),
    ],
)
def test_figures_in_groups_of_three_are_one_number(text: str, number: float, language: str) -> None:
    assert read_measured(text, "kWh", language) == number


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize(
    "text",
    [
        *("2026 1500", "2026 150", "1 250 1500", "12 2026", "3 500 20", "2026 150 kWh"),
        *("NaN", "nan", "sNaN", "inf", "-inf", "Infinity", "1e400", "-1e400", "1e16"),
        *("9" * 20, f"{'9' * 20} kWh"),
    ],
)
def test_what_is_not_one_measured_number_is_not_read(text: str, language: str) -> None:
    with pytest.raises(ValueError):
        read_measured(text, "kWh", language)


@pytest.mark.parametrize("text", ["6 maanden", "6 mnd.", "6 mois", "6 Monate", "6 months", "6maanden"])
def test_an_interval_with_its_unit_is_read(desk: Any, text: str) -> None:
    anchor = {"Eerste terugkom-moment": "15/03/2027", "Duur in minuten": "90 min"}

    report = desk.import_file(desk.plan(Groepen={**anchor, "Om de hoeveel maanden": text}))

    assert report.findings == ()
    with desk.database.read_session() as session:
        assert session.execute(select(Group.interval_months, Group.meets_for)).one() == (6, 90)


@pytest.mark.parametrize(
    ("interval", "length", "months", "minutes"),
    [("1 jaar", "2 uur", 12, 120), ("2 ans", "1 heure", 24, 60), ("1 Jahr", "1 Stunde", 12, 60)],
)
def test_a_unit_that_is_exactly_so_many_is_read(
    desk: Any, interval: str, length: str, months: int, minutes: int
) -> None:
    cells = {"Om de hoeveel maanden": interval, "Duur in minuten": length}

    report = desk.import_file(desk.plan(Groepen={"Eerste terugkom-moment": "15/03/2027", **cells}))

    assert report.findings == ()
    with desk.database.read_session() as session:
        assert session.execute(select(Group.interval_months, Group.meets_for)).one() == (months, minutes)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("26 weken", "other-unit-in-column"),
        ("6 keer", "not-a-whole-number"),
        ("0 maanden", "not-a-whole-number"),
    ],
)
def test_an_interval_in_another_unit_is_asked_about(desk: Any, places: Any, text: str, code: str) -> None:
    report = desk.import_file(desk.plan(Groepen={"Om de hoeveel maanden": text}))

    assert places(report) == [("Groepen", 2, "Om de hoeveel maanden", code)]


def test_a_setting_with_its_unit_is_read(desk: Any) -> None:
    settings = [
        {"Instelling": "Eerste herinnering", "Waarde": "4 weken"},
        {"Instelling": "Links blijven geldig (dagen)", "Waarde": "30 dagen"},
    ]

    report = desk.import_file(desk.workbook(**SMALL_PLAN, Instellingen=settings))

    assert report.findings == ()
    with desk.database.read_session() as session:
        found = session.scalars(select(Municipality)).one()
        assert (found.lead_times["first_reminder"], found.page_link_days) == (28, 30)


def test_the_same_file_again_changes_nothing(desk: Any) -> None:
    path = desk.plan(Indicatoren={"Streefwaarde": "22 personen"})
    desk.import_file(path)
    before = desk.all_rows()

    desk.import_file(path)

    assert desk.all_rows()["indicators"] == before["indicators"]
    assert desk.all_rows()["action_changes"] == before["action_changes"]
