"""Which deliveries are due: of all, of one municipality or of one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import SQLCoreOperations

from terugkom.clock import LONGEST_WAIT
from terugkom.database.table_base import UtcDateTime
from terugkom.delivery.model import MAX_ATTEMPTS, Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.plan.model import Municipality
from terugkom.report import PlannedMail

Conditions: TypeAlias = tuple[ColumnElement[bool], ...]
# Of statements that are built once; executed with what `bind_now` returns.
NOW: BindParameter[datetime] = bindparam("now", type_=UtcDateTime)
_AHEAD: BindParameter[datetime] = bindparam("ahead", type_=UtcDateTime)
_OF_MUNICIPALITY = Delivery.municipality_id == bindparam("of_municipality")
_OF_MOMENT = Delivery.moment_id == bindparam("of_moment")


@dataclass(frozen=True)
class DeliveryFilter:
    """Which deliveries a run sends: all, those of one municipality, or those of one moment."""

    municipality_id: int | None = None
    moment_id: int | None = None

    def build_condition(self) -> ColumnElement[bool]:
        """Return the SQL condition of the deliveries that the filter lets through."""
        conditions: list[ColumnElement[bool]] = [true()]
        if self.municipality_id is not None:
            conditions.append(Delivery.municipality_id == self.municipality_id)
        if self.moment_id is not None:
            conditions.append(Delivery.moment_id == self.moment_id)
        return and_(*conditions)

    @property
    def conditions(self) -> Conditions:
        """The SQL conditions of a statement that is built once; it is executed with `values`."""
        of_municipality = () if self.municipality_id is None else (_OF_MUNICIPALITY,)
        return of_municipality if self.moment_id is None else (*of_municipality, _OF_MOMENT)

    @property
    def values(self) -> Mapping[str, int]:
        """The values of the parameters in `conditions`."""
        values = {"of_municipality": self.municipality_id, "of_moment": self.moment_id}
        return {name: value for name, value in values.items() if value is not None}


EVERYTHING = DeliveryFilter()


def bind_now(now: datetime) -> Mapping[str, datetime]:
    """Return the values of the parameters in conditions of `NOW`."""
    return {"now": now, "ahead": now + LONGEST_WAIT}


def _is_too_far(
    at: SQLCoreOperations[datetime | None], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    """Return whether a time is further ahead than anything waits, as an SQL condition: the clock was ahead
    when it was recorded."""
    return at > (_AHEAD if isinstance(now, BindParameter) else now + LONGEST_WAIT)


def is_free(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return whether no sender holds a delivery, as an SQL condition."""
    until = Delivery.lease_until
    return or_(until.is_(None), until < now, _is_too_far(until, now))


def is_due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return whether a delivery is to be sent now and nobody holds it, as an SQL condition."""
    at = Delivery.next_try_at
    return and_(
        Delivery.state == DeliveryState.PENDING,
        or_(at.is_(None), at <= now, _is_too_far(at, now)),
        is_free(now),
    )


def is_abandoned(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return whether the sender of a delivery died while it sent it, as an SQL condition."""
    until = Delivery.lease_until
    return and_(Delivery.state == DeliveryState.SENDING, or_(until < now, _is_too_far(until, now)))


def is_retried_in_doubt(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return whether a delivery in doubt is to be sent again now, as an SQL condition."""
    return and_(
        Delivery.state == DeliveryState.IN_DOUBT,
        or_(Delivery.next_try_at <= now, _is_too_far(Delivery.next_try_at, now)),
        Delivery.attempts < MAX_ATTEMPTS,
    )


def needs_a_person() -> ColumnElement[bool]:
    """Return whether a delivery waits for a person, as an SQL condition: it failed, or it is in doubt and is
    not tried again, by the channel's rule or because that was the last try. `terugkom resolve` settles it."""
    return or_(
        Delivery.state == DeliveryState.FAILED,
        and_(
            Delivery.state == DeliveryState.IN_DOUBT,
            or_(Delivery.next_try_at.is_(None), Delivery.attempts >= MAX_ATTEMPTS),
        ),
    )


def waits_for_a_person() -> ColumnElement[bool]:
    """Return whether `terugkom resolve` lists a delivery, as an SQL condition: it needs a person, or it is
    held for one."""
    return or_(needs_a_person(), Delivery.state == DeliveryState.HELD)


def list_channels_due(session: Session, now: datetime, which: DeliveryFilter = EVERYTHING) -> list[str]:
    """Return the names of the channels that have deliveries which are due, or to be recovered, now."""
    return sorted(session.scalars(_select_channels_due(which.conditions), {**bind_now(now), **which.values}))


@cache
def _select_channels_due(of: Conditions) -> Select[tuple[str]]:
    due = or_(is_due(NOW), is_abandoned(NOW), is_retried_in_doubt(NOW))
    return select(Delivery.channel).where(due, *of).distinct()


def list_planned_deliveries(
    session: Session, now: datetime, which: DeliveryFilter
) -> tuple[PlannedMail, ...]:
    """Return what waits in the outbox and would be sent now: to whom, and with which subject."""
    query = (
        select(Municipality.slug, Document.kind, Delivery.role, Delivery.recipient, Document.subject)
        .join(Document, Document.id == Delivery.document_id)
        .join(Municipality, Municipality.id == Delivery.municipality_id)
        .where(is_due(now), which.build_condition())
        .order_by(Delivery.id)
    )
    return tuple(PlannedMail(*row) for row in session.execute(query).tuples())


def find_next_due(session: Session, now: datetime, which: DeliveryFilter = EVERYTHING) -> datetime | None:
    """Return when the next waiting delivery is due, or None if none waits."""
    is_leased = and_(Delivery.lease_until > now, ~_is_too_far(Delivery.lease_until, now))
    lease_until, next_try_at = (
        case((_is_too_far(at, now), literal(now, UtcDateTime)), else_=at)
        for at in (Delivery.lease_until, Delivery.next_try_at)
    )
    moments = (
        select(func.min(func.coalesce(next_try_at, literal(now, UtcDateTime)))).where(
            Delivery.state == DeliveryState.PENDING, or_(Delivery.lease_until.is_(None), ~is_leased)
        ),
        select(func.min(lease_until)).where(Delivery.state == DeliveryState.PENDING, is_leased),
        # Whatever the lease: one that ran out is of a sender that died, and is still to be recovered.
        select(func.min(lease_until)).where(Delivery.state == DeliveryState.SENDING),
        select(func.min(next_try_at)).where(
            Delivery.state == DeliveryState.IN_DOUBT, Delivery.attempts < MAX_ATTEMPTS
        ),
    )
    queries = (query.where(which.build_condition()) for query in moments)
    found = [moment for moment in (session.scalar(query) for query in queries) if moment is not None]
    return min(found, default=None)


class WaitingCount(NamedTuple):
    """How many deliveries wait for their next attempt, and how many a sender has on lease: one that is at
    work, or that died and whose lease did not expire yet."""

    pending: int
    leased: int


def count_waiting_deliveries(
    session: Session, now: datetime, which: DeliveryFilter = EVERYTHING
) -> WaitingCount:
    """Return how many deliveries wait to be sent, without and with a sender that has them."""
    counts = session.execute(_count_waiting(which.conditions), {**bind_now(now), **which.values})
    return WaitingCount(*counts.one())


@cache
def _count_waiting(of: Conditions) -> Select[tuple[int, int]]:
    pending = and_(Delivery.state == DeliveryState.PENDING, is_free(NOW))
    return select(func.count(case((pending, 1))), func.count(case((~is_free(NOW), 1)))).where(
        Delivery.state.in_((DeliveryState.PENDING, DeliveryState.SENDING)), *of
    )


class PostponedChannel(NamedTuple):
    """A reason for which a channel postponed deliveries that wait, by municipality (its slug)."""

    channel: str
    municipality: str
    reason: str


def list_postponed_channels(
    session: Session, now: datetime, which: DeliveryFilter = EVERYTHING
) -> list[PostponedChannel]:
    """Return why deliveries wait for a next attempt that is not due yet, and of which none was counted: their
    channel was unavailable, or what they send could not be read."""
    at = Delivery.next_try_at
    is_postponed = and_(
        Delivery.state == DeliveryState.PENDING,
        Delivery.attempts == 0,
        Delivery.first_tried_at.is_not(None),
        and_(at > now, ~_is_too_far(at, now)),
        is_free(now),
    )
    query = (
        select(Delivery.channel, Municipality.slug, Delivery.reason)
        .join(Municipality, Municipality.id == Delivery.municipality_id)
        .where(is_postponed, which.build_condition())
        .distinct()
    )
    return sorted(PostponedChannel(*row) for row in session.execute(query).tuples())


def count_pending(session: Session, which: DeliveryFilter, channel: str | None) -> int:
    """Return how many deliveries wait to be sent, now or later; through one channel or all."""
    query = _count_pending(which.conditions, has_channel=channel is not None)
    return session.scalar(query, {"channel": channel, **which.values}) or 0


@cache
def _count_pending(of: Conditions, *, has_channel: bool) -> Select[tuple[int]]:
    waiting = select(func.count()).where(Delivery.state == DeliveryState.PENDING, *of)
    return waiting.where(Delivery.channel == bindparam("channel")) if has_channel else waiting
