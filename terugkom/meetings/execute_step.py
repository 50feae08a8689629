"""Execute a step: render its letter, then record the step and its deliveries in one transaction, once."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import Mail, Origin, Recipient, mail_of, record, write_documents
from terugkom.documents.file_store import write_all_whole
from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import one_line
from terugkom.meetings.due_steps import Due
from terugkom.meetings.invitation import DOCUMENTS, invitation
from terugkom.meetings.letter_context import context_of
from terugkom.meetings.minutes_letter import DOCUMENT as MINUTES_DOCUMENT
from terugkom.meetings.minutes_letter import forms_of, minutes_letter
from terugkom.meetings.model import Meeting, MeetingState, MeetingStep, Outcome, Step
from terugkom.meetings.occurrences import Occasion
from terugkom.meetings.open_meeting import as_meeting
from terugkom.meetings.pack_letter import DOCUMENT as PACK_DOCUMENT
from terugkom.meetings.pack_letter import pack_of
from terugkom.meetings.recipients import Readers, coordinator_of, invited_to, members_of
from terugkom.plan.media import Coverage
from terugkom.plan.model import Municipality
from terugkom.schedule.model import MomentState
from terugkom.workbook.codes import slug

KIND = {
    **DOCUMENTS,
    Step.PACK: PACK_DOCUMENT,
    Step.MINUTES: "minutes-request",
    Step.CHASE: "minutes-chase",
    Step.MINUTES_SENT: MINUTES_DOCUMENT,
}
_TO_THE_COORDINATOR = (Step.MINUTES, Step.CHASE)
_LAST = (Step.MINUTES_SENT, Step.CANCEL)


@dataclass(frozen=True)
class Made:
    """The result of a step: its mail or skip reason, the number of unreachable people, a page for the run."""

    step: Step
    mail: Mail | None = None
    skip: str = ""
    out_of_reach: int = 0
    markdown: str = ""
    files: tuple[Attachment, ...] = ()  # also stored beside the mail's document, to be filled in
    by_another: bool = False  # another run executed it, or the meeting changed meanwhile


def compose(
    desk: RenderContext,
    town: Municipality,
    of: Occasion,
    due: Due,
    today: date,
    now: datetime,
    coverage: Coverage,
) -> Made:
    """Render the letter of a step; nothing is stored. Raises TemplateProblem.

    `coverage` is what the pack of the core group says of the media that were used.
    """
    if due.skip:
        return Made(due.step, skip=due.skip)
    with desk.database.reading() as session:
        meeting = _meeting(session, town, of)
        readers = _readers(session, town, meeting, due.step, today)
        if not readers.found:
            return Made(
                due.step, skip="none of its recipients can be reached", out_of_reach=readers.out_of_reach
            )
        letter, markdown = _letter(session, desk, town, meeting, due.step, readers, today, now, coverage)
    kind = KIND[due.step]
    folder, label = f"{town.slug}/{today.isoformat()}", f"{slug(of.subject)}-{of.period}"
    key = f"{town.id}:{due.step}:{of.moment_id}:{of.sequence}"
    recipients = [
        Recipient(f"{key}:{each.person_id}", each.role, each.person_id, each.address)
        for each in readers.found
    ]
    mail = replace(mail_of(letter, kind, folder, label, recipients), apart=True)
    files = letter.attachments if due.step in _TO_THE_COORDINATOR else ()
    return Made(due.step, mail, out_of_reach=readers.out_of_reach, markdown=markdown, files=files)


def take(
    desk: RenderContext, of: Occasion, due: Due, today: date, origin: Origin, coverage: Coverage
) -> Made:
    """Execute a step of an opened meeting, unless another run executed it or moved the meeting meanwhile."""
    made = compose(desk, origin.municipality, of, due, today, origin.now, coverage)
    if made.mail:
        write_documents(desk.documents, [made.mail])
        beside = Path(made.mail.name).parent
        write_all_whole(desk.documents, [(str(beside / each.name), each.content) for each in made.files])
    try:
        with desk.database.writing() as session:
            meeting = session.get_one(Meeting, origin.moment_id, with_for_update={"of": Meeting})
            if (meeting.sequence, meeting.state) != (of.sequence, of.state):
                return Made(due.step, by_another=True)
            _keep(session, meeting, made, today, origin)
    except IntegrityError:  # another run recorded it first
        return Made(due.step, by_another=True)
    return made


def _keep(session: Session, meeting: Meeting, made: Made, today: date, origin: Origin) -> None:
    session.add(
        MeetingStep(
            moment_id=meeting.moment_id,
            step=made.step,
            round=meeting.sequence,
            outcome=Outcome.SKIPPED if made.skip else Outcome.DONE,
            reason=made.skip,
            day=today,
            done_at=origin.now,
            run_id=origin.run_id,
        )
    )
    session.flush()
    if made.mail:
        record(session, origin, [made.mail])
    if made.step is Step.MINUTES and not made.skip:
        meeting.state = MeetingState.HELD
    if made.step in _LAST or (made.step is Step.MINUTES and made.skip):
        meeting.moment.state, meeting.moment.done_at = MomentState.DONE, origin.now


def _meeting(session: Session, town: Municipality, of: Occasion) -> Meeting:
    if of.moment_id is None:  # a dry run opens no meeting
        return as_meeting(session, town, of)
    return session.get_one(Meeting, of.moment_id)


def _readers(session: Session, town: Municipality, meeting: Meeting, step: Step, today: date) -> Readers:
    if step in _TO_THE_COORDINATOR:
        return coordinator_of(session, town, today)
    if step is Step.CANCEL:
        return invited_to(session, meeting, today)
    return members_of(session, town, meeting, max(today, meeting.moment.day))


def _letter(
    session: Session,
    desk: RenderContext,
    town: Municipality,
    meeting: Meeting,
    step: Step,
    readers: Readers,
    today: date,
    now: datetime,
    coverage: Coverage,
) -> tuple[Letter, str]:
    """Return the letter of a step, and its Markdown page for the run ("" if it has none)."""
    templates = desk.templates
    if step is Step.PACK:
        pack = pack_of(session, templates, town, meeting, today, coverage)
        return pack.letter, pack.markdown
    if step is Step.MINUTES_SENT:
        return minutes_letter(session, templates, town, meeting), ""
    if step in _TO_THE_COORDINATOR:
        context = context_of(town, meeting) | {"reader": one_line(readers.found[0].address.name)}
        letter = templates.letter(KIND[step], context)
        return replace(letter, attachments=forms_of(session, templates, town, meeting, today)), ""
    attendees = [each.address for each in readers.found]
    return invitation(templates, town, meeting, step, attendees, now), ""
