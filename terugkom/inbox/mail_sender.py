"""Who wrote a mail: by the token in it, or by a From for which our own mail server vouches.

What a mail answers is known by its References; that somebody knows a Message-ID of ours says nothing of who
they are, since each forward and each bounce repeats it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.inbox.authentication_results import is_vouched_for
from terugkom.inbox.mail_content import MailContent
from terugkom.plan.departures import is_departed
from terugkom.plan.model import Person
from terugkom.plan.page_links import LinkState, PageLinkPurpose, find_page_link
from terugkom.plan.suppressed_addresses import normalize_address

_TOKEN_PURPOSES = (PageLinkPurpose.ANSWER, PageLinkPurpose.OWNER)
_MAX_SHARED = 20  # people with one address


@dataclass(frozen=True)
class AnsweredMail:
    """A mail of ours that is answered: its delivery, to whom, and what kind of document it was."""

    delivery_id: int
    municipality_id: int
    person_id: int | None
    recipient: str
    key: str
    kind: str
    subject: str


@dataclass(frozen=True)
class MailSender:
    """Who wrote a mail. Where `is_proven` is false, only From says so, and nothing may follow from that."""

    person: Person
    is_proven: bool


@dataclass
class SenderFinder:
    """Finds who wrote mails, and what they answer, in one transaction.

    `authentication_server` is the name of the mail server whose word about a sender is taken; empty for none.
    """

    session: Session
    today: date
    authentication_server: str = ""
    municipality_id: int | None = None  # none: of all municipalities
    answered: dict[str, AnsweredMail] = field(default_factory=dict)  # by Message-ID

    def load_answered(self, mails: Iterable[MailContent]) -> None:
        """Look up what these mails answer, in one query: Message-IDs have no index."""
        wanted = {each for mail in mails for each in mail.answered_ids}
        if not wanted:
            return
        query = (
            select(Delivery, Document.kind, Document.subject)
            .join(Document, Document.id == Delivery.document_id)
            .where(Delivery.message_id.in_(wanted))
        )
        if self.municipality_id is not None:
            query = query.where(Delivery.municipality_id == self.municipality_id)
        for delivery, kind, subject in self.session.execute(query).tuples():
            self.answered[delivery.message_id] = AnsweredMail(
                delivery.id,
                delivery.municipality_id,
                delivery.person_id,
                normalize_address(delivery.recipient),
                delivery.key,
                kind,
                subject,
            )

    def find_answered(self, mail: MailContent) -> AnsweredMail | None:
        """Return the mail of ours that a mail answers, the nearest."""
        return next((self.answered[each] for each in mail.answered_ids if each in self.answered), None)

    def find_sender(self, mail: MailContent) -> MailSender | None:
        """Return who wrote a mail, proven or claimed; None if it is nobody of the plan."""
        if mail.token and (found := self._find_by_token(mail.token)):
            return MailSender(found, is_proven=True)
        answered = self.find_answered(mail)
        people = self._find_people(mail.sender, answered)
        to = answered.person_id if answered else None
        person = next((each for each in people if each.id == to), None)
        if person is None and len(people) == 1:
            person = people[0]
        if person is None and to is not None and not people:  # from another address than the one on record
            written_to = self.session.get(Person, to)
            return MailSender(written_to, is_proven=False) if written_to else None
        if person is None:
            return MailSender(people[0], is_proven=False) if people else None
        return MailSender(person, self.is_vouched_for(mail))

    def is_vouched_for(self, mail: MailContent) -> bool:
        """Return whether our own mail server vouches for the address that a mail claims to be from."""
        server = self.authentication_server
        return bool(server) and is_vouched_for(mail.sender, mail.authentication_results, server)

    def _find_by_token(self, token: str) -> Person | None:
        for purpose in _TOKEN_PURPOSES:
            found = find_page_link(self.session, token, purpose, self.today)
            if found.link is not None and found.state is LinkState.VALID:
                person = self.session.get_one(Person, found.link.person_id)
                is_here = self.municipality_id in (None, person.municipality_id)
                return person if is_here else None
        return None

    def _find_people(self, address: str, answered: AnsweredMail | None) -> Sequence[Person]:
        """Return who works here and has this address, in the municipality of the mail that is answered."""
        municipality_id = answered.municipality_id if answered else self.municipality_id
        if not address or municipality_id is None:
            return ()
        query = select(Person).where(
            Person.municipality_id == municipality_id, func.lower(Person.email) == address
        )
        found = self.session.scalars(query.order_by(Person.id).limit(_MAX_SHARED)).all()
        return [each for each in found if not is_departed(each, self.today)]
