"""Record what each person was sent about a meeting, in the transaction that enqueues it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from terugkom.meetings.document_kinds import PACK_STEPS
from terugkom.meetings.invitation_model import MeetingInvitation
from terugkom.meetings.model import InvitationState, Meeting, MeetingStep, StepKind, StepOutcome
from terugkom.meetings.recipients import MeetingRecipient
from terugkom.plan.suppressed_addresses import normalize_address

_STATES = {
    StepKind.INVITATION: InvitationState.INVITED,
    StepKind.UPDATE: InvitationState.INVITED,
    StepKind.LATE_INVITATION: InvitationState.INVITED,
    StepKind.WITHDRAWAL: InvitationState.WITHDRAWN,
    StepKind.CANCEL: InvitationState.WITHDRAWN,
}
_FOR_ALL = {StepKind.LATE_INVITATION: StepKind.INVITATION, StepKind.LATE_PACK: StepKind.PACK}


def record_invitations(
    session: Session,
    meeting: Meeting,
    step: StepKind,
    recipients: Sequence[MeetingRecipient],
    now: datetime,
) -> None:
    """Record an invitation, update, cancellation, withdrawal or pack that goes to these recipients."""
    if step not in _STATES and step not in PACK_STEPS:
        return
    rows = _load_rows(session, meeting, {person for each in recipients for person in each.person_ids})
    for recipient in recipients:
        for person_id in recipient.person_ids:
            if step in _STATES:
                row = rows[person_id] = rows.get(person_id) or _add_row(session, meeting, person_id)
                _record_calendar_mail(row, meeting, _STATES[step], recipient, now)
            elif known := rows.get(person_id):
                known.has_pack = True
                known.version += 1
    session.flush()


def _load_rows(session: Session, meeting: Meeting, people: Collection[int]) -> dict[int, MeetingInvitation]:
    query = select(MeetingInvitation).where(
        MeetingInvitation.moment_id == meeting.moment_id, MeetingInvitation.person_id.in_(people)
    )
    return {each.person_id: each for each in session.scalars(query)}


def mark_done_late(session: Session, meeting: Meeting, step: StepKind) -> None:
    """Count a step for all as done if it had found nobody, and somebody is reached now."""
    if step in _FOR_ALL:
        session.execute(
            update(MeetingStep)
            .where(MeetingStep.moment_id == meeting.moment_id, MeetingStep.step == _FOR_ALL[step])
            .where(MeetingStep.sequence == meeting.sequence, MeetingStep.outcome == StepOutcome.SKIPPED)
            .values(outcome=StepOutcome.DONE, reason="")
        )


def _add_row(session: Session, meeting: Meeting, person_id: int) -> MeetingInvitation:
    row = MeetingInvitation(
        moment_id=meeting.moment_id, person_id=person_id, address="", version=0, has_pack=False
    )
    session.add(row)
    return row


def _record_calendar_mail(
    row: MeetingInvitation,
    meeting: Meeting,
    state: InvitationState,
    recipient: MeetingRecipient,
    now: datetime,
) -> None:
    address = recipient.address.email
    if normalize_address(row.address) != normalize_address(address):
        row.has_pack = False  # it went to the other address
    row.state, row.role, row.address = state, recipient.role, address
    row.sequence, row.day = meeting.sequence, meeting.moment.day
    row.starts_at, row.place = meeting.starts_at, meeting.place
    row.version += 1
    row.sent_at = now
