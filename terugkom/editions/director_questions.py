"""The mail that asks the director two questions for the staff meeting, once an edition and in time.

Guide: "tijdens een personeelsvergadering [...] kan de directie toelichten waarom ze bepaalde MVO-activiteiten
onderneemt en wat daarvan de gevolgen zijn". The answer comes back to the coordinator.
"""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.documents.formatting import format_quarter
from terugkom.documents.letter import Address
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.model import Edition, EditionStep, ExecutedEditionStep
from terugkom.editions.proof import DirectorAnswers, Proof
from terugkom.plan.media import Role
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality

DOCUMENT = "director-questions"
_MAX_TITLES = 6  # of stories in the mail


def render_director_questions(
    templates: Templates, municipality: Municipality, proof: Proof, folder: str
) -> OutboundDocument | None:
    """Return the mail to the director; None without an address, stories, or a need to ask. Nothing is stored.

    Raises TemplateError.
    """
    addresses = MediaSettings.from_overrides(municipality.media_settings).addresses(Role.DIRECTOR)
    if not addresses or not proof.stories or proof.director_answers != DirectorAnswers():
        return None
    context = {
        "municipality": municipality.name,
        "quarter": format_quarter(proof.until, municipality.language),
        "stories": proof.stories[:_MAX_TITLES],
        "hidden": max(0, len(proof.stories) - _MAX_TITLES),
        "answer_address": municipality.answer_address,
    }
    letter = templates.render_letter(DOCUMENT, context)
    lasting_key = f"{DOCUMENT}:{proof.period}"
    key = f"{municipality.id}:{lasting_key}"
    recipients = [
        Recipient(f"{key}:{n}", str(Role.DIRECTOR), None, Address("", address), f"{lasting_key}:{n}")
        for n, address in enumerate(addresses)
    ]
    return replace(build_mail(letter, DOCUMENT, folder, proof.period, recipients), individual=True)


def are_questions_asked(session: Session, edition: Edition) -> bool:
    """Return whether the director was asked for this edition, or need not be any more."""
    asked = select(ExecutedEditionStep.id).where(
        ExecutedEditionStep.moment_id == edition.moment_id,
        ExecutedEditionStep.step == EditionStep.DIRECTOR_ASKED,
    )
    return not edition.state.is_open or session.scalar(asked.limit(1)) is not None


def enqueue_director_questions(
    render_context: RenderContext, run_context: RunContext, proof: Proof
) -> OutboundDocument | None:
    """Enqueue the mail to the director, once an edition; return it, or None. Raises TemplateError."""
    with render_context.database.read_session() as session:
        if are_questions_asked(session, session.get_one(Edition, run_context.moment_id)):
            return None
    mail = render_director_questions(
        render_context.templates, run_context.municipality, proof, run_context.folder
    )
    if mail is None:
        return None
    write_documents(render_context.documents, [mail])
    step = ExecutedEditionStep(
        moment_id=run_context.moment_id,
        step=EditionStep.DIRECTOR_ASKED,
        text_hash="",
        day=run_context.today,
        done_at=run_context.now,
        run_id=run_context.run_id,
    )
    try:
        with render_context.database.write_session() as session:
            session.add(step)
            session.flush()
            enqueue_documents(session, run_context, [mail])
    except IntegrityError as error:
        if is_duplicate_key(error):  # another run recorded it first
            return None
        raise
    return mail
