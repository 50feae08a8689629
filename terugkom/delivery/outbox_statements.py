"""The statements of the outbox. They are built once: that took longer than to execute them.

Their values come on execution. None of these may be called as a column is: SQLAlchemy would set that column.
"""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Select, bindparam, case, func, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from terugkom.delivery.due_deliveries import NOW, Conditions, is_abandoned, is_due, is_retried_in_doubt
from terugkom.delivery.model import SUBSCRIBER_ROLE, Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.plan.model import Municipality
from terugkom.plan.suppressed_addresses import build_suppression_reason

_IN_ROWS = Delivery.id.in_(bindparam("rows", expanding=True))


@cache
def take_lease(of: Conditions) -> ReturningUpdate[tuple[int]]:
    """Return the statement that leases up to `limit` due deliveries `through` a channel."""
    due = (
        select(Delivery.id)
        .where(Delivery.channel == bindparam("through"), is_due(NOW), *of)
        .order_by(Delivery.attempts, Delivery.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
        .cte()  # run once; a subquery PostgreSQL may run for each row, and lock other deliveries each time
    )
    lease_update = update(Delivery).where(Delivery.id.in_(select(due.c.id)))
    return lease_update.values(lease=bindparam("holder"), lease_until=bindparam("until")).returning(
        Delivery.id
    )


@cache
def skip_suppressed_rows() -> ReturningUpdate[tuple[int]]:
    """Return the statement that skips those of `rows` that must not be sent on the day `today`."""
    return skip_where_suppressed(_IN_ROWS, bindparam("today", type_=Date))


@cache
def select_claimed() -> Select[Any]:
    """Return the query for what the sender of `rows` needs, as the fields of `ClaimedDelivery`."""
    return (
        select(
            Delivery.id,
            Municipality.slug,
            Delivery.role,
            func.coalesce(func.nullif(Municipality.sender, ""), "terugkom@" + Municipality.slug + ".invalid"),
            Delivery.recipient,
            Delivery.message_id,
            Delivery.headers,
            Document.path,
            Document.sha256,
            Delivery.attempts,
            Delivery.first_tried_at,
        )
        .join(Document, Document.id == Delivery.document_id)
        .join(Municipality, Municipality.id == Delivery.municipality_id)
        .where(_IN_ROWS)
        .order_by(Delivery.attempts, Delivery.id)
    )


def skip_where_suppressed(
    which: ColumnElement[bool], today: date | BindParameter[date]
) -> ReturningUpdate[tuple[int]]:
    """Return the statement that skips which of these must not be sent on a day, with the reason."""
    reason = build_suppression_reason(
        Delivery.__table__.c.municipality_id,
        Delivery.__table__.c.recipient,
        Delivery.__table__.c.person_id,
        Delivery.role == SUBSCRIBER_ROLE,
        today,
    )
    return (
        update(Delivery)
        .where(which, reason.is_not(None))
        .values(state=DeliveryState.SKIPPED, reason=reason, next_try_at=None, lease=None, lease_until=None)
        .returning(Delivery.id)
    )


def _are_held(state: DeliveryState) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for `rows` in a state that a `holder` has on lease.

    `is_not_distinct_from` where `==` would do: PostgreSQL, whose row counts are updated only now and then,
    chose the index of all waiting deliveries instead of eight ids.
    """
    return _IN_ROWS, Delivery.lease == bindparam("holder"), Delivery.state.is_not_distinct_from(state)


START = (
    update(Delivery)
    .where(*_are_held(DeliveryState.PENDING))
    .values(
        state=DeliveryState.SENDING,
        attempts=Delivery.attempts + 1,
        first_tried_at=case((Delivery.first_tried_at <= NOW, Delivery.first_tried_at), else_=NOW),
        lease_until=bindparam("until"),
    )
    .returning(Delivery.id)
)

RELEASE = (
    update(Delivery)
    .where(Delivery.lease == bindparam("holder"), Delivery.state == DeliveryState.PENDING)
    .values(lease=None, lease_until=None)
)

MARK_ABANDONED = (
    update(Delivery)
    .where(Delivery.channel == bindparam("through"), is_abandoned(NOW))
    .values(
        state=DeliveryState.IN_DOUBT,
        reason="the sender died between sending and receiving the answer",
        next_try_at=bindparam("again"),
        lease=None,
        lease_until=None,
    )
)

RESEND_IN_DOUBT = (
    update(Delivery)
    .where(Delivery.channel == bindparam("through"), is_retried_in_doubt(NOW))
    .values(state=DeliveryState.PENDING)
)

SETTLE = (
    update(Delivery)
    .where(*_are_held(DeliveryState.SENDING))
    .values(
        state=bindparam("new_state"),
        reason=bindparam("why"),
        next_try_at=bindparam("again"),
        sent_at=bindparam("at"),
        remote_id=bindparam("called"),
        attempts=Delivery.attempts - bindparam("uncounted"),
        lease=None,
        lease_until=None,
    )
)
