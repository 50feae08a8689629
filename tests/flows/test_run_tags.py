"""Runs that the daily run starts itself have the tags of their deployments, so that a filter finds them."""

import pytest

from deployments.forms import load_deployments
from flows.follow_up_calendar import follow_up_calendar
from tasks.run_tags import list_tags
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.work_batches.cycles import CODE_OF_CONDUCT, IMPORT_PLAN, OWNER_REMINDERS
from tests.flows.conftest import FlowHome, children_of
from tests.flows.plan_workbooks import MONDAY

CYCLES = (
    *MEETING_KINDS,
    CODE_OF_CONDUCT,
    IMPORT_PLAN,
    OWNER_REMINDERS,
    "newsletter",
    "deliver",
    "work-batch",
)


@pytest.mark.parametrize("flow", CYCLES)
def test_each_has_those_of_its_deployment(flow: str) -> None:
    (found,) = (each["tags"] for each in load_deployments() if each["name"] == flow)
    assert list_tags(flow) == found


@pytest.mark.long
def test_a_batch_has_those_of_its_cycle(home: FlowHome) -> None:
    home.town()
    runs = children_of(follow_up_calendar(today=MONDAY, return_state=True))
    reminders = [each.tags for each in runs if each.name.startswith("herinneringen")]
    assert reminders
    assert all({"terugkom", "calendar", "reminders"} <= {*each} for each in reminders)
