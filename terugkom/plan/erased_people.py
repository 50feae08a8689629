"""People who were erased: keyed hashes of address and name, so that no import brings them back.

From the hash nobody can read who it was; an import can only ask whether a row is theirs.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.table_base import Base
from terugkom.normalize import normalize_text
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.secret_keys import KeyPurpose, load_secret_key, sign


class ErasedPerson(Base):
    """A person who was erased from a municipality. `name_hmac` is empty if no name was known."""

    __tablename__ = "erased_people"
    __table_args__ = (UniqueConstraint("municipality_id", "email_hmac", "name_hmac"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    email_hmac: Mapped[str] = mapped_column(String(64))
    name_hmac: Mapped[str] = mapped_column(String(64), default="")
    erased_on: Mapped[date]


@dataclass(frozen=True)
class ErasedPeople:
    """The people erased from one municipality."""

    key: bytes = b""
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def includes(self, email: str, name: str = "") -> bool:
        """Return whether this is one of them: by address, or by name where no address is given."""
        if email:
            return bool(self.emails) and _hash_email(self.key, email) in self.emails
        return bool(name and self.names) and _hash_name(self.key, name) in self.names


def load_erased_people(session: Session, municipality_id: int) -> ErasedPeople:
    """Return who was erased from a municipality, known by keyed hashes of their addresses and names."""
    query = select(ErasedPerson.email_hmac, ErasedPerson.name_hmac)
    rows = session.execute(query.where(ErasedPerson.municipality_id == municipality_id)).tuples().all()
    if not rows:
        return ErasedPeople()
    key = load_secret_key(session, KeyPurpose.ERASED_PEOPLE)
    names = frozenset(name for _, name in rows if name)
    return ErasedPeople(key, frozenset(email for email, _ in rows), names)


def record_erasure(session: Session, municipality_id: int, email: str, names: set[str], today: date) -> None:
    """Record that a person was erased; recording it again changes nothing."""
    key = load_secret_key(session, KeyPurpose.ERASED_PEOPLE)
    email_hmac = _hash_email(key, email)
    known = set(
        session.scalars(
            select(ErasedPerson.name_hmac).where(
                ErasedPerson.municipality_id == municipality_id, ErasedPerson.email_hmac == email_hmac
            )
        )
    )
    wanted = {_hash_name(key, each) for each in names if normalize_text(each)} or {""}
    for name_hmac in wanted - known:
        session.add(
            ErasedPerson(
                municipality_id=municipality_id, email_hmac=email_hmac, name_hmac=name_hmac, erased_on=today
            )
        )


def was_erased(session: Session, email: str) -> bool:
    """Return whether somebody with this address was erased before."""
    if session.scalar(select(ErasedPerson.id).limit(1)) is None:
        return False  # and no key is made for who only looks
    email_hmac = _hash_email(load_secret_key(session, KeyPurpose.ERASED_PEOPLE), email)
    listed = select(ErasedPerson.id).where(ErasedPerson.email_hmac == email_hmac)
    return session.scalar(listed.limit(1)) is not None


def lift_erasure(session: Session, email: str) -> int:
    """Let an address that was erased be imported again; return in how many municipalities it was listed."""
    email_hmac = _hash_email(load_secret_key(session, KeyPurpose.ERASED_PEOPLE), email)
    listed = session.scalars(
        select(ErasedPerson.municipality_id).where(ErasedPerson.email_hmac == email_hmac)
    )
    found = len(set(listed))
    session.execute(delete(ErasedPerson).where(ErasedPerson.email_hmac == email_hmac))
    return found


def _hash_email(key: bytes, email: str) -> str:
    return sign(key, f"email\0{normalize_address(email)}")


def _hash_name(key: bytes, name: str) -> str:
    return sign(key, f"name\0{normalize_text(name)}")
