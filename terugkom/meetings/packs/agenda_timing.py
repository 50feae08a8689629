"""An agenda that fits the meeting: each point has its minutes and names the decision asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from terugkom.documents.formatting import hour
from terugkom.documents.phrases import say

LEAST = 5  # minutes, for any point
_OPENING, _CLOSING = 10, 5
_SHORT = 45  # minutes; a meeting up to this long has the shortest opening


@dataclass(frozen=True)
class Topic:
    """A topic for the agenda: the decision asked, about which actions, and the preferred minutes."""

    title: str
    asks: str
    codes: tuple[str, ...] = ()
    wants: int = 10


@dataclass(frozen=True)
class Item:
    """One point of an agenda. `at` is the time at which it begins."""

    at: str
    title: str
    asks: str
    codes: tuple[str, ...]
    minutes: int


def agenda(topics: Sequence[Topic], starts_at: time, minutes: int, language: str) -> tuple[Item, ...]:
    """Divide the minutes of a meeting over its topics, which come in order of priority.

    The minutes of the items always add up to the meeting's. Each topic has at least five; those that do not
    fit are one last point together; time left is for ideas.
    """
    minutes = max(minutes, 3 * LEAST)
    opening = LEAST if minutes <= _SHORT else _OPENING
    room = minutes - opening - _CLOSING
    chosen = _that_fit(topics, room, language)
    given = _shared(chosen, room)
    left = room - sum(given)
    items = [
        (Topic(say("opening", language), say("ask: opening", language)), opening),
        *zip(chosen, given, strict=True),
    ]
    if left >= LEAST or not chosen:
        items.append((Topic(say("room", language), say("ask: room", language)), left))
        left = 0
    items.append((Topic(say("closing", language), say("ask: closing", language)), _CLOSING + left))
    return _timed(items, starts_at, language)


def _that_fit(topics: Sequence[Topic], room: int, language: str) -> list[Topic]:
    most = max(room // LEAST, 1)
    if len(topics) <= most:
        return list(topics)
    rest = topics[most - 1 :]
    codes = tuple(dict.fromkeys(code for each in rest for code in each.codes))
    others = Topic(
        say("topic: others", language, number=len(rest)), say("ask: others", language), codes, LEAST
    )
    return [*topics[: most - 1], others]


def _shared(topics: Sequence[Topic], room: int) -> list[int]:
    """Give each topic the minimum, then the first ones their preferred minutes as long as there is time."""
    given = [LEAST for _ in topics]
    left = room - sum(given)
    for n, topic in enumerate(topics):
        more = min(max(topic.wants - LEAST, 0), left) // LEAST * LEAST
        given[n] += more
        left -= more
    return given


def _timed(items: Sequence[tuple[Topic, int]], starts_at: time, language: str) -> tuple[Item, ...]:
    at, found = datetime.combine(date.min, starts_at), []
    for topic, minutes in items:
        found.append(Item(hour(at.time(), language), topic.title, topic.asks, topic.codes, minutes))
        at += timedelta(minutes=minutes)
    return tuple(found)
