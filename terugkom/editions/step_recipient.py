"""Who gets the mail of a step of an edition or a correction."""

from datetime import date

from sqlalchemy.orm import Session

from terugkom.documents.one_line import to_one_line
from terugkom.editions.model import EditionStep
from terugkom.meetings.recipients import MeetingRecipient, find_coordinator_recipient, find_reachable_person
from terugkom.plan.model import Municipality, Person


def find_step_recipient(
    session: Session, municipality: Municipality, step: EditionStep, today: date
) -> MeetingRecipient | None:
    """Return who gets the mail of a step: the coordinator, or the chief if it is escalated; None if nobody
    can be reached."""
    if step is EditionStep.ESCALATED and (chief := _find_chief(session, municipality, today)):
        return chief
    found = find_coordinator_recipient(session, municipality, today).reachable
    return found[0] if found else None


def find_unreachable_chief(
    session: Session, municipality: Municipality, step: EditionStep, today: date
) -> str | None:
    """Return the name of the chief in whose place the coordinator gets the mail of an escalation, "" where
    the plan names no chief; None for any other mail."""
    if step is not EditionStep.ESCALATED or _find_chief(session, municipality, today):
        return None
    chief = session.get(Person, municipality.chief_id) if municipality.chief_id else None
    return to_one_line(chief.name) if chief else ""


def _find_chief(session: Session, municipality: Municipality, today: date) -> MeetingRecipient | None:
    return find_reachable_person(session, municipality, municipality.chief_id, "chief", today)
