"""Import a plan of an inbox, refuse it with the reason, or have it wait for a person.

A file with a table that looks like a plan and was not read waits: nobody is there to see that half of it
would go in. It goes in as it was read if a person puts it there again with a word of agreement at the begin
of its name.
"""

from dataclasses import dataclass
from typing import Any

from terugkom.documents.letter import Letter
from terugkom.documents.messages import translate_everywhere
from terugkom.documents.render_context import RenderContext
from terugkom.errors import InputError
from terugkom.inbox.classify_file import PlanFile
from terugkom.inbox.folder import FileReport, InboxFolder, InboxRun, retire_waiting_files
from terugkom.inbox.handle_file import FileKind
from terugkom.inbox.incoming_file import format_file_name
from terugkom.inbox.refusal_mail import FileRefusal, enqueue_refusal
from terugkom.meetings.report_cancelled_days import report_cancelled_days
from terugkom.normalize import normalize_text
from terugkom.workbook.file_formats.file_types import compute_file_digest
from terugkom.workbook.import_plan import FileTables, ImportRun, import_tables
from terugkom.workbook.import_report import ImportReport, UnreadPlan
from terugkom.workbook.report_page import (
    AGREED_MESSAGE,
    DOCUMENT,
    explain_refusal,
    render_import_report,
    render_refusal,
)


@dataclass(frozen=True)
class PlanFileResult:
    """The result of one file: an import report, or the reason why it was refused."""

    file: str
    report: ImportReport | None
    refused: str = ""
    explanation: str = ""  # what to do about it
    waiting: bool = False  # for a person; the report says what would go in
    error: InputError | None = None  # that it was refused for

    @property
    def folder(self) -> InboxFolder:
        """Where the file goes."""
        if self.report is None:
            return InboxFolder.REFUSED
        return InboxFolder.WAITING if self.waiting else InboxFolder.DONE

    def as_json(self) -> dict[str, Any]:
        """Return the result as a JSON object."""
        if self.report is None:
            return {"file": self.file, "refused": self.refused}
        return self.report.as_json() | ({"waiting": True} if self.waiting else {})


def is_agreed(name: str) -> bool:
    """Return whether a file name begins with the word by which a person lets it in, in any language."""
    said = f"{normalize_text(name)} "
    words = translate_everywhere(AGREED_MESSAGE)
    return any(said.startswith(f"{normalize_text(word)} ") for word in words)


def _import_file(run: InboxRun, context: RenderContext, file: PlanFile) -> PlanFileResult:
    name = format_file_name(file.path.name)
    if isinstance(file.tables, InputError):
        return _build_refusal(name, file.tables, context)
    try:
        report = import_tables(
            context.database,
            FileTables(file.path.name, file.tables, compute_file_digest(file.path)),
            ImportRun(
                run.slug, run.today, run.now, dry_run=run.dry_run, refuse_unread_plan=not is_agreed(name)
            ),
            context.documents,
        )
    except UnreadPlan as unread:
        return PlanFileResult(name, unread.report, waiting=True)
    except InputError as error:
        return _build_refusal(name, error, context)
    with context.database.read_session() as session:
        return PlanFileResult(name, report_cancelled_days(session, report, run.today))


def _build_refusal(name: str, error: InputError, context: RenderContext) -> PlanFileResult:
    language = context.templates.language
    return PlanFileResult(name, None, error.render(language), explain_refusal(error, language), error=error)


def _build_report(run: InboxRun, context: RenderContext, result: PlanFileResult) -> FileReport:
    if result.report is None:
        name = run.load_name(context.database)
        page = render_refusal(
            *(context.templates, name, result.file, result.refused, result.explanation, run.today),
            by_mail=context.reads_mail(),
        )
    else:
        page = render_import_report(
            context.templates,
            result.report,
            run.today,
            waiting=result.waiting,
            by_mail=context.reads_mail(),
        )
    return FileReport(result.as_json(), page)


def _retire_waiting(run: InboxRun, result: PlanFileResult) -> None:
    if result.folder is InboxFolder.DONE:
        retire_waiting_files(run.inbox, run.now)


def _mail_refusal(run: InboxRun, context: RenderContext, result: PlanFileResult, letter: Letter) -> None:
    refusal = FileRefusal(DOCUMENT, result.file, [result.refused])
    enqueue_refusal(run, context, refusal, lambda: letter)


PLAN = FileKind(_import_file, _build_report, _mail_refusal, after_move=_retire_waiting)
