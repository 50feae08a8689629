"""Decisions about an edition: approve, send back or drop. A decision is valid for exactly one text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.editions.model import Edition, EditionDecision, EditionState, EditionVerdict
from terugkom.editions.review import EditionReview
from terugkom.errors import InputError, PublicInputError
from terugkom.plan.media import Medium
from terugkom.schedule.model import MomentState

_STATE_AFTER_VERDICT = {
    EditionVerdict.APPROVE: EditionState.APPROVED,
    EditionVerdict.SEND_BACK: EditionState.SENT_BACK,
    EditionVerdict.DROP: EditionState.DROPPED,
}


class RefusalReason(StrEnum):
    """Why a decision is not valid, as the catalogues name it."""

    NOTHING_TO_DECIDE = "nothing-to-decide"
    NO_NAME = "no-name"
    NO_REMARK = "no-remark"
    TEXT_CHANGED = "text-changed"
    PROBLEMS = "problems"
    OMITTED_SETBACKS = "omitted-setbacks"
    NO_CHANNEL = "no-channel"
    UNKNOWN_WORD = "unknown-word"  # of a form


class RefusedDecision(InputError):
    """A decision that is not valid: its reason, and of what there are how many, for who shows it."""

    def __init__(self, reason: RefusalReason, text: str, *, public: str = "", count: int = 0) -> None:
        super().__init__(text, public=public or text)
        self.reason = reason
        self.count = count


@dataclass(frozen=True)
class SubmittedDecision:
    """A submitted decision. `text` is a prefix of the hash of the text that was read; `silence` is the
    reason why
    setbacks are not published."""

    verdict: EditionVerdict
    name: str
    text_hash: str
    remark: str = ""
    introduction: str = ""
    omission_reason: str = ""
    media: Sequence[Medium] = tuple(Medium)


@dataclass(frozen=True)
class DecisionSource:
    """When, through which interface and in which run the decision was made."""

    now: datetime
    channel: str
    run_id: str = ""


def record_decision(
    session: Session,
    edition: Edition,
    decision: SubmittedDecision,
    review: EditionReview,
    source: DecisionSource,
) -> None:
    """Record a decision. Raises RefusedDecision with the reason if it is not valid."""
    _validate_decision(edition, decision, review)
    session.add(
        EditionDecision(
            moment_id=edition.moment_id,
            verdict=decision.verdict,
            text_hash=edition.text_hash,
            name=decision.name.strip(),
            remark=decision.remark.strip(),
            introduction=decision.introduction.strip(),
            setback_reasons={str(k): v.strip() for k, v in decision.setback_reasons.items()},
            media=[str(each) for each in decision.media],
            decided_at=source.now,
            source=source.channel,
            run_id=source.run_id,
        )
    )
    edition.state = _STATE_AFTER_VERDICT[decision.verdict]
    if edition.state is EditionState.DROPPED:
        edition.moment.state, edition.moment.done_at = MomentState.DONE, source.now


def load_approval(session: Session, edition: Edition) -> EditionDecision:
    """Return the latest approval of the edition's text. Raises InputError if there is none."""
    return (
        session.scalars(
            select(EditionDecision)
            .where(
                EditionDecision.moment_id == edition.moment_id,
                EditionDecision.verdict == EditionVerdict.APPROVE,
            )
            .where(EditionDecision.text_hash == edition.text_hash)
            .order_by(EditionDecision.id.desc())
        ).first()
        or _raise_not_approved()
    )


def _raise_not_approved() -> EditionDecision:
    raise PublicInputError("nobody approved this text")


def _validate_decision(edition: Edition, decision: SubmittedDecision, review: EditionReview) -> None:
    if edition.state not in (EditionState.APPROVAL_REQUESTED, EditionState.SENT_BACK):
        raise RefusedDecision(
            RefusalReason.NOTHING_TO_DECIDE, f"this edition is {edition.state}: there is nothing to decide"
        )
    if not decision.name.strip():
        raise RefusedDecision(RefusalReason.NO_NAME, "the name of the person who decides is missing")
    if decision.verdict is EditionVerdict.SEND_BACK and not decision.remark.strip():
        raise RefusedDecision(
            RefusalReason.NO_REMARK,
            "a remark is required when an edition is sent back: state what must be changed",
        )
    if decision.verdict is not EditionVerdict.APPROVE:
        return
    now = review.proof.text_hash
    if (
        not decision.text_hash
        or not edition.text_hash.startswith(decision.text_hash)
        or now != edition.text_hash
    ):
        raise RefusedDecision(
            RefusalReason.TEXT_CHANGED, "the text was changed since: a new approval request will be sent"
        )
    if not review.is_ready:
        raise RefusedDecision(
            RefusalReason.PROBLEMS,
            "; ".join(review.problems),
            public=f"{len(review.problems)} problems to correct first: the mail lists them",
            count=len(review.problems),
        )
    if review.omitted_setbacks and not decision.omission_reason.strip():
        count = len(review.omitted_setbacks)
        raise RefusedDecision(
            RefusalReason.OMITTED_SETBACKS,
            "it publishes successes and omits all setbacks "
            f"({'; '.join(review.omitted_setbacks)}): include them, or give the reason for omitting them",
            public=f"it publishes successes and omits all setbacks ({count}): "
            "include them, or give the reason for omitting them",
            count=count,
        )
    if not decision.media:
        raise RefusedDecision(RefusalReason.NO_CHANNEL, "choose at least one channel")
