"""Store mentions, each once, however often it comes in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.errors import PublicInputError
from terugkom.mentions.model import Mention
from terugkom.normalize import remove_control_characters
from terugkom.plan.model import Municipality
from terugkom.plan.queries import lock_municipality

MAX_TEXT = 5_000  # characters of a mention that are kept


@dataclass(frozen=True)
class ReceiptTime:
    """The day of the run and the time at which a mention comes in."""

    today: date
    now: datetime


@dataclass(frozen=True)
class NewMention:
    """A mention to be stored; see `Mention`."""

    source: str
    remote_id: str
    text: str
    said_on: date
    author: str = ""
    url: str = ""
    answers: str = ""
    answers_url: str = ""
    is_private: bool = False


def store_mention(
    session: Session, municipality: Municipality, new: NewMention, noted: ReceiptTime
) -> Mention | None:
    """Store a mention, or the text that its author changed; return it, None if it was known as it is.

    One whose text changed is new to who saw it before. One that was withdrawn stays so.
    """
    lock_municipality(session, municipality)
    text = _shorten(remove_control_characters(new.text).strip())
    known = session.scalar(
        select(Mention).where(
            Mention.municipality_id == municipality.id,
            Mention.source == new.source,
            Mention.remote_id == new.remote_id,
        )
    )
    if known is not None:
        if known.withdrawn_on or known.text == text:
            return None
        known.text, known.seen_on = text, None
        known.noted_on, known.noted_at = noted.today, noted.now
        return known
    stored = Mention(
        municipality_id=municipality.id,
        source=new.source,
        remote_id=new.remote_id,
        url=new.url,
        author=remove_control_characters(new.author).strip()[:300],
        text=text,
        answers=remove_control_characters(new.answers),
        answers_url=new.answers_url,
        is_private=new.is_private,
        said_on=new.said_on,
        noted_on=noted.today,
        noted_at=noted.now,
    )
    session.add(stored)
    session.flush()
    return stored


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def store_pasted(
    session: Session, municipality: Municipality, source: str, text: str, said_on: date, noted: ReceiptTime
) -> Mention | None:
    """Store a text that somebody pasted; return None if it was stored before.

    Raises PublicInputError for a text or a source that is empty, or too long a source.
    """
    words = " ".join(text.split())
    if not words:
        raise PublicInputError("error.mention.no-text")
    if not 0 < len(source.strip()) <= 60:
        raise PublicInputError("error.mention.source")
    digest = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    return store_mention(session, municipality, NewMention(source.strip(), digest, text, said_on), noted)


def withdraw_mention(mention: Mention, today: date) -> None:
    """Empty a mention whose author took it back; that there was one stays, so that it is not taken again."""
    mention.text = mention.author = mention.url = mention.answers = mention.answers_url = ""
    mention.withdrawn_on = mention.withdrawn_on or today


def withdraw_mentions_naming(session: Session, occurs_in: Callable[[str], bool], today: date) -> None:
    """Empty the mentions, of all municipalities, that somebody made or that name them.

    Whole, and not their name alone: what its server still has would come back with the next look at it.
    """
    for each in session.scalars(select(Mention).where(Mention.withdrawn_on.is_(None))):
        if any(map(occurs_in, (each.author, each.text, each.answers, each.url, each.answers_url))):
            withdraw_mention(each, today)
