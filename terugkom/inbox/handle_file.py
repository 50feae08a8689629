"""Handle one file of an inbox: import it, and move it together with its report."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from terugkom.documents.letter import Letter
from terugkom.documents.render_context import RenderContext
from terugkom.inbox.classify_file import InboxFile
from terugkom.inbox.folder import FileReport, InboxFolder, InboxRun, archive_file


class FileResult(Protocol):
    """The result of one file, of any kind."""

    @property
    def folder(self) -> InboxFolder:
        """Where the file goes."""
        ...


F = TypeVar("F", bound=InboxFile)
R = TypeVar("R", bound=FileResult)


@dataclass(frozen=True)
class FileKind(Generic[F, R]):
    """How the files of a kind are imported, and what is reported of them.

    `mail_refusal` mails to people that a file was refused. A dry run does neither that nor `after_move`.
    """

    import_file: Callable[[InboxRun, RenderContext, F], R]
    build_report: Callable[[InboxRun, RenderContext, R], FileReport]
    mail_refusal: Callable[[InboxRun, RenderContext, R, Letter], None]
    after_move: Callable[[InboxRun, R], None] | None = None


def handle_file(run: InboxRun, file: F, kind: FileKind[F, R]) -> R:
    """Import a file, and move it to a folder of its inbox together with its report; see `InboxFolder`."""
    context = run.build_context()
    result = kind.import_file(run, context, file)
    if run.dry_run:
        return result
    report = kind.build_report(run, context, result)
    if result.folder is InboxFolder.REFUSED and report.letter:  # before the move: after it nobody would
        kind.mail_refusal(run, context, result, report.letter)
    source = file.source or file.path
    archive_file(source.parent, source, result.folder, report, run.now, file.path)
    if kind.after_move:
        kind.after_move(run, result)
    return result
