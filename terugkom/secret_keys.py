"""Secret keys of the installation: random bytes by name, kept in its database and so in its backup.

With them values are made (HMAC) that nobody else can make or look up: the token in a link of a mail, and the
hash of an address that must not be kept itself.
"""

import hmac
from hashlib import sha256
from secrets import token_hex

from sqlalchemy import String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database import Base

_KEY_BYTES = 32


class SecretKey(Base):
    """A secret key, by the name of what it is for."""

    __tablename__ = "secret_keys"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))  # in hexadecimal


def load_secret_key(session: Session, name: str) -> bytes:
    """Return the key of this name, made if there is none yet; of two that make it at once one counts."""
    found = session.get(SecretKey, name)
    if found is None:
        try:
            with session.begin_nested():
                found = SecretKey(name=name, value=token_hex(_KEY_BYTES))
                session.add(found)
        except IntegrityError:
            found = session.get_one(SecretKey, name)
    return bytes.fromhex(found.value)


def compute_hmac(key: bytes, *parts: str) -> str:
    """Return the HMAC-SHA-256 of texts under a key, in hexadecimal."""
    return hmac.new(key, "\0".join(parts).encode(), sha256).hexdigest()
