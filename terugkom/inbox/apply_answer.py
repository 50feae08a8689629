"""Decide what a classified mail changes. Mail is untrusted: an unauthenticated sender changes nothing.

Three kinds are believed: a report about a Message-ID of ours, an answer with a token for that purpose, and an
answer whose sender our own mail server vouches for. Mail that cannot be believed, or is about nobody, goes to
a person with the reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.delivery.bounces import NewBounce
from terugkom.delivery.failure_kinds import FailureKind
from terugkom.delivery.model import Delivery
from terugkom.documents.messages import translate, translate_everywhere
from terugkom.inbox.authentication_results import is_vouched_for
from terugkom.inbox.classify_mail import MailReply
from terugkom.inbox.parse_bounce import BounceReport
from terugkom.plan.model import Person
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.answer_tokens import AnswerPurpose, extract_token, find_token
from terugkom.subscribers.confirmations import record_confirmation
from terugkom.subscribers.model import Confirmation, Subscriber
from terugkom.subscribers.subscription import record_failure, unsubscribe

BOUNCED, CONFIRMED, UNSUBSCRIBED = "bounced", "confirmed", "unsubscribed"
NOT_DELIVERED = "not_delivered"  # a mail did not arrive, and that says nothing of its address
NOT_FAILED = "not_failed"  # a report that a mail is late, or arrived

_TOKEN_REFERENCE = r"(?:\d+-)?[0-9a-f]{32}"  # noqa: S105
_BROKEN_WORD = re.compile(r"=\?[^ ]{0,200}\?=")  # encoded in no way that is known
_TOKENS = rf"(?: {_TOKEN_REFERENCE}){{0,100}}"  # one is tried
_ANSWER = "(?:(?:re|aw|antw|tr|sv): ?)?"
_VERSION = r"\S[^ ]*?"
# What takes a confirmation back wherever it stands.
_TAKES_BACK = re.compile(r"\b(?:niet|geen|pas|not|nicht|kein|keine|n't)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What a mail changed, in a word; empty if nothing. Then `reason` says why, if it is for a person."""

    word: str = ""
    reason: str = ""
    municipality_id: int | None = None  # of whom it is about


@dataclass
class AnswerProcessor:
    """Applies classified mails. Bounces are looked up in one query: Message-IDs have no index.

    `authentication_server` is the name of the mail server whose word about a sender is taken; empty for none.
    """

    session: Session
    today: date
    now: datetime
    bounces: Sequence[BounceReport] = ()
    municipality_id: int | None = None  # none: of all municipalities
    language: str = "nl"
    authentication_server: str = ""
    mailed: dict[str, Delivery] = field(default_factory=dict)  # by Message-ID

    def __post_init__(self) -> None:
        wanted = {each.message_id for each in self.bounces} - {""}
        if wanted:
            rows = self.session.scalars(select(Delivery).where(Delivery.message_id.in_(wanted)))
            self.mailed = {each.message_id: each for each in rows}

    def process(self, report: BounceReport) -> Answer:
        """Record a bounce; return what it changed, or why nothing was."""
        return self._record_bounce(report)

    def process_command(self, reply: MailReply, line: str, added: str) -> Answer:
        """Do what a line commands if all of it is a command; return what was changed, or why nothing was.

        `added` is what else the mail says: where it takes the confirmation back, nothing is confirmed.
        """
        line = _BROKEN_WORD.sub("", line).strip()
        confirmed = _compile_confirmation_pattern().fullmatch(line)
        if confirmed is None and not _compile_unsubscribe_pattern().fullmatch(line):
            return Answer()
        if confirmed and _TAKES_BACK.search(added):
            return Answer()
        version = next(filter(None, confirmed.groups()), "") if confirmed else ""
        if token := extract_token(line):
            return self._apply_token(token, is_confirmation=confirmed is not None)
        if confirmed:
            return self._vouch(reply) or self._confirm(self._find_subscribers([reply.sender]), version)
        return self._vouch(reply) or self._unsubscribe(self._find_subscribers([reply.sender]))

    def refuse_files(self) -> Answer:
        """Return why the files of a mail are not read."""
        return self._refuse("not-coordinator")

    def refuse_flood(self) -> Answer:
        """Return why a mail is not looked at today."""
        return self._refuse("too-many")

    def refuse_unproven(self) -> Answer:
        """Return why a mail whose sender is not proven changes nothing."""
        if not self.authentication_server:
            return self._refuse("no-server")
        return self._refuse("not-vouched", server=self.authentication_server)

    def _vouch(self, reply: MailReply) -> Answer | None:
        """Return why a sender can't be believed; None if our server vouches for them."""
        if is_vouched_for(reply.sender, reply.authentication_results, self.authentication_server):
            return None
        return self.refuse_unproven()

    def _apply_token(self, text: str, *, is_confirmation: bool) -> Answer:
        """Do what a token permits: one for another purpose than the subject says permits nothing."""
        token = find_token(self.session, text)
        if token is None:
            return self._refuse("unknown-token")
        if token.expires_on is not None and token.expires_on <= self.today:
            return self._refuse("expired-token", day=token.expires_on)
        if (token.purpose is AnswerPurpose.CONFIRM) != is_confirmation:
            return self._refuse("other-purpose")
        subscriber = self.session.get_one(Subscriber, token.subscriber_id)
        if token.purpose is AnswerPurpose.CONFIRM:
            return self._confirm([subscriber], token.version)
        return self._unsubscribe([subscriber])

    def _unsubscribe(self, subscribers: Sequence[Subscriber]) -> Answer:
        for subscriber in subscribers:
            unsubscribe(subscriber, self.today, "answered by mail")
        if not subscribers:
            return self._refuse("no-subscriber")
        return Answer(UNSUBSCRIBED, municipality_id=subscribers[0].municipality_id)

    def _confirm(self, subscribers: Sequence[Subscriber], version: str) -> Answer:
        """Record that these subscribers confirmed a version of the code of conduct."""
        query = select(Confirmation).where(Confirmation.version == version)
        asked = self.session.scalars(
            query.where(Confirmation.subscriber_id.in_([each.id for each in subscribers]))
        ).all()
        for each in asked:
            record_confirmation(each, self.today)
        if not asked:
            return self._refuse("not-asked", version=version)
        return Answer(CONFIRMED, municipality_id=subscribers[0].municipality_id)

    def _record_bounce(self, report: BounceReport) -> Answer:
        """Record that a mail of ours did not arrive; it may have been forwarded to another address."""
        if not report.failures:
            return Answer(NOT_FAILED)
        if not report.message_id:
            return self._refuse("no-message-id")
        delivery = self.mailed.get(report.message_id)
        if delivery is None or self.municipality_id not in (None, delivery.municipality_id):
            return self._refuse("not-our-mail")
        address = normalize_address(delivery.recipient)
        failure = report.find_failure(address)
        is_other = address not in report.addresses and (
            self._find_subscribers(report.addresses, delivery.municipality_id)
            or self._find_people(report.addresses, delivery.municipality_id)
        )
        if failure is None or is_other:
            return self._refuse("other-recipient")
        bounce = NewBounce(failure.kind, failure.reason, self.today, self.now)
        record_failure(self.session, delivery, bounce)
        return Answer(BOUNCED if failure.kind is FailureKind.UNKNOWN_ADDRESS else NOT_DELIVERED)

    def _find_people(self, addresses: Sequence[str], municipality_id: int) -> Sequence[int]:
        query = select(Person.id).where(
            Person.municipality_id == municipality_id, func.lower(Person.email).in_(addresses)
        )
        return self.session.scalars(query).all()

    def _find_subscribers(
        self, addresses: Sequence[str], municipality_id: int | None = None
    ) -> Sequence[Subscriber]:
        query = select(Subscriber).where(Subscriber.email.in_(addresses))
        municipality_id = municipality_id or self.municipality_id
        if municipality_id is not None:
            query = query.where(Subscriber.municipality_id == municipality_id)
        return self.session.scalars(query).all()

    def _refuse(self, reason: str, **values: object) -> Answer:
        return Answer("", translate(f"mail.refused.{reason}", self.language, **values))


# The subjects of the links in our own letters (see `media.newsletter` and `media.code_of_conduct`) are
# recognised in every language; so is what readers write by themselves to unsubscribe.
@lru_cache
def _compile_unsubscribe_pattern() -> re.Pattern[str]:
    words = [
        "(?:afmelden|uitschrijven)(?: (?:van de |voor de )?nieuwsbrief)?(?: a\\.?u\\.?b\\.?)?",
        "unsubscribe(?: (?:from )?(?:the )?newsletter)?(?: please)?",
        "(?:me |se )?d[ée](?:sabonner|sinscrire)(?: (?:de )?(?:la )?(?:newsletter|lettre d'information))?"
        "|d[ée](?:sabonnement|sinscription)(?: newsletter)?",
        "(?:newsletter )?(?:abmelden|abbestellen)|abmeldung(?: newsletter)?",
    ]
    words += map(re.escape, translate_everywhere("newsletter.unsubscribe-subject"))
    return re.compile(rf"{_ANSWER}(?:{'|'.join(words)}){_TOKENS}[ .!]*", re.IGNORECASE)


@lru_cache
def _compile_confirmation_pattern() -> re.Pattern[str]:
    """Return a pattern whose only group that matches is the version."""
    words = [rf"gelezen: ?gedragscode ({_VERSION})"]
    for subject in translate_everywhere("code-of-conduct.confirmation-subject", version="\0"):
        words.append(re.escape(subject).replace(re.escape("\0"), f"({_VERSION})"))
    return re.compile(rf"{_ANSWER}(?:{'|'.join(words)}){_TOKENS}[ .!]*", re.IGNORECASE)
