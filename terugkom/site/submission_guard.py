"""What keeps floods and robots from the forms that anybody can open; nothing of it stays in this process.

A form carries the signed time at which it was opened: who answers within seconds did not read it, and a form
of long ago is shown again. One field is hidden from people; what fills it in is a robot. And a source may
send so many an hour. Whatever is refused is shown again with what was typed, for a person could have done it.
"""

import hmac
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session
from starlette.requests import Request

from terugkom.secret_keys import KeyPurpose, SecretKey, load_secret_key, sign
from terugkom.site.pages import Site
from terugkom.site.request_limits import RequestLimit, count_request, find_source

MIN_SECONDS = 3
MAX_SECONDS = 30 * 24 * 3600
FROM_ONE_SOURCE = RequestLimit("submissions", count=60, seconds=3600)  # a whole town hall is one address
FOR_ONE_MUNICIPALITY = RequestLimit("submissions-all", count=300, seconds=3600)


class GuardProblem(StrEnum):
    """Why a form is shown again."""

    TOO_FAST = "too-fast"
    TOO_OLD = "too-old"
    TRAPPED = "trapped"
    TOO_MANY = "too-many"


def stamp_form(site: Site, slug: str) -> str:
    """Return the time of now, signed, for the hidden field of a form of this municipality."""
    return _sign_time(_load_key(site), slug, int(site.now().timestamp()))


def check_form(site: Site, slug: str, stamp: str, trap: str) -> GuardProblem | None:
    """Return why a form that was sent is not taken; None if it is."""
    if trap.strip():
        return GuardProblem.TRAPPED
    seconds, _, _ = stamp.partition(".")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) < 12):
        return GuardProblem.TOO_OLD
    expected = _sign_time(_load_key(site), slug, int(seconds))
    if not hmac.compare_digest(expected.encode(), stamp.encode("utf-8", "replace")):
        return GuardProblem.TOO_OLD
    age = site.now().timestamp() - int(seconds)
    if age < MIN_SECONDS:
        return GuardProblem.TOO_FAST
    return GuardProblem.TOO_OLD if age > MAX_SECONDS else None


def count_submission(session: Session, request: Request, slug: str, now: datetime) -> GuardProblem | None:
    """Count what one source sends to one municipality; return TOO_MANY beyond the limits."""
    source = find_source(request)
    is_allowed = count_request(session, FROM_ONE_SOURCE, f"{slug}\0{source}", now)
    if is_allowed:  # a flood from one source must not use up what is for all
        is_allowed = count_request(session, FOR_ONE_MUNICIPALITY, slug, now)
    return None if is_allowed else GuardProblem.TOO_MANY


def _load_key(site: Site) -> bytes:
    """Return the key of the times; it is made when it is first needed, and reading a page changes no more."""
    database = site.installation.database
    with database.read_session() as session:
        found = session.get(SecretKey, KeyPurpose.FORM_TIMES)
        if found is not None:
            return found.key.encode()
    with database.write_session() as session:
        return load_secret_key(session, KeyPurpose.FORM_TIMES)


def _sign_time(key: bytes, slug: str, seconds: int) -> str:
    return f"{seconds}.{sign(key, f'{slug}:{seconds}')[:32]}"
