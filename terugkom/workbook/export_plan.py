"""Export a municipality's plan from the database as our workbook."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from terugkom.plan.model import Municipality
from terugkom.workbook.plan_cells import read_plan_cells
from terugkom.workbook.plan_versions import store_export
from terugkom.workbook.workbook_content import load_workbook_content
from terugkom.workbook.write_workbook import write_plan


def export_workbook(session: Session, municipality: Municipality, path: Path, now: datetime) -> None:
    """Write the plan of a municipality as our workbook, with its stamp; importing it again changes nothing.

    What it holds is stored in the caller's transaction, so that an import of a copy of it knows what its user
    changed. `now` must have a time zone.
    """
    content = load_workbook_content(session, municipality)
    stamp = store_export(session, municipality.id, read_plan_cells(content).values, now)
    write_plan(path, replace(content, stamp=stamp))
