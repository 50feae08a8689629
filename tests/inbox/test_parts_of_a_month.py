"""Half of a month, its middle and its beginning are a day of that month, not its last."""

from datetime import date

import pytest

from terugkom.inbox.answers.later_day import find_later_day
from terugkom.workbook.dates.find_day import find_day
from tests.inbox.answering import AnsweringMunicipality, reply_to
from tests.inbox.test_other_mails import summarize
from tests.inbox.test_owner_answers import one as one
from tests.inbox.test_owner_answers import town as town

TODAY = date(2027, 1, 27)


@pytest.mark.parametrize(
    "words",
    [
        *("half maart", "medio maart", "halverwege maart", "midden maart", "half maart 2027"),
        *("mi-mars", "mi mars", "Mitte März", "mid-March", "mid March"),
    ],
)
def test_the_middle_of_a_month_is_its_fifteenth(words: str) -> None:
    assert find_day(words, TODAY) == date(2027, 3, 15)


@pytest.mark.parametrize("words", ["begin maart", "début mars", "Anfang März"])
def test_the_beginning_of_a_month_is_its_tenth(words: str) -> None:
    assert find_day(words, TODAY) == date(2027, 3, 10)


@pytest.mark.parametrize(
    "answer",
    [
        "de levering is pas half maart. dus een maand later zeker.",
        "wordt medio maart",
        "ce sera pret mi-mars",
        "wird erst mitte marz fertig",
        "it will be mid-march",
    ],
)
def test_a_later_day_in_the_middle_of_a_month_is_found(answer: str) -> None:
    assert find_later_day(answer, TODAY) == date(2027, 3, 15)


def test_the_coordinator_is_proposed_the_day_that_was_meant(one: AnsweringMunicipality) -> None:
    """It was the last day of the month, and one click made that the deadline."""
    one.take(reply_to(one.digest(), "De levering is pas half april. Dus een maand later zeker."))

    (asked,) = one.questions()
    assert asked.proposal["deadline"] == "2027-04-15"
    assert "Ons voorstel: later, tot donderdag 15 april 2027." in " ".join(summarize(one).split())
