"""Process an inbox: classify each new file once, and handle it as its kind."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from terugkom.errors import UnreadableFile
from terugkom.inbox.classify_file import (
    DraftFile,
    IdeasFile,
    InboxFile,
    MinutesFile,
    PlanFile,
    classify_file,
    refuse_file,
)
from terugkom.inbox.draft_files import DRAFT, DraftFileResult
from terugkom.inbox.folder import (
    MINUTES_SUFFIXES,
    WORKBOOK_SUFFIXES,
    InboxRun,
    format_archive_prefix,
    list_new_files,
)
from terugkom.inbox.handle_file import handle_file
from terugkom.inbox.idea_files import IDEAS, IdeasFileResult
from terugkom.inbox.incoming_file import copy_incoming, refuse_linked_folder
from terugkom.inbox.mailbox import handle_mails
from terugkom.inbox.minutes_files import MINUTES, MinutesFileResult
from terugkom.inbox.plan_files import PLAN, PlanFileResult


@dataclass
class InboxResult:
    """The results of an inbox by kind of file, and the errors of files that could not be handled.

    A refused file is a result. A file with an unexpected error stays where it is; the error has a note with
    its path.
    """

    plans: list[PlanFileResult] = field(default_factory=list)
    ideas: list[IdeasFileResult] = field(default_factory=list)
    minutes: list[MinutesFileResult] = field(default_factory=list)
    drafts: list[DraftFileResult] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)  # mails by result; see `mailbox.process_mails`
    errors: list[Exception] = field(default_factory=list)
    stamp: str = field(default="", compare=False)  # before the names of archived files; "" in a dry run

    @contextmanager
    def set_aside(self, path: Path) -> Iterator[None]:
        """Context in which one file is handled: its unexpected error is kept, so that the others go on."""
        try:
            yield
        except Exception as error:
            error.add_note(f"in {path}")
            self.errors.append(error)


def process_inbox(run: InboxRun) -> InboxResult:
    """Handle each new file of an inbox by itself; see `InboxResult`.

    Plans come first, because ideas and minutes refer to the people and actions in them; then ideas, minutes
    and mails, and last what these brought. Drafts of editions are taken in between. Each workbook is read
    once, and its tables are held only until it was handled.
    """
    result = InboxResult(stamp="" if run.dry_run else format_archive_prefix(run.now))
    if run.inbox.is_symlink():
        with result.set_aside(run.inbox):
            refuse_linked_folder(run.inbox)
        return result
    tried: set[Path] = set()
    with TemporaryDirectory(prefix="terugkom-inbox-") as folder:
        _process_files(run, result, Path(folder), tried)
        with result.set_aside(run.inbox):
            result.answers = handle_mails(run, lambda: _process_files(run, result, Path(folder), tried))
    return result


def _process_files(run: InboxRun, result: InboxResult, folder: Path, tried: set[Path]) -> None:
    """Handle the files of an inbox that were not tried yet, by copies in `folder`."""
    ideas: list[IdeasFile] = []
    minutes: list[MinutesFile] = []
    new = [
        each for each in list_new_files(run.inbox, WORKBOOK_SUFFIXES | MINUTES_SUFFIXES) if each not in tried
    ]
    tried.update(new)
    for path in new:
        with result.set_aside(path):
            match _open_file(path, folder):
                case PlanFile() as plan:
                    result.plans.append(handle_file(run, plan, PLAN))
                    if plan.source:
                        plan.path.unlink()
                case IdeasFile() as file:
                    ideas.append(file)
                case MinutesFile() as document:
                    minutes.append(document)
                case DraftFile() as draft:
                    result.drafts.append(handle_file(run, draft, DRAFT))
    for file in ideas:
        with result.set_aside(file.source or file.path):
            result.ideas.append(handle_file(run, file, IDEAS))
    for document in minutes:
        with result.set_aside(document.source or document.path):
            result.minutes.append(handle_file(run, document, MINUTES))


def _open_file(path: Path, folder: Path) -> InboxFile:
    """Return a new file, classified by its copy, or why it is not even read."""
    try:
        copy = copy_incoming(path, folder)
    except UnreadableFile as error:
        return refuse_file(path, error)
    return classify_file(copy, path)
