"""The mail that brings the remark of whoever sent a text back to the coordinator, who has it changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
)
from terugkom.delivery.find_deliveries import find_enqueued_keys
from terugkom.documents.render_context import RenderContext
from terugkom.editions.approval_request import enqueue_once
from terugkom.editions.corrections.correction_context import build_correction_context
from terugkom.editions.corrections.correction_model import CorrectionState, StoryCorrection
from terugkom.editions.decision_model import EditionDecision
from terugkom.editions.edition_period import format_edition
from terugkom.editions.model import Edition, EditionState, EditionStep, EditionVerdict
from terugkom.editions.step_recipient import find_step_recipient

DOCUMENT = "sent-back"


@dataclass(frozen=True)
class SentBackResult:
    """The mail about a text that was sent back, if it was enqueued now; whether nobody can be reached."""

    mail: OutboundDocument | None = None
    is_unreachable: bool = False


@dataclass(frozen=True)
class _SentBackText:
    """A decision that sent a text back: the key of its mail, and what that says beside the remark."""

    key: str
    label: str
    text_hash: str
    remark: str
    by: str
    at: datetime
    about: Mapping[str, Any]


def enqueue_sent_back_edition(
    render_context: RenderContext, run_context: RunContext, folder: str
) -> SentBackResult:
    """Enqueue the mail about an edition that was sent back, once for each decision; nothing for any other.

    Raises TemplateError.
    """
    with render_context.database.read_session() as session:
        edition = session.get_one(Edition, run_context.moment_id)
        found = _find_decision(session, edition, run_context.municipality.language)
    return _enqueue(render_context, run_context, folder, found) if found else SentBackResult()


def enqueue_sent_back_correction(
    render_context: RenderContext, run_context: RunContext, folder: str, correction: StoryCorrection
) -> SentBackResult:
    """Enqueue the mail about a correction that was sent back, once. Raises TemplateError."""
    if correction.state is not CorrectionState.SENT_BACK or correction.decided_at is None:
        return SentBackResult()
    told = build_correction_context(correction, run_context)
    moment = correction.moment
    found = _SentBackText(
        f"{moment.subject}:{DOCUMENT}:{moment.period}:{correction.number}",
        f"{moment.period}-{correction.number}",
        correction.text_hash,
        correction.remark,
        correction.decided_by,
        correction.decided_at,
        {name: told[name] for name in ("kind", "title", "quarter")},
    )
    return _enqueue(render_context, run_context, folder, found)


def _find_decision(session: Session, edition: Edition, language: str) -> _SentBackText | None:
    if edition.state is not EditionState.SENT_BACK:
        return None
    query = select(EditionDecision).where(EditionDecision.moment_id == edition.moment_id)
    decision = session.scalars(query.order_by(EditionDecision.id.desc()).limit(1)).first()
    if decision is None or decision.verdict is not EditionVerdict.SEND_BACK:
        return None
    moment = edition.moment
    return _SentBackText(
        f"{moment.subject}:{DOCUMENT}:{moment.period}:{decision.decided_at.isoformat()}",
        moment.period,
        decision.text_hash,
        decision.remark,
        decision.name,
        decision.decided_at,
        {"kind": "", "title": "", "quarter": format_edition(moment.period, language)},
    )


def _enqueue(
    render_context: RenderContext, run_context: RunContext, folder: str, found: _SentBackText
) -> SentBackResult:
    municipality = run_context.municipality
    with render_context.database.read_session() as session:
        if find_enqueued_keys(session, [found.key]):
            return SentBackResult()
        reader = find_step_recipient(session, municipality, EditionStep.APPROVAL_REQUESTED, run_context.today)
    if reader is None:
        return SentBackResult(is_unreachable=True)
    context = {
        **found.about,
        "reader": reader.address.name,
        "municipality": municipality.name,
        "remark": found.remark,
        "by": found.by,
        "day": found.at.astimezone(clock.BRUSSELS).date(),
        "code": found.text_hash[:8],
        "folder": folder,
    }
    letter = render_context.templates.render_letter(DOCUMENT, context)
    recipient = Recipient(found.key, reader.role, reader.person_id, reader.address)
    mail = replace(
        build_mail(letter, DOCUMENT, run_context.folder, found.label, [recipient]), individual=True
    )
    return SentBackResult(mail if enqueue_once(render_context, run_context, mail) else None)
