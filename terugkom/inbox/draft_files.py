"""Take the draft of an edition that came back in Word into its folder, or refuse it with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from terugkom.documents.docx_sections import read_docx_sections
from terugkom.documents.letter import Letter
from terugkom.documents.render_context import RenderContext
from terugkom.editions.due_steps import find_edition
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.story_folder import read_story_folder
from terugkom.editions.waiting_dates import list_waiting_dates
from terugkom.editions.word_draft.apply_draft import DraftFolder, DraftOutcome, StoryOutcome, apply_draft
from terugkom.editions.word_draft.compare_stories import compare_stories
from terugkom.editions.word_draft.parse_draft import parse_draft
from terugkom.errors import InputError
from terugkom.inbox.classify_file import DraftFile
from terugkom.inbox.folder import FileReport, InboxFolder, InboxRun
from terugkom.inbox.handle_file import FileKind
from terugkom.inbox.incoming_file import format_file_name
from terugkom.inbox.refusal_mail import FileRefusal, enqueue_refusal
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.schedule.quarters import Quarter

DOCUMENT = "draft-report"


@dataclass(frozen=True)
class DraftFileResult:
    """The result of one document: the outcome of each story, or the reason why none was taken.

    `answer` is the document in which a person chooses between two texts, if there is anything to choose.
    """

    file: str
    outcomes: tuple[StoryOutcome, ...] = ()
    not_taken: tuple[str, ...] = ()  # of what stands before the first title
    refused: str = ""
    answer: bytes = b""
    error: InputError | None = None  # that it was refused for

    @property
    def folder(self) -> InboxFolder:
        """Where the file goes."""
        return InboxFolder.REFUSED if self.refused else InboxFolder.DONE

    def count(self, outcome: DraftOutcome) -> int:
        """Return the number of stories with this outcome."""
        return sum(each.outcome is outcome for each in self.outcomes)

    @property
    def attention_count(self) -> int:
        """The number of stories that a person must look at: not taken, or asked about."""
        return self.count(DraftOutcome.ASKED) + self.count(DraftOutcome.REFUSED)

    def as_json(self) -> dict[str, Any]:
        """Return the result as a JSON object: the file, and its stories with their outcome."""
        stories = [
            {"title": each.title, "outcome": str(each.outcome), "problem": each.problem}
            for each in self.outcomes
        ]
        return {"file": self.file, "refused": self.refused, "stories": stories}


def _import_file(run: InboxRun, context: RenderContext, file: DraftFile) -> DraftFileResult:
    name = format_file_name(file.path.name)
    try:
        return _apply_draft_file(run, context, file, name)
    except InputError as error:
        return DraftFileResult(name, refused=error.render(context.templates.language), error=error)


def _apply_draft_file(run: InboxRun, context: RenderContext, file: DraftFile, name: str) -> DraftFileResult:
    language = context.templates.language
    with context.database.read_session() as session:
        municipality = get_municipality(session, run.slug)
        edition = find_edition(session, municipality, Quarter.parse(file.reference.period))
    if file.reference.municipality != run.slug:
        raise InputError("draft.refused.other-municipality")
    if edition is None:
        raise InputError("draft.refused.no-edition", period=file.reference.period)
    if not edition.state.is_open:
        raise InputError("draft.refused.closed")
    draft = parse_draft(read_docx_sections(file.path), language)
    if not draft.stories:
        raise InputError("draft.refused.no-stories")
    path = EditionFolders(run.municipality_folder.parent).folder_for(run.slug, file.reference.period)
    folder = DraftFolder(path, edition.story_hashes, language, run.dry_run)
    outcomes = apply_draft(draft, folder)
    answer = _render_choices(run, context, municipality, folder, file, outcomes)
    return DraftFileResult(name, outcomes, draft.not_taken, answer=answer)


def _render_choices(
    run: InboxRun,
    context: RenderContext,
    municipality: Municipality,
    folder: DraftFolder,
    file: DraftFile,
    outcomes: Sequence[StoryOutcome],
) -> bytes:
    """Return the document in which a person chooses between two texts, b"" if there is nothing to choose.

    It holds those stories alone, each as it is now with the other text below it.
    """
    # here, as Word takes long to import
    from terugkom.editions.word_draft.render_draft import DraftContent, render_draft

    asked = {
        each.after.code: each.after for each in outcomes if each.outcome is DraftOutcome.ASKED and each.after
    }
    if not asked:
        return b""
    found = read_story_folder(folder.path, folder.language)
    current = {story.code: story for _, story in found.stories}
    stories = [current.get(code, story) for code, story in asked.items()]
    with context.database.read_session() as session:
        waiting = list_waiting_dates(session, municipality, stories)
    rivals = {code: story for code, story in asked.items() if code in current}
    content = DraftContent(stories, found.pictures, rivals, waiting)
    return render_draft(context.templates, file.reference, municipality.name, content, run.now).content


def _build_report(run: InboxRun, context: RenderContext, result: DraftFileResult) -> FileReport:
    language = context.templates.language
    given = {
        "municipality": run.load_name(context.database),
        "file": result.file,
        "today": run.today,
        "refused": result.refused,
        "not_taken": result.not_taken,
        "stories": [
            {
                "title": each.title,
                "outcome": str(each.outcome),
                "problem": each.problem,
                "not_taken": each.not_taken,
                "changes": compare_stories(each.before, each.after, language),
            }
            for each in result.outcomes
        ],
        "has_choices": bool(result.answer),
    }
    letter = context.templates.render_letter(DOCUMENT, given)
    return FileReport(result.as_json(), letter, result.answer)


def _mail_refusal(run: InboxRun, context: RenderContext, result: DraftFileResult, letter: Letter) -> None:
    refusal = FileRefusal(DOCUMENT, result.file, [result.refused])
    enqueue_refusal(run, context, refusal, lambda: letter)


DRAFT = FileKind(_import_file, _build_report, _mail_refusal)
