"""Every table of the subject, so that migrations and tests see them all."""

from terugkom.database import Base
from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.gate.model import GateAcceptance, GateSnapshot
from terugkom.plan.model import Action, Group, Municipality, Person
from terugkom.rhythm.model import AgendaPoint, Moment, Reminder

__all__ = [
    "Action",
    "AgendaPoint",
    "Base",
    "Delivery",
    "Document",
    "GateAcceptance",
    "GateSnapshot",
    "Group",
    "Moment",
    "Municipality",
    "Person",
    "Reminder",
]
