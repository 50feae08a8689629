"""Fetch what was said to a municipality's Mastodon account since the last time, and what became of that.

A page is stored with the place from which the next one goes on, in one transaction: a run that is cut off
loses nothing, and takes nothing twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import TemporaryFailure
from terugkom.delivery.channels.http_client import HttpClient
from terugkom.delivery.channels.mastodon import MastodonSite
from terugkom.mentions.mastodon_api import (
    MentionPage,
    RemoteStatus,
    fetch_status,
    read_account_id,
    read_page,
)
from terugkom.mentions.mention_cursors import check_wait, find_cursor, get_cursor
from terugkom.mentions.model import MASTODON, Mention
from terugkom.mentions.store_mentions import NewMention, ReceiptTime, store_mention, withdraw_mention
from terugkom.plan.model import Municipality
from terugkom.plan.queries import lock_municipality

_MAX_PAGES = 25  # at once; the next run goes on
_CHECKED_FOR = timedelta(days=14)  # how long we look whether a mention was edited or deleted
_MAX_CHECKED = 50
_MAX_ANSWERED = 200  # characters of our own post that are kept
_MAX_WAIT = timedelta(days=1)
_NOTHING_YET = "0"  # the place before the first notification


@dataclass(frozen=True)
class MentionsRun:
    """The account that is read, for which municipality, and when."""

    database: Database
    municipality: Municipality
    site: MastodonSite
    noted: ReceiptTime

    @property
    def server(self) -> str:
        """The name of the server, which the addresses of its statuses begin with."""
        return urlsplit(self.site.url).netloc.rpartition("@")[2].lower()[:250]


@dataclass
class FetchedMentions:
    """How many mentions were new, were edited, were withdrawn, and could not be read."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    unreadable: int = 0


def fetch_mentions(run: MentionsRun) -> FetchedMentions:
    """Store what is new, edited or deleted; the first time only the newest page. Raises ChannelError.

    After an answer that asks to wait, the server is not asked before that time.
    """
    fetched = FetchedMentions()
    known = _list_checked(run)
    with run.database.read_session() as session:
        check_wait(find_cursor(session, run.municipality.id, run.server), run.noted.now)
    try:
        with run.site.open_client() as client:
            _fetch_new(run, client, fetched)
        if known:
            with run.site.open_client() as client:
                _check_known(run, client, known, fetched)
    except TemporaryFailure as error:
        if error.retry_after:
            with run.database.write_session() as session:
                lock_municipality(session, run.municipality)
                cursor = get_cursor(session, run.municipality.id, run.server)
                cursor.not_before = run.noted.now + min(timedelta(seconds=error.retry_after), _MAX_WAIT)
        raise
    return fetched


def _fetch_new(run: MentionsRun, client: HttpClient, fetched: FetchedMentions) -> None:
    account = read_account_id(client, run.site)
    with run.database.read_session() as session:
        cursor = find_cursor(session, run.municipality.id, run.server)
    after = cursor.last_id if cursor and cursor.account_id == account else ""  # another account begins anew
    for _ in range(_MAX_PAGES):
        page = read_page(client, run.site, after)
        posts = dict(_read_answered_posts(run, client, page, account))
        is_first, after = not after, page.last_id or after or _NOTHING_YET
        fetched.new += _store_page(run, page, posts, (account, after))
        fetched.unreadable += page.unreadable
        if is_first or not page.last_id:
            return


def _read_answered_posts(
    run: MentionsRun, client: HttpClient, page: MentionPage, account: str
) -> Iterator[tuple[str, RemoteStatus]]:
    """Yield by its id each post of our own that a status of the page answers, unless it is gone."""
    for each in sorted({each.replies_to for each in page.statuses if each.replies_to_account == account}):
        if each and (post := fetch_status(client, run.site, each)):
            yield each, post


def _store_page(
    run: MentionsRun,
    page: MentionPage,
    posts: dict[str, RemoteStatus],
    read_up_to: tuple[str, str],
) -> int:
    """Store the mentions of a page, and the account and the place up to where it was read; return how many
    were new."""
    with run.database.write_session() as session:
        lock_municipality(session, run.municipality)
        stored = [
            store_mention(
                session,
                run.municipality,
                _build_mention(run, each, posts.get(each.replies_to)),
                run.noted,
            )
            for each in reversed(page.statuses)  # the oldest first
        ]
        cursor = get_cursor(session, run.municipality.id, run.server)
        (cursor.account_id, cursor.last_id), cursor.not_before = read_up_to, None
    return sum(each is not None for each in stored)


def _build_mention(run: MentionsRun, status: RemoteStatus, post: RemoteStatus | None) -> NewMention:
    return NewMention(
        source=MASTODON,
        remote_id=f"{run.server}/{status.id}",
        text=status.text,
        said_on=status.said_on,
        author=status.author,
        url=status.url,
        answers=post.text.partition("\n")[0][:_MAX_ANSWERED] if post else "",
        answers_url=post.url if post else "",
        is_private=status.is_private,
    )


def _list_checked(run: MentionsRun) -> Sequence[tuple[int, str, str]]:
    """Return number, address and text of the newest mentions of this server, to see what became of them."""
    mine = select(Mention.id, Mention.remote_id, Mention.text).where(
        Mention.municipality_id == run.municipality.id,
        Mention.source == MASTODON,
        Mention.remote_id.startswith(f"{run.server}/", autoescape=True),
        Mention.withdrawn_on.is_(None),
        Mention.said_on >= run.noted.today - _CHECKED_FOR,
    )
    with run.database.read_session() as session:
        return session.execute(mine.order_by(Mention.id.desc()).limit(_MAX_CHECKED)).tuples().all()


def _check_known(
    run: MentionsRun, client: HttpClient, known: Sequence[tuple[int, str, str]], fetched: FetchedMentions
) -> None:
    for number, address, text in known:
        status = fetch_status(client, run.site, address.rpartition("/")[2])
        if status and status.text == text:
            continue
        with run.database.write_session() as session:
            lock_municipality(session, run.municipality)
            if status is None:
                withdraw_mention(session.get_one(Mention, number), run.noted.today)
                fetched.withdrawn += 1
            elif store_mention(session, run.municipality, _build_mention(run, status, None), run.noted):
                fetched.changed += 1
