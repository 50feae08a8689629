"""The kinds of rows that are kept for a while: for how long, when one is kept too long, what is done with it.

What is listed, counted and deleted all comes from this one table: nothing is deleted that no list shows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, delete, func, or_, select, update
from sqlalchemy.orm import Session

from terugkom.alerts.model import Alert, is_over_before
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.database.table_base import Base
from terugkom.delivery.bounces import Bounce
from terugkom.delivery.model import SETTLED_STATES, Delivery
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.pictures import delete_idea_picture
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.imap.model import FetchedMail
from terugkom.meetings.invitation_model import MeetingInvitation
from terugkom.mentions.model import Mention
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.incoming_mails import EMPTY_MAIL, IncomingMail
from terugkom.plan.model import Municipality
from terugkom.plan.page_links import PageLink
from terugkom.plan.questions import IMPORT_KINDS, PENDING_STATES, Question, QuestionKind
from terugkom.request_counts import RequestCount
from terugkom.retention.model import RetentionPeriods
from terugkom.schedule.model import Moment
from terugkom.work_batches.model import OPEN_STATES, WorkBatch
from terugkom.workbook.plan_versions import PlanVersion, is_superseded
from terugkom.workbook.undo.journal import PlanImport

Condition = ColumnElement[bool]

# who wrote, the subject, what a file said, or the title of a story is in these
_WORDED_QUESTIONS = (QuestionKind.MAIL, QuestionKind.OTHER_MAIL, QuestionKind.COMPLETION, *IMPORT_KINDS)
_COUNT_DAYS = 2  # of requests: longer than the window of any limit
_BATCH_DAYS = 400  # as history: a year of each cycle


@dataclass(frozen=True)
class RowKind:
    """A kind of rows. Kinds of one name are listed as one; `has_setting`: a person chose how long it is kept,
    and wants to see what that deletes."""

    name: str
    table: type[Base]
    days: Callable[[RetentionPeriods], int]
    is_expired: Callable[[datetime], Condition]
    clean: Callable[[Session, Path, Condition], None]
    has_setting: bool = True


def list_row_kinds() -> Iterator[RowKind]:
    """Yield each kind of rows that is deleted or emptied."""
    documents, deliveries, inbox, log, links, mentions, imports = map(
        attrgetter,
        ("documents", "deliveries", "inbox_files", "error_log", "page_links", "mentions", "imports"),
    )
    # the suppression list has the addresses that must not be written to
    yield RowKind(
        "deliveries", Delivery, deliveries, _is_sent, _empty(Delivery, recipient="", headers="", reason="")
    )
    yield RowKind("bounces", Bounce, deliveries, _has_words_of_server, _empty(Bounce, reason=""))
    yield RowKind("page_links", PageLink, links, _is_link_over, _delete(PageLink))
    yield RowKind("action_photos", ActionPhoto, documents, _is_photo_old, _delete(ActionPhoto))
    yield RowKind("fetched_mails", FetchedMail, inbox, _is_fetched, _delete(FetchedMail))
    yield RowKind("plan_versions", PlanVersion, documents, is_superseded, _delete(PlanVersion))
    yield RowKind("daily_run_results", DailyRunResult, log, _is_run_old, _delete(DailyRunResult))
    yield RowKind("alerts", Alert, log, is_over_before, _delete(Alert))
    yield RowKind("questions", Question, deliveries, _is_settled, _empty_questions)
    yield RowKind(
        "incoming_mails", IncomingMail, deliveries, _is_mail_with_words, _empty(IncomingMail, **EMPTY_MAIL)
    )
    yield RowKind(
        "meeting_invitations", MeetingInvitation, deliveries, _is_of_past, _delete(MeetingInvitation)
    )
    for table in (Idea, Remark):
        is_decided, empty = partial(_is_decided, table), partial(_empty_submissions, table)
        yield RowKind("submissions", table, deliveries, is_decided, empty)
    yield RowKind("mentions", Mention, mentions, _is_mention_old, _delete(Mention))
    yield RowKind("imports", PlanImport, imports, _is_import_old, _delete(PlanImport))
    yield RowKind("request_counts", RequestCount, _count_days, _is_window_over, _delete(RequestCount), False)
    yield RowKind("work_batches", WorkBatch, _batch_days, _is_batch_over, _delete(WorkBatch), False)


def _delete(table: type[Base]) -> Callable[[Session, Path, Condition], None]:
    def clean(session: Session, _home: Path, is_expired: Condition) -> None:
        session.execute(delete(table).where(is_expired).execution_options(synchronize_session=False))

    return clean


def _empty(table: type[Base], **values: object) -> Callable[[Session, Path, Condition], None]:
    def clean(session: Session, _home: Path, is_expired: Condition) -> None:
        emptied = update(table).where(is_expired).values(values)
        session.execute(emptied.execution_options(synchronize_session=False))

    return clean


def _empty_questions(session: Session, home: Path, is_expired: Condition) -> None:
    """Empty what was said and by whom; the plan's history has what followed."""
    _empty(Question, proposal={})(session, home, and_(is_expired, Question.kind.in_(_WORDED_QUESTIONS)))
    _empty(Question, text="", reason="", answered_by="")(session, home, is_expired)


def _empty_submissions(
    table: type[Idea | Remark], session: Session, home: Path, is_expired: Condition
) -> None:
    """Empty who handed them in, and delete their pictures; what was handed in and the answer stay."""
    folders = dict(session.execute(select(Municipality.id, Municipality.slug)).tuples().all())
    found: list[Any] = [*session.scalars(select(table).where(is_expired))]
    for each in found:
        delete_idea_picture(home / "municipalities" / folders[each.municipality_id], each.picture)
        each.submitted_by = each.reply_address = each.picture = ""


def _count_days(_periods: RetentionPeriods) -> int:
    return _COUNT_DAYS


def _batch_days(_periods: RetentionPeriods) -> int:
    return _BATCH_DAYS


def _is_sent(cutoff: datetime) -> Condition:
    """Return whether a delivery of a mail is settled and too old; a publication has no headers."""
    return and_(Delivery.state.in_(SETTLED_STATES), Delivery.created_at < cutoff, Delivery.headers != "")


def _has_words_of_server(cutoff: datetime) -> Condition:
    return and_(Bounce.reported_at < cutoff, Bounce.reason != "")


def _is_link_over(cutoff: datetime) -> Condition:
    """Return whether a link stopped opening its page too long ago: until then it explains itself."""
    return PageLink.expires_on < cutoff.date()


def _is_photo_old(cutoff: datetime) -> Condition:
    return ActionPhoto.given_on < cutoff.date()


def _is_fetched(cutoff: datetime) -> Condition:
    return FetchedMail.fetched_at < cutoff


def _is_run_old(cutoff: datetime) -> Condition:
    return DailyRunResult.ended_at < cutoff


def _is_settled(cutoff: datetime) -> Condition:
    """Return whether a question was settled, and asked too long ago, and still has somebody's words."""
    words = or_(Question.text != "", Question.reason != "", Question.answered_by != "")
    return and_(Question.state.not_in(PENDING_STATES), Question.asked_at < cutoff, words)


def _is_mail_with_words(cutoff: datetime) -> Condition:
    """Return whether a mail came in too long ago, and still has more than that it was read."""
    texts = (IncomingMail.text, IncomingMail.subject, IncomingMail.sender, IncomingMail.message_id)
    followed = cast(IncomingMail.outcome, Text) != "[]"
    return and_(IncomingMail.received_at < cutoff, or_(followed, *(each != "" for each in texts)))


def _is_of_past(cutoff: datetime) -> Condition:
    of_past = select(Moment.id).where(Moment.day < cutoff.date())
    return MeetingInvitation.moment_id.in_(of_past)


def _is_decided(table: type[Idea | Remark], cutoff: datetime) -> Condition:
    """Return whether it was decided too long ago, and still has who handed it in, or their picture."""
    waiting = (IdeaState.UNREAD, IdeaState.NEW) if table is Idea else (RemarkState.UNREAD,)
    personal = or_(table.submitted_by != "", table.reply_address != "", table.picture != "")
    decided_on = func.coalesce(table.answered_on, table.submitted_on)
    return and_(table.state.not_in(waiting), decided_on < cutoff.date(), personal)


def _is_mention_old(cutoff: datetime) -> Condition:
    """Return whether it came in too long ago; a server is not asked again for what it gave before."""
    return Mention.noted_on < cutoff.date()


def _is_import_old(cutoff: datetime) -> Condition:
    """Return whether it was too long ago to be taken back: by then others built on it."""
    return PlanImport.imported_at < cutoff


def _is_window_over(cutoff: datetime) -> Condition:
    return RequestCount.window_start < cutoff


def _is_batch_over(cutoff: datetime) -> Condition:
    """Return whether a batch was planned too long ago; one that somebody may be at work on stays."""
    return and_(WorkBatch.planned_at < cutoff, WorkBatch.state.not_in(OPEN_STATES))
