"""Confirmations of the code of conduct: who is to be asked, and who confirmed.

Guide: "[...] de gedragscode die nieuwe medewerkers krijgen uitgereikt. Ook voor het bestaande personeel
blijft deze code een leidraad."
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from terugkom.database.bulk_insert import insert_many
from terugkom.database.table_base import Base
from terugkom.errors import InputError, PublicInputError
from terugkom.plan.model import Municipality, Person
from terugkom.subscribers.model import Confirmation, Subscriber
from terugkom.subscribers.subscription_status import (
    MailingRecipient,
    SubscriptionStatus,
    build_status_expression,
)

NEWCOMER_DAYS = 90
_INTERRUPTED_DAYS = 7  # within which a run that asks all staff goes on

_CONFIRMATIONS = Base.metadata.tables[Confirmation.__tablename__]


@dataclass(frozen=True)
class ConfirmationCount:
    """The number of people asked and confirmed for a version; `silent`: active, but not confirmed."""

    version: str
    asked: int
    confirmed: int
    silent: int


def list_recipients_to_ask(
    session: Session, municipality: Municipality, version: str, today: date
) -> list[MailingRecipient]:
    """Return the active subscribers who are to be asked to confirm a version and were not yet.

    All staff, if nobody was asked yet for this version. After that those employed on its first day who
    were not asked, and those who started in the last `NEWCOMER_DAYS`.
    """
    asked = and_(Confirmation.subscriber_id == Subscriber.id, Confirmation.version == version)
    first_asked_on = _find_first_asked_on(session, municipality, version)
    query = (
        select(Subscriber.id, Subscriber.person_id, Subscriber.name, Subscriber.email, Subscriber.started_on)
        .outerjoin(Person, Person.id == Subscriber.person_id)
        .outerjoin(Confirmation, asked)
        .where(Subscriber.municipality_id == municipality.id, Confirmation.id.is_(None))
        .where(build_status_expression(today) == SubscriptionStatus.SUBSCRIBED.value)
        .order_by(Subscriber.id)
    )
    if first_asked_on is not None:
        since = today - timedelta(days=NEWCOMER_DAYS)
        was_employed = or_(Subscriber.started_on.is_(None), Subscriber.started_on <= first_asked_on)
        query = query.where(or_(was_employed, Subscriber.started_on >= since))
    return [
        MailingRecipient(number, person, name, email, SubscriptionStatus.SUBSCRIBED, started_on)
        for number, person, name, email, started_on in session.execute(query).tuples()
    ]


def list_newcomers(
    session: Session,
    municipality: Municipality,
    version: str,
    recipients: Sequence[MailingRecipient],
    today: date,
) -> frozenset[int]:
    """Return the ids of those recipients who are new: they were never asked about any version, and started
    in the last `NEWCOMER_DAYS`, whenever the others were asked.

    Of whom nobody knows when they started, those who are asked long after the others; before that the run
    that asks all may have been interrupted.
    """
    first_asked_on = _find_first_asked_on(session, municipality, version)
    since = today - timedelta(days=NEWCOMER_DAYS)
    is_late = first_asked_on is not None and first_asked_on < today - timedelta(days=_INTERRUPTED_DAYS)
    asked_ids = set(
        session.scalars(
            select(Confirmation.subscriber_id)
            .join(Subscriber, Subscriber.id == Confirmation.subscriber_id)
            .where(Subscriber.municipality_id == municipality.id)
        )
    )
    return frozenset(
        each.id
        for each in recipients
        if each.id not in asked_ids and (each.started_on >= since if each.started_on else is_late)
    )


def _find_first_asked_on(session: Session, municipality: Municipality, version: str) -> date | None:
    return session.scalar(
        select(func.min(Confirmation.asked_on))
        .join(Subscriber, Subscriber.id == Confirmation.subscriber_id)
        .where(Subscriber.municipality_id == municipality.id, Confirmation.version == version)
    )


def record_requests(
    session: Session,
    recipients: Iterable[MailingRecipient],
    version: str,
    today: date,
    text_sha256: str = "",
) -> None:
    """Record the requests to confirm; call in the transaction that enqueues the mail."""
    asked = {"version": version, "asked_on": today, "text_sha256": text_sha256}
    insert_many(session, _CONFIRMATIONS, [{"subscriber_id": each.id, **asked} for each in recipients])


def check_version(session: Session, municipality: Municipality, version: str, text_sha256: str) -> None:
    """Raise PublicInputError if another text was mailed as this version: who confirmed it read that text."""
    known = session.scalars(
        select(Confirmation.text_sha256)
        .distinct()
        .join(Subscriber, Subscriber.id == Confirmation.subscriber_id)
        .where(Subscriber.municipality_id == municipality.id, Confirmation.version == version)
        .where(Confirmation.text_sha256 != "")
    ).all()
    if known and text_sha256 not in known:
        raise PublicInputError("error.conduct.same-version", version=version)


def record_confirmation(confirmation: Confirmation, today: date) -> bool:
    """Record a confirmation; return whether that is new."""
    is_new = confirmation.confirmed_on is None
    if is_new:
        confirmation.confirmed_on = today
    return is_new


def find_confirmation(session: Session, subscriber: Subscriber, version: str | None) -> Confirmation:
    """Return the request to a subscriber for this version, or the last. Raises InputError for none."""
    query = select(Confirmation).where(Confirmation.subscriber_id == subscriber.id)
    if version is not None:
        query = query.where(Confirmation.version == version)
    found = session.scalar(query.order_by(Confirmation.asked_on.desc(), Confirmation.id.desc()).limit(1))
    if found is None:
        if version is None:
            raise InputError("error.confirmation.none")
        raise InputError("error.confirmation.other-version", version=version)
    return found


def count_confirmations(session: Session, municipality: Municipality, today: date) -> list[ConfirmationCount]:
    """Count for each version who was asked and who confirmed, the newest version first."""
    is_subscribed = build_status_expression(today) == SubscriptionStatus.SUBSCRIBED.value
    query = (
        select(
            Confirmation.version,
            func.count(Confirmation.id),
            func.count(Confirmation.confirmed_on),
            func.count(Confirmation.id).filter(Confirmation.confirmed_on.is_(None), is_subscribed),
        )
        .join(Subscriber, Subscriber.id == Confirmation.subscriber_id)
        .outerjoin(Person, Person.id == Subscriber.person_id)
        .where(Subscriber.municipality_id == municipality.id)
        .group_by(Confirmation.version)
        .order_by(func.min(Confirmation.asked_on).desc(), Confirmation.version.desc())
    )
    return [ConfirmationCount(*row) for row in session.execute(query).tuples()]
