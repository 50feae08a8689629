"""Confirmations of the code of conduct: who is to be asked, and who confirmed.

Guide: "[...] de gedragscode die nieuwe medewerkers krijgen uitgereikt. Ook voor het bestaande personeel
blijft deze code een leidraad."
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from terugkom.bulk_insert import insert_many
from terugkom.database import Base
from terugkom.errors import InputError
from terugkom.plan.model import Municipality, Person
from terugkom.subscribers.model import Confirmation, Reader
from terugkom.subscribers.subscription_status import Addressee, Standing, standing_on

NEWCOMER_DAYS = 90

_CONFIRMATIONS = Base.metadata.tables[Confirmation.__tablename__]


@dataclass(frozen=True)
class Answered:
    """The number of people asked and confirmed for a version; `silent`: active, but not confirmed."""

    version: str
    asked: int
    confirmed: int
    silent: int


def to_ask(
    session: Session, town: Municipality, version: str, today: date, newcomer_days: int = NEWCOMER_DAYS
) -> list[Addressee]:
    """Return the active subscribers who are to be asked to confirm a version and were not yet.

    All staff, if nobody was asked yet for this version. After that those employed on its first day who
    were not asked, and those who started in the last `newcomer_days`.
    """
    asked = and_(Confirmation.reader_id == Reader.id, Confirmation.version == version)
    first = session.scalar(
        select(func.min(Confirmation.asked_on))
        .join(Reader, Reader.id == Confirmation.reader_id)
        .where(Reader.municipality_id == town.id, Confirmation.version == version)
    )
    query = (
        select(Reader.id, Reader.person_id, Reader.name, Reader.email, Reader.started_on)
        .outerjoin(Person, Person.id == Reader.person_id)
        .outerjoin(Confirmation, asked)
        .where(Reader.municipality_id == town.id, Confirmation.id.is_(None))
        .where(standing_on(today) == Standing.READING.value)
        .order_by(Reader.id)
    )
    if first is not None:
        since = today - timedelta(days=newcomer_days)
        was_here = or_(Reader.started_on.is_(None), Reader.started_on <= first)
        query = query.where(or_(was_here, Reader.started_on >= since))
    return [
        Addressee(number, person, name, email, Standing.READING, started_on)
        for number, person, name, email, started_on in session.execute(query).tuples()
    ]


def is_newcomer(reader: Addressee, today: date, newcomer_days: int = NEWCOMER_DAYS) -> bool:
    """Return whether a recipient started in the last `newcomer_days`: they get the letter for newcomers."""
    return reader.started_on is not None and reader.started_on >= today - timedelta(days=newcomer_days)


def ask(session: Session, readers: Iterable[Addressee], version: str, today: date) -> None:
    """Record the requests to confirm; call in the transaction that enqueues the mail."""
    rows = [{"reader_id": each.id, "version": version, "asked_on": today} for each in readers]
    insert_many(session, _CONFIRMATIONS, rows)


def confirm(confirmation: Confirmation, today: date) -> bool:
    """Record a confirmation; return whether that is new."""
    new = confirmation.confirmed_on is None
    if new:
        confirmation.confirmed_on = today
    return new


def asked_of(session: Session, reader: Reader, version: str | None = None) -> Confirmation:
    """Return the request to a subscriber for this version, or the last. Raises InputError for none."""
    query = select(Confirmation).where(Confirmation.reader_id == reader.id)
    if version is not None:
        query = query.where(Confirmation.version == version)
    found = session.scalar(query.order_by(Confirmation.asked_on.desc(), Confirmation.id.desc()).limit(1))
    if found is None:
        raise InputError(
            "this subscriber was not asked to confirm " + (f"version {version}" if version else "yet")
        )
    return found


def answered(session: Session, town: Municipality, today: date) -> list[Answered]:
    """Count for each version who was asked and who confirmed, the newest version first."""
    still_reads = standing_on(today) == Standing.READING.value
    query = (
        select(
            Confirmation.version,
            func.count(Confirmation.id),
            func.count(Confirmation.confirmed_on),
            func.count(Confirmation.id).filter(Confirmation.confirmed_on.is_(None), still_reads),
        )
        .join(Reader, Reader.id == Confirmation.reader_id)
        .outerjoin(Person, Person.id == Reader.person_id)
        .where(Reader.municipality_id == town.id)
        .group_by(Confirmation.version)
        .order_by(func.min(Confirmation.asked_on).desc(), Confirmation.version.desc())
    )
    return [Answered(*row) for row in session.execute(query).tuples()]
