"""Find what is kept too long; nothing is changed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import NEVER_SENT, Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.log_files import count_old_lines, parse_day
from terugkom.mentions.model import Mention
from terugkom.plan.page_links import PageLink
from terugkom.plan.questions import PENDING_STATES, Question
from terugkom.retention.model import Expired, Retention
from terugkom.workbook.undo.journal import PlanImport

_PROOF = ".json"  # publications and the proofs that were approved
_SETTLED = (DeliveryState.SENT, DeliveryState.FAILED, *NEVER_SENT)


def list_expired(retention: Retention) -> Expired:
    """Return what is kept too long; nothing is changed."""
    with retention.database.read_session() as session:
        documents = tuple(_list_documents(session, retention))
        query = select(func.count()).select_from(Delivery).where(is_expired_delivery(retention))
        deliveries = session.scalar(query) or 0
        links = select(func.count()).select_from(PageLink).where(is_expired_link(retention))
        page_links = session.scalar(links) or 0
        of_questions = select(func.count()).select_from(Question).where(is_expired_question(retention))
        questions = session.scalar(of_questions) or 0
        submissions = sum(
            session.scalar(
                select(func.count()).select_from(table).where(is_expired_submission(table, retention))
            )
            or 0
            for table in (Idea, Remark)
        )
        of_mentions = select(func.count()).select_from(Mention).where(is_expired_mention(retention))
        mentions = session.scalar(of_mentions) or 0
        of_imports = select(func.count()).select_from(PlanImport).where(is_expired_import(retention))
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


def is_expired_delivery(retention: Retention) -> ColumnElement[bool]:
    """Return whether a delivery of a mail is settled and too old; a publication has no headers."""
    cutoff = retention.compute_cutoff(retention.periods.deliveries)
    return and_(Delivery.state.in_(_SETTLED), Delivery.created_at < cutoff, Delivery.headers != "")


def is_expired_link(retention: Retention) -> ColumnElement[bool]:
    """Return whether a link stopped opening its page too long ago: until then it explains itself."""
    return PageLink.expires_on < retention.compute_cutoff(retention.periods.page_links).date()


def is_expired_question(retention: Retention) -> ColumnElement[bool]:
    """Return whether a question was settled, and asked too long ago, and still has somebody's words."""
    cutoff = retention.compute_cutoff(retention.periods.deliveries)
    words = or_(Question.text != "", Question.reason != "", Question.answered_by != "")
    return and_(Question.state.not_in(PENDING_STATES), Question.asked_at < cutoff, words)


def is_expired_mention(retention: Retention) -> ColumnElement[bool]:
    """Return whether it came in too long ago; a server is not asked again for what it gave before."""
    return Mention.noted_on < retention.compute_cutoff(retention.periods.mentions).date()


def is_expired_import(retention: Retention) -> ColumnElement[bool]:
    """Return whether it was too long ago to be taken back: by then others built on it."""
    return PlanImport.imported_at < retention.compute_cutoff(retention.periods.imports)


def is_expired_submission(table: type[Idea | Remark], retention: Retention) -> ColumnElement[bool]:
    """Return whether it was decided too long ago, and still has who handed it in, or their picture."""
    cutoff = retention.compute_cutoff(retention.periods.deliveries).date()
    waiting = (IdeaState.UNREAD, IdeaState.NEW) if table is Idea else (RemarkState.UNREAD,)
    personal = or_(table.submitted_by != "", table.reply_address != "", table.picture != "")
    decided_on = func.coalesce(table.answered_on, table.submitted_on)
    return and_(table.state.not_in(waiting), decided_on < cutoff, personal)


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
