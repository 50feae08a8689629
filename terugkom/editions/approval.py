"""Decisions about an edition: approve, send back or drop. A decision is valid for exactly one text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.check_text import check_text
from terugkom.editions.consistency_checks import list_internal_actions
from terugkom.editions.decision_model import EditionDecision
from terugkom.editions.model import Edition, EditionState, EditionVerdict
from terugkom.editions.reader_sentence import find_sentence_problem
from terugkom.editions.review import EditionReview
from terugkom.editions.written_reasons import record_written_reasons
from terugkom.errors import Choices, InputError, Message, PublicInputError
from terugkom.plan.deciders import resolve_decider
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality
from terugkom.schedule.model import MomentState

_STATE_AFTER_VERDICT = {
    EditionVerdict.APPROVE: EditionState.APPROVED,
    EditionVerdict.SEND_BACK: EditionState.SENT_BACK,
    EditionVerdict.DROP: EditionState.DROPPED,
}


class RefusalReason(StrEnum):
    """Why a decision is not valid, as the catalogues name it."""

    NOTHING_TO_DECIDE = "nothing-to-decide"
    NOT_READY = "not-ready"  # something must be put right before approval is asked
    NOT_ASKED = "not-asked"  # it is ready, but its approval was not asked yet
    NO_NAME = "no-name"
    UNCLEAR_NAME = "unclear-name"  # nearly that of somebody in the plan, or of several
    NO_REMARK = "no-remark"
    TEXT_CHANGED = "text-changed"
    PROBLEMS = "problems"
    SETBACK_REASONS = "setback-reasons"
    NO_CHANNEL = "no-channel"
    CLAIMS = "claims"  # of the introduction
    NAMES_INTERNAL = "names-internal"  # a reason that readers outside would read
    UNKNOWN_WORD = "unknown-word"  # of a form


class RefusedDecision(InputError):
    """A decision that is not valid: its reason, of what there are how many, and which media or codes of
    actions are meant, for who shows it."""

    def __init__(
        self,
        reason: RefusalReason,
        details: "str | InputError" = "",
        *,
        count: int = 0,
        media: Sequence[Medium] = (),
        codes: Sequence[str] = (),
    ) -> None:
        named = Choices(tuple(Message(f"medium.{each}") for each in media))
        super().__init__(f"approval.refused.{reason}", count=count, media=named, codes=Choices(tuple(codes)))
        self.reason, self._details = reason, details

    def render(self, language: str) -> str:
        """Return the reason with its details: codes, another error, or in the language of the plan."""
        details = self._details if isinstance(self._details, str) else self._details.render(language)
        return "\n".join(filter(None, (super().render(language), details)))


@dataclass(frozen=True)
class TextDecision:
    """A decision about a text. `text_hash` is the beginning of the hash of the text that was read."""

    verdict: EditionVerdict
    name: str
    text_hash: str
    remark: str = ""


@dataclass(frozen=True)
class SubmittedDecision(TextDecision):
    """A decision about an edition. `setback_reasons` say, by medium, why it tells of no setbacks."""

    introduction: str = ""
    setback_reasons: Mapping[Medium, str] = field(default_factory=dict)
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
) -> str:
    """Record a decision, and return under which name. Raises RefusedDecision with the reason if it is not
    valid."""
    _validate_decision(edition, decision, review)
    reasons = _select_reasons(decision, review)
    outside = "\n".join(text for medium, text in reasons.items() if Medium(medium).is_public)
    municipality = session.get_one(Municipality, edition.moment.municipality_id)
    if outside and (named := list_internal_actions(session, municipality, outside)):
        raise RefusedDecision(RefusalReason.NAMES_INTERNAL, codes=named)
    name = find_decider_name(session, edition.moment.municipality_id, decision.name)
    session.add(
        EditionDecision(
            moment_id=edition.moment_id,
            verdict=decision.verdict,
            text_hash=edition.text_hash,
            name=name,
            remark=decision.remark.strip(),
            introduction=decision.introduction.strip(),
            setback_reasons=reasons,
            media=[str(each) for each in decision.media],
            decided_at=source.now,
            source=source.channel,
            run_id=source.run_id,
        )
    )
    if decision.verdict is EditionVerdict.APPROVE:
        record_written_reasons(session, edition, review.written_reasons, source.now)
    edition.state = _STATE_AFTER_VERDICT[decision.verdict]
    if edition.state is EditionState.DROPPED:
        edition.moment.state, edition.moment.done_at = MomentState.DONE, source.now
    return name


def record_awaited_decision(
    session: Session,
    moment_id: int,
    decision: SubmittedDecision,
    review: EditionReview,
    source: DecisionSource,
) -> EditionState:
    """Record a decision about an edition that waits for one, and return its state; one that was decided
    elsewhere meanwhile stays as it is. Raises RefusedDecision with the reason if it is not valid."""
    edition = session.get_one(Edition, moment_id, with_for_update={"of": Edition})
    if edition.state is EditionState.APPROVAL_REQUESTED:
        record_decision(session, edition, decision, review, source)
    return edition.state


def validate_verdict(decision: TextDecision, text_hash: str) -> None:
    """Raise RefusedDecision unless somebody gives it in their name, for the text with this hash, and says in
    the remark what must change if it is sent back."""
    if not decision.name.strip():
        raise RefusedDecision(RefusalReason.NO_NAME)
    if decision.verdict is EditionVerdict.SEND_BACK and not decision.remark.strip():
        raise RefusedDecision(RefusalReason.NO_REMARK)
    if not decision.text_hash or not text_hash.startswith(decision.text_hash):
        raise RefusedDecision(RefusalReason.TEXT_CHANGED)


def find_decider_name(session: Session, municipality_id: int, typed: str) -> str:
    """Return the name under which a decision is recorded. Raises RefusedDecision if it is not clear."""
    try:
        return resolve_decider(session, session.get_one(Municipality, municipality_id), typed)
    except InputError as error:
        raise RefusedDecision(RefusalReason.UNCLEAR_NAME, error) from error


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


def list_decisions(session: Session, moment_id: int) -> Sequence[EditionDecision]:
    """Return the decisions about an edition, the oldest first."""
    query = select(EditionDecision).where(EditionDecision.moment_id == moment_id)
    return session.scalars(query.order_by(EditionDecision.id)).all()


def _raise_not_approved() -> EditionDecision:
    raise PublicInputError("error.edition.not-approved")


def _validate_decision(edition: Edition, decision: SubmittedDecision, review: EditionReview) -> None:
    _validate_state(edition, review)
    validate_verdict(decision, edition.text_hash)
    if decision.verdict is not EditionVerdict.APPROVE:
        return
    if review.proof.text_hash != edition.text_hash:
        raise RefusedDecision(RefusalReason.TEXT_CHANGED)
    if not review.is_ready:
        raise RefusedDecision(RefusalReason.PROBLEMS, "; ".join(review.problems), count=len(review.problems))
    if not decision.media:
        raise RefusedDecision(RefusalReason.NO_CHANNEL)
    reasons = _select_reasons(decision, review)
    unexplained = [medium for medium, reason in reasons.items() if find_sentence_problem(reason)]
    if unexplained:
        raise RefusedDecision(
            RefusalReason.SETBACK_REASONS,
            ", ".join(unexplained),
            count=len(unexplained),
            media=[Medium(each) for each in unexplained],
        )
    _validate_written_text(decision, reasons.values(), review)


def _validate_state(edition: Edition, review: EditionReview) -> None:
    """Raise RefusedDecision, with what is still open, unless the edition awaits a decision."""
    if edition.state in (EditionState.APPROVAL_REQUESTED, EditionState.SENT_BACK):
        return
    if edition.state not in (EditionState.DRAFT, EditionState.NOT_READY):
        raise RefusedDecision(RefusalReason.NOTHING_TO_DECIDE)
    if review.is_ready:
        raise RefusedDecision(RefusalReason.NOT_ASKED)
    raise RefusedDecision(RefusalReason.NOT_READY, "\n".join(review.problems), count=len(review.problems))


def _validate_written_text(
    decision: SubmittedDecision, reasons: Iterable[str], review: EditionReview
) -> None:
    """Check what readers get to read of the person who approves, as the stories are checked."""
    text = "\n".join((decision.introduction, *dict.fromkeys(reasons)))
    found = check_text(text, review.proof.language, names=[review.proof.town])
    if found:
        described = "; ".join(f"{each.sentence} ({each.message} {each.question})" for each in found)
        raise RefusedDecision(RefusalReason.CLAIMS, described, count=len(found))


def _select_reasons(decision: SubmittedDecision, review: EditionReview) -> dict[str, str]:
    """Return the reasons for the chosen media that need one, by the medium's name; others are not kept."""
    if decision.verdict is not EditionVerdict.APPROVE:
        return {}
    needed = [medium for medium in review.media_without_setbacks if medium in decision.media]
    return {str(medium): decision.setback_reasons.get(medium, "").strip() for medium in needed}
