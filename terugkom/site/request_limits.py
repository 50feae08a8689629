"""Limits on how many requests are taken from one source in a while, counted in the database.

The pages keep nothing in their process, so that several can run beside one another. A source is an address
of the network or a token; only an HMAC of it is kept, and only as long as its window lasts.
"""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from starlette.requests import Request

from terugkom.database.add_if_absent import add_if_absent
from terugkom.request_counts import RequestCount
from terugkom.secret_keys import KeyPurpose, load_secret_key, sign

_IPV6_PREFIX = 64  # bits: what one household or office has


@dataclass(frozen=True)
class RequestLimit:
    """At most `count` requests of one source in `seconds`."""

    name: str
    count: int
    seconds: int


def count_request(session: Session, limit: RequestLimit, source: str, now: datetime) -> bool:
    """Count one request; return False if its source has had more than the limit in this window."""
    start = datetime.fromtimestamp(now.timestamp() // limit.seconds * limit.seconds, UTC)
    digest = sign(load_secret_key(session, KeyPurpose.REQUEST_LIMITS), source)
    _delete_past_windows(session, limit, start)
    key = {"limit_name": limit.name, "source_sha256": digest, "window_start": start}
    mine = update(RequestCount).filter_by(**key).values(count=RequestCount.count + 1)
    counted = session.scalar(mine.returning(RequestCount.count))
    if counted is None:
        is_first = add_if_absent(session, RequestCount(count=1, **key))
        counted = 1 if is_first else session.scalar(mine.returning(RequestCount.count)) or 1
    return counted <= limit.count


def find_source(request: Request) -> str:
    """Return the network that a request comes from: its address, or the network of its IPv6 address."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))
    return str(address)


def _delete_past_windows(session: Session, limit: RequestLimit, start: datetime) -> None:
    past = start - timedelta(seconds=limit.seconds)
    session.execute(
        delete(RequestCount).where(RequestCount.limit_name == limit.name, RequestCount.window_start < past)
    )
