"""The outages that deliveries wait for: found again in the reasons for which their channels put them off."""

import re
from collections import defaultdict
from collections.abc import Iterable, Set

from terugkom.delivery.due_deliveries import PutOff
from terugkom.errors import ERROR_LANGUAGE
from terugkom.overview.channel_reasons import translate_channel_reason
from terugkom.report import ChannelOutage, redact_addresses

_SERVER_CODE = re.compile(r"[2-5]\d\d[ -]")  # how what a mail server said begins


def build_stored_outages(
    put_off: Iterable[PutOff], known_channels: Set[str], language: str, *, is_only_municipality: bool
) -> tuple[ChannelOutage, ...]:
    """Return an outage of each channel and municipality that deliveries wait for, without addresses.

    Not of `known_channels`, whose outages a run met itself, nor of reasons that no channel gave, as of a
    document that could not be read. What only one of several municipalities waits for is hers.
    """
    municipalities: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in put_off:
        if each.channel not in known_channels and _is_of_a_channel(each.reason):
            municipalities[each.channel, each.reason].add(each.municipality)
    outages = {}
    for (channel, reason), slugs in municipalities.items():
        slug = "" if is_only_municipality or len(slugs) > 1 else min(slugs)
        text, translation = (redact_addresses(each) for each in (reason, _translate(reason, language)))
        outages[channel, slug] = ChannelOutage(channel, slug, text, translation)
    return tuple(outages.values())


def _is_of_a_channel(reason: str) -> bool:
    return bool(_SERVER_CODE.match(reason) or translate_channel_reason(_cut_head(reason), ERROR_LANGUAGE))


def _translate(reason: str, language: str) -> str:
    """Return a reason with its head in a language, as far as that is ours."""
    head = _cut_head(reason)
    return f"{translate_channel_reason(head, language) or head}{reason.removeprefix(head)}"


def _cut_head(reason: str) -> str:
    return re.split("[:;]", reason, maxsplit=1)[0]
