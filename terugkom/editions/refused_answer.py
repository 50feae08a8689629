"""The mail to the coordinator that an answer in a form was not accepted, and why.

Who filled it in may have closed the page, and takes the text for approved. The form says why to whoever
opens it again; of a text that was changed meanwhile, the mail with the new text says it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from terugkom.delivery.enqueue import OutboundDocument, Recipient, RunContext, build_mail
from terugkom.delivery.find_deliveries import find_enqueued_keys
from terugkom.documents.render_context import RenderContext
from terugkom.editions.approval_request import enqueue_once
from terugkom.editions.corrections.correction_context import build_correction_context
from terugkom.editions.corrections.correction_model import StoryCorrection
from terugkom.editions.edition_period import format_edition
from terugkom.editions.model import Edition, EditionStep
from terugkom.editions.step_recipient import find_step_recipient

DOCUMENT = "answer-refused"


@dataclass(frozen=True)
class RefusedFormAnswer:
    """An answer that was not accepted: about which text, after how many others in its run, why, and where the
    form is open; the reason in the language of the municipality."""

    text_hash: str
    number: int
    reason: str
    page: str


def enqueue_refused_answer(
    render_context: RenderContext,
    run_context: RunContext,
    refused: RefusedFormAnswer,
    correction: StoryCorrection | None = None,
) -> OutboundDocument | None:
    """Enqueue the mail about an answer, on an edition or a correction of it, once; return it if it is new and
    the coordinator can be reached. Raises TemplateError."""
    municipality, code = run_context.municipality, refused.text_hash[:8]
    lasting_key = f"{DOCUMENT}:{run_context.run_id}:{code}:{refused.number}"
    key = f"{municipality.id}:{lasting_key}"
    with render_context.database.read_session() as session:
        if find_enqueued_keys(session, [key]):
            return None
        reader = find_step_recipient(session, municipality, EditionStep.APPROVAL_REQUESTED, run_context.today)
        period = session.get_one(Edition, run_context.moment_id).moment.period
    if reader is None:
        return None
    context = {
        **_describe_text(correction, run_context, period),
        "reader": reader.address.name,
        "municipality": municipality.name,
        "reason": refused.reason,
        "page": refused.page,
        "code": code,
    }
    letter = render_context.templates.render_urgent_letter(DOCUMENT, context)
    recipient = Recipient(key, reader.role, reader.person_id, reader.address, lasting_key)
    label = f"{period}-{code}-{refused.number}"
    mail = replace(build_mail(letter, DOCUMENT, run_context.folder, label, [recipient]), individual=True)
    return mail if enqueue_once(render_context, run_context, mail) else None


def _describe_text(
    correction: StoryCorrection | None, run_context: RunContext, period: str
) -> Mapping[str, Any]:
    if correction is None:
        return {"kind": "", "title": "", "quarter": format_edition(period, run_context.municipality.language)}
    told = build_correction_context(correction, run_context)
    return {name: told[name] for name in ("kind", "title", "quarter")}
