"""Fetch the mentions of all municipalities that have a Mastodon account; one that fails stops no other."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from terugkom.database.connection_pool import Database
from terugkom.delivery.build_outage import build_outage
from terugkom.delivery.channels.base import ChannelError
from terugkom.delivery.channels.mastodon import MastodonSite
from terugkom.errors import ERROR_LANGUAGE
from terugkom.mentions.fetch_mentions import FetchedMentions, MentionsRun, fetch_mentions
from terugkom.mentions.store_mentions import ReceiptTime
from terugkom.plan.model import Municipality
from terugkom.report import MENTIONS, ChannelOutage

FindAccount = Callable[[str], MastodonSite | None]  # the account whose mentions a municipality wants


@dataclass
class MentionsResult:
    """What was fetched by municipality, which servers failed, and what else went wrong where.

    `shared` are the municipalities that share an account with another one, which is not read.
    """

    fetched: dict[str, FetchedMentions] = field(default_factory=dict)
    outages: list[ChannelOutage] = field(default_factory=list)
    errors: list[tuple[str, Exception]] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)

    @property
    def unreadable(self) -> int:
        """How many mentions could not be read."""
        return sum(each.unreadable for each in self.fetched.values())


def fetch_all_mentions(
    database: Database,
    municipalities: Sequence[Municipality],
    find_account: FindAccount,
    noted: ReceiptTime,
    only: str | None = None,
    *,
    language: str = ERROR_LANGUAGE,
) -> MentionsResult:
    """Fetch what is new for each municipality that has an account, or for `only` one.

    `municipalities` are all: of an account that several of them share nobody knows to whom a mention is said,
    and a private one would reach them all, so it is not read. Each that fails is in the result, with the
    reason in `language` too.
    """
    result = MentionsResult()
    sites: dict[str, MastodonSite] = {}
    for each in municipalities:
        with _collect_failure(result, each.slug, only, language):
            if site := find_account(each.slug):
                sites[each.slug] = site
    users = Counter((site.url, site.token) for site in sites.values())
    for each in municipalities:
        site = sites.get(each.slug)
        if site is None or only not in (None, each.slug):
            continue
        if users[site.url, site.token] > 1:
            result.shared.append(each.slug)
            continue
        with _collect_failure(result, each.slug, only, language):
            result.fetched[each.slug] = fetch_mentions(MentionsRun(database, each, site, noted))
    return result


@contextmanager
def _collect_failure(result: MentionsResult, slug: str, only: str | None, language: str) -> Iterator[None]:
    """Context whose failure is put in the result, if this municipality is one that was asked for."""
    try:
        yield
    except ChannelError as error:
        if only in (None, slug):
            result.outages.append(build_outage(MENTIONS, slug, error, language))
    except Exception as error:  # of this municipality alone; the caller records it
        if only in (None, slug):
            result.errors.append((slug, error))
