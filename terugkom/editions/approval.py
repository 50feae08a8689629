"""What a person decides about an edition: approved, sent back or dropped; it holds for exactly that text."""

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
    """What a person says. `text` is the beginning of the hash of what they read; `silence` is why nothing
    is told of what went less well."""

    verdict: Verdict
    name: str
    text: str
    remark: str = ""
    introduction: str = ""
    silence: str = ""
    media: Sequence[Medium] = tuple(Medium)


@dataclass(frozen=True)
class Hand:
    """When, through what and in which run somebody decides."""

    now: datetime
    through: str
    run_id: str = ""


def decide(session: Session, edition: Edition, judgement: Judgement, proofed: Proofed, hand: Hand) -> None:
    """Keep what a person decided. Raises InputError, which says why it cannot be taken."""
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
    """Return the approval of the edition's text."""
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
        raise InputError("say who decides: a name is kept with each decision")
    if judgement.verdict is Verdict.SEND_BACK and not judgement.remark.strip():
        raise InputError("say what is to be changed when you send an edition back")
    if judgement.verdict is not Verdict.APPROVE:
        return
    now = proofed.proof.text_hash
    if not judgement.text or not edition.text_hash.startswith(judgement.text) or now != edition.text_hash:
        raise InputError("the text was changed since: read it anew, you will be asked again")
    if not proofed.ready:
        raise InputError("; ".join(proofed.problems))
    if proofed.untold and not judgement.silence.strip():
        raise InputError(
            "it tells of successes and of nothing that went less well "
            f"({'; '.join(proofed.untold)}): tell it, or give the reason why not"
        )
    if not judgement.media:
        raise InputError("choose at least one channel")
