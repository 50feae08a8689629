"""Import a plan of an inbox, or refuse it with the reason."""

from dataclasses import dataclass
from typing import Any

from terugkom.database import Database
from terugkom.documents.render_context import RenderContext
from terugkom.errors import InputError
from terugkom.inbox.classify_file import PlanFile
from terugkom.inbox.folder import InboxRun
from terugkom.inbox.incoming_file import format_file_name
from terugkom.workbook.import_plan import import_tables
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.report_page import render_import_report, render_refusal


@dataclass(frozen=True)
class PlanFileResult:
    """The result of one file: an import report, or the reason why it was refused."""

    file: str
    report: ImportReport | None
    refused: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the result as a JSON object."""
        return self.report.as_json() if self.report else {"file": self.file, "refused": self.refused}


def handle_plan_file(run: InboxRun, file: PlanFile) -> PlanFileResult:
    """Import a plan, and move it to ``done`` or ``refused`` together with its report."""
    context = run.build_context()
    result = _import_file(run, context.database, file)
    if not run.dry_run:
        html = _render_report(context, run, result)
        source = file.source or file.path
        run.archive(source, result.as_json(), html, refused=result.report is None, copy=file.path)
    return result


def _import_file(run: InboxRun, database: Database, file: PlanFile) -> PlanFileResult:
    name = format_file_name(file.path.name)
    if isinstance(file.tables, InputError):
        return PlanFileResult(name, None, str(file.tables))
    try:
        report = import_tables(
            database, file.tables, file.path, slug=run.slug, today=run.today, now=run.now, dry_run=run.dry_run
        )
    except InputError as error:
        return PlanFileResult(name, None, str(error))
    return PlanFileResult(name, report)


def _render_report(context: RenderContext, run: InboxRun, result: PlanFileResult) -> str:
    if result.report is None:
        name = run.load_name(context.database)
        return render_refusal(context.templates, name, result.file, result.refused, run.today).html
    return render_import_report(context.templates, result.report, run.today).html
