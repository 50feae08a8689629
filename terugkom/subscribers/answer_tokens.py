"""Answer tokens: by which a mail is known to be the answer of one subscriber to one mail of ours.

A token is for one purpose. It stands in the links of that subscriber's mail and names nobody. It is an HMAC,
so it cannot be guessed (RFC 8058), and a mail that is made again after a restore has its old one. Only its
hash is kept here; who reads this table cannot answer for anybody.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.bulk_insert import insert_many
from terugkom.database.table_base import Base, enum_type
from terugkom.secret_keys import KeyPurpose, hash_token, load_secret_key, sign

CONFIRM_DAYS = 400  # a confirmation of the code of conduct; whoever answers later is asked again by a person

_TOKEN_LENGTH = 32  # hexadecimal digits: 128 bits
# Those of earlier versions have the number of their delivery before them.
_TOKEN = re.compile(r"(?<![0-9a-z])(?:[1-9][0-9]{0,8}-)?[0-9a-f]{32}(?![0-9a-z])", re.IGNORECASE)


class AnswerPurpose(StrEnum):
    """What a token permits."""

    UNSUBSCRIBE = "unsubscribe"
    CONFIRM = "confirm"


class AnswerToken(Base):
    """The hash of a token: whose it is, what it permits, and until when."""

    __tablename__ = "answer_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"), index=True)
    purpose: Mapped[AnswerPurpose] = mapped_column(enum_type(AnswerPurpose))
    version: Mapped[str] = mapped_column(String(60), default="")  # of the code of conduct to be confirmed
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    expires_on: Mapped[date | None]  # the first day on which it permits nothing; none: never


@dataclass(frozen=True)
class TokenTerms:
    """What the tokens of one mailing permit, and until when."""

    purpose: AnswerPurpose = AnswerPurpose.UNSUBSCRIBE
    version: str = ""
    expires_on: date | None = None


_TOKENS = Base.metadata.tables[AnswerToken.__tablename__]


def create_tokens(session: Session, terms: TokenTerms, subscribers: Mapping[str, int]) -> dict[str, str]:
    """Return the token of each delivery, and store their hashes; `subscribers` holds ids by delivery key."""
    if not subscribers:
        return {}
    secret = load_secret_key(session, KeyPurpose.ANSWER_TOKENS)
    tokens = {key: sign(secret, f"{terms.purpose}\0{key}")[:_TOKEN_LENGTH] for key in subscribers}
    hashes = {key: hash_token(token) for key, token in tokens.items()}
    known = set(
        session.scalars(select(AnswerToken.token_sha256).where(AnswerToken.token_sha256.in_(hashes.values())))
    )
    rows = [
        {
            "subscriber_id": subscribers[key],
            "purpose": terms.purpose,
            "version": terms.version,
            "token_sha256": digest,
            "expires_on": terms.expires_on,
        }
        for key, digest in hashes.items()
        if digest not in known
    ]
    insert_many(session, _TOKENS, rows)
    return tokens


def extract_token(text: str) -> str:
    """Return the first token in a text, a subject; empty without one. At most one is tried for each mail."""
    found = _TOKEN.search(text)
    return found[0].lower() if found else ""


def find_token(session: Session, token: str) -> AnswerToken | None:
    """Return what is kept of a token, expired or not; None for one that is not ours."""
    return session.scalar(select(AnswerToken).where(AnswerToken.token_sha256 == hash_token(token)))


def find_page_token(session: Session, token: str, purpose: AnswerPurpose) -> AnswerToken | None:
    """Return the token in the address of a page; None for one that is not ours or for something else."""
    if extract_token(token) != token.lower():
        return None
    found = find_token(session, token.lower())
    return found if found is not None and found.purpose is purpose else None


def delete_tokens(session: Session, subscriber_ids: Sequence[int]) -> None:
    """Delete the tokens of these subscribers: the links in mails that they got work no more."""
    session.execute(delete(AnswerToken).where(AnswerToken.subscriber_id.in_(subscriber_ids)))
