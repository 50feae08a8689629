"""The deployments as they stand in their file."""

import asyncio
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from prefect import Flow
from prefect.server.schemas.schedules import CronSchedule

from deployments.apply import WORK_POOL, build_deployment, load_deployments

FLOWS = Path(__file__).parents[2] / "flows"
ALL = {each["name"]: each for each in load_deployments()}


def test_each_flow_has_a_deployment_and_only_the_calendar_a_clock() -> None:
    flows = {path.stem.replace("_", "-") for path in FLOWS.glob("[!_]*.py")}
    assert set(ALL) == flows
    assert [name for name, each in ALL.items() if each.get("cron")] == ["follow-up-calendar"]


@pytest.mark.parametrize("name", ALL)
def test_each_has_a_flow_of_its_name_a_description_and_tags(name: str) -> None:
    each = ALL[name]
    module, function = each["flow"].split(":")
    flow = getattr(import_module(module), function)
    assert isinstance(flow, Flow)
    assert flow.name == name
    assert each["description"].startswith("**")
    deployment = build_deployment(each)
    assert deployment.tags == ["terugkom", *each["tags"]]
    assert each["tags"]
    assert deployment.entrypoint == f"{module}.{function}"
    assert deployment.work_pool_name == WORK_POOL


@pytest.mark.parametrize(("month", "hour"), [(1, 5), (7, 4)])
def test_the_calendar_ticks_every_day_at_six_in_brussels_winter_and_summer(month: int, hour: int) -> None:
    (found,) = build_deployment(ALL["follow-up-calendar"]).schedules or []
    assert found.active
    parsed = CronSchedule.model_validate(found.schedule.model_dump())
    days = asyncio.run(parsed.get_dates(3, start=datetime(2027, month, 10, tzinfo=UTC)))
    assert [day.astimezone(UTC) for day in days] == [
        datetime(2027, month, 10 + number, hour, tzinfo=UTC) for number in range(3)
    ]


@pytest.mark.parametrize("name", ["follow-up-calendar", "owner-reminders", "import-plan"])
def test_the_form_asks_in_words_and_within_bounds(name: str) -> None:
    asked = build_deployment(ALL[name])._parameter_openapi_schema.properties
    assert [field["title"] for field in asked.values()] == ["Municipality", "Today", "Dry run"]
    assert all(field["description"].endswith(".") for field in asked.values())
    bounds = str(asked)
    assert "^[a-z0-9]" in bounds
    assert "2100" in bounds


def test_deliver_asks_nothing() -> None:
    assert build_deployment(ALL["deliver"])._parameter_openapi_schema.properties == {}
