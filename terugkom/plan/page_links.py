"""Links to pages for one person: their token, kept hashed, until when it holds, whether it was withdrawn.

A token is an HMAC of what it is for, so it cannot be guessed, names nobody, and a mail that is made again has
its old one. GET with a token never changes anything: mail scanners open links.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.bulk_insert import insert_many
from terugkom.database.table_base import Base, enum_type
from terugkom.plan.departures import is_departed
from terugkom.plan.model import Municipality, Person
from terugkom.secret_keys import KeyPurpose, hash_token, load_secret_key, sign

OWNER_PAGE_PATH = "/o/"  # the token follows
COORDINATOR_PAGE_PATH = "/c/"  # the same
DEFAULT_DAYS = 90  # how long a link holds, unless the municipality sets another number

_TOKEN_LENGTH = 40  # hexadecimal digits: 160 bits
_TOKEN = re.compile(r"[0-9a-f]{40}")


class PageLinkPurpose(StrEnum):
    """What the page behind a link is for."""

    OWNER = "owner"  # progress of one's own actions
    COORDINATOR = "coordinator"  # what came back, and what is asked
    PREFERENCES = "preferences"  # which mails, in which language
    CODE_OF_CONDUCT = "code-of-conduct"
    ANSWER = "answer"  # no page: an answer by mail is known by it


class LinkState(StrEnum):
    """Whether a link opens its page, and if not, why."""

    VALID = "valid"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DEPARTED = "departed"


class PageLink(Base):
    """The hash of the token of a link: whose it is, for which page, and until when."""

    __tablename__ = "page_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[PageLinkPurpose] = mapped_column(enum_type(PageLinkPurpose))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    expires_on: Mapped[date]  # the first day on which it opens nothing
    revoked_on: Mapped[date | None]


@dataclass(frozen=True)
class FoundLink:
    """A link as it is found by its token. The link is None if the token is not ours."""

    state: LinkState
    link: PageLink | None = None


_LINKS = Base.metadata.tables[PageLink.__tablename__]


def create_page_links(
    session: Session,
    purpose: PageLinkPurpose,
    people: Mapping[str, int],
    expires_on: date,
) -> dict[str, str]:
    """Return the token of each key, and store their hashes; `people` holds the ids of persons by key.

    A key says what the link stands in, such as a delivery; the same key has the same token again.
    """
    if not people:
        return {}
    tokens = compute_page_tokens(session, purpose, people)
    hashes = {key: hash_token(token) for key, token in tokens.items()}
    known = set(
        session.scalars(select(PageLink.token_sha256).where(PageLink.token_sha256.in_(hashes.values())))
    )
    rows = [
        {
            "person_id": people[key],
            "purpose": purpose,
            "token_sha256": digest,
            "expires_on": expires_on,
            "revoked_on": None,
        }
        for key, digest in hashes.items()
        if digest not in known
    ]
    insert_many(session, _LINKS, rows)
    return tokens


def compute_page_tokens(
    session: Session, purpose: PageLinkPurpose, keys: Sequence[str] | Mapping[str, int]
) -> dict[str, str]:
    """Return the token of each key; nothing is stored but the secret key, which is made when first needed."""
    secret = load_secret_key(session, KeyPurpose.PAGE_LINKS)
    return {key: sign(secret, f"{purpose}:{key}")[:_TOKEN_LENGTH] for key in keys}


def find_page_link(session: Session, token: str, purpose: PageLinkPurpose, today: date) -> FoundLink:
    """Return the link of a token, and whether it opens a page of this purpose on this day."""
    link = None
    if _TOKEN.fullmatch(token):
        digest = hash_token(token)
        link = session.scalar(select(PageLink).where(PageLink.token_sha256 == digest))
    if link is None or link.purpose is not purpose:
        return FoundLink(LinkState.UNKNOWN)
    return FoundLink(_find_state(session, link, today), link)


def _find_state(session: Session, link: PageLink, today: date) -> LinkState:
    person = session.get_one(Person, link.person_id)
    if is_departed(person, today):
        return LinkState.DEPARTED
    if link.revoked_on:
        return LinkState.REVOKED
    return LinkState.VALID if today < link.expires_on else LinkState.EXPIRED


@dataclass(frozen=True)
class ListedLink:
    """A link as a person of the municipality sees it: its token is known to nobody."""

    purpose: PageLinkPurpose
    state: LinkState
    expires_on: date


def list_page_links(session: Session, person_ids: Sequence[int], today: date) -> list[ListedLink]:
    """Return the links of these people, the newest first."""
    mine = select(PageLink).where(PageLink.person_id.in_(person_ids)).order_by(PageLink.id.desc())
    return [
        ListedLink(each.purpose, _find_state(session, each, today), each.expires_on)
        for each in session.scalars(mine)
    ]


def revoke_page_links(session: Session, person_id: int, today: date) -> int:
    """Withdraw the links of a person that still hold; return how many."""
    valid = update(PageLink).where(
        PageLink.person_id == person_id, PageLink.revoked_on.is_(None), PageLink.expires_on > today
    )
    return len(session.execute(valid.values(revoked_on=today).returning(PageLink.id)).all())


def compute_link_expiry(municipality: Municipality, today: date) -> date:
    """Return the first day on which a link that is mailed today opens nothing."""
    return today + timedelta(days=municipality.page_link_days or DEFAULT_DAYS)
