"""Retention: what is kept for how long, and the clean-up of what is older.

What later work needs stays: publications, proofs, the plan and its history, moments, reminders, decisions,
and the suppression list. Of a mail that was sent a row stays, with its key, Message-ID and hash, without the
address and the headers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.alerts.model import delete_alerts_before
from terugkom.daily_run_status import delete_results_before
from terugkom.database import Base, Database, UtcDateTime
from terugkom.delivery.bounces import Bounce
from terugkom.delivery.model import NEVER_SENT, Delivery, DeliveryState
from terugkom.delivery.restore_hold import is_hold_open
from terugkom.documents.deleted_documents import mark_deleted
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.errors import TerugkomError
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.pictures import delete_idea_picture
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.imap.model import FetchedMail
from terugkom.log_files import count_old_lines, delete_old_lines, parse_day
from terugkom.meetings.invitation_model import MeetingInvitation
from terugkom.mentions.model import Mention
from terugkom.municipality_files.synchronize import FileSync, delete_unnamed_files
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.incoming_mails import EMPTY_MAIL, IncomingMail
from terugkom.plan.model import Municipality
from terugkom.plan.page_links import PageLink
from terugkom.plan.questions import IMPORT_KINDS, PENDING_STATES, Question, QuestionKind
from terugkom.request_counts import delete_counts_before
from terugkom.schedule.model import Moment
from terugkom.workbook.plan_versions import delete_versions_before
from terugkom.workbook.undo.journal import PlanImport

# who wrote, the subject, what a file said, or the title of a story is in these
_WORDED_QUESTIONS = (QuestionKind.MAIL, QuestionKind.OTHER_MAIL, QuestionKind.COMPLETION, *IMPORT_KINDS)
_PROOF = ".json"  # publications and the proofs that were approved
_SETTLED = (DeliveryState.SENT, DeliveryState.FAILED, *NEVER_SENT)
_COUNTS_KEPT = timedelta(days=2)  # of requests: longer than the window of any limit
_UNNAMED_BLOBS_KEPT = timedelta(days=1)  # longer than any run takes to the rows that name them
_SAME_DAY = timedelta(hours=20)  # clean-ups less far apart may be of one hour of a clock that was wrong
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RetentionPeriods:
    """In days, for how long each kind is kept; 0: for ever."""

    documents: int
    deliveries: int
    inbox_files: int
    error_log: int
    page_links: int = 365
    mentions: int = 365
    imports: int = 90


class CleanUp(Base):
    """A clean-up, or a list of what one would delete. The daily run deletes nothing before there is one."""

    __tablename__ = "clean_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    dry_run: Mapped[bool]
    documents: Mapped[int]
    deliveries: Mapped[int]
    inbox_files: Mapped[int]
    error_log: Mapped[int]
    page_links: Mapped[int] = mapped_column(default=0)
    questions: Mapped[int] = mapped_column(default=0, server_default="0")
    submissions: Mapped[int] = mapped_column(default=0, server_default="0")
    mentions: Mapped[int] = mapped_column(default=0, server_default="0")
    imports: Mapped[int] = mapped_column(default=0, server_default="0")


@dataclass(frozen=True)
class Expired:
    """What is kept too long: documents by name, how many deliveries, files of inboxes, lines of the log,
    links to pages, questions that were answered, ideas and remarks with who handed them in, what was said
    elsewhere, and imports that could be taken back."""

    documents: tuple[str, ...]
    deliveries: int
    inbox_files: tuple[Path, ...]
    log_lines: int
    page_links: int = 0
    questions: int = 0
    submissions: int = 0
    mentions: int = 0
    imports: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How much of each kind."""
        return {
            "documents": len(self.documents),
            "deliveries": self.deliveries,
            "inbox_files": len(self.inbox_files),
            "error_log": self.log_lines,
            "page_links": self.page_links,
            "questions": self.questions,
            "submissions": self.submissions,
            "mentions": self.mentions,
            "imports": self.imports,
        }

    @property
    def total(self) -> int:
        """How much in all."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Retention:
    """The places of an installation and the periods, at a time. `counted_to`: the time to which the age of
    what is kept is counted, if that is an earlier one."""

    database: Database
    store: DocumentStore
    home: Path
    periods: RetentionPeriods
    now: datetime
    counted_to: datetime | None = None

    @property
    def age_time(self) -> datetime:
        """The time to which ages are counted."""
        return self.counted_to or self.now

    def compute_cutoff(self, days: int) -> datetime:
        """Return the time before which something is kept too long."""
        return self.age_time - timedelta(days=days) if days else datetime(1, 1, 1, tzinfo=UTC)


def distrust_jumps(retention: Retention) -> Retention:
    """Return what is to be kept, with ages counted to at most a day after the latest clean-up of an earlier
    day.

    A clock that is years ahead for an hour would have all deleted. After a pause of weeks the first clean-up
    deletes what was too old at the pause, and the one of the next day the rest.
    """
    earlier = select(CleanUp.at).where(CleanUp.at <= retention.now - _SAME_DAY)
    with retention.database.read_session() as session:
        at = session.scalar(earlier.order_by(CleanUp.id.desc()).limit(1))
    return replace(retention, counted_to=min(retention.now, at + _ONE_DAY)) if at else retention


def was_listed(session: Session) -> bool:
    """Return whether a person has seen once what is deleted."""
    return session.scalar(select(func.count()).select_from(CleanUp)) != 0


def list_expired(retention: Retention) -> Expired:
    """Return what is kept too long; nothing is changed."""
    with retention.database.read_session() as session:
        documents = tuple(_list_documents(session, retention))
        query = select(func.count()).select_from(Delivery).where(_is_expired_delivery(retention))
        deliveries = session.scalar(query) or 0
        links = select(func.count()).select_from(PageLink).where(_is_expired_link(retention))
        page_links = session.scalar(links) or 0
        of_questions = select(func.count()).select_from(Question).where(_is_expired_question(retention))
        questions = session.scalar(of_questions) or 0
        submissions = sum(
            session.scalar(
                select(func.count()).select_from(table).where(_is_expired_submission(table, retention))
            )
            or 0
            for table in (Idea, Remark)
        )
        of_mentions = select(func.count()).select_from(Mention).where(_is_expired_mention(retention))
        mentions = session.scalar(of_mentions) or 0
        of_imports = select(func.count()).select_from(PlanImport).where(_is_expired_import(retention))
        imports = session.scalar(of_imports) or 0
    return Expired(
        documents,
        deliveries,
        tuple(_list_inbox_files(retention)),
        count_old_lines(retention.home, retention.compute_cutoff(retention.periods.error_log)),
        page_links,
        questions,
        submissions,
        mentions,
        imports,
    )


def clean_up(retention: Retention, *, dry_run: bool) -> Expired:
    """Delete what is kept too long, or only list it; return what.

    What cannot be deleted, as a document in a damaged pack, keeps nothing else from being deleted; the first
    error of that kind is raised at the end.
    """
    expired = list_expired(retention)
    if not dry_run:
        with retention.database.write_session() as session:
            mark_deleted(session, expired.documents, retention.now)
    failures = [] if dry_run else _delete_bytes(retention, expired)
    with retention.database.write_session() as session:
        if not dry_run:
            # the suppression list has the addresses that must not be written to
            blank = {"recipient": "", "headers": "", "reason": ""}
            query = update(Delivery).where(_is_expired_delivery(retention)).values(blank)
            session.execute(query.execution_options(synchronize_session=False))
            old = Bounce.reported_at < retention.compute_cutoff(retention.periods.deliveries)
            emptied = update(Bounce).where(old, Bounce.reason != "").values(reason="")
            session.execute(emptied.execution_options(synchronize_session=False))
            session.execute(delete(PageLink).where(_is_expired_link(retention)))
            photos_until = retention.compute_cutoff(retention.periods.documents).date()
            session.execute(delete(ActionPhoto).where(ActionPhoto.given_on < photos_until))
            if retention.periods.inbox_files:
                fetched_until = retention.compute_cutoff(retention.periods.inbox_files)
                session.execute(delete(FetchedMail).where(FetchedMail.fetched_at < fetched_until))
            if retention.periods.documents:
                delete_versions_before(session, retention.compute_cutoff(retention.periods.documents))
            delete_counts_before(session, retention.age_time - _COUNTS_KEPT)
            logged_until = retention.compute_cutoff(retention.periods.error_log)
            delete_results_before(session, logged_until)
            delete_alerts_before(session, logged_until)
            said = {"text": "", "reason": "", "answered_by": ""}  # the plan's history has what followed
            expired_questions = update(Question).where(_is_expired_question(retention))
            with_words = expired_questions.where(Question.kind.in_(_WORDED_QUESTIONS)).values(proposal={})
            for emptied in (with_words, expired_questions.values(said)):
                session.execute(emptied.execution_options(synchronize_session=False))
            cutoff = retention.compute_cutoff(retention.periods.deliveries)
            mails = update(IncomingMail).where(IncomingMail.received_at < cutoff).values(EMPTY_MAIL)
            session.execute(mails.execution_options(synchronize_session=False))
            of_past = select(Moment.id).where(Moment.day < cutoff.date())
            invitations = delete(MeetingInvitation).where(MeetingInvitation.moment_id.in_(of_past))
            session.execute(invitations.execution_options(synchronize_session=False))
            _empty_submissions(session, retention)
            session.execute(delete(Mention).where(_is_expired_mention(retention)))
            session.execute(delete(PlanImport).where(_is_expired_import(retention)))
        session.add(CleanUp(at=retention.now, dry_run=dry_run, **expired.counts))
    if failures:
        raise failures[0]
    return expired


def _delete_bytes(retention: Retention, expired: Expired) -> list[Exception]:
    """Delete documents, files and lines of logs that are kept too long; return what failed."""
    logged_until = retention.compute_cutoff(retention.periods.error_log)
    wanted: list[Callable[[], None]] = [
        partial(retention.store.delete_all, expired.documents),
        partial(_delete_unnamed_blobs, retention),
        *(partial(path.unlink, missing_ok=True) for path in expired.inbox_files),
        partial(delete_old_lines, retention.home, logged_until),
    ]
    failures: list[Exception] = []
    for delete_it in wanted:
        try:
            delete_it()
        except (TerugkomError, OSError) as error:
            failures.append(error)
    return failures


def _delete_unnamed_blobs(retention: Retention) -> None:
    """Delete what processes that were killed stored and nothing names. Not while a restore holds deliveries:
    where a copy of an installation was restored, the store may still be that of the original."""
    with retention.database.read_session() as session:
        is_held = is_hold_open(session, retention.now)
    packs, before = retention.store.packs, retention.age_time - _UNNAMED_BLOBS_KEPT
    if packs and not is_held:
        packs.delete_unnamed(before)
        delete_unnamed_files(FileSync(retention.database, packs.blobs, retention.home), before)


def _is_expired_delivery(retention: Retention) -> ColumnElement[bool]:
    """Return whether a delivery of a mail is settled and too old; a publication has no headers."""
    cutoff = retention.compute_cutoff(retention.periods.deliveries)
    return and_(Delivery.state.in_(_SETTLED), Delivery.created_at < cutoff, Delivery.headers != "")


def _is_expired_link(retention: Retention) -> ColumnElement[bool]:
    """Return whether a link stopped opening its page too long ago: until then it explains itself."""
    return PageLink.expires_on < retention.compute_cutoff(retention.periods.page_links).date()


def _is_expired_question(retention: Retention) -> ColumnElement[bool]:
    """Return whether a question was settled, and asked too long ago, and still has somebody's words."""
    cutoff = retention.compute_cutoff(retention.periods.deliveries)
    words = or_(Question.text != "", Question.reason != "", Question.answered_by != "")
    return and_(Question.state.not_in(PENDING_STATES), Question.asked_at < cutoff, words)


def _is_expired_mention(retention: Retention) -> ColumnElement[bool]:
    """Return whether it came in too long ago; a server is not asked again for what it gave before."""
    return Mention.noted_on < retention.compute_cutoff(retention.periods.mentions).date()


def _is_expired_import(retention: Retention) -> ColumnElement[bool]:
    """Return whether it was too long ago to be taken back: by then others built on it."""
    return PlanImport.imported_at < retention.compute_cutoff(retention.periods.imports)


def _is_expired_submission(table: type[Idea | Remark], retention: Retention) -> ColumnElement[bool]:
    """Return whether it was decided too long ago, and still has who handed it in, or their picture."""
    cutoff = retention.compute_cutoff(retention.periods.deliveries).date()
    waiting = (IdeaState.UNREAD, IdeaState.NEW) if table is Idea else (RemarkState.UNREAD,)
    personal = or_(table.submitted_by != "", table.reply_address != "", table.picture != "")
    decided_on = func.coalesce(table.answered_on, table.submitted_on)
    return and_(table.state.not_in(waiting), decided_on < cutoff, personal)


def _empty_submissions(session: Session, retention: Retention) -> None:
    """Empty who handed them in, and delete their pictures; what was handed in and the answer stay."""
    folders = dict(session.execute(select(Municipality.id, Municipality.slug)).tuples().all())
    expired: list[Idea | Remark] = [
        *session.scalars(select(Idea).where(_is_expired_submission(Idea, retention))),
        *session.scalars(select(Remark).where(_is_expired_submission(Remark, retention))),
    ]
    for each in expired:
        folder = retention.home / "municipalities" / folders[each.municipality_id]
        delete_idea_picture(folder, each.picture)
        each.submitted_by = each.reply_address = each.picture = ""


def _list_documents(session: Session, retention: Retention) -> Iterator[str]:
    """Yield the documents of a day that is too long ago, except proof and what is still to be sent."""
    cutoff = retention.compute_cutoff(retention.periods.documents)
    waiting = select(Delivery.document_id).where(Delivery.state.not_in(_SETTLED))
    needed = select(Document.path).where(or_(Document.created_at >= cutoff, Document.id.in_(waiting)))
    kept = set(session.scalars(needed))
    for name in retention.store.list_names():
        parts = name.split("/")
        day = parse_day(parts[1]) if len(parts) > 2 else None
        if day and day < cutoff.date() and not name.endswith(_PROOF) and name not in kept:
            yield name


def _list_inbox_files(retention: Retention) -> Iterator[Path]:
    """Yield the files in `done`, `refused` and `waiting` that were handled too long ago; links are not
    followed."""
    cutoff = retention.compute_cutoff(retention.periods.inbox_files)
    for folder in ("done", "refused", "waiting"):
        of_municipalities = retention.home.glob(f"municipalities/*/inbox/{folder}/*")
        of_nobody = retention.home.glob(f"mailbox/inbox/{folder}/*")
        for path in sorted([*of_municipalities, *of_nobody]):
            if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
                continue
            day = parse_day(path.name[:10])
            if (day or datetime.fromtimestamp(path.stat().st_mtime, UTC).date()) < cutoff.date():
                yield path
