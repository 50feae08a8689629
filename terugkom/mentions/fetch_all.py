"""Fetch the mentions of all municipalities that have a Mastodon account; one that fails stops no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from terugkom.database import Database
from terugkom.delivery.channels import ChannelError
from terugkom.delivery.channels.mastodon import MastodonSite
from terugkom.mentions.fetch_mentions import FetchedMentions, MentionsRun, fetch_mentions
from terugkom.mentions.store_mentions import Noted
from terugkom.plan.model import Municipality
from terugkom.report import MENTIONS, ChannelOutage, redact_addresses

FindAccount = Callable[[str], MastodonSite | None]  # the account whose mentions a municipality wants


@dataclass
class MentionsResult:
    """What was fetched by municipality, which servers failed, and what else went wrong where."""

    fetched: dict[str, FetchedMentions] = field(default_factory=dict)
    outages: list[ChannelOutage] = field(default_factory=list)
    errors: list[tuple[str, Exception]] = field(default_factory=list)

    @property
    def unreadable(self) -> int:
        """How many mentions could not be read."""
        return sum(each.unreadable for each in self.fetched.values())


def fetch_all_mentions(
    database: Database, municipalities: Sequence[Municipality], find_account: FindAccount, noted: Noted
) -> MentionsResult:
    """Fetch what is new for each municipality that has an account. Each that fails is in the result."""
    result = MentionsResult()
    for each in municipalities:
        try:
            if site := find_account(each.slug):
                result.fetched[each.slug] = fetch_mentions(MentionsRun(database, each, site, noted))
        except ChannelError as error:
            result.outages.append(ChannelOutage(MENTIONS, each.slug, redact_addresses(str(error))))
        except Exception as error:  # of this municipality alone; the caller records it
            result.errors.append((each.slug, error))
    return result
