"""Record the minutes in a Word document of an inbox, or refuse it with the reason."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terugkom.documents.docx_reader import DocxText
from terugkom.documents.letter import Letter
from terugkom.documents.messages import translate
from terugkom.documents.read_document import read_document
from terugkom.documents.render_context import RenderContext
from terugkom.errors import InputError, UnreadableFile
from terugkom.inbox.classify_file import MinutesFile
from terugkom.inbox.folder import FileReport, InboxFolder, InboxRun
from terugkom.inbox.handle_file import FileKind
from terugkom.inbox.incoming_file import format_file_name
from terugkom.inbox.refusal_mail import DOCUMENT as REFUSAL
from terugkom.inbox.refusal_mail import FileRefusal, enqueue_refusal
from terugkom.meetings.minutes.parse_minutes import parse_minutes, parse_reference
from terugkom.meetings.minutes.record_minutes import (
    InvalidMinutes,
    MinutesRun,
    RecordedMinutes,
    record_minutes,
)
from terugkom.meetings.minutes.unread_parts import list_loose_decisions, list_unread_parts
from terugkom.meetings.minutes.written_minutes import MeetingReference
from terugkom.plan.queries import list_people_words, load_titles_by_code

DOCUMENT = "minutes-report"


@dataclass(frozen=True)
class MinutesFileResult:
    """The result of one document: the recorded minutes, or all its problems."""

    file: str
    recorded: RecordedMinutes | None
    problems: tuple[str, ...] = ()
    reference: MeetingReference | None = None  # of a document that was refused, if it could be read
    error: InputError | None = None  # why it could not be read at all
    unread: tuple[str, ...] = ()  # what was not read of a document that was recorded, in words

    @property
    def folder(self) -> InboxFolder:
        """Where the file goes."""
        return InboxFolder.REFUSED if self.recorded is None else InboxFolder.DONE

    def as_json(self) -> dict[str, Any]:
        """Return the result for ``--json`` and reports."""
        recorded = self.recorded.as_json() if self.recorded else {}
        unread = {"unread": list(self.unread)} if self.unread else {}
        return {"file": self.file, "problems": list(self.problems)} | unread | recorded


def _import_file(run: InboxRun, context: RenderContext, file: MinutesFile) -> MinutesFileResult:
    if file.refused:
        why = file.refused.render(context.templates.language)
        return MinutesFileResult(format_file_name(file.path.name), None, (why,), error=file.refused)
    source = MinutesRun(run.today, run.now, run.run_id, run.dry_run)
    return record_minutes_file(context, file.path, run.slug, source)


def _mail_refusal(run: InboxRun, context: RenderContext, result: MinutesFileResult, _: Letter) -> None:
    given = {
        "municipality": run.load_name(context.database),
        "file": result.file,
        "problems": result.problems,
        "today": run.today,
        "by_mail": context.reads_mail(),
    }
    refusal = FileRefusal(REFUSAL, result.file, result.problems, result.reference)
    enqueue_refusal(run, context, refusal, lambda: context.templates.render_letter(REFUSAL, given))


def record_minutes_file(context: RenderContext, path: Path, slug: str, run: MinutesRun) -> MinutesFileResult:
    """Record the minutes in a document: all decisions or none."""
    reference = None
    try:
        document = _read_document(path)
        reference = parse_reference(document)
        recorded, unread = _record_document(context, document, reference, slug, run)
        return MinutesFileResult(path.name, recorded, unread=unread)
    except InvalidMinutes as error:
        return MinutesFileResult(path.name, None, error.problems, reference)
    except InputError as error:
        return MinutesFileResult(path.name, None, (error.render(context.templates.language),), error=error)


def _record_document(
    context: RenderContext,
    document: DocxText,
    reference: MeetingReference | None,
    slug: str,
    run: MinutesRun,
) -> tuple[RecordedMinutes, tuple[str, ...]]:
    """Record the minutes in a document; return the result, and what was not read of it, in words."""
    language = context.templates.language
    if reference is None:
        raise InvalidMinutes(translate("minutes.refused.no-reference", language))
    if reference.municipality != slug:
        slug = reference.municipality
        raise InvalidMinutes(translate("minutes.refused.other-municipality", language, slug=slug))
    with context.database.read_session() as session:
        titles, people = load_titles_by_code(session, slug), list_people_words(session, slug)
    written, missing = parse_minutes(document, titles.keys(), people)
    problems = [translate("minutes.refused.no-table", language, table=each) for each in missing]
    problems += list_unread_parts(document, titles, language)
    if problems:
        raise InvalidMinutes(*problems)
    unread = list_loose_decisions(document, titles, language)
    return record_minutes(context, reference, written, run), tuple(unread)


def _read_document(path: Path) -> DocxText:
    """Return the text of a document. Raises UnreadableFile, also for whatever its reader did not expect."""
    try:
        return read_document(path)
    except InputError:
        raise
    except Exception as error:
        raise UnreadableFile("error.file.no-document", file=path.name, why=type(error).__name__) from error


def _build_report(run: InboxRun, context: RenderContext, result: MinutesFileResult) -> FileReport:
    given = {
        "municipality": run.load_name(context.database),
        "file": result.file,
        "today": run.today,
        "recorded": result.recorded,
        "problems": result.problems,
        "unread": result.unread,
        "by_mail": context.reads_mail(),
    }
    return FileReport(result.as_json(), context.templates.render_letter(DOCUMENT, given))


MINUTES = FileKind(_import_file, _build_report, _mail_refusal)
