"""Sort what comes by mail, and take each mail once: bounces, commands, absences, invitations, answers.

What asks nothing of us, and what nobody of ours wrote, stays for a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.inbox.absence_mail import take_absence
from terugkom.inbox.apply_answer import Answer, AnswerProcessor
from terugkom.inbox.automatic_mail import MailOrigin, find_absence
from terugkom.inbox.calendar_reply import (
    CalendarReply,
    find_meeting,
    parse_calendar_reply,
    store_calendar_reply,
)
from terugkom.inbox.classify_mail import ClassifiedMail, MailReply
from terugkom.inbox.heard_mail import take_heard
from terugkom.inbox.mail_content import MailContent
from terugkom.inbox.mail_sender import MailSender, SenderFinder
from terugkom.inbox.mailed_files import list_mailed_files
from terugkom.inbox.owner_answer import (
    MAX_KEPT_TEXT,
    AnswerEntry,
    build_incoming_mail,
    take_owner_answer,
)
from terugkom.inbox.parse_bounce import BounceReport
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.incoming_mails import IncomingMail, MailKind
from terugkom.plan.model import Municipality
from terugkom.plan.questions import NewQuestion, QuestionKind, ask_question


@dataclass(frozen=True)
class ReadMail:
    """A mail that was read: what it says, and whether it is a reply or a report of a bounce."""

    content: MailContent
    classified: ClassifiedMail | None


@dataclass
class MailSorter:
    """Takes the mails of one batch, in one transaction."""

    session: Session
    today: date
    now: datetime
    processor: AnswerProcessor
    senders: SenderFinder

    def load(self, mails: Iterable[ReadMail]) -> None:
        """Look up what these mails answer."""
        self.senders.load_answered(each.content for each in mails)

    def take(self, mail: ReadMail) -> Answer:
        """Do what a mail asks, once; return what it was, or why nothing was done."""
        if isinstance(mail.classified, BounceReport):
            return self.processor.process(mail.classified)
        content = mail.content
        if content.is_report:
            return Answer()
        if known := self._find_known(content):
            return Answer(known.kind.value)
        if reply := parse_calendar_reply(content.calendar, self.now):
            return self._take_calendar_reply(content, reply)
        sender = self.senders.find_sender(content)
        if heard := take_heard(self.session, content, sender, self._enter(sender) if sender else None):
            return Answer(heard.kind.value)
        own = parse_reply_text(content.text).own
        absence = find_absence(content.subject, own, self.today)
        if content.origin is MailOrigin.MACHINE or (absence and not absence.departed):
            if sender and absence:
                stored = take_absence(self.session, content, sender, absence, self._enter(sender))
                return Answer(stored.kind.value)
            return Answer(MailKind.AUTOMATIC.value)
        if isinstance(mail.classified, MailReply):
            done = self._take_command(mail.classified, content, own)
            if done.word or done.reason:
                return done
        taken = None
        if sender is not None and content.sender:
            answered = self.senders.find_answered(content)
            taken = take_owner_answer(self.session, content, sender, answered, self._enter(sender))
        if taken is None and list_mailed_files(content):
            return self.processor.refuse_files()
        return Answer(taken.kind.value) if taken else Answer()

    def _find_known(self, content: MailContent) -> IncomingMail | None:
        same = select(IncomingMail).where(IncomingMail.fingerprint == content.fingerprint)
        if self.processor.municipality_id is not None:
            same = same.where(IncomingMail.municipality_id == self.processor.municipality_id)
        return self.session.scalars(same.limit(1)).first()

    def _enter(self, sender: MailSender) -> AnswerEntry:
        municipality = self.session.get_one(Municipality, sender.person.municipality_id)
        return AnswerEntry(municipality, self.today, self.now)

    def _take_calendar_reply(self, content: MailContent, reply: CalendarReply) -> Answer:
        meeting = find_meeting(self.session, reply)
        if meeting is None:
            return Answer()
        sender = self.senders.find_sender(content)
        if sender is None or sender.person.municipality_id != meeting.moment.municipality_id:
            return Answer()
        if not sender.is_proven:
            return self.processor.refuse_unproven()
        store_calendar_reply(self.session, meeting, sender.person, reply)
        self.session.add(build_incoming_mail(content, self._enter(sender), MailKind.ATTENDANCE))
        return Answer(MailKind.ATTENDANCE.value)

    def _take_command(self, reply: MailReply, content: MailContent, own: str) -> Answer:
        """Do what the whole subject or the whole first line commands; what was added reaches a person."""
        first, _, rest = own.partition("\n")
        for line, added in ((reply.subject, own), (first, rest)):
            done = self.processor.process_command(reply, line, added)
            if done.word or done.reason:
                if done.word and added.strip() and done.municipality_id:
                    self._ask_about_added(content, added, done.municipality_id)
                return done
        return Answer()

    def _ask_about_added(self, content: MailContent, added: str, municipality_id: int) -> None:
        entry = AnswerEntry(self.session.get_one(Municipality, municipality_id), self.today, self.now)
        stored = build_incoming_mail(content, entry, MailKind.ASKED)
        stored.text = added[:MAX_KEPT_TEXT]
        self.session.add(stored)
        self.session.flush()
        new = NewQuestion(
            municipality_id,
            QuestionKind.MAIL,
            f"mail {stored.id}",
            stored.text,
            {"mail": stored.id, "unproven": stored.sender},
        )
        ask_question(self.session, new, self.today, self.now)
