"""The words by which an answer is known: ``afmelden-12-0a1b2c3d``, made and checked with a key of our own.

They stand in a mail's subject, so they are short: 32 bits of a keyed digest. Who guesses one in four billion
unsubscribes one reader, who can be set reading again.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_hex
from urllib.parse import quote

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.readers.model import SigningKey

_PURPOSE = "answers"
_TOKEN = re.compile(r"\b(afmelden|bevestig)-([1-9][0-9]{0,17})-([0-9a-f]{8})\b", re.IGNORECASE)


class Word(StrEnum):
    """What an answer asks for: no more mail, or to have read the code of conduct."""

    UNSUBSCRIBE = "afmelden"
    CONFIRM = "bevestig"


@dataclass(frozen=True)
class Token:
    """What a subject says: a word, and the number of a reader (or, to confirm, of a confirmation)."""

    word: Word
    number: int


def key_for_answers(session: Session, now: datetime) -> bytes:
    """Return this installation's key, made when it is first asked for; in a writing session."""
    found = session.get(SigningKey, _PURPOSE)
    if found is None:
        try:
            with session.begin_nested():
                found = SigningKey(purpose=_PURPOSE, secret=token_hex(32), made_at=now)
                session.add(found)
        except IntegrityError:  # another run made it between our look and our write
            found = session.get_one(SigningKey, _PURPOSE)
    return bytes.fromhex(found.secret)


def token_of(key: bytes, word: Word, number: int) -> str:
    """Return the token that asks for this."""
    return f"{word}-{number}-{_digest(key, word, number)}"


def token_in(key: bytes, subject: str) -> Token | None:
    """Return what the subject of an answer asks for, if a token of ours stands in it."""
    for word, number, digest in _TOKEN.findall(subject):
        found = Token(Word(word.lower()), int(number))
        if hmac.compare_digest(digest.lower(), _digest(key, found.word, found.number)):
            return found
    return None


def mailto(address: str, subject: str) -> str:
    """Return the link by which a mail program writes this answer; empty if there is nowhere to answer to."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}" if address else ""


def _digest(key: bytes, word: Word, number: int) -> str:
    return hmac.digest(key, f"{word}:{number}".encode(), "sha256").hex()[:8]
