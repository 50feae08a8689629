"""Taking plans in, as a Prefect task."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tasks import clock
from tasks.installation import installation
from tasks.steps import step
from terugkom.plan import inbox
from terugkom.plan.inbox import Taken
from terugkom.report import Report


@dataclass(frozen=True)
class Imported:
    """What became of the new files of an inbox."""

    files: tuple[Taken, ...]
    dry_run: bool

    @property
    def report(self) -> Report:
        """The same as a report of a run."""
        found = sum(len(each.report.findings) for each in self.files if each.report)
        refused = sum(1 for each in self.files if each.report is None)
        attention = +Counter(findings=found, files_refused=refused)
        return Report(files=len(self.files), attention=attention, dry_run=self.dry_run)

    @property
    def markdown(self) -> str:
        """The same as a page: counts and places; no contents of cells, and not what somebody named a file."""
        pages = (_markdown(number, each) for number, each in enumerate(self.files, 1))
        return "\n\n".join(pages) or "No new files."


@step("import new files")
def import_new_files(municipality: str, today: date, dry_run: bool) -> Imported:
    """Import each new file of a municipality's inbox."""
    folder = installation().settings.municipalities / municipality
    taken = inbox.take_all(installation().database, folder, today=today, now=clock.now(), dry_run=dry_run)
    return Imported(tuple(taken), dry_run)


def _markdown(number: int, taken: Taken) -> str:
    if taken.report is None:
        return f"## File {number}\n\nRefused; why stands in the report beside it in `refused`."
    counts = [f"| {what} | {count} |" for what, count in taken.report.actions.items()]
    rows = [f"| rows {fate} | {count} |" for fate, count in taken.report.rows.items()]
    places = [
        f"| {each.sheet} | {each.row} | {each.column} | {each.code} |" for each in taken.report.findings[:200]
    ]
    lines = [f"## File {number}", "", "| what | count |", "| --- | --- |", *counts, *rows]
    if places:
        lines += ["", "| sheet | row | column | finding |", "| --- | --- | --- | --- |", *places]
    return "\n".join(lines)
