"""Decisions about an edition: approve, send back or drop. A decision is valid for exactly one text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.editions.model import Edition, EditionDecision, EditionState, Verdict
from terugkom.editions.review import Proofed
from terugkom.errors import InputError
from terugkom.plan.media import Medium
from terugkom.schedule.model import MomentState

_BECOMES = {
    Verdict.APPROVE: EditionState.APPROVED,
    Verdict.SEND_BACK: EditionState.SENT_BACK,
    Verdict.DROP: EditionState.DROPPED,
}


@dataclass(frozen=True)
class Judgement:
    """A submitted decision. `text` is a prefix of the hash of the text that was read; `silence` is the
    reason why
    setbacks are not published."""

    verdict: Verdict
    name: str
    text: str
    remark: str = ""
    introduction: str = ""
    silence: str = ""
    media: Sequence[Medium] = tuple(Medium)


@dataclass(frozen=True)
class Hand:
    """When, through which interface and in which run the decision was made."""

    now: datetime
    through: str
    run_id: str = ""


def decide(session: Session, edition: Edition, judgement: Judgement, proofed: Proofed, hand: Hand) -> None:
    """Record a decision. Raises InputError with the reason if it is not valid."""
    _refuse(edition, judgement, proofed)
    session.add(
        EditionDecision(
            moment_id=edition.moment_id,
            verdict=judgement.verdict,
            text_hash=edition.text_hash,
            name=judgement.name.strip(),
            remark=judgement.remark.strip(),
            introduction=judgement.introduction.strip(),
            silence=judgement.silence.strip(),
            media=[str(each) for each in judgement.media],
            decided_at=hand.now,
            through=hand.through,
            run_id=hand.run_id,
        )
    )
    edition.state = _BECOMES[judgement.verdict]
    if edition.state is EditionState.DROPPED:
        edition.moment.state, edition.moment.done_at = MomentState.DONE, hand.now


def approval_of(session: Session, edition: Edition) -> EditionDecision:
    """Return the latest approval of the edition's text. Raises InputError if there is none."""
    return (
        session.scalars(
            select(EditionDecision)
            .where(EditionDecision.moment_id == edition.moment_id, EditionDecision.verdict == Verdict.APPROVE)
            .where(EditionDecision.text_hash == edition.text_hash)
            .order_by(EditionDecision.id.desc())
        ).first()
        or _never()
    )


def _never() -> EditionDecision:
    raise InputError("nobody approved this text")


def _refuse(edition: Edition, judgement: Judgement, proofed: Proofed) -> None:
    if edition.state not in (EditionState.ASKED, EditionState.SENT_BACK):
        raise InputError(f"this edition is {edition.state}: there is nothing to decide")
    if not judgement.name.strip():
        raise InputError("the name of the person who decides is missing")
    if judgement.verdict is Verdict.SEND_BACK and not judgement.remark.strip():
        raise InputError("a remark is required when an edition is sent back: state what must be changed")
    if judgement.verdict is not Verdict.APPROVE:
        return
    now = proofed.proof.text_hash
    if not judgement.text or not edition.text_hash.startswith(judgement.text) or now != edition.text_hash:
        raise InputError("the text was changed since: a new approval request will be sent")
    if not proofed.ready:
        raise InputError("; ".join(proofed.problems))
    if proofed.untold and not judgement.silence.strip():
        raise InputError(
            "it publishes successes and omits all setbacks "
            f"({'; '.join(proofed.untold)}): include them, or give the reason for omitting them"
        )
    if not judgement.media:
        raise InputError("choose at least one channel")
