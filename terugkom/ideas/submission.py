"""What somebody hands in by a page or a mail, and the receipt: a number and the day of the answer.

It is a stranger's: what they say of themselves is kept as they say it, and nobody of the plan is known by it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.ideas.hash_words import hash_words
from terugkom.ideas.model import Idea, IdeaState
from terugkom.normalize import remove_control_characters
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality
from terugkom.plan.queries import lock_municipality

PAGE_SOURCE, MAIL_SOURCE = "page", "mail"
MAX_TEXT = 4_000  # characters


@dataclass(frozen=True)
class Submission:
    """An idea or a remark as it was handed in. `about` names the story that a remark is about."""

    text: str
    name: str = ""
    address: str = ""
    theme: str = ""
    about: str = ""
    is_public: bool = False
    picture: str = ""  # the ending of its file, as in ``jpg``; empty without one
    source: str = PAGE_SOURCE  # through what it came


@dataclass(frozen=True)
class SubmissionReceipt:
    """What the sender is told. It is not new if the same words were handed in before; then `is_completed`
    says whether it now holds something more. `picture` is the name under which theirs is kept, "" if it is
    not."""

    code: str
    answer_by: date
    is_new: bool
    is_completed: bool = False
    picture: str = ""


def submit_idea(
    session: Session, municipality: Municipality, given: Submission, today: date
) -> SubmissionReceipt | None:
    """Store an idea, unread until a person accepts it; return its receipt.

    An idea with the same words is the same idea: its receipt is given again. Return None if that one cannot
    hold what is new here, such as another address, or was answered already: then it is for a person.
    """
    lock_municipality(session, municipality)  # codes are numbered one at a time
    digest = hash_words(given.text)
    ours = select(Idea).where(Idea.municipality_id == municipality.id)
    known = session.scalar(ours.where(Idea.normalized_text_sha256 == digest))
    if known is not None:
        return _repeat_receipt(known, given, municipality, today)
    codes = session.scalars(select(Idea.code).where(Idea.municipality_id == municipality.id))
    idea = Idea(
        municipality_id=municipality.id,
        code=next_code("I", codes.all()),
        text=given.text,
        normalized_text_sha256=digest,
        theme=given.theme,
        submitted_on=today,
        submitted_by=given.name,
        reply_address=given.address,
        answer_by=compute_answer_day(municipality, today),
        public=given.is_public,
        state=IdeaState.UNREAD,
        source=given.source,
    )
    if given.picture:
        idea.picture = f"{idea.code}.{given.picture}"
    session.add(idea)
    session.flush()
    return SubmissionReceipt(idea.code, idea.answer_by or today, True, picture=idea.picture)


def _repeat_receipt(
    known: Idea, given: Submission, municipality: Municipality, today: date
) -> SubmissionReceipt | None:
    if known.state is IdeaState.REJECTED and not given.address:  # advertising that comes again
        return SubmissionReceipt(known.code, promise_day(known.answer_by, municipality, today), False)
    is_unread = known.state is IdeaState.UNREAD
    cannot_hold = given.address and known.reply_address not in ("", given.address)
    if not known.state.awaits_answer or cannot_hold or (given.picture and not is_unread):
        return None
    if known.answer_by is None:
        known.answer_by = compute_answer_day(municipality, today)
    known.reply_address = known.reply_address or given.address
    before = (known.theme, known.submitted_by, known.picture, known.public)
    if is_unread:
        _complete(known, given)
    is_completed = before != (known.theme, known.submitted_by, known.picture, known.public)
    picture = known.picture if known.picture != before[2] else ""
    day = promise_day(known.answer_by, municipality, today)
    return SubmissionReceipt(known.code, day, False, is_completed, picture)


def _complete(known: Idea, given: Submission) -> None:
    """Add what an idea that nobody read yet does not hold; it may be published only if nobody says no.

    A mail does not ask whether it may be, so it says neither.
    """
    known.theme = known.theme or given.theme
    known.submitted_by = known.submitted_by or given.name
    if given.picture and not known.picture:
        known.picture = f"{known.code}.{given.picture}"
    if given.source == PAGE_SOURCE:
        known.public = known.public and given.is_public


def promise_day(promised: date | None, municipality: Municipality, today: date) -> date:
    """Return the day by which what is handed in again is answered: as promised before, or anew if that day
    has passed."""
    if promised is not None and promised >= today:
        return promised
    return compute_answer_day(municipality, today)


def compute_answer_day(municipality: Municipality, today: date) -> date:
    """Return the day by which something that is handed in today is answered: a working day."""
    days = MediaSettings.from_overrides(municipality.media_settings).ideas_answer_days
    return municipality.working_days.on_or_after(today + timedelta(days=max(days, 1)))


def next_code(letter: str, codes: Sequence[str]) -> str:
    """Return the next number, as in ``I8``."""
    numbers = (int(each[1:]) for each in codes if each[:1] == letter and each[1:].isdecimal())
    return f"{letter}{max(numbers, default=0) + 1}"


def clean_text(text: str, *, one_line: bool = False) -> str:
    """Return a text without control characters, rows of empty lines, and spaces at its ends."""
    kept = remove_control_characters(text)
    return " ".join(kept.split()) if one_line else re.sub(r"\n{3,}", "\n\n", kept).strip()
