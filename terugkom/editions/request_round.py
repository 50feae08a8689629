"""What an edition waits for, approval of its text or the correction of its problems, and what was sent.

A round lasts as long as the edition waits for the same. When a text that waits for approval stops being
ready, or one that was not ready becomes so, the next round begins, and its steps are counted anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.file_store import sha256
from terugkom.editions.model import Edition, EditionState, EditionStep, ExecutedEditionStep
from terugkom.editions.request_keys import RequestMails, load_request_mails
from terugkom.plan.model import Municipality

if TYPE_CHECKING:
    from terugkom.editions.review import EditionReview

_QUIET = timedelta(days=7)
_REMINDERS = (EditionStep.REMINDED, EditionStep.REMINDED_AGAIN, EditionStep.ESCALATED)


@dataclass(frozen=True)
class RequestRound:
    """A round of an edition: its number, what it is about, and the steps executed in it.

    `subject_hash` is the hash of the text that waits for approval, or of the list of problems to correct.
    """

    sequence: int
    is_ready: bool
    subject_hash: str
    started_on: date | None  # the day of the first mail about this text, or about any list of problems
    executed_steps: frozenset[EditionStep]
    is_subject_told: bool  # to the coordinator, as the last that was or is to be mailed
    quiet_until: date | None = None  # once it was escalated, in whichever round: a mail a week is enough
    is_renewed: bool = False  # its approval was asked before, for a text that we renewed and nobody edited

    @property
    def is_escalated(self) -> bool:
        """Whether the chief was mailed in this round, or is to be."""
        return EditionStep.ESCALATED in self.executed_steps


def load_round(session: Session, edition: Edition, review: "EditionReview", today: date) -> RequestRound:
    """Return the round of the text that was reviewed: the one that the edition is in, or the next.

    A new text that is ready begins its steps anew; a new list of problems does not, and a text that we
    renewed while it waited does not either, so that whoever changes the plan meanwhile does
    not put off the reminders.
    """
    query = select(ExecutedEditionStep).where(
        ExecutedEditionStep.moment_id == edition.moment_id,
        ExecutedEditionStep.step.not_in((EditionStep.PUBLISHED, EditionStep.DIRECTOR_ASKED)),
    )
    rows = session.scalars(query.order_by(ExecutedEditionStep.id)).all()
    is_ready, sequence = review.is_ready, max((each.sequence for each in rows), default=0)
    if rows and is_ready == (edition.state is EditionState.NOT_READY):
        sequence += 1
    subject = review.proof.text_hash
    if not is_ready:
        subject = _hash_problems(session, edition, review.problems, today)
    is_renewed = (
        review.is_unedited
        and is_ready
        and edition.state is EditionState.APPROVAL_REQUESTED
        and any(each.sequence == sequence for each in rows)
    )
    mails = load_request_mails(session, edition.moment)
    return _build_round(rows, sequence, is_ready, subject, mails, is_renewed=is_renewed)


def load_current_round(session: Session, edition: Edition) -> RequestRound:
    """Return the round that the edition is in, without looking at its text: of its last list of problems if
    it is not ready."""
    query = select(ExecutedEditionStep).where(
        ExecutedEditionStep.moment_id == edition.moment_id,
        ExecutedEditionStep.step != EditionStep.DIRECTOR_ASKED,
    )
    rows = session.scalars(query.order_by(ExecutedEditionStep.id)).all()
    is_ready = edition.state is not EditionState.NOT_READY
    sequence = max((each.sequence for each in rows), default=0)
    told = [each.text_hash for each in rows if each.sequence == sequence]
    subject = edition.text_hash if is_ready or not told else told[-1]
    return _build_round(rows, sequence, is_ready, subject, load_request_mails(session, edition.moment))


def _build_round(
    rows: Sequence[ExecutedEditionStep],
    sequence: int,
    is_ready: bool,
    subject: str,
    mails: RequestMails,
    *,
    is_renewed: bool = False,
) -> RequestRound:
    of_all_texts = is_renewed or not is_ready
    own = [each for each in rows if each.sequence == sequence and (each.text_hash == subject or of_all_texts)]
    first = EditionStep.APPROVAL_REQUESTED if is_ready else EditionStep.NOT_READY
    told = [
        each
        for each in own
        if each.text_hash == subject
        and each.step is not EditionStep.ESCALATED
        and not mails.is_superseded(each)
    ]
    return RequestRound(
        sequence,
        is_ready,
        subject,
        min((each.day for each in own if each.step is first), default=None),
        frozenset(each.step for each in own if each.step in (first, *_REMINDERS)),
        bool(told) and not mails.list_waiting_others(subject, to_chief=False),
        _find_quiet_until(rows),
        is_renewed,
    )


def _find_quiet_until(rows: Sequence[ExecutedEditionStep]) -> date | None:
    if any(each.step is EditionStep.ESCALATED for each in rows):
        return max(each.day for each in rows) + _QUIET
    return None


def _hash_problems(session: Session, edition: Edition, problems: Sequence[str], today: date) -> str:
    """Return the hash of a list of problems. Some say which day it is: that is no news of the next day."""
    from terugkom.editions.outdated_stories import (
        describe_today,
    )  # here: it imports all checks of stories

    municipality = session.get_one(Municipality, edition.moment.municipality_id)
    now = describe_today(today, municipality.language)
    return sha256("\n".join(each.replace(now, "") for each in problems).encode())
