"""How many people were told of a change of a meeting."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.meetings.invitation_model import MeetingInvitation
from terugkom.meetings.model import Meeting


def find_last_delivery(session: Session, moment_id: int) -> int:
    """Return the number of the last delivery about a meeting, 0 if there is none."""
    newest = select(func.max(Delivery.id)).where(Delivery.moment_id == moment_id)
    return session.scalar(newest) or 0


def count_notified_people(session: Session, moment_id: int, after: int) -> int:
    """Return how many people a mail about the meeting was sent to, of those recorded after a delivery.

    Somebody who gets the change and the pack is one; who share a mailbox are as many as they are.
    """
    sent_to = select(Delivery.recipient).where(
        Delivery.moment_id == moment_id, Delivery.id > after, Delivery.state == DeliveryState.SENT
    )
    notified = (
        select(func.count(MeetingInvitation.person_id))
        .join(Meeting, Meeting.moment_id == MeetingInvitation.moment_id)
        .where(
            MeetingInvitation.moment_id == moment_id,
            MeetingInvitation.sequence == Meeting.sequence,
            MeetingInvitation.address.in_(sent_to),
        )
    )
    return session.scalar(notified) or 0
