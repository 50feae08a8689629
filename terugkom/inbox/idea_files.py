"""Import a file of ideas of an inbox, or refuse it with the reason."""

from dataclasses import dataclass
from typing import Any

from terugkom.documents.letter import Letter
from terugkom.documents.render_context import RenderContext
from terugkom.errors import InputError
from terugkom.ideas.import_ideas import IdeasImportResult, import_ideas_table
from terugkom.inbox.classify_file import IdeasFile
from terugkom.inbox.folder import FileReport, InboxFolder, InboxRun
from terugkom.inbox.handle_file import FileKind
from terugkom.inbox.incoming_file import format_file_name
from terugkom.inbox.refusal_mail import FileRefusal, enqueue_refusal
from terugkom.plan.queries import get_municipality

DOCUMENT = "ideas-report"


@dataclass(frozen=True)
class IdeasFileResult:
    """The result of one file: the import result, or the reason why it was refused."""

    file: str
    result: IdeasImportResult | None
    refused: str = ""
    error: InputError | None = None  # that it was refused for

    @property
    def folder(self) -> InboxFolder:
        """Where the file goes."""
        return InboxFolder.REFUSED if self.result is None else InboxFolder.DONE

    def as_json(self) -> dict[str, Any]:
        """Return the result as a JSON object."""
        return self.result.as_json() if self.result else {"file": self.file, "refused": self.refused}


def _import_file(run: InboxRun, context: RenderContext, file: IdeasFile) -> IdeasFileResult:
    name = format_file_name(file.path.name)
    try:
        with context.database.write_session(dry_run=run.dry_run) as session:
            municipality = get_municipality(session, run.slug)
            return IdeasFileResult(
                name, import_ideas_table(session, municipality, file.table, name, run.today)
            )
    except InputError as error:
        return IdeasFileResult(name, None, error.render(context.templates.language), error)


def _build_report(run: InboxRun, context: RenderContext, result: IdeasFileResult) -> FileReport:
    given = {
        "municipality": run.load_name(context.database),
        "file": result.file,
        "today": run.today,
        "received": result.result,
        "refused": result.refused,
        "by_mail": context.reads_mail(),
    }
    return FileReport(result.as_json(), context.templates.render_letter(DOCUMENT, given))


def _mail_refusal(run: InboxRun, context: RenderContext, result: IdeasFileResult, letter: Letter) -> None:
    refusal = FileRefusal(DOCUMENT, result.file, [result.refused])
    enqueue_refusal(run, context, refusal, lambda: letter)


IDEAS = FileKind(_import_file, _build_report, _mail_refusal)
