"""The suppression list: the addresses that must not be written to, with the reason, since when and by what.

It is read in one place for every kind of run: where a batch of deliveries is claimed. People who departed are
not listed; that they are stands in the plan, and the rule here reads it there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    and_,
    case,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from terugkom.batches import batched
from terugkom.database.table_base import Base, enum_type
from terugkom.documents.mail_address import parse_address
from terugkom.plan.departures import has_departed
from terugkom.plan.model import Person
from terugkom.plan.queries import serialize_writers

MAX_SOURCE_LENGTH = 500  # characters
_BATCH_SIZE = 500


class SuppressionReason(StrEnum):
    """Why an address must not be written to; if several apply, the first one counts."""

    DEPARTED = "departed"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    NOT_STARTED = "not_started"  # their mailbox may not exist yet


class SuppressionScope(StrEnum):
    """Which mail an address must not get."""

    ALL = "all"
    SUBSCRIPTIONS = "subscriptions"  # what staff can unsubscribe from; a reminder to an owner goes on


class SuppressedAddress(Base):
    """An address of the suppression list of a municipality."""

    __tablename__ = "suppressed_addresses"
    __table_args__ = (UniqueConstraint("municipality_id", "email", "scope", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    email: Mapped[str] = mapped_column(String(254))  # lower case: An@ and an@ are one mailbox
    scope: Mapped[SuppressionScope] = mapped_column(enum_type(SuppressionScope))
    reason: Mapped[SuppressionReason] = mapped_column(enum_type(SuppressionReason))
    since: Mapped[date | None]  # the first day on which it must not be written to; None: from the start
    until: Mapped[date | None]  # the first day on which it may be written to again; None: no end is known
    source: Mapped[str] = mapped_column(String(MAX_SOURCE_LENGTH), default="")  # by what it was listed


@dataclass(frozen=True)
class Suppression:
    """Why an address must not be written to, from the day `since` until the day before `until`."""

    reason: SuppressionReason
    since: date | None
    source: str
    until: date | None = None


def normalize_address(address: str) -> str:
    """Return an address in the form in which it is compared: without spaces around it, in lower case.

    One outside ASCII is in the form in which an import stores it, however it is typed.
    """
    text = address.strip()
    return (text if text.isascii() else parse_address(text) or text).lower()


def replace_suppressions(
    session: Session,
    municipality_id: int,
    scope: SuppressionScope,
    wanted: Mapping[str, Sequence[Suppression]],
) -> None:
    """Make the list of these addresses what is wanted, in one scope; other addresses stay as they are."""
    if wanted:  # of two processes that list one address the second finds it listed
        serialize_writers(session, municipality_id)
    for batch in batched(wanted.items(), _BATCH_SIZE):
        addresses = {normalize_address(address): found for address, found in batch}
        listed = session.scalars(
            select(SuppressedAddress).where(
                SuppressedAddress.municipality_id == municipality_id,
                SuppressedAddress.scope == scope,
                SuppressedAddress.email.in_(addresses),
            )
        ).all()
        rows = {(row.email, row.reason): row for row in listed}
        for address, suppressions in addresses.items():
            for each in suppressions:
                row = rows.pop((address, each.reason), None)
                if row is None:
                    row = SuppressedAddress(
                        municipality_id=municipality_id, email=address, scope=scope, reason=each.reason
                    )
                    session.add(row)
                elif (row.since, row.until) == (each.since, each.until):
                    continue  # listed before, by what is kept
                row.since, row.until, row.source = each.since, each.until, each.source[:MAX_SOURCE_LENGTH]
        for row in rows.values():
            session.delete(row)
    session.flush()


def lift_suppressions(
    session: Session,
    municipality_id: int,
    scope: SuppressionScope,
    address: str,
    reasons: Iterable[SuppressionReason],
) -> int:
    """Take an address from the list, as far as it stands there for one of these reasons; return how often."""
    query = (
        delete(SuppressedAddress)
        .where(
            SuppressedAddress.municipality_id == municipality_id,
            SuppressedAddress.scope == scope,
            SuppressedAddress.email == normalize_address(address),
            SuppressedAddress.reason.in_(list(reasons)),
        )
        .returning(SuppressedAddress.id)
    )
    return len(session.scalars(query).all())


def is_unknown_address(person: Any) -> ColumnElement[bool]:
    """Return the SQL condition that a person's address does not exist, as a mail server said.

    Such an address is listed for all mail; see `terugkom.delivery.bounces`. Another one of the same person is
    not, so a new address in the plan mends it.
    """
    listed = aliased(SuppressedAddress)
    return exists().where(
        listed.municipality_id == person.municipality_id,
        listed.email == func.lower(person.email),
        listed.scope == SuppressionScope.ALL,
        listed.reason == SuppressionReason.BOUNCED,
    )


def build_suppression_reason(
    municipality_id: ColumnElement[int],
    address: ColumnElement[str],
    person_id: ColumnElement[int | None],
    is_subscription: ColumnElement[bool],
    today: date | BindParameter[date],
) -> ColumnElement[str | None]:
    """Return, as SQL, why a mail must not be sent on this day, or NULL.

    The arguments are columns of the mail: `address` in any case, `person_id` NULL if it is to no person of
    the plan. A person who departed gets nothing; nor does their address, unless somebody else has it too.
    """
    departed = case(
        (_is_departed(municipality_id, address, person_id, today), SuppressionReason.DEPARTED.value)
    )
    return func.coalesce(departed, _select_listed_reason(municipality_id, address, is_subscription, today))


def _select_listed_reason(
    municipality_id: ColumnElement[int],
    address: ColumnElement[str],
    is_subscription: ColumnElement[bool],
    today: date | BindParameter[date],
) -> ColumnElement[str]:
    listed = SuppressedAddress
    rank = case({reason: n for n, reason in enumerate(SuppressionReason)}, value=listed.reason)
    return (
        select(listed.reason)
        .where(
            listed.municipality_id == municipality_id,
            listed.email == func.lower(address),
            or_(listed.scope == SuppressionScope.ALL, is_subscription),
            or_(listed.since.is_(None), listed.since <= today),
            or_(listed.until.is_(None), listed.until > today),
        )
        .order_by(rank)
        .limit(1)
        .scalar_subquery()
    )


def _is_departed(
    municipality_id: ColumnElement[int],
    address: ColumnElement[str],
    person_id: ColumnElement[int | None],
    today: date | BindParameter[date],
) -> ColumnElement[bool]:
    person, departed, present = Person, aliased(Person), aliased(Person)
    of_departed = select(departed.municipality_id, func.lower(departed.email)).where(
        has_departed(today, departed), departed.email != ""
    )
    of_somebody_else = exists().where(
        present.municipality_id == municipality_id,
        func.lower(present.email) == func.lower(address),
        not_(has_departed(today, present)),
    )
    return or_(
        exists().where(person.id == person_id, has_departed(today)),
        and_(
            person_id.is_(None),
            tuple_(municipality_id, func.lower(address)).in_(of_departed),
            ~of_somebody_else,
        ),
    )
