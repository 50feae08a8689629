"""Minutes that are corrected more than once: what is taken back is what stood in the plan before."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from terugkom.plan.model import Action, ActionStatus, Precision
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.minutes import drop, fill_in, form_of, planned
from tests.meetings.test_corrected_minutes import LATER, Row, correct, linde, sent
from tests.meetings.test_minutes import DECISIONS, PRESENT, actions

MOSTLY_SQLITE = True
__all__ = ["linde"]  # the fixture
E1, E2, E3, POINT, M1 = DECISIONS


def correct_each(town: MeetingMunicipality, *versions: list[Row]) -> None:
    for number, rows in enumerate(versions):
        assert correct(town, rows, LATER + timedelta(days=number)).problems == ()


@pytest.mark.long
@pytest.mark.each_database
def test_rows_that_go_one_by_one_give_each_action_back_what_it_had(linde: MeetingMunicipality) -> None:
    """The numbers of the decisions change with the first row that goes."""
    correct_each(linde, [E2, E3, POINT, M1], [E3, POINT, M1], [POINT, M1])
    plan = actions(linde)
    assert plan["E1"].deadline == date(2027, 1, 15)
    assert [each.code for each in plan["E2"].owners] == ["BE"]
    assert plan["E3"].status is ActionStatus.PLANNED
    assert plan["M1"].status is ActionStatus.RUNNING
    assert "Te duur" in sent(linde, LATER + timedelta(days=4))


def test_a_row_that_was_corrected_and_goes_gives_back_what_was_before_the_meeting(
    linde: MeetingMunicipality,
) -> None:
    """And not what the first version of the minutes said, which was wrong."""
    other: Row = ("E1", "deadline", "30 september 2027", "")
    correct_each(linde, [other, E2, E3, POINT, M1], [E2, E3, POINT, M1])
    assert (actions(linde)["E1"].deadline, actions(linde)["E1"].deadline_text) == (
        date(2027, 1, 15),
        "15/01/2027",
    )


@pytest.mark.long
def test_a_row_that_comes_back_and_goes_again_gives_back_the_same(linde: MeetingMunicipality) -> None:
    again: Row = ("E1", "deadline", "1 mei 2027", "")
    correct_each(linde, [E2, E3, POINT, M1], [E2, E3, again, POINT, M1], [E2, E3, M1])
    assert actions(linde)["E1"].deadline == date(2027, 1, 15)


@pytest.mark.parametrize("text", ["eind 2028", "maart 2028", "30 juni 2028"])
def test_a_deadline_that_comes_back_is_as_exact_as_it_was(town: MeetingMunicipality, text: str) -> None:
    planned(town)
    with town.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "E2")).one()
        action.deadline, action.deadline_text = date(2027, 3, 31), "maart 2027"
        action.deadline_precision = Precision.MONTH
    fill_in(form_of(town), present=PRESENT, decisions=[("E2", "deadline", text, ""), M1])
    assert drop(town, town.folder / "verslag.docx").problems == ()
    assert correct(town, [M1], new=()).problems == ()
    found = actions(town)["E2"]
    assert (found.deadline, found.deadline_text) == (date(2027, 3, 31), "maart 2027")
    assert found.deadline_precision is Precision.MONTH
