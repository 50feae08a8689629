"""What the coordinator heard elsewhere and forwards: a mail whose subject begins with *Gehoord:*.

It is kept as a mention and answered with a receipt. The whole text is kept: what was forwarded is a quote.
"""

import re
from functools import lru_cache

from sqlalchemy.orm import Session

from terugkom.documents.messages import translate_everywhere
from terugkom.inbox.automatic_mail import MailOrigin
from terugkom.inbox.mail_content import MailContent
from terugkom.inbox.mail_sender import MailSender
from terugkom.inbox.owner_answer import AnswerEntry, build_incoming_mail
from terugkom.inbox.reply_words import FORWARD_PREFIX, REPLY_PREFIX
from terugkom.mentions.model import MAIL
from terugkom.mentions.store_mentions import NewMention, ReceiptTime, store_mention
from terugkom.normalize import strip_accents
from terugkom.plan.incoming_mails import IncomingMail, MailKind, ReceiptState
from terugkom.plan.reachability import is_coordinator

_PREFIX = re.compile(f"{REPLY_PREFIX}|{FORWARD_PREFIX}", re.IGNORECASE)


def is_forwarded_mention(mail: MailContent) -> bool:
    """Return whether the subject of a mail says that it holds what somebody heard."""
    return _compile_subject().fullmatch(_cut_prefixes(mail.subject)) is not None


def store_forwarded_mention(
    session: Session, mail: MailContent, sender: MailSender | None, entry: AnswerEntry | None
) -> IncomingMail | None:
    """Store what the coordinator forwards, in the caller's transaction; return None for another mail."""
    found = _compile_subject().fullmatch(_cut_prefixes(mail.subject))
    if found is None or sender is None or entry is None or mail.origin is not MailOrigin.PERSON:
        return None
    if not sender.is_proven or not is_coordinator(session, entry.municipality, sender.person, entry.today):
        return None
    text = "\n\n".join(filter(None, (found[1].strip(), mail.text.strip())))
    if not text:
        return None
    new = NewMention(MAIL, mail.fingerprint, text, entry.today)
    store_mention(session, entry.municipality, new, ReceiptTime(entry.today, entry.now))
    stored = build_incoming_mail(mail, entry, MailKind.HEARD)
    stored.person_id, stored.receipt = sender.person.id, ReceiptState.WAITING
    stored.outcome = [{"heard": True, "attachments": len(mail.attachments)}]
    session.add(stored)
    return stored


def _cut_prefixes(subject: str) -> str:
    """Return a subject without what programs put before it when they answer or forward, however often."""
    rest = subject.strip()
    while found := _PREFIX.match(rest):
        rest = rest[found.end() :]
    return rest


@lru_cache
def _compile_subject() -> re.Pattern[str]:
    """Return the pattern of such a subject; its group is what stands behind the word, with any accents."""
    found = translate_everywhere("mail.heard")
    words = "|".join(map(re.escape, {*found, *map(strip_accents, found)}))
    return re.compile(rf"(?:{words}) ?:(.*)", re.IGNORECASE | re.DOTALL)
