from datetime import date, datetime

import pytest

from terugkom.plan.model import Precision
from terugkom.workbook.dates.read_dates import ImpossibleDate, read_deadline


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        (date(2027, 3, 15), date(2027, 3, 15), Precision.DAY),
        (datetime.fromisoformat("2027-03-15T12:30"), date(2027, 3, 15), Precision.DAY),
        ("2027-03-15", date(2027, 3, 15), Precision.DAY),
        ("2027-03-15T00:00:00", date(2027, 3, 15), Precision.DAY),
        ("12/03/2027 14:30", date(2027, 3, 12), Precision.DAY),
        ("12/03/2027 14:30:00", date(2027, 3, 12), Precision.DAY),
        ("12 maart 2027 om 14.30 uur", date(2027, 3, 12), Precision.DAY),
        ("vr 12/03/2027, 9u30", date(2027, 3, 12), Precision.DAY),
        ("tegen 12/03/2027 14:30", date(2027, 3, 12), Precision.DAY),
        ("12 mars 2027 à 14h30", date(2027, 3, 12), Precision.DAY),
        ("12.03.2027 um 14:30 Uhr", date(2027, 3, 12), Precision.DAY),
        ("maart 2027 14:30", None, None),
        ("12/03/2027 14:75", None, None),
        ("15/3/2027", date(2027, 3, 15), Precision.DAY),
        ("15-03-2027", date(2027, 3, 15), Precision.DAY),
        ("15.3.2027", date(2027, 3, 15), Precision.DAY),
        ("15 maart 2027", date(2027, 3, 15), Precision.DAY),
        ("Uiterlijk 1 mrt. 2027", date(2027, 3, 1), Precision.DAY),
        ("29/02/2028", date(2028, 2, 29), Precision.DAY),
        ("februari 2028", date(2028, 2, 29), Precision.MONTH),
        ("Maart  2027", date(2027, 3, 31), Precision.MONTH),
        ("eind maart 2027", date(2027, 3, 31), Precision.MONTH),
        ("03/2027", date(2027, 3, 31), Precision.MONTH),
        ("2027-03", date(2027, 3, 31), Precision.MONTH),
        ("03.2027", date(2027, 3, 31), Precision.MONTH),
        ("13.2027", None, None),
        ("Q2 2027", date(2027, 6, 30), Precision.QUARTER),
        ("2027 Q4", date(2027, 12, 31), Precision.QUARTER),
        ("2e kwartaal 2027", date(2027, 6, 30), Precision.QUARTER),
        ("derde kwartaal van 2027", date(2027, 9, 30), Precision.QUARTER),
        ("eerste helft 2027", date(2027, 6, 30), Precision.HALF),
        ("2de semester 2027", date(2027, 12, 31), Precision.HALF),
        ("2027", date(2027, 12, 31), Precision.YEAR),
        ("eind 2027", date(2027, 12, 31), Precision.YEAR),
        (2027, date(2027, 12, 31), Precision.YEAR),
        (2027.0, date(2027, 12, 31), Precision.YEAR),
        ("31-dec-27", date(2027, 12, 31), Precision.DAY),
        ("12-mrt-27", date(2027, 3, 12), Precision.DAY),
        ("12-mrt-2027", date(2027, 3, 12), Precision.DAY),
        ("12 mrt '27", date(2027, 3, 12), Precision.DAY),
        ("mrt-27", date(2027, 3, 31), Precision.MONTH),
        ("mrt.-27", date(2027, 3, 31), Precision.MONTH),
        ("dec '27", date(2027, 12, 31), Precision.MONTH),
        ("vr 12/03/2027", date(2027, 3, 12), Precision.DAY),
        ("vr. 12-03-27", date(2027, 3, 12), Precision.DAY),
        ("vrijdag 12 maart 2027", date(2027, 3, 12), Precision.DAY),
        ("Fri, 12 March 2027", date(2027, 3, 12), Precision.DAY),
        ("ven. 12 mars 2027", date(2027, 3, 12), Precision.DAY),
        ("Freitag, 12. März 2027", date(2027, 3, 12), Precision.DAY),
        ("tegen wo 31/03/2027", date(2027, 3, 31), Precision.DAY),
        ("mar 2027", date(2027, 3, 31), Precision.MONTH),
        ("t.e.m. 2030", date(2030, 12, 31), Precision.YEAR),
        ("tem juni 2030", date(2030, 6, 30), Precision.MONTH),
        ("2026 t.e.m. 2030", date(2030, 12, 31), Precision.YEAR),
        ("kwartaal 2 2027", date(2027, 6, 30), Precision.QUARTER),
        ("kwartaal 2 van 2027", date(2027, 6, 30), Precision.QUARTER),
        ("trimestre 3 2027", date(2027, 9, 30), Precision.QUARTER),
        ("Q2 '27", date(2027, 6, 30), Precision.QUARTER),
        ("Q2-27", date(2027, 6, 30), Precision.QUARTER),
        ("semester 1 2027", date(2027, 6, 30), Precision.HALF),
        ("begin maart 2027", date(2027, 3, 10), Precision.PART),
        ("half maart 2027", date(2027, 3, 15), Precision.PART),
        ("medio mrt-27", date(2027, 3, 15), Precision.PART),
        ("Mitte März 2027", date(2027, 3, 15), Precision.PART),
        ("mi-mars 2027", date(2027, 3, 15), Precision.PART),
        ("eind mrt-27", date(2027, 3, 31), Precision.MONTH),
        ("begin 2027", date(2027, 3, 31), Precision.QUARTER),
        ("midden 2027", date(2027, 6, 30), Precision.HALF),
        ("31 december 2027 (raming)", date(2027, 12, 31), Precision.DAY),
        ("2027-03-12T23:30:00Z", date(2027, 3, 13), Precision.DAY),
        ("2027-07-12T22:00:00+00:00", date(2027, 7, 13), Precision.DAY),
        ("2027-03-13T00:30:00+02:00", date(2027, 3, 12), Precision.DAY),
        ("2027-03-12T12:00:00-0500", date(2027, 3, 12), Precision.DAY),
    ],
)
def test_a_deadline_is_the_last_day_of_what_was_written(
    cell: object, day: date, precision: Precision
) -> None:
    found = read_deadline(cell)

    assert (found.day, found.precision) == (day, precision)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("vanaf 1 maart 2027", date(2027, 3, 1)),
        ("start 15 januari 2027", date(2027, 1, 15)),
        ("sinds vr 3 april 2026", date(2026, 4, 3)),
        ("à partir du 1 mars 2027", date(2027, 3, 1)),
        ("depuis 1 mars 2024", date(2024, 3, 1)),
        ("from 1 March 2027", date(2027, 3, 1)),
        ("ab 1. März 2027", date(2027, 3, 1)),
        ("na 31 december 2026", None),
        ("après le 31 décembre 2026", None),
        ("after 31 December 2026", None),
        ("nach dem 31. Dezember 2026", None),
        ("voor 1 maart 2027", None),
        ("vóór 2030", None),
        ("voor eind 2028", None),
        ("avant le 1 mars 2027", None),
        ("before March 2027", None),
        ("goedgekeurd 14 oktober 2026", None),
        ("goedgekeurd op 14/10/2026", None),
        ("gemeenteraad 14 oktober 2026", None),
        ("approuvé le 14 octobre 2026", None),
        ("14 oktober 2026 (goedgekeurd)", None),
        ("2027 (start)", None),
        ("herzien 12/2026", None),
    ],
)
def test_a_start_a_bound_or_another_day_is_no_deadline(words: str, start: date | None) -> None:
    found = read_deadline(words)

    assert (found.day, found.precision, found.text, found.start) == (None, None, words, start)


@pytest.mark.parametrize(
    ("words", "start", "day"),
    [
        ("09/2026 - 12/2030", date(2026, 9, 1), date(2030, 12, 31)),
        ("9/2026 – 3/2027", date(2026, 9, 1), date(2027, 3, 31)),
        ("09/2026 / 12/2030", date(2026, 9, 1), date(2030, 12, 31)),
        ("01/2026 tot 12/2028", date(2026, 1, 1), date(2028, 12, 31)),
        ("01/2026, 06/2026 en 12/2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("van 03/2026 t.e.m. 10/2027", date(2026, 3, 1), date(2027, 10, 31)),
        ("1/9/2026 - 31/12/2030", date(2026, 9, 1), date(2030, 12, 31)),
        ("sept - dec 2030", date(2030, 9, 1), date(2030, 12, 31)),
        ("2024, 2025, 2026", date(2024, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_of_months_begins_with_its_first(words: str, start: date, day: date) -> None:
    """09/2026 - 12/2030 began on 9 December 2030."""
    deadline = read_deadline(words)
    assert (deadline.start, deadline.day) == (start, day)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("31/12/2027 / 31 décembre 2027", date(2027, 12, 31)),
        ("zomer 2027 / été 2027", date(2027, 9, 30)),
    ],
)
def test_a_day_in_two_languages_is_no_period(words: str, day: date) -> None:
    """It began an action on the day of its deadline."""
    deadline = read_deadline(words)
    assert (deadline.start, deadline.day, deadline.text) == (None, day, words)


@pytest.mark.parametrize(
    "words",
    ["doorlopend", "?", "n.t.b.", "nvt", "See individual PaMs", "voor de zomer", "4 jaar", "maart", "2027?"],
)
def test_words_that_are_no_date_are_kept_and_never_guessed_at(words: str) -> None:
    found = read_deadline(f" {words} ")

    assert (found.day, found.precision, found.text) == (None, None, words)


@pytest.mark.parametrize(
    "cell",
    [
        *("31/02/2027", "2027-13-01", "Q5 2027", "derde helft 2027", "0 maart 2027", "13/2027", "1/1/0001"),
        *("#REF!", 463870, 12.5, date(1905, 7, 18)),
    ],
)
def test_a_date_that_cannot_be_is_refused(cell: object) -> None:
    with pytest.raises(ImpossibleDate):
        read_deadline(cell)


def test_a_real_date_keeps_its_words_as_flemish_people_write_it() -> None:
    assert read_deadline(date(2027, 3, 5)).text == "05/03/2027"
    assert read_deadline(2027.0).text == "2027"
