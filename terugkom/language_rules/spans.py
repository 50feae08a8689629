"""Spans of a text (start, end): merge, overlap and nesting."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with overlapping and adjacent ones merged."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def overlaps_any(span: Span, places: Sequence[Span]) -> bool:
    """Return whether a span overlaps one of `places`, which must be merged with `joined`."""
    at = bisect_left(places, (span[1],))
    return at > 0 and places[at - 1][1] > span[0]


def remove_nested_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the distinct spans in order, without those nested in another."""
    found: list[Span] = []
    furthest = -1
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if end > furthest:
            found.append((start, end))
            furthest = end
    return found
