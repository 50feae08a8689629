"""Handle what comes by mail, and take each mail once: bounces, files, absences, ideas, commands, answers.

What is none of these is asked of the coordinator; what cannot even be asked about stays for a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.inbox import mailed_idea, other_mail
from terugkom.inbox.absence_mail import handle_absence
from terugkom.inbox.apply_answer import Answer, AnswerProcessor
from terugkom.inbox.automatic_mail import Absence, MailOrigin, find_absence
from terugkom.inbox.calendar_reply import (
    CalendarReply,
    find_answered_meeting,
    find_own_answer,
    list_sharing_mailbox,
    parse_calendar_reply,
    store_calendar_reply,
)
from terugkom.inbox.classify_mail import ClassifiedMail, MailReply
from terugkom.inbox.counter_proposal import (
    CounterProposal,
    handle_counter_proposal,
    parse_counter_proposal,
)
from terugkom.inbox.forwarded_mentions import is_forwarded_mention, store_forwarded_mention
from terugkom.inbox.mail_content import MailContent
from terugkom.inbox.mail_sender import MailSender, SenderFinder
from terugkom.inbox.mailed_files import list_mailed_files, store_mailed_files
from terugkom.inbox.owner_answer import (
    MAX_KEPT_TEXT,
    AnswerEntry,
    build_incoming_mail,
    find_own_subject,
    handle_owner_answer,
)
from terugkom.inbox.parse_bounce import BounceReport
from terugkom.inbox.permitted_files import list_permitted_files
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.inbox.words_with_files import handle_words_with_files
from terugkom.meetings.model import Meeting
from terugkom.plan.incoming_mails import IncomingMail, MailKind
from terugkom.plan.model import Municipality, Person
from terugkom.plan.questions import NewQuestion, QuestionKind, ask_question
from terugkom.plan.suppressed_addresses import normalize_address


@dataclass(frozen=True)
class ReadMail:
    """A mail that was read: what it says, and whether it is a reply or a report of a bounce."""

    content: MailContent
    classified: ClassifiedMail | None


@dataclass
class MailHandler:
    """Handles the mails of one batch, in one transaction."""

    session: Session
    today: date
    now: datetime
    processor: AnswerProcessor
    senders: SenderFinder
    takes_files: bool = False  # whether the files of mails are read here

    def load(self, mails: Iterable[ReadMail]) -> None:
        """Look up what these mails answer."""
        self.senders.load_answered(each.content for each in mails)

    def handle(self, mail: ReadMail) -> Answer:
        """Do what a mail asks, once; return what it was, or why nothing was done."""
        if isinstance(mail.classified, BounceReport):
            return self.processor.process(mail.classified)
        content = mail.content
        if content.is_report and not content.is_receipt:
            return Answer()
        if known := self._find_known(content):
            return Answer(known.kind.value)
        if content.is_report:
            return self._set_aside(content, MailKind.AUTOMATIC)
        reply = parse_calendar_reply(content.calendar, self.now)
        if reply and (done := self._handle_calendar_reply(content, reply)):
            return done
        if proposal := parse_counter_proposal(content.calendar):
            return self._handle_counter_proposal(content, proposal)
        sender = self.senders.find_sender(content)
        if heard := store_forwarded_mention(
            self.session, content, sender, self._enter(sender) if sender else None
        ):
            return Answer(heard.kind.value)
        has_words = is_forwarded_mention(content) or self._find_idea(content)
        if not has_words and self._handle_files(content, sender):
            return Answer(MailKind.FILES.value)
        own = parse_reply_text(content.text).own
        absence = find_absence(content.subject, own, self.today)
        is_absence = sender is not None and absence is not None and not absence.departed
        if content.origin is MailOrigin.MACHINE or is_absence:
            return self._handle_automatic(content, sender, absence)
        if idea := self._handle_idea(content):
            return idea
        if isinstance(mail.classified, MailReply):
            done = self._handle_command(mail.classified, content, own)
            if done.word or done.reason:
                return done
        return self._handle_answer(content, sender, own)

    def _handle_files(self, content: MailContent, sender: MailSender | None) -> bool:
        """Store which files of a mail are read; return False if it has none that its sender may mail."""
        files = list_mailed_files(content)
        if not files or sender is None or not self.takes_files:
            return False
        entry = self._enter(sender)
        permitted = list_permitted_files(self.session, entry.municipality, sender, files, self.today)
        if permitted:
            stored = store_mailed_files(self.session, content, sender.person, permitted, entry)
            answered = self.senders.find_answered(content)
            about = (content, stored, sender, answered, entry)
            words = handle_words_with_files(self.session, *about)
            stored.outcome = [*stored.outcome, {"words": words.value}]
        return bool(permitted)

    def _handle_automatic(
        self, content: MailContent, sender: MailSender | None, absence: Absence | None
    ) -> Answer:
        if absence and sender:
            stored = handle_absence(self.session, content, sender, absence, self._enter(sender))
            return Answer(stored.kind.value)
        return self._set_aside(content, MailKind.AUTOMATIC)

    def _handle_idea(self, content: MailContent) -> Answer | None:
        """Store an idea; return None for a mail that is none, or says nothing."""
        entry, text = self._enter_here(), self._find_idea(content)
        if entry is None or not text:
            return None
        if mailed_idea.is_over_idea_limit(self.session, content, entry):
            return self._refuse_flood(content, entry)
        is_vouched = self.senders.is_vouched_for(content)
        mailed_idea.handle_mailed_idea(self.session, content, text, entry, is_vouched=is_vouched)
        return Answer(MailKind.IDEA.value)

    def _find_idea(self, content: MailContent) -> str | None:
        """Return the text of an idea; None or "" for a mail that is none, or says nothing."""
        entry = self._enter_here()
        if entry is None or not content.sender:
            return None
        subject = find_own_subject(content, self.senders.find_answered(content))
        return mailed_idea.find_idea(content, subject, entry.municipality.language)

    def _handle_answer(self, content: MailContent, sender: MailSender | None, own: str) -> Answer:
        """Record what an owner answers; else have a person say what it is."""
        if sender is not None and content.sender:
            answered = self.senders.find_answered(content)
            taken = handle_owner_answer(self.session, content, sender, answered, self._enter(sender))
            if taken is not None:
                return Answer(taken.kind.value)
            if list_mailed_files(content):
                return self.processor.refuse_files()
        if sender is None and content.origin is MailOrigin.BULK:
            return self._set_aside(content, MailKind.BULK)
        entry = self._enter_here()
        if entry is None or not content.sender or not (own + content.text + content.subject).strip():
            return Answer()
        if other_mail.is_over_mail_limit(self.session, content, entry):
            return self._refuse_flood(content, entry)
        is_vouched = self.senders.is_vouched_for(content)
        other_mail.handle_other_mail(self.session, content, own, entry, is_vouched=is_vouched)
        return Answer(MailKind.OTHER.value)

    def _set_aside(self, content: MailContent, kind: MailKind) -> Answer:
        if entry := self._enter_here():
            other_mail.set_aside(self.session, content, kind, entry)
        return Answer(kind.value) if entry or kind is MailKind.AUTOMATIC else Answer()

    def _refuse_flood(self, content: MailContent, entry: AnswerEntry) -> Answer:
        other_mail.set_aside(self.session, content, MailKind.OVER_LIMIT, entry)
        return self.processor.refuse_flood()

    def _find_known(self, content: MailContent) -> IncomingMail | None:
        same = select(IncomingMail).where(IncomingMail.fingerprint == content.fingerprint)
        if self.processor.municipality_id is not None:
            same = same.where(IncomingMail.municipality_id == self.processor.municipality_id)
        known = self.session.scalars(same.limit(1)).first()
        if known is not None and known.kind is MailKind.OVER_LIMIT:  # a person put it back to be read
            self.session.delete(known)
            self.session.flush()
            return None
        return known

    def _enter_here(self) -> AnswerEntry | None:
        """Return the entry of the municipality whose inbox this is; None in that of all."""
        number = self.processor.municipality_id
        if number is None:
            return None
        return AnswerEntry(self.session.get_one(Municipality, number), self.today, self.now)

    def _enter(self, sender: MailSender) -> AnswerEntry:
        municipality = self.session.get_one(Municipality, sender.person.municipality_id)
        return AnswerEntry(municipality, self.today, self.now)

    def _find_invited(
        self, content: MailContent, uid: str
    ) -> tuple[Meeting, MailSender, Sequence[Person]] | None:
        """Return the meeting that a calendar program speaks of, who sent it, and all for whom that counts;
        None if they are not ours. Who are invited at one address were sent one mail, which has one answer."""
        meeting = find_answered_meeting(self.session, uid)
        sender = self.senders.find_sender(content) if meeting else None
        if not meeting or not sender or sender.person.municipality_id != meeting.moment.municipality_id:
            return None
        sharing = list_sharing_mailbox(self.session, meeting, sender.person)
        if len(sharing) < 2 or normalize_address(sender.person.email) != content.sender:
            return meeting, sender, [sender.person]
        is_proven = sender.is_proven or self.senders.is_vouched_for(content)
        return meeting, replace(sender, is_proven=is_proven), sharing

    def _handle_calendar_reply(self, content: MailContent, reply: CalendarReply) -> Answer | None:
        """Keep what an invited person answers; return None for an answer in the place of somebody else."""
        found = self._find_invited(content, reply.uid)
        if found is None:
            return Answer()
        meeting, sender, people = found
        answer = find_own_answer(self.session, sender.person, reply)
        if answer is None:
            return None
        if not sender.is_proven:
            return self.processor.refuse_unproven()
        for person in people:
            store_calendar_reply(self.session, meeting, person, reply, answer)
        self.session.add(build_incoming_mail(content, self._enter(sender), MailKind.ATTENDANCE))
        return Answer(MailKind.ATTENDANCE.value)

    def _handle_counter_proposal(self, content: MailContent, proposal: CounterProposal) -> Answer:
        found = self._find_invited(content, proposal.uid)
        if found is None:
            return Answer()
        meeting, sender, people = found
        handle_counter_proposal(self.session, content, sender, meeting, proposal, self._enter(sender))
        reply = parse_calendar_reply(content.calendar, self.now, "COUNTER")
        answer = find_own_answer(self.session, sender.person, reply) if reply else None
        if reply and answer and sender.is_proven:
            for person in people:
                store_calendar_reply(self.session, meeting, person, reply, answer)
        return Answer(MailKind.ASKED.value)

    def _handle_command(self, reply: MailReply, content: MailContent, own: str) -> Answer:
        """Do what the whole subject or the whole first line commands; what was added reaches a person."""
        first, _, rest = own.partition("\n")
        for line, added, subject in ((reply.subject, own, ""), (first, rest, content.subject)):
            done = self.processor.process_command(reply, line, added)
            if done.word or done.reason:
                if done.word and added.strip() and done.municipality_id:
                    self._ask_about_added(content, added, subject, done.municipality_id)
                return done
        return Answer()

    def _ask_about_added(self, content: MailContent, added: str, subject: str, municipality_id: int) -> None:
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
            {"mail": stored.id, "subject": subject[:500], "unproven": stored.sender},
        )
        ask_question(self.session, new, self.today, self.now)
