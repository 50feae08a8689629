"""Dates, periods, ranges and lengths of time, in the four languages; and words that are none of these."""

from datetime import date
from time import perf_counter

import pytest

from terugkom.plan.model import Precision
from terugkom.workbook.dates.read_dates import read_date_range, read_deadline

DAY, MONTH, QUARTER, HALF, YEAR = (
    *(Precision.DAY, Precision.MONTH, Precision.QUARTER),
    *(Precision.HALF, Precision.YEAR),
)


@pytest.mark.parametrize(
    ("cell", "start", "end", "precision"),
    [
        ("2022–2025", date(2022, 1, 1), date(2025, 12, 31), YEAR),
        ("2022-2025", date(2022, 1, 1), date(2025, 12, 31), YEAR),
        ("van 2024 tot 2026", date(2024, 1, 1), date(2026, 12, 31), YEAR),
        ("de 2024 à 2026", date(2024, 1, 1), date(2026, 12, 31), YEAR),
        ("from 2024 to 2026", date(2024, 1, 1), date(2026, 12, 31), YEAR),
        ("von 2024 bis 2026", date(2024, 1, 1), date(2026, 12, 31), YEAR),
        ("maart - juni 2027", date(2027, 3, 1), date(2027, 6, 30), MONTH),
        ("01/01/2025 - 31/12/2027", date(2025, 1, 1), date(2027, 12, 31), DAY),
        ("vanaf 2024", date(2024, 1, 1), None, None),
        ("à partir de 2024", date(2024, 1, 1), None, None),
        ("from 2024", date(2024, 1, 1), None, None),
        ("ab 2024", date(2024, 1, 1), None, None),
        ("2024, 2025, 2026", date(2024, 1, 1), date(2026, 12, 31), YEAR),
    ],
)
def test_a_range_has_the_end_that_was_written_and_no_other(
    cell: str, start: date, end: date | None, precision: Precision | None
) -> None:
    found = read_deadline(cell)

    assert (found.start, found.day, found.precision, found.text) == (start, end, precision, cell)


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        (46387, date(2026, 12, 31), DAY),
        ("46387", date(2026, 12, 31), DAY),
        ("2026-12-31", date(2026, 12, 31), DAY),
        ("31/12/26", date(2026, 12, 31), DAY),
        ("31 december 2026", date(2026, 12, 31), DAY),
        ("31 décembre 2026", date(2026, 12, 31), DAY),
        ("31 December 2026", date(2026, 12, 31), DAY),
        ("31. Dezember 2026", date(2026, 12, 31), DAY),
        ("mars 2027", date(2027, 3, 31), MONTH),
        ("March 2027", date(2027, 3, 31), MONTH),
        ("März 2027", date(2027, 3, 31), MONTH),
        ("Q3 2027", date(2027, 9, 30), QUARTER),
        ("2e trimestre 2027", date(2027, 6, 30), QUARTER),
        ("third quarter 2027", date(2027, 9, 30), QUARTER),
        ("3. Quartal 2027", date(2027, 9, 30), QUARTER),
        ("1er semestre 2027", date(2027, 6, 30), HALF),
        ("H2 2027", date(2027, 12, 31), HALF),
        ("fin 2027", date(2027, 12, 31), YEAR),
        ("end of 2027", date(2027, 12, 31), YEAR),
        ("Ende 2027", date(2027, 12, 31), YEAR),
    ],
)
def test_a_deadline_is_read_in_each_language_with_its_precision(
    cell: object, day: date, precision: Precision
) -> None:
    found = read_deadline(cell)

    assert (found.day, found.precision) == (day, precision)


@pytest.mark.parametrize(
    "words",
    [
        *("doorlopend", "continu", "permanent", "en continu", "ongoing", "laufend", "fortlaufend"),
        *("4 jaar", "4 ans", "4 years", "4 Jahre", "?", "n.t.b.", "nvt", "n/a", "-", "zo snel mogelijk"),
    ],
)
def test_what_has_no_end_gets_no_invented_deadline(words: str) -> None:
    found = read_deadline(words)

    assert (found.day, found.precision, found.text) == (None, None, words)


def test_a_length_of_time_counts_from_a_start_only() -> None:
    assert read_date_range("4 jaar").months == 48
    assert read_deadline("4 jaar vanaf 2024").day == date(2027, 12, 31)


def test_a_sentence_of_many_commas_is_seen_at_once_to_be_no_range() -> None:
    started = perf_counter()
    for n in range(20):
        text = f"Led {n}, zon, wind, water, bos, dak, muur, vloer, raam, deur, fiets, bus, trein, tram, 2027"
        assert read_deadline(text).day is None
    assert perf_counter() - started < 1
