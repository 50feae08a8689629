"""Import files of ideas from a municipality's inbox; their headers distinguish them from plans."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from terugkom.database import Database
from terugkom.documents.templates import Templates
from terugkom.errors import InputError
from terugkom.ideas.columns import holds_ideas
from terugkom.ideas.import_ideas import Received, take_in
from terugkom.inbox import folder
from terugkom.plan.queries import municipality_named
from terugkom.workbook.read_tables import read_tables

DOCUMENT = "ideas-report"


@dataclass(frozen=True)
class Taken:
    """The result of one file: the import result, or the reason why it was refused."""

    file: str
    received: Received | None
    refused: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the result as a JSON object."""
        return self.received.as_json() if self.received else {"file": self.file, "refused": self.refused}


def waiting(municipality: Path) -> list[Path]:
    """Return the files of ideas in a municipality's inbox; the other workbooks there are plans."""
    return [path for path in folder.new_files(municipality, folder.PLANS) if _holds_ideas(path)]


def take_all(
    database: Database,
    municipality: Path,
    templates: Templates,
    *,
    today: date,
    now: datetime,
    dry_run: bool = False,
) -> Iterator[Taken]:
    """Import each file of ideas, and move it to ``done`` or ``refused`` together with its report."""
    for path in waiting(municipality):
        taken = _take(database, path, municipality.name, today, dry_run)
        if not dry_run:
            html = page(templates, municipality.name, taken, today)
            folder.move_on(path, taken.as_json(), html, now, refused=taken.received is None)
        yield taken


def page(templates: Templates, slug: str, taken: Taken, today: date) -> str:
    """Return the report of a file as HTML. Raises TemplateProblem."""
    told = {"municipality": slug, "file": taken.file, "today": today, "received": taken.received}
    return templates.letter(DOCUMENT, told | {"refused": taken.refused}).html


def _take(database: Database, path: Path, slug: str, today: date, dry_run: bool) -> Taken:
    try:
        with database.writing(dry_run=dry_run) as session:
            return Taken(path.name, take_in(session, municipality_named(session, slug), path, today))
    except InputError as error:
        return Taken(path.name, None, str(error))


def _holds_ideas(path: Path) -> bool:
    try:
        return holds_ideas(read_tables(path))
    except InputError:  # the plan import will report what is wrong with it
        return False
