"""Municipalities that share: their plans in a workbook, taken in as officers do."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from terugkom.database.connection_pool import Database
from terugkom.workbook.own_layout import ACTIONS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.import_workbook import import_workbook

TODAY = date(2027, 3, 1)
EXTRA = ("Wat werkte", "Wat werkte niet", "Delen")
PEOPLE_ROWS = [
    {"code": "AN", "name": "An-Sofie Wijn", "email": "an@linde.example.org"},
    {"code": "BV", "name": "Bé Van den Berg", "email": "be@linde.example.org"},
]

ImportPlan = Callable[..., None]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def action(code: str, title: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "title": title, "theme": "Energie", "status": "lopend", "owners": "AN", **more}


@pytest.fixture
def import_plan(database: Database, tmp_path: Path) -> ImportPlan:
    """Take in a municipality's plan, as of a day."""

    def import_plan(
        actions: Sequence[dict[str, Any]], slug: str = "linde", name: str = "Linde", day: date = TODAY
    ) -> None:
        rows = {ACTIONS.title: actions, PEOPLE.title: PEOPLE_ROWS}
        settings = {"name": name, "language": "nl", "digest_weekday": "maandag"}
        write_plan(tmp_path / f"{slug}.xlsx", WorkbookContent(rows, EXTRA, settings))
        import_workbook(database, tmp_path / f"{slug}.xlsx", slug=slug, today=day, now=at(day))

    return import_plan
