"""The mail with the answer to an idea or a remark, to who left an address; never to anybody else.

Nothing is mailed before a person answers: an address that a stranger typed may be somebody else's.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery
from terugkom.documents.file_store import sha256
from terugkom.documents.letter import Address, Letter
from terugkom.documents.mail_address import is_mail_address
from terugkom.documents.render_context import RenderContext
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.ideas.submission import MAIL_SOURCE
from terugkom.plan.model import Municipality
from terugkom.schedule.moment_of_day import open_moment_of_day
from terugkom.schedule.run_stamp import RunStamp

KIND = "submission-answer"
ROLE = "sender"
_ANSWERED = {
    RemarkState.ANSWERED.value,
    *(each.value for each in (IdeaState.TAKEN_UP, IdeaState.LATER, IdeaState.NOT_TAKEN_UP)),
}


@dataclass(frozen=True)
class AnswerRun:
    """The run in which an answer is recorded: its mail channel, day and time."""

    channel: str
    today: date
    now: datetime


def enqueue_answer(
    session: Session,
    context: RenderContext,
    municipality: Municipality,
    answered: Idea | Remark,
    run: AnswerRun,
) -> bool:
    """Enqueue the mail with an answer that was just recorded; return whether there is one.

    None goes out without an address, for what was rejected, and for an answer that was mailed before.
    """
    # Earlier versions took any address of a mail.
    can_be_mailed = is_mail_address(answered.reply_address)
    if not (can_be_mailed and answered.answer and answered.state.value in _ANSWERED):
        return False
    key = _build_key(municipality, answered)
    if session.scalar(select(Delivery.id).where(Delivery.key == key)) is not None:
        return False
    from terugkom.delivery import enqueue  # here, for most ideas come without an address

    letter = _render_answer(context, municipality, answered)
    moment = open_moment_of_day(session, municipality.id, KIND, answered.code, RunStamp(run.today, run.now))
    recipient = enqueue.Recipient(
        key, ROLE, None, Address("", answered.reply_address), f"{KIND}:{key.split(':', 2)[2]}"
    )
    run_context = enqueue.RunContext(municipality, moment.id, run.channel, "", run.now, run.today)
    mail = enqueue.build_mail(letter, KIND, run_context.folder, answered.code, [recipient])
    enqueue.write_documents(context.documents, [mail], session)
    enqueue.enqueue_documents(session, run_context, [mail])
    return True


def _render_answer(context: RenderContext, municipality: Municipality, answered: Idea | Remark) -> Letter:
    """Return the letter with an answer. Raises TemplateError."""
    return context.templates.render_letter(
        KIND,
        {
            "municipality": municipality.name,
            "reader": _find_name(answered),
            "kind": "idea" if isinstance(answered, Idea) else "remark",
            "code": answered.code,
            "submitted_on": answered.submitted_on,
            "by_mail": answered.source == MAIL_SOURCE,
            "text": answered.text,
            "verdict": answered.state.value if isinstance(answered, Idea) else "",
            "answer": answered.answer,
            "answer_to": municipality.answer_address,
        },
    )


def _find_name(answered: Idea | Remark) -> str:
    """Return the name to greet who handed it in by, or nothing: in a form some write their address there."""
    person = answered.person if isinstance(answered, Idea) else None
    name = person.name if person else answered.submitted_by
    return "" if "@" in name else name


def _build_key(municipality: Municipality, answered: Idea | Remark) -> str:
    """Return the key of the delivery: another answer, and so another decision, is another mail."""
    digest = sha256(f"{answered.state}\0{answered.answer}\0{answered.reply_address}".encode())
    return f"{KIND}:{municipality.id}:{answered.code}:{digest[:16]}"
