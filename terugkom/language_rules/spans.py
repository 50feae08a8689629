"""Places in a text, from and up to: which overlap, and which lie inside another."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the same places in order, those that overlap or meet as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def touches(span: Span, places: Sequence[Span]) -> bool:
    """Return whether a place overlaps one of the others, which are `joined`."""
    at = bisect_left(places, (span[1],))
    return at > 0 and places[at - 1][1] > span[0]


def widest(spans: Iterable[Span]) -> list[Span]:
    """Return the places in order, each once, without those that lie inside another."""
    found: list[Span] = []
    furthest = -1
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if end > furthest:
            found.append((start, end))
            furthest = end
    return found
