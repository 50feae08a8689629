"""What stands in a mail besides the files that are read: it is asked about if it is of an action, else named.

A mail with a workbook or minutes is answered with what became of these. Who also answers a reminder in it, or
sends other files along, must not believe that all of it was read.
"""

from enum import StrEnum

from sqlalchemy.orm import Session

from terugkom.inbox.answers.action_codes import find_codes
from terugkom.inbox.mail_content import MailContent
from terugkom.inbox.mail_sender import AnsweredMail, MailSender
from terugkom.inbox.mailed_figures import load_indicator_units
from terugkom.inbox.owner_answer import (
    MAX_KEPT_TEXT,
    AnswerEntry,
    ask_about_answer,
    find_action_answers,
    find_mailed_actions,
    find_own_subject,
)
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.incoming_mails import IncomingMail
from terugkom.plan.owned_actions import find_owned_actions
from terugkom.plan.queries import lock_municipality


class WordsOutcome(StrEnum):
    """What became of the words of a mail whose files were read."""

    NONE = "none"  # there are none
    ASKED = "asked"  # the coordinator says what they mean
    UNREAD = "unread"


def handle_words_with_files(
    session: Session,
    mail: MailContent,
    stored: IncomingMail,
    sender: MailSender,
    answered: AnsweredMail | None,
    entry: AnswerEntry,
) -> WordsOutcome:
    """Ask the coordinator about what a mail says of an action, in the caller's transaction; return what
    became of its words.

    It is never taken as progress: it may be about what is in the files.
    """
    lock_municipality(session, entry.municipality)
    reply = parse_reply_text(mail.text)
    if not reply.own.strip():
        return WordsOutcome.NONE
    owned = find_owned_actions(session, sender.person, entry.today)
    mailed = find_mailed_actions(session, answered)
    if not mailed and not find_codes(reply.own, [each.code for each in owned]):
        return WordsOutcome.UNREAD
    stored.text = reply.own[:MAX_KEPT_TEXT]
    subject = find_own_subject(mail, answered)
    unread = [
        name for each in stored.outcome for key, name in each.items() if key in ("not_read", "other_file")
    ]
    about = {"subject": subject[:500], "attachments": unread}
    units = load_indicator_units(session, entry.municipality, owned)
    for each in find_action_answers(reply, subject, mailed, owned, entry.today, units):
        ask_about_answer(session, stored, each, sender, entry, about)
    return WordsOutcome.ASKED
