"""The deployments as they stand in their file."""

import asyncio
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from prefect import Flow
from prefect.server.schemas.schedules import CronSchedule
from prefect.utilities.callables import parameter_schema

from deployments.apply import build_entrypoint
from deployments.forms import load_deployments
from deployments.serve import WORK_POOL

FLOWS = Path(__file__).parents[2] / "flows"
ALL = {each["name"]: each for each in load_deployments()}


def load_flow(name: str) -> Flow[..., Any]:
    module, _, function = ALL[name]["entrypoint"].rpartition(".")
    flow = getattr(import_module(module), function)
    assert isinstance(flow, Flow)
    return flow


def test_each_flow_has_a_deployment_and_only_the_calendar_a_clock() -> None:
    flows = {path.stem.replace("_", "-") for path in FLOWS.glob("[!_]*.py")}
    assert set(ALL) == flows
    assert [name for name, each in ALL.items() if each.get("schedules")] == ["follow-up-calendar"]


@pytest.mark.parametrize("name", ALL)
def test_each_has_a_flow_of_its_name_a_description_and_tags(name: str) -> None:
    each = ALL[name]
    assert load_flow(name).name == name
    assert each["description"].startswith("**")
    assert each["tags"][0] == "terugkom"
    assert len(each["tags"]) == 2
    assert each["entrypoint"] == build_entrypoint(name)
    assert each["work_pool"] == {"name": WORK_POOL}


@pytest.mark.parametrize("name", ALL)
def test_each_flow_has_a_timeout_and_the_daily_run_ends_before_the_next_begins(name: str) -> None:
    seconds = load_flow(name).timeout_seconds
    assert seconds is not None
    assert 0 < seconds < 24 * 3600


@pytest.mark.parametrize(("month", "hour"), [(1, 5), (7, 4)])
def test_the_calendar_ticks_every_day_at_six_in_brussels_winter_and_summer(month: int, hour: int) -> None:
    (found,) = ALL["follow-up-calendar"]["schedules"]
    assert found.get("active", True)
    parsed = CronSchedule(cron=found["cron"], timezone=found["timezone"])
    days = asyncio.run(parsed.get_dates(3, start=datetime(2027, month, 10, tzinfo=UTC)))
    assert [day.astimezone(UTC) for day in days] == [
        datetime(2027, month, 10 + number, hour, tzinfo=UTC) for number in range(3)
    ]


@pytest.mark.parametrize("name", ["follow-up-calendar", "owner-reminders", "import-plan"])
def test_the_form_asks_in_words_and_within_bounds(name: str) -> None:
    asked = parameter_schema(load_flow(name)).properties
    really = [] if name == "import-plan" else ["Really"]  # an import sends nothing
    assert [field["title"] for field in asked.values()] == ["Municipality", "Today", "Dry run", *really]
    assert all(field["description"].endswith(".") for field in asked.values())
    bounds = str(asked)
    assert "^[^@]*$" in bounds, "no address, which Prefect would keep"
    assert "2100" in bounds


def test_deliver_asks_for_no_more_than_whose_deliveries_and_the_day() -> None:
    asked = parameter_schema(load_flow("deliver"))
    assert [field["title"] for field in asked.properties.values()] == ["Municipality", "Today", "Really"]
    assert not asked.required, "it starts without an answer"
