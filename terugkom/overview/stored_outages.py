"""The outages that deliveries wait for: found again in the reasons for which their channels put them off."""

import re
from collections import defaultdict
from collections.abc import Iterable

from terugkom.delivery.channels.base import FOLDER, SMTP
from terugkom.delivery.due_deliveries import PostponedChannel
from terugkom.errors import ERROR_LANGUAGE
from terugkom.overview.channel_reasons import translate_channel_reason
from terugkom.report import ChannelOutage, redact_addresses

_SERVER_CODE = re.compile(r"[2-5]\d\d[ -]")  # how what a mail server said begins
_SHARED = (SMTP, FOLDER)  # all municipalities' mail goes through one; other channels each has of its own


def build_stored_outages(
    postponed: Iterable[PostponedChannel],
    met: Iterable[ChannelOutage],
    language: str,
    *,
    is_only_municipality: bool,
) -> tuple[ChannelOutage, ...]:
    """Return the outages that deliveries wait for, without addresses.

    Of a channel of each municipality's own one for each reason and municipality. Of the mail server, which
    all share, one for all; but what only one of several municipalities waits for is hers. Not those that a
    run `met` itself, of the channel or of the channel of that municipality, nor reasons that no channel gave,
    as of a document that could not be read.
    """
    known = {(each.channel, each.municipality) for each in met}
    waiting = [
        each
        for each in postponed
        if not known & {(each.channel, ""), (each.channel, each.municipality)}
        and _is_of_a_channel(each.reason)
    ]
    own = [each for each in waiting if each.channel not in _SHARED]
    shared = _merge_shared(
        each._replace(municipality="") if is_only_municipality else each
        for each in waiting
        if each.channel in _SHARED
    )
    return tuple(dict.fromkeys(_build_outage(each, language) for each in sorted({*own, *shared})))


def _merge_shared(waiting: Iterable[PostponedChannel]) -> list[PostponedChannel]:
    """Return one for each channel that several municipalities wait for, with the reason that most wait for;
    its municipality is "". What one alone waits for stays hers."""
    reasons: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in waiting:
        reasons[each.channel, each.reason].add(each.municipality)
    merged = {}
    for (channel, reason), slugs in sorted(reasons.items(), key=lambda item: len(item[1])):
        slug = "" if len(slugs) > 1 else min(slugs)
        merged[channel, slug] = PostponedChannel(channel, slug, reason)
    return list(merged.values())


def _build_outage(postponed: PostponedChannel, language: str) -> ChannelOutage:
    texts = (redact_addresses(each) for each in (postponed.reason, _translate(postponed.reason, language)))
    return ChannelOutage(postponed.channel, postponed.municipality, *texts)


def _is_of_a_channel(reason: str) -> bool:
    return bool(_SERVER_CODE.match(reason) or translate_channel_reason(_cut_head(reason), ERROR_LANGUAGE))


def _translate(reason: str, language: str) -> str:
    """Return a reason with its head in a language, as far as that is ours."""
    head = _cut_head(reason)
    return f"{translate_channel_reason(head, language) or head}{reason.removeprefix(head)}"


def _cut_head(reason: str) -> str:
    return re.split("[:;]", reason, maxsplit=1)[0]
