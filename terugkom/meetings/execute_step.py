"""Execute a step: render its letter, then record the step and its deliveries in one transaction, once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.documents.letter import Address, Attachment
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.meetings.document_kinds import INVITATION_DOCUMENTS, PACK_DOCUMENT, PACK_STEPS
from terugkom.meetings.due_steps import DueMeetingStep
from terugkom.meetings.invitation import render_invitation
from terugkom.meetings.invitation_differences import find_differences
from terugkom.meetings.letter_context import build_letter_context
from terugkom.meetings.minutes.minutes_letter import DOCUMENT as MINUTES_DOCUMENT
from terugkom.meetings.minutes.minutes_letter import render_minutes_attachments, render_minutes_letter
from terugkom.meetings.model import Meeting, MeetingState, MeetingStep, SkipReason, StepKind, StepOutcome
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.meetings.open_meeting import build_meeting
from terugkom.meetings.pack_letter import MeetingPack, render_pack
from terugkom.meetings.packs.agenda_timing import AgendaItem
from terugkom.meetings.recipients import (
    MeetingRecipient,
    MeetingRecipients,
    find_coordinator_recipient,
    find_invited_recipients,
    find_member_recipients,
)
from terugkom.meetings.record_invitations import mark_done_late, record_invitations
from terugkom.meetings.rename_meeting import record_announced_name
from terugkom.meetings.step_request import StepRequest
from terugkom.meetings.unannounced_changes import mark_announced
from terugkom.plan.media import Coverage
from terugkom.plan.model import Municipality
from terugkom.schedule.model import MomentState
from terugkom.workbook.codes import slugify

STEP_DOCUMENTS = {
    **INVITATION_DOCUMENTS,
    **dict.fromkeys(PACK_STEPS, PACK_DOCUMENT),
    StepKind.MINUTES_REQUEST: "minutes-request",
    StepKind.CHASE: "minutes-chase",
    StepKind.MINUTES_SENT: MINUTES_DOCUMENT,
    StepKind.MINUTES_CORRECTED: MINUTES_DOCUMENT,
}
COORDINATOR_STEPS = (StepKind.MINUTES_REQUEST, StepKind.CHASE)
_FINAL_STEPS = (StepKind.MINUTES_SENT, StepKind.MINUTES_CORRECTED, StepKind.CANCEL)
_ANNOUNCING = (StepKind.INVITATION, StepKind.UPDATE)  # to all
_SINGLE_STEPS = (StepKind.LATE_INVITATION, StepKind.LATE_PACK, StepKind.WITHDRAWAL)


@dataclass(frozen=True)
class MeetingStepResult:
    """The result of a step: its mail or skip reason, the number of unreachable people, a page for the run.

    `unreachable_ids` are those of members among them.
    """

    step: StepKind
    mail: OutboundDocument | None = None
    skip_reason: SkipReason | None = None
    unreachable_count: int = 0
    unreachable_ids: frozenset[int] = frozenset()
    markdown: str = ""
    topics: tuple[str, ...] = ()  # of the agenda in a pack
    files: tuple[Attachment, ...] = ()  # also stored beside the mail's document, to be filled in
    recipients: tuple[MeetingRecipient, ...] = ()
    done_by_another_run: bool = False  # another run executed it, or the meeting changed meanwhile


def render_step(context: RenderContext, request: StepRequest) -> MeetingStepResult:
    """Render the letter of a step; nothing is stored. Raises TemplateError."""
    municipality, occurrence, due_step = request.municipality, request.occurrence, request.due_step
    if due_step.skip_reason:
        return MeetingStepResult(due_step.step, skip_reason=due_step.skip_reason)
    with context.database.read_session() as session:
        meeting = _load_meeting(session, municipality, occurrence)
        readers = _find_recipients(session, municipality, meeting, due_step, request.today)
        if not readers.reachable and due_step.step in _SINGLE_STEPS:
            return MeetingStepResult(due_step.step, done_by_another_run=True)
        if not readers.reachable:
            return MeetingStepResult(
                due_step.step,
                skip_reason=SkipReason.NOBODY_REACHABLE,
                unreachable_count=readers.unreachable_count,
                unreachable_ids=readers.unreachable_ids,
            )
        rendered = _render_letter(session, context, request, meeting, readers)
    letter = rendered.letter
    kind = STEP_DOCUMENTS[due_step.step]
    folder, label = (
        f"{municipality.slug}/{request.today.isoformat()}",
        f"{slugify(occurrence.subject)}-{occurrence.period}",
    )
    delivery_recipients = [
        _build_delivery_recipient(municipality, occurrence, due_step.step, each) for each in readers.reachable
    ]
    mail = replace(build_mail(letter, kind, folder, label, delivery_recipients), individual=True)
    files = letter.attachments if due_step.step in COORDINATOR_STEPS else ()
    return MeetingStepResult(
        due_step.step,
        mail,
        unreachable_count=readers.unreachable_count,
        unreachable_ids=readers.unreachable_ids,
        markdown=rendered.markdown,
        topics=tuple(_format_topic(each) for each in rendered.agenda),
        files=files,
        recipients=readers.reachable,
    )


def _build_delivery_recipient(
    municipality: Municipality, occurrence: MeetingOccurrence, step: StepKind, recipient: MeetingRecipient
) -> Recipient:
    """Return a recipient with the key of this step; one of single people counts the mails they had."""
    round_ = occurrence.corrections if step is StepKind.MINUTES_CORRECTED else occurrence.sequence
    of = f"{round_}:{recipient.person_id}"
    if step in _SINGLE_STEPS:
        of += f":{recipient.version}"
    return Recipient(
        f"{municipality.id}:{step}:{occurrence.moment_id}:{of}",
        recipient.role,
        recipient.person_id,
        recipient.address,
        f"{step}:{of}",
    )


def execute_step(
    context: RenderContext,
    occurrence: MeetingOccurrence,
    due_step: DueMeetingStep,
    run_context: RunContext,
    coverage: Coverage,
    page_language: str = DEFAULT_LANGUAGE,
    render: Callable[[RenderContext, StepRequest], MeetingStepResult] = render_step,
) -> MeetingStepResult:
    """Execute a step of an opened meeting, unless another run executed it or moved the meeting meanwhile.

    `render` does what `render_step` does, by default itself.
    """
    of, today, now = run_context.municipality, run_context.today, run_context.now
    result = render(context, StepRequest(of, occurrence, due_step, today, now, coverage, page_language))
    if result.done_by_another_run:
        return result
    if result.mail:
        write_documents(context.documents, [result.mail])
        folder = Path(result.mail.name).parent
        context.documents.write_all([(str(folder / each.name), each.content) for each in result.files])
    try:
        with context.database.write_session() as session:
            meeting = session.get_one(Meeting, run_context.moment_id, with_for_update={"of": Meeting})
            now_is = (meeting.sequence, meeting.state, len(meeting.corrections))
            if now_is != (occurrence.sequence, occurrence.state, occurrence.corrections):
                return MeetingStepResult(due_step.step, done_by_another_run=True)
            _record_step(session, meeting, result, run_context)
    except IntegrityError as error:
        if is_duplicate_key(error):  # another run recorded it first
            return MeetingStepResult(due_step.step, done_by_another_run=True)
        raise
    return result


def _record_step(
    session: Session, meeting: Meeting, result: MeetingStepResult, run_context: RunContext
) -> None:
    if result.step in _SINGLE_STEPS:
        mark_done_late(session, meeting, result.step)
    else:
        session.add(_build_step_row(meeting, result, run_context))
    if meeting.early_step is result.step:
        meeting.early_step = None
    session.flush()
    if result.mail:
        enqueue_documents(session, run_context, [result.mail])
        record_invitations(session, meeting, result.step, result.recipients, run_context.now)
        if result.step in _ANNOUNCING:
            record_announced_name(meeting)
            mark_announced(meeting)
    if result.topics:
        meeting.topics = list(result.topics)
    if result.step is StepKind.MINUTES_REQUEST and not result.skip_reason:
        meeting.state = MeetingState.HELD
    if result.step in _FINAL_STEPS or (result.step is StepKind.MINUTES_REQUEST and result.skip_reason):
        meeting.moment.state, meeting.moment.done_at = MomentState.DONE, run_context.now


def _build_step_row(meeting: Meeting, result: MeetingStepResult, run_context: RunContext) -> MeetingStep:
    return MeetingStep(
        moment_id=meeting.moment_id,
        step=result.step,
        sequence=len(meeting.corrections) if result.step is StepKind.MINUTES_CORRECTED else meeting.sequence,
        outcome=StepOutcome.SKIPPED if result.skip_reason else StepOutcome.DONE,
        reason=result.skip_reason or "",
        day=run_context.today,
        done_at=run_context.now,
        run_id=run_context.run_id,
    )


def _load_meeting(session: Session, municipality: Municipality, occurrence: MeetingOccurrence) -> Meeting:
    if occurrence.moment_id is None:  # a dry run opens no meeting
        return build_meeting(session, municipality, occurrence)
    return session.get_one(Meeting, occurrence.moment_id)


def _find_recipients(
    session: Session, municipality: Municipality, meeting: Meeting, due_step: DueMeetingStep, today: date
) -> MeetingRecipients:
    step = due_step.step
    if step in COORDINATOR_STEPS:
        return find_coordinator_recipient(session, municipality, today)
    if step is StepKind.CANCEL:
        return find_invited_recipients(session, municipality, meeting, today)
    if step in _SINGLE_STEPS:
        return MeetingRecipients(_find_single_recipients(session, municipality, meeting, due_step, today))
    members = find_member_recipients(session, municipality, meeting, max(today, meeting.moment.day))
    if step is StepKind.UPDATE:
        found = find_differences(session, municipality, meeting, today, is_updated=True)
        known = tuple(each for each in members.reachable if each.address not in _list_addresses(found.joined))
        return replace(members, reachable=known or members.reachable)
    return members


def _find_single_recipients(
    session: Session, municipality: Municipality, meeting: Meeting, due_step: DueMeetingStep, today: date
) -> tuple[MeetingRecipient, ...]:
    found = find_differences(session, municipality, meeting, today)
    if due_step.step is StepKind.LATE_INVITATION:
        return found.joined
    if due_step.step is StepKind.LATE_PACK:
        return found.without_pack
    return found.withdrawn.get(due_step.withdrawal, ()) if due_step.withdrawal else ()


def _list_addresses(recipients: Sequence[MeetingRecipient]) -> list[Address]:
    return [each.address for each in recipients]


def _render_letter(
    session: Session,
    context: RenderContext,
    request: StepRequest,
    meeting: Meeting,
    recipients: MeetingRecipients,
) -> MeetingPack:
    """Return the letter of a step; only a pack has a Markdown page for the run, and an agenda."""
    templates, municipality, step = context.templates, request.municipality, request.due_step.step
    if step in PACK_STEPS:
        return render_pack(
            session,
            templates,
            municipality,
            meeting,
            request.today,
            request.coverage,
            request.page_language,
        )
    if step in (StepKind.MINUTES_SENT, StepKind.MINUTES_CORRECTED):
        correction = meeting.corrections[-1] if step is StepKind.MINUTES_CORRECTED else None
        return MeetingPack(render_minutes_letter(session, templates, municipality, meeting, correction))
    if step in COORDINATOR_STEPS:
        letter_context = build_letter_context(municipality, meeting) | {
            "reader": to_one_line(recipients.reachable[0].address.name),
            "by_mail": context.reads_mail(),
        }
        letter = templates.render_letter(STEP_DOCUMENTS[step], letter_context)
        attachments = render_minutes_attachments(session, templates, municipality, meeting)
        return MeetingPack(replace(letter, attachments=attachments))
    attendees = recipients
    if step in (StepKind.UPDATE, StepKind.LATE_INVITATION):  # all who are invited now
        day = max(request.today, meeting.moment.day)
        attendees = find_member_recipients(session, municipality, meeting, day)
    addresses = _list_addresses(attendees.reachable)
    return MeetingPack(render_invitation(session, templates, request, meeting, addresses))


def _format_topic(item: AgendaItem) -> str:
    """Return a point of the agenda as the form for minutes names it."""
    return to_one_line(f"{item.title} ({', '.join(item.codes)})" if item.codes else item.title)
