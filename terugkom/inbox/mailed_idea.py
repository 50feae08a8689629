"""An idea by mail: who writes *Idee:* at the beginning of the subject hands it in, whoever they are.

It is unread until a person accepts it, as one from a page. Its sender gets a number and a day by return only
if our own mail server vouches for the address: what a stranger wrote there may be somebody else's.
"""

import re
from functools import lru_cache

from sqlalchemy.orm import Session

from terugkom.documents.messages import translate, translate_everywhere
from terugkom.ideas.remarks import submit_idea_or_remark
from terugkom.ideas.submission import MAIL_SOURCE, MAX_TEXT, Submission, clean_text
from terugkom.inbox.mail_content import MailContent
from terugkom.inbox.owner_answer import AnswerEntry, build_incoming_mail
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.inbox.reply_words import REPLY_PREFIX
from terugkom.normalize import strip_accents
from terugkom.plan.incoming_mails import IncomingMail, MailKind, ReceiptState, are_too_many

MAX_FROM_ONE = 10  # ideas a day from one address
MAX_FROM_ALL = 100  # a day
_PREFIX = re.compile(rf"{REPLY_PREFIX}|(?:fwd?|doorst) ?: ?", re.IGNORECASE)


def find_idea(mail: MailContent, subject: str, language: str) -> str | None:
    """Return the text of an idea, "" for one without any; None if the subject does not begin with the word.

    `subject` is what the writer put there, empty if it is only that of the mail they answered.
    """
    while prefix := _PREFIX.match(subject):
        subject = subject[prefix.end() :]
    match = _compile_subject().match(subject)
    if match is None:
        return None
    said = parse_reply_text(mail.text).own.strip() or mail.text.strip()  # what was forwarded is an idea too
    text = clean_text("\n\n".join(filter(None, (match[1].strip(), said))))
    if not re.search(r"\w", text):
        return ""
    added = (
        [translate("mailed-idea.attached", language, names=", ".join(names))]
        if (names := mail.attachment_names)
        else []
    )
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
        added.insert(0, translate("mailed-idea.shortened", language))
    return "\n".join((text, *added))


def handle_mailed_idea(
    session: Session, mail: MailContent, text: str, entry: AnswerEntry, *, is_vouched: bool
) -> IncomingMail:
    """Store an idea and the mail that it came by, in the caller's transaction."""
    stored = build_incoming_mail(mail, entry, MailKind.IDEA)
    session.add(stored)
    given = Submission(text, mail.sender_name, mail.sender, source=MAIL_SOURCE)
    receipt = submit_idea_or_remark(session, entry.municipality, given, entry.today)
    stored.outcome = [
        {
            "code": receipt.code,
            "answer_by": receipt.answer_by.isoformat(),
            "is_new": receipt.is_new,
            "attachments": mail.attachment_names,
        }
    ]
    stored.receipt = ReceiptState.WAITING if is_vouched and mail.may_be_answered else ReceiptState.NONE
    return stored


def is_over_idea_limit(session: Session, mail: MailContent, entry: AnswerEntry) -> bool:
    """Return whether an address, or all of them, sent as many ideas today as are taken."""
    about = (entry.municipality.id, MailKind.IDEA, entry.today, mail.sender)
    return are_too_many(session, *about, from_one=MAX_FROM_ONE, in_all=MAX_FROM_ALL)


@lru_cache
def _compile_subject() -> re.Pattern[str]:
    """Return a pattern whose group is what stands behind the word."""
    words = {*translate_everywhere("mailed-idea.subject"), *translate_everywhere("mailed-idea.subjects")}
    known = "|".join(re.escape(each) for each in {*words, *map(strip_accents, words)})
    return re.compile(rf"(?:{known}) ?[:：](.*)", re.IGNORECASE | re.DOTALL)
