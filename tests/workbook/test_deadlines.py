from datetime import date, datetime

import pytest

from terugkom.plan.model import Precision
from terugkom.workbook.dates.deadlines import ImpossibleDate, read_deadline


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        (date(2027, 3, 15), date(2027, 3, 15), Precision.DAY),
        (datetime.fromisoformat("2027-03-15T12:30"), date(2027, 3, 15), Precision.DAY),
        ("2027-03-15", date(2027, 3, 15), Precision.DAY),
        ("2027-03-15T00:00:00", date(2027, 3, 15), Precision.DAY),
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
    ],
)
def test_a_deadline_is_the_last_day_of_what_was_written(
    cell: object, day: date, precision: Precision
) -> None:
    found = read_deadline(cell)

    assert (found.day, found.precision) == (day, precision)


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
