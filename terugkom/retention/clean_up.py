"""Delete what is kept too long, or only list it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from terugkom.alerts.model import delete_alerts_before
from terugkom.daily_run_status import delete_results_before
from terugkom.delivery.bounces import Bounce
from terugkom.delivery.model import Delivery
from terugkom.delivery.restore_hold import is_hold_open
from terugkom.documents.deleted_documents import mark_deleted
from terugkom.errors import TerugkomError
from terugkom.ideas.model import Idea
from terugkom.ideas.pictures import delete_idea_picture
from terugkom.ideas.remark_model import Remark
from terugkom.imap.model import FetchedMail
from terugkom.log_files import delete_old_lines
from terugkom.meetings.invitation_model import MeetingInvitation
from terugkom.mentions.model import Mention
from terugkom.municipality_files.synchronize import FileSync, delete_unnamed_files
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.incoming_mails import EMPTY_MAIL, IncomingMail
from terugkom.plan.model import Municipality
from terugkom.plan.page_links import PageLink
from terugkom.plan.questions import IMPORT_KINDS, Question, QuestionKind
from terugkom.request_counts import delete_counts_before
from terugkom.retention.find_expired import (
    is_expired_delivery,
    is_expired_import,
    is_expired_link,
    is_expired_mention,
    is_expired_question,
    is_expired_submission,
    list_expired,
)
from terugkom.retention.model import CleanUp, Expired, Retention
from terugkom.schedule.model import Moment
from terugkom.workbook.plan_versions import delete_versions_before
from terugkom.workbook.undo.journal import PlanImport

# who wrote, the subject, what a file said, or the title of a story is in these
_WORDED_QUESTIONS = (QuestionKind.MAIL, QuestionKind.OTHER_MAIL, QuestionKind.COMPLETION, *IMPORT_KINDS)
_COUNTS_KEPT = timedelta(days=2)  # of requests: longer than the window of any limit
_UNNAMED_BLOBS_KEPT = timedelta(days=1)  # longer than any run takes to the rows that name them
_SAME_DAY = timedelta(hours=20)  # clean-ups less far apart may be of one hour of a clock that was wrong
_ONE_DAY = timedelta(days=1)


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
            query = update(Delivery).where(is_expired_delivery(retention)).values(blank)
            session.execute(query.execution_options(synchronize_session=False))
            old = Bounce.reported_at < retention.compute_cutoff(retention.periods.deliveries)
            emptied = update(Bounce).where(old, Bounce.reason != "").values(reason="")
            session.execute(emptied.execution_options(synchronize_session=False))
            session.execute(delete(PageLink).where(is_expired_link(retention)))
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
            expired_questions = update(Question).where(is_expired_question(retention))
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
            session.execute(delete(Mention).where(is_expired_mention(retention)))
            session.execute(delete(PlanImport).where(is_expired_import(retention)))
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


def _empty_submissions(session: Session, retention: Retention) -> None:
    """Empty who handed them in, and delete their pictures; what was handed in and the answer stay."""
    folders = dict(session.execute(select(Municipality.id, Municipality.slug)).tuples().all())
    expired: list[Idea | Remark] = [
        *session.scalars(select(Idea).where(is_expired_submission(Idea, retention))),
        *session.scalars(select(Remark).where(is_expired_submission(Remark, retention))),
    ]
    for each in expired:
        folder = retention.home / "municipalities" / folders[each.municipality_id]
        delete_idea_picture(folder, each.picture)
        each.submitted_by = each.reply_address = each.picture = ""
