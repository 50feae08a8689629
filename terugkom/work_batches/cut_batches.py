"""Cut what is due into batches of about equal work."""

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from terugkom.work_batches.model import WorkItem

_MAX_ITEMS = 500  # in a batch, however little the work of each


def split_item(item: WorkItem, limit: float) -> list[WorkItem]:
    """Return the shares of an item of which none weighs more than `limit`; itself if it is light enough."""
    shares = max(1, ceil(item.weight / limit))
    if shares == 1:
        return [item]
    weight = item.weight / shares
    return [replace(item, share=share, shares=shares, weight=weight) for share in range(shares)]


def cut_batches(items: Iterable[WorkItem], limit: float) -> list[list[WorkItem]]:
    """Return the items in batches, in their order, each in exactly one.

    A batch weighs at most `limit`, unless it is one item that alone weighs more. Where several are needed
    they weigh about the same.
    """
    waiting = list(items)
    total = sum(item.weight for item in waiting)
    needed = max(1, ceil(total / limit))
    even = total / needed  # at which a batch is closed, so that the last one is not a small rest
    batches: list[list[WorkItem]] = []
    weight = 0.0
    for item in waiting:
        is_full = bool(batches) and (weight + item.weight > limit or len(batches[-1]) >= _MAX_ITEMS)
        if not batches or is_full or (weight >= even and len(batches) < needed):
            batches.append([])
            weight = 0.0
        batches[-1].append(item)
        weight += item.weight
    return batches
