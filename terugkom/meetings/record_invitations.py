"""Record what each person was sent about a meeting, in the transaction that enqueues it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from terugkom.meetings.model import (
    InvitationState,
    Meeting,
    MeetingInvitation,
    MeetingStep,
    StepKind,
    StepOutcome,
)
from terugkom.meetings.recipients import MeetingRecipient
from terugkom.plan.suppressed_addresses import normalize_address

_STATES = {
    StepKind.INVITATION: InvitationState.INVITED,
    StepKind.UPDATE: InvitationState.INVITED,
    StepKind.LATE_INVITATION: InvitationState.INVITED,
    StepKind.WITHDRAWAL: InvitationState.WITHDRAWN,
    StepKind.CANCEL: InvitationState.WITHDRAWN,
}
_PACKS = (StepKind.PACK, StepKind.LATE_PACK)
_FOR_ALL = {StepKind.LATE_INVITATION: StepKind.INVITATION, StepKind.LATE_PACK: StepKind.PACK}


def record_invitations(
    session: Session,
    meeting: Meeting,
    step: StepKind,
    recipients: Sequence[MeetingRecipient],
    now: datetime,
) -> None:
    """Record an invitation, update, cancellation, withdrawal or pack that goes to these recipients."""
    for recipient in recipients:
        for person_id in recipient.person_ids:
            if step in _STATES:
                _record_calendar_mail(session, meeting, _STATES[step], person_id, recipient, now)
            elif step in _PACKS:
                row = session.get(MeetingInvitation, (meeting.moment_id, person_id))
                if row:
                    row.has_pack = True
                    row.version += 1
    session.flush()


def mark_done_late(session: Session, meeting: Meeting, step: StepKind) -> None:
    """Count a step for all as done if it had found nobody, and somebody is reached now."""
    if step in _FOR_ALL:
        session.execute(
            update(MeetingStep)
            .where(MeetingStep.moment_id == meeting.moment_id, MeetingStep.step == _FOR_ALL[step])
            .where(MeetingStep.sequence == meeting.sequence, MeetingStep.outcome == StepOutcome.SKIPPED)
            .values(outcome=StepOutcome.DONE, reason="")
        )


def _record_calendar_mail(
    session: Session,
    meeting: Meeting,
    state: InvitationState,
    person_id: int,
    recipient: MeetingRecipient,
    now: datetime,
) -> None:
    row = session.get(MeetingInvitation, (meeting.moment_id, person_id))
    if row is None:
        row = MeetingInvitation(
            moment_id=meeting.moment_id, person_id=person_id, address="", version=0, has_pack=False
        )
        session.add(row)
    address = recipient.address.email
    if normalize_address(row.address) != normalize_address(address):
        row.has_pack = False  # it went to the other address
    row.state, row.role, row.address = state, recipient.role, address
    row.sequence, row.day = meeting.sequence, meeting.moment.day
    row.starts_at, row.place = meeting.starts_at, meeting.place
    row.version += 1
    row.sent_at = now
