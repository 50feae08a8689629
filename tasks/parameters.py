"""The parameters that flows share: what the form in the Prefect UI asks for, and within which bounds."""

from datetime import date
from typing import Annotated

from prefect.runtime import flow_run
from pydantic import Field

from tasks import clock

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


def named_for_a_day() -> str:
    """Return a run's name: what, for whom, for when."""
    given = flow_run.get_parameters()
    name = str(flow_run.get_flow_name()).replace("-", " ")
    parts = [name, given.get("municipality") or "all", str(given.get("today") or clock.today())]
    return " · ".join([*parts, "dry run"] if given.get("dry_run") else parts)
