"""Execute a step: render its letter, then record the step and its deliveries in one transaction, once."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import to_one_line
from terugkom.meetings.due_steps import DueMeetingStep
from terugkom.meetings.invitation import INVITATION_DOCUMENTS, render_invitation
from terugkom.meetings.letter_context import build_letter_context
from terugkom.meetings.minutes_letter import DOCUMENT as MINUTES_DOCUMENT
from terugkom.meetings.minutes_letter import render_minutes_attachments, render_minutes_letter
from terugkom.meetings.model import Meeting, MeetingState, MeetingStep, SkipReason, StepKind, StepOutcome
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.meetings.open_meeting import build_meeting
from terugkom.meetings.pack_letter import DOCUMENT as PACK_DOCUMENT
from terugkom.meetings.pack_letter import render_pack
from terugkom.meetings.recipients import (
    MeetingRecipients,
    find_coordinator_recipient,
    find_invited_recipients,
    find_member_recipients,
)
from terugkom.plan.media import Coverage
from terugkom.plan.model import Municipality
from terugkom.schedule.model import MomentState
from terugkom.workbook.codes import slugify

STEP_DOCUMENTS = {
    **INVITATION_DOCUMENTS,
    StepKind.PACK: PACK_DOCUMENT,
    StepKind.MINUTES_REQUEST: "minutes-request",
    StepKind.CHASE: "minutes-chase",
    StepKind.MINUTES_SENT: MINUTES_DOCUMENT,
}
_COORDINATOR_STEPS = (StepKind.MINUTES_REQUEST, StepKind.CHASE)
_FINAL_STEPS = (StepKind.MINUTES_SENT, StepKind.CANCEL)


@dataclass(frozen=True)
class MeetingStepResult:
    """The result of a step: its mail or skip reason, the number of unreachable people, a page for the run."""

    step: StepKind
    mail: OutboundDocument | None = None
    skip_reason: SkipReason | None = None
    unreachable_count: int = 0
    markdown: str = ""
    files: tuple[Attachment, ...] = ()  # also stored beside the mail's document, to be filled in
    done_by_another_run: bool = False  # another run executed it, or the meeting changed meanwhile


def render_step(
    context: RenderContext,
    municipality: Municipality,
    occurrence: MeetingOccurrence,
    due_step: DueMeetingStep,
    today: date,
    now: datetime,
    coverage: Coverage,
) -> MeetingStepResult:
    """Render the letter of a step; nothing is stored. Raises TemplateError.

    `coverage` is what the pack of the core group says of the media that were used.
    """
    if due_step.skip_reason:
        return MeetingStepResult(due_step.step, skip_reason=due_step.skip_reason)
    with context.database.read_session() as session:
        meeting = _load_meeting(session, municipality, occurrence)
        readers = _find_recipients(session, municipality, meeting, due_step.step, today)
        if not readers.reachable:
            return MeetingStepResult(
                due_step.step,
                skip_reason=SkipReason.NOBODY_REACHABLE,
                unreachable_count=readers.unreachable_count,
            )
        letter, markdown = _render_letter(
            session, context, municipality, meeting, due_step.step, readers, today, now, coverage
        )
    kind = STEP_DOCUMENTS[due_step.step]
    folder, label = (
        f"{municipality.slug}/{today.isoformat()}",
        f"{slugify(occurrence.subject)}-{occurrence.period}",
    )
    key = f"{municipality.id}:{due_step.step}:{occurrence.moment_id}:{occurrence.sequence}"
    delivery_recipients = [
        Recipient(
            f"{key}:{each.person_id}",
            each.role,
            each.person_id,
            each.address,
            f"{due_step.step}:{occurrence.sequence}:{each.person_id}",
        )
        for each in readers.reachable
    ]
    mail = replace(build_mail(letter, kind, folder, label, delivery_recipients), individual=True)
    files = letter.attachments if due_step.step in _COORDINATOR_STEPS else ()
    return MeetingStepResult(
        due_step.step, mail, unreachable_count=readers.unreachable_count, markdown=markdown, files=files
    )


def execute_step(
    context: RenderContext,
    occurrence: MeetingOccurrence,
    due_step: DueMeetingStep,
    run_context: RunContext,
    coverage: Coverage,
) -> MeetingStepResult:
    """Execute a step of an opened meeting, unless another run executed it or moved the meeting meanwhile."""
    today = run_context.today
    result = render_step(
        context, run_context.municipality, occurrence, due_step, today, run_context.now, coverage
    )
    if result.mail:
        write_documents(context.documents, [result.mail])
        folder = Path(result.mail.name).parent
        context.documents.write_all([(str(folder / each.name), each.content) for each in result.files])
    try:
        with context.database.write_session() as session:
            meeting = session.get_one(Meeting, run_context.moment_id, with_for_update={"of": Meeting})
            if (meeting.sequence, meeting.state) != (occurrence.sequence, occurrence.state):
                return MeetingStepResult(due_step.step, done_by_another_run=True)
            _record_step(session, meeting, result, run_context)
    except IntegrityError:  # another run recorded it first
        return MeetingStepResult(due_step.step, done_by_another_run=True)
    return result


def _record_step(
    session: Session, meeting: Meeting, result: MeetingStepResult, run_context: RunContext
) -> None:
    session.add(
        MeetingStep(
            moment_id=meeting.moment_id,
            step=result.step,
            sequence=meeting.sequence,
            outcome=StepOutcome.SKIPPED if result.skip_reason else StepOutcome.DONE,
            reason=result.skip_reason or "",
            day=run_context.today,
            done_at=run_context.now,
            run_id=run_context.run_id,
        )
    )
    if meeting.early_step is result.step:
        meeting.early_step = None
    session.flush()
    if result.mail:
        enqueue_documents(session, run_context, [result.mail])
    if result.step is StepKind.MINUTES_REQUEST and not result.skip_reason:
        meeting.state = MeetingState.HELD
    if result.step in _FINAL_STEPS or (result.step is StepKind.MINUTES_REQUEST and result.skip_reason):
        meeting.moment.state, meeting.moment.done_at = MomentState.DONE, run_context.now


def _load_meeting(session: Session, municipality: Municipality, occurrence: MeetingOccurrence) -> Meeting:
    if occurrence.moment_id is None:  # a dry run opens no meeting
        return build_meeting(session, municipality, occurrence)
    return session.get_one(Meeting, occurrence.moment_id)


def _find_recipients(
    session: Session, municipality: Municipality, meeting: Meeting, step: StepKind, today: date
) -> MeetingRecipients:
    if step in _COORDINATOR_STEPS:
        return find_coordinator_recipient(session, municipality, today)
    if step is StepKind.CANCEL:
        return find_invited_recipients(session, meeting, today)
    return find_member_recipients(session, municipality, meeting, max(today, meeting.moment.day))


def _render_letter(
    session: Session,
    context: RenderContext,
    municipality: Municipality,
    meeting: Meeting,
    step: StepKind,
    recipients: MeetingRecipients,
    today: date,
    now: datetime,
    coverage: Coverage,
) -> tuple[Letter, str]:
    """Return the letter of a step, and its Markdown page for the run ("" if it has none)."""
    templates = context.templates
    if step is StepKind.PACK:
        pack = render_pack(session, templates, municipality, meeting, today, coverage)
        return pack.letter, pack.markdown
    if step is StepKind.MINUTES_SENT:
        return render_minutes_letter(session, templates, municipality, meeting), ""
    if step in _COORDINATOR_STEPS:
        letter_context = build_letter_context(municipality, meeting) | {
            "reader": to_one_line(recipients.reachable[0].address.name)
        }
        letter = templates.render_letter(STEP_DOCUMENTS[step], letter_context)
        return replace(
            letter, attachments=render_minutes_attachments(session, templates, municipality, meeting, today)
        ), ""
    attendees = [each.address for each in recipients.reachable]
    return render_invitation(templates, municipality, meeting, step, attendees, now), ""
