"""Up to where an account was read, and whether its server may be asked again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.clock import LONGEST_WAIT, format_minute
from terugkom.delivery.channels.base import TemporaryFailure
from terugkom.errors import Message
from terugkom.mentions.model import MentionCursor


def find_cursor(session: Session, municipality_id: int, server: str) -> MentionCursor | None:
    """Return up to where a municipality's account at a server was read; None if it never was."""
    mine = select(MentionCursor).where(
        MentionCursor.municipality_id == municipality_id, MentionCursor.server == server
    )
    return session.scalar(mine)


def get_cursor(session: Session, municipality_id: int, server: str) -> MentionCursor:
    """Return it, made if there is none; in the transaction of who locked the municipality."""
    found = find_cursor(session, municipality_id, server)
    if found is None:
        found = MentionCursor(municipality_id=municipality_id, server=server, account_id="", last_id="")
        session.add(found)
    return found


def check_wait(cursor: MentionCursor | None, now: datetime) -> None:
    """Raise TemporaryFailure if the server asked not to be asked before a time that is still to come.

    One further ahead than it may ask for is of a clock that was ahead.
    """
    if cursor and cursor.not_before and now < cursor.not_before <= now + LONGEST_WAIT:
        until = format_minute(cursor.not_before)
        raise TemporaryFailure(Message("channel.mastodon.wait", server=cursor.server, until=until))
