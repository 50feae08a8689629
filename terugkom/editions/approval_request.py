"""Approval requests: the mail with the proof, its reminders, and the escalation to the coordinator's
chief."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import Mail, Origin, Recipient, mail_of, record, write_documents
from terugkom.documents.formatting import quarter
from terugkom.documents.phrases import say
from terugkom.documents.render_context import RenderContext
from terugkom.editions import due_steps
from terugkom.editions.coverage import coverage_of
from terugkom.editions.due_steps import Text, step_due, steps_taken
from terugkom.editions.model import Edition, EditionState, EditionStep, TakenStep
from terugkom.editions.open_edition import Place
from terugkom.editions.review import Proofed, proof_of
from terugkom.meetings.recipients import Reader, coordinator_of, person_within_reach
from terugkom.plan.model import Municipality
from terugkom.schedule.quarters import Quarter

DOCUMENTS = {
    EditionStep.NOT_READY: "edition-not-ready",
    EditionStep.ASKED: "edition-asked",
    EditionStep.REMINDED: "edition-asked",
    EditionStep.REMINDED_AGAIN: "edition-asked",
    EditionStep.ESCALATED: "edition-asked",
}
_BECOMES = {EditionStep.NOT_READY: EditionState.NOT_READY, EditionStep.ASKED: EditionState.ASKED}


@dataclass(frozen=True)
class Asked:
    """The result of an approval step: the step, its mail, or how many recipients could not be reached."""

    step: EditionStep
    mail: Mail | None = None
    out_of_reach: int = 0


@dataclass(frozen=True)
class About:
    """The content of an approval mail: the review, the folder of its stories, and the URL of the run in the
    UI."""

    proofed: Proofed
    folder: Path
    where: str = ""


def due_now(
    session: Session, town: Municipality, edition: Edition, proofed: Proofed, today: date
) -> EditionStep | None:
    """Return the step that is due for the current text, or None."""
    text_hash = proofed.proof.text_hash
    text = Text(text_hash, proofed.ready, steps_taken(session, edition, text_hash))
    return step_due(edition, text, today, town.working_days)


def quarter_with_a_step_due(
    session: Session, town: Municipality, today: date, place: Place
) -> Quarter | None:
    """Return the quarter whose edition must be opened or has a step due, or None."""
    quarter = due_steps.quarter_due(session, town, today)
    edition = due_steps.edition_of(session, town, quarter) if quarter else None
    if edition is None or edition.state in (EditionState.DRAFT, EditionState.NOT_READY):
        return quarter
    proofed = proof_of(session, town, edition, place.of(town.slug, str(quarter)), ())
    return quarter if due_now(session, town, edition, proofed, today) else None


def ask(desk: RenderContext, origin: Origin, step: EditionStep, about: About, today: date) -> Asked:
    """Render the mail of a step and enqueue it with the step in one transaction, once per text.

    Raises TemplateProblem.
    """
    asked = compose(desk, origin, step, about, today)
    if asked.mail:
        write_documents(desk.documents, [asked.mail])
    with desk.database.writing() as session:
        edition = session.get_one(Edition, origin.moment_id, with_for_update={"of": Edition})
        if not edition.state.is_open:
            return Asked(step)
        if step in _BECOMES:
            edition.state, edition.text_hash = _BECOMES[step], about.proofed.proof.text_hash
        if not _kept(session, step, about.proofed.proof.text_hash, today, origin):
            return Asked(step)  # another run recorded it first, or approval of this text was requested before
        if asked.mail:
            record(session, origin, [asked.mail])
    return asked


def compose(desk: RenderContext, origin: Origin, step: EditionStep, about: About, today: date) -> Asked:
    """Render the mail of a step; nothing is stored. Raises TemplateProblem."""
    town, proof = origin.municipality, about.proofed.proof
    with desk.database.reading() as session:
        reader = _reader(session, town, step, today)
        edition = session.get_one(Edition, origin.moment_id)
        asked_on = steps_taken(session, edition, proof.text_hash).get(EditionStep.ASKED, today)
        coverage = coverage_of(session, town, today)
        neglected = coverage.neglected if coverage.anything else ()
    if reader is None:
        return Asked(step, out_of_reach=1)
    context = {
        "reader": reader.address.name,
        "municipality": town.name,
        "quarter": quarter(proof.until, town.language),
        "step": str(step),
        "proof": proof,
        "problems": about.proofed.problems,
        "untold": about.proofed.untold,
        "kept_inside": about.proofed.kept_inside,
        "folder": str(about.folder),
        "where": about.where,
        "asked_on": asked_on,
        "neglected": [say(f"told: {medium}", town.language) for medium in neglected],
    }
    letter = desk.templates.letter(DOCUMENTS[step], context)
    key = f"{town.id}:edition-{step}:{origin.moment_id}:{proof.text_hash[:16]}"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    label = f"{proof.period}-{step}"
    mail = mail_of(letter, DOCUMENTS[step], f"{town.slug}/{today.isoformat()}", label, [recipient])
    return Asked(step, replace(mail, apart=True))


def _reader(session: Session, town: Municipality, step: EditionStep, today: date) -> Reader | None:
    if step is EditionStep.ESCALATED and town.chief_id:
        chief = person_within_reach(session, town, town.chief_id, "chief", today)
        if chief:
            return chief
    found = coordinator_of(session, town, today).found
    return found[0] if found else None


def _kept(session: Session, step: EditionStep, text_hash: str, today: date, origin: Origin) -> bool:
    """Record that a step was executed for a text; return False if it was recorded before."""
    taken = TakenStep(
        moment_id=origin.moment_id,
        step=step,
        text_hash=text_hash,
        day=today,
        done_at=origin.now,
        run_id=origin.run_id,
    )
    try:
        with session.begin_nested():
            session.add(taken)
    except IntegrityError:
        return False
    return True
