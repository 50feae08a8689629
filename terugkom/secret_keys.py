"""Secret keys of the installation, kept in its database and so in its backups.

What is computed with one, such as a Message-ID, cannot be guessed by others and is the same again after a
restore.
"""

import hmac
from enum import StrEnum
from hashlib import sha256
from secrets import token_hex

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.add_if_absent import add_if_absent
from terugkom.database.table_base import Base


class KeyPurpose(StrEnum):
    """What a key is for."""

    MESSAGE_IDS = "message-ids"
    ANSWER_TOKENS = "answer-tokens"
    PAGE_LINKS = "page-links"
    ERASED_PEOPLE = "erased-people"
    REQUEST_LIMITS = "request-limits"
    STAFF_LINKS = "staff-links"
    FORM_TIMES = "form-times"
    PLAN_VERSIONS = "plan-versions"


class SecretKey(Base):
    """A secret key, one for each purpose; made when it is first needed, and never changed."""

    __tablename__ = "secret_keys"

    purpose: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))


def load_secret_key(session: Session, purpose: KeyPurpose) -> bytes:
    """Return the key of this purpose; create it if there is none."""
    found = session.get(SecretKey, purpose)
    if found is None:
        add_if_absent(session, SecretKey(purpose=purpose, key=token_hex(32)))
        found = session.get_one(SecretKey, purpose)  # that of whoever was first
    return found.key.encode()


def has_all_keys(session: Session) -> bool:
    """Return whether no key is missing; `create_missing_keys` would then change nothing."""
    return set(session.scalars(select(SecretKey.purpose))) >= set(KeyPurpose)


def create_missing_keys(session: Session) -> None:
    """Create the key of each purpose that has none yet, so that a backup holds all of them.

    Else a key that is first needed after the backup would be another one after its restore.
    """
    for purpose in KeyPurpose:
        load_secret_key(session, purpose)


def sign(key: bytes, text: str) -> str:
    """Return the HMAC-SHA256 of a text, in hexadecimal (RFC 2104)."""
    return hmac.digest(key, text.encode(), "sha256").hex()


def hash_token(token: str) -> str:
    """Return the SHA-256 by which a token is kept."""
    return sha256(token.encode()).hexdigest()
