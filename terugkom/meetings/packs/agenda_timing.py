"""An agenda that fits the meeting: each point has its minutes and names the decision asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from terugkom.documents.formatting import format_time
from terugkom.documents.messages import translate

MIN_MINUTES = 5  # minutes, for any point
_OPENING, _CLOSING = 10, 5
_SHORT_MEETING = 45  # minutes; a meeting up to this long has the shortest opening


@dataclass(frozen=True)
class AgendaTopic:
    """A topic for the agenda: the decision asked, about which actions, and the preferred minutes."""

    title: str
    requested_decision: str
    codes: tuple[str, ...] = ()
    preferred_minutes: int = 10


@dataclass(frozen=True)
class AgendaItem:
    """One point of an agenda. `at` is the time at which it begins."""

    starts_at: str
    title: str
    requested_decision: str
    codes: tuple[str, ...]
    minutes: int


def build_agenda(
    topics: Sequence[AgendaTopic], starts_at: time, minutes: int, language: str
) -> tuple[AgendaItem, ...]:
    """Divide the minutes of a meeting over its topics, which come in order of priority.

    The minutes of the items always add up to the meeting's. Each topic has at least five; those that do not
    fit are one last point together; time left is for ideas.
    """
    minutes = max(minutes, 3 * MIN_MINUTES)
    opening = MIN_MINUTES if minutes <= _SHORT_MEETING else _OPENING
    room = minutes - opening - _CLOSING
    chosen = _select_topics(topics, room, language)
    allotted = _allot_minutes(chosen, room)
    left = room - sum(allotted)
    items = [
        (
            AgendaTopic(translate("pack.topic.opening", language), translate("pack.ask.opening", language)),
            opening,
        ),
        *zip(chosen, allotted, strict=True),
    ]
    if left >= MIN_MINUTES or not chosen:
        items.append(
            (AgendaTopic(translate("pack.topic.room", language), translate("pack.ask.room", language)), left)
        )
        left = 0
    items.append(
        (
            AgendaTopic(translate("pack.topic.closing", language), translate("pack.ask.closing", language)),
            _CLOSING + left,
        )
    )
    return _schedule_items(items, starts_at, language)


def _select_topics(topics: Sequence[AgendaTopic], room: int, language: str) -> list[AgendaTopic]:
    most = max(room // MIN_MINUTES, 1)
    if len(topics) <= most:
        return list(topics)
    rest = topics[most - 1 :]
    codes = tuple(dict.fromkeys(code for each in rest for code in each.codes))
    others = AgendaTopic(
        translate("pack.topic.others", language, count=len(rest)),
        translate("pack.ask.others", language),
        codes,
        MIN_MINUTES,
    )
    return [*topics[: most - 1], others]


def _allot_minutes(topics: Sequence[AgendaTopic], room: int) -> list[int]:
    """Give each topic the minimum, then the first ones their preferred minutes as long as there is time."""
    given = [MIN_MINUTES for _ in topics]
    left = room - sum(given)
    for n, topic in enumerate(topics):
        more = min(max(topic.preferred_minutes - MIN_MINUTES, 0), left) // MIN_MINUTES * MIN_MINUTES
        given[n] += more
        left -= more
    return given


def _schedule_items(
    items: Sequence[tuple[AgendaTopic, int]], starts_at: time, language: str
) -> tuple[AgendaItem, ...]:
    at, found = datetime.combine(date.min, starts_at), []
    for topic, minutes in items:
        found.append(
            AgendaItem(
                format_time(at.time(), language), topic.title, topic.requested_decision, topic.codes, minutes
            )
        )
        at += timedelta(minutes=minutes)
    return tuple(found)
