"""The meetings' cycles on a real Prefect server: started by the tick, moved and cancelled by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from flows.cancel_meeting import cancel_meeting
from flows.core_group_review import core_group_review
from flows.follow_up_calendar import follow_up_calendar
from flows.move_meeting import move_meeting
from flows.subgroup_review import subgroup_review
from terugkom.plan.workbook.importing import import_workbook
from terugkom.plan.workbook.layout import GROUPS, PEOPLE
from terugkom.plan.workbook.writing import Plan, write_plan
from tests.flows.conftest import Home, artifacts_of, children_of, report_of, run_of

INVITED = date(2027, 2, 22)  # three weeks before 15 March
GROUP = {"code": "Energie", "name": "Deelgroep energie", "kind": "deelgroep", "interval_months": 6}


@pytest.fixture
def linde(home: Home) -> Home:
    """A town with a subgroup of two and a coordinator."""
    people = [
        {"code": "AN", "name": "An Wijn", "email": "an@linde.example.org", "groups": "Energie"},
        {"code": "BE", "name": "Bé Vos", "email": "be@linde.example.org", "groups": "Energie"},
    ]
    rows = {PEOPLE.title: people, GROUPS.title: [GROUP | {"anchor": date(2027, 3, 15)}]}
    settings = {"name": "Gemeente Linde", "language": "nl", "coordinator": "AN", "digest_weekday": "maandag"}
    write_plan(home.folder / "linde.xlsx", Plan(rows, settings=settings))
    told = {"slug": "linde", "today": INVITED, "now": datetime(2027, 2, 22, 5, tzinfo=UTC)}
    assert import_workbook(home.database, home.folder / "linde.xlsx", **told).findings == ()
    return home


def tick(day: date, **more: Any) -> Any:
    return follow_up_calendar(today=day, return_state=True, **more)


def test_a_tick_invites_once_and_the_run_says_which_meeting_and_how_it_stands(linde: Home) -> None:
    state = tick(INVITED)
    (run,) = children_of(state)
    assert (run.name, run.state_name) == ("subgroup review · Energie · 2027-H1", "Invited")
    assert linde.states() == ["sent"] * 2
    assert len(list((linde.folder / "outbox/linde").rglob("*.eml"))) == 2
    assert (linde.folder / "outbox/linde/calendars/energie.ics").is_file()
    shown = artifacts_of(run)
    assert '"to": "member ' in shown["deliveries"]
    assert "Wijn" not in str(shown)

    again = tick(INVITED)
    assert (again.name, children_of(again)) == ("Nothing due", [])


def test_the_states_follow_the_meeting(linde: Home) -> None:
    names = []
    for day in (INVITED, date(2027, 3, 8), date(2027, 3, 16), date(2027, 3, 23)):
        (run,) = children_of(tick(day))
        names.append(run.state_name)
    assert names == ["Invited", "Pack sent", "Waiting for minutes", "Waiting for minutes"]


def test_a_dry_run_begins_nothing(linde: Home) -> None:
    before = linde.all_files()
    state = tick(INVITED, dry_run=True)
    assert (state.name, state.message) == ("Dry run", "1 would be written; next: 2027-03-08")
    assert linde.all_files() == before


def test_by_hand_a_step_is_taken_ahead_of_its_day(linde: Home) -> None:
    day = INVITED - timedelta(days=30)
    nothing = subgroup_review("linde", "Energie", today=day, return_state=True)
    assert nothing.name == "Nothing due"
    state = subgroup_review("linde", "Energie", today=day, early=True, return_state=True)
    assert (state.name, linde.states()) == ("Invited", ["sent"] * 2)


def test_a_moved_meeting_is_told_and_a_cancelled_one_too(linde: Home) -> None:
    tick(INVITED)
    moved = move_meeting("linde", "Energie/2027-03", date(2027, 3, 22), today=INVITED, return_state=True)
    assert (moved.name, run_of(moved).name) == ("Moved", "move meeting · Energie/2027-03 · 2027-03-22")
    why: Any = "De zaal is niet vrij."
    off = cancel_meeting("linde", "Energie/2027-03", why, today=INVITED, return_state=True)
    assert off.name == "Cancelled"
    assert report_of(off).deliveries["sent"] == 2
    assert linde.states() == ["sent"] * 6


def test_a_group_of_another_kind_is_refused(linde: Home) -> None:
    state = core_group_review("linde", "Energie", today=INVITED, return_state=True)
    assert state.type == "FAILED"
