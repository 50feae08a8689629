"""An agenda that fits the meeting: each point has its minutes and names the decision asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from terugkom.documents.formatting import format_time
from terugkom.documents.messages import translate

MIN_MINUTES = 5  # minutes, for any point
_OPENING, _CLOSING, _IDEAS = 10, 5, 10
_SHORT_MEETING = 45  # minutes; a meeting up to this long has the shortest opening


@dataclass(frozen=True)
class AgendaTopic:
    """A topic for the agenda: the decision asked, about how many points, and how long one of them takes."""

    title: str
    requested_decision: str
    codes: tuple[str, ...] = ()
    minutes_each: int = 10
    point_count: int = 1

    @property
    def wanted_minutes(self) -> int:
        """The minutes that it would take if there were time for all."""
        return self.minutes_each * self.point_count


@dataclass(frozen=True)
class AgendaItem:
    """One point of an agenda. `starts_at` is the time at which it begins."""

    starts_at: str
    title: str
    requested_decision: str
    codes: tuple[str, ...]
    minutes: int


def build_agenda(
    topics: Sequence[AgendaTopic], starts_at: datetime, minutes: int, language: str
) -> tuple[AgendaItem, ...]:
    """Divide the minutes of a meeting over its topics, which come in order of priority; `starts_at` has its
    time zone.

    The minutes of the items always add up to the meeting's. Each topic has at least five; those that do not
    fit are one last point together. The rest of the time follows what each topic wants, so more points never
    get less; where all have enough, there is room for ideas as well.
    """
    minutes = max(minutes, 3 * MIN_MINUTES)
    opening = MIN_MINUTES if minutes <= _SHORT_MEETING else _OPENING
    room = minutes - opening - _CLOSING
    chosen = _select_topics(topics, room, language)
    if sum(max(MIN_MINUTES, each.wanted_minutes) for each in chosen) + MIN_MINUTES <= room or not chosen:
        chosen.append(_build_fixed_topic("room", language, _IDEAS))
    allotted = _allot_minutes(chosen, room)
    return _schedule_items(
        [
            (_build_fixed_topic("opening", language), opening),
            *zip(chosen, allotted, strict=True),
            (_build_fixed_topic("closing", language), _CLOSING + room - sum(allotted)),
        ],
        starts_at,
        language,
    )


def _build_fixed_topic(name: str, language: str, minutes: int = MIN_MINUTES) -> AgendaTopic:
    title, ask = (translate(f"pack.{what}.{name}", language) for what in ("topic", "ask"))
    return AgendaTopic(title, ask, (), minutes)


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
        len(rest),
    )
    return [*topics[: most - 1], others]


def _allot_minutes(topics: Sequence[AgendaTopic], room: int) -> list[int]:
    """Give each topic the minimum, then share the rest by what they want, five minutes at a time.

    The next five go to whom they leave with the least of what it wants (the method of D'Hondt): so a topic
    that wants more, or an equal one with more points, never has less.
    """
    given = [1 for _ in topics]
    for _ in range(room // MIN_MINUTES - len(topics)):
        needs = [
            (topic.wanted_minutes / (given[n] + 1), topic.point_count, -n) for n, topic in enumerate(topics)
        ]
        given[-max(needs)[2]] += 1
    return [units * MIN_MINUTES for units in given]


def _schedule_items(
    items: Sequence[tuple[AgendaTopic, int]], starts_at: datetime, language: str
) -> tuple[AgendaItem, ...]:
    at, found = starts_at.astimezone(UTC), []  # so that it takes as long when the clock changes
    for topic, minutes in items:
        found.append(
            AgendaItem(
                format_time(at.astimezone(starts_at.tzinfo).time(), language),
                *(topic.title, topic.requested_decision, topic.codes, minutes),
            )
        )
        at += timedelta(minutes=minutes)
    return tuple(found)
