"""The keys of the mails by which approval or a correction of an edition is asked, and what became of them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.model import NOT_STARTED, Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.editions.model import EditionStep, ExecutedEditionStep
from terugkom.schedule.model import Moment

REQUEST_DOCUMENT, NOT_READY_DOCUMENT = "edition-asked", "edition-not-ready"
SUPERSEDED = "superseded: the edition was changed"
_LENGTH = 16  # of the hash of a text, or of a list of problems, in a key


def format_request_key(moment: Moment, step: EditionStep, subject_hash: str, sequence: int) -> str:
    """Return the key of the delivery of a step for a text, or a list of problems."""
    start = f"{moment.municipality_id}:edition-{step}:{moment.id}"
    return f"{start}:{subject_hash[:_LENGTH]}{format_sequence(sequence)}"


def format_sequence(sequence: int) -> str:
    """Return the part of a key that says which request for the same text it is."""
    return f":{sequence}" if sequence else ""


@dataclass(frozen=True)
class RequestMails:
    """The mails of an edition that ask for its approval or correction: the keys of those that were skipped
    for a later text, and of those that have not left."""

    moment: Moment
    superseded: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()

    def is_superseded(self, row: ExecutedEditionStep) -> bool:
        """Return whether the mail of a step was skipped for that of a later text."""
        key = format_request_key(self.moment, row.step, row.text_hash, row.sequence)
        return key in self.superseded

    def list_waiting_others(self, subject_hash: str, *, to_chief: bool) -> list[str]:
        """Return the keys of the mails about another text, or list of problems, that have not left; those
        `to_chief` too, or without them."""
        return [
            key
            for key in self.waiting
            if f":{subject_hash[:_LENGTH]}" not in key
            and (to_chief or f":edition-{EditionStep.ESCALATED}:" not in key)
        ]


def load_request_mails(session: Session, moment: Moment) -> RequestMails:
    """Return what became of the mails about an edition."""
    query = (
        select(Delivery.key, Delivery.state, Delivery.reason)
        .join(Document, Document.id == Delivery.document_id)
        .where(Delivery.moment_id == moment.id, Document.kind.in_((REQUEST_DOCUMENT, NOT_READY_DOCUMENT)))
    )
    rows = session.execute(query).tuples().all()
    return RequestMails(
        moment,
        frozenset(key for key, state, why in rows if state is DeliveryState.SKIPPED and why == SUPERSEDED),
        frozenset(key for key, state, _ in rows if state in NOT_STARTED),
    )
