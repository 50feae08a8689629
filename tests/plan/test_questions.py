"""What a question proposes, as its answer acts on it."""

from typing import Any

import pytest

from terugkom.plan.questions import Question


@pytest.mark.parametrize(
    ("proposal", "is_departure"),
    [
        ({}, True),
        ({"until": "2027-03-31"}, False),
        ({"until": "2027-03-31", "departed": True}, True),
        ({"departed": False}, False),
    ],
)
def test_an_absence_with_a_last_day_is_no_departure_unless_it_is_called_one(
    proposal: dict[str, Any], is_departure: bool
) -> None:
    assert Question(proposal=proposal).is_departure is is_departure
