"""The overview for a peer exchange: progress by topic and municipality, and who can help whom."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.gc_paused import uncollected
from terugkom.normalize import plain
from terugkom.peers.export_shared import Shared, sharing_of, sharings
from terugkom.peers.import_shared import taken_in
from terugkom.peers.match_pairs import Pair, pairs
from terugkom.plan.model import Action, Municipality, Status

MOST = 8  # pairs, themes or lessons that a page shows of each; the rest is counted
T = TypeVar("T")
_OPEN = [each for each in Status if each.is_open]


@dataclass(frozen=True)
class Place:
    """The progress of a municipality on a theme or goal: actions done, and all that it shares."""

    municipality: str
    done: int
    total: int


@dataclass(frozen=True)
class Field:
    """A theme or goal with the progress of each municipality, most done first; `own` is None without own
    actions."""

    name: str
    places: tuple[Place, ...]
    own: Place | None

    @property
    def ahead(self) -> tuple[str, ...]:
        """The municipalities with the most actions done; empty if none has any."""
        best = self.places[0].done
        return tuple(each.municipality for each in self.places if best and each.done == best)


@dataclass(frozen=True)
class Lesson:
    """A shared action with what worked or did not."""

    municipality: str
    action: Shared


@dataclass(frozen=True)
class Exchange:
    """The overview for one municipality's exchange. Lists are complete: a template shows the first ones."""

    own: str
    others: tuple[str, ...]
    shared: int  # by us
    received: int  # from others
    themes: tuple[Field, ...]
    goals: tuple[Field, ...]
    for_us: tuple[Pair, ...]
    for_them: tuple[Pair, ...]
    lessons: tuple[Lesson, ...]
    withheld: int


@uncollected()
def exchange_of(session: Session, town: Municipality, today: date) -> Exchange:
    """Build the overview for an exchange.

    Others are the municipalities of this installation, whose plans are read directly, and those whose file
    was imported.
    """
    mine = sharing_of(session, town)
    others = _others(session, town)
    everybody = {mine.municipality: mine.actions} | others
    found = pairs(mine.municipality, mine.actions, _late(session, town, today), others)
    return Exchange(
        own=mine.municipality,
        others=tuple(others),
        shared=len(mine.actions),
        received=sum(len(each) for each in others.values()),
        themes=_fields(everybody, mine.municipality, lambda each: each.theme, lambda theme: (theme,)),
        goals=_fields(
            everybody, mine.municipality, lambda each: each.sdgs, lambda sdgs: [f"SDG {n:02}" for n in sdgs]
        ),
        for_us=tuple(each for each in found if each.helped == mine.municipality),
        for_them=_in_turn(
            (each for each in found if each.helper == mine.municipality), lambda each: (False, each.helped)
        ),
        lessons=_lessons(others),
        withheld=len(mine.withheld),
    )


def _others(session: Session, town: Municipality) -> dict[str, Sequence[Shared]]:
    found: dict[str, Sequence[Shared]] = dict(taken_in(session, town))
    # The plan in this installation is newer than an imported file of it.
    found |= {each.municipality: each.actions for each in sharings(session, _here(session, town))}
    return {name: them for name, them in sorted(found.items()) if them}


def _here(session: Session, town: Municipality) -> list[tuple[int, str]]:
    """Return the other municipalities of this installation, each with a unique name."""
    query = (
        select(Municipality.id, Municipality.name, Municipality.slug)
        .where(Municipality.id != town.id)
        .order_by(Municipality.name, Municipality.id)
    )
    found, seen = [], {town.name}
    for other, name, slug in session.execute(query).tuples():
        found.append((other, f"{name} ({slug})" if name in seen else name))
        seen.add(name)
    return found


def _late(session: Session, town: Municipality, today: date) -> list[str]:
    return list(
        session.scalars(
            select(Action.code).where(
                Action.municipality_id == town.id, Action.status.in_(_OPEN), Action.deadline < today
            )
        )
    )


def _goals(sdgs: Sequence[int]) -> list[str]:
    return [f"SDG {number:02}" for number in sdgs]


def _fields(
    everybody: Mapping[str, Sequence[Shared]],
    own: str,
    of: Callable[[Shared], Hashable],
    names_of: Callable[[Any], Sequence[str]],
) -> tuple[Field, ...]:
    """Return the progress by theme or goal; those with the most municipalities first.

    `of` returns the value of an action to group by, `names_of` the names of the topics of that value.
    """
    counts: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    names: dict[str, str] = {}
    for municipality, actions in everybody.items():
        same = Counter((of(each), each.status is Status.DONE) for each in actions)
        for (value, done), number in same.items():
            for name in names_of(value):
                count = counts[plain(name)][municipality]
                names.setdefault(plain(name), name)
                count[0] += number if done else 0
                count[1] += number
    found = []
    for key, by_town in counts.items():
        places = [Place(town, done, total) for town, (done, total) in by_town.items()]
        places.sort(key=lambda each: (-each.done, each.total, each.municipality))
        mine = next((each for each in places if each.municipality == own), None)
        found.append(Field(names[key], tuple(places), mine))
    return tuple(sorted(found, key=lambda each: (-len(each.places), each.name)))


def _lessons(others: Mapping[str, Sequence[Shared]]) -> tuple[Lesson, ...]:
    """Return the lessons of others; those about what did not work first."""
    told = [
        Lesson(town, each)
        for town, them in others.items()
        for each in them
        if each.worked or each.did_not_work
    ]
    told.sort(key=lambda each: (not each.action.did_not_work, each.municipality))
    return _in_turn(told, lambda each: (not each.action.did_not_work, each.municipality))


def _in_turn(items: Iterable[T], whose: Callable[[T], tuple[bool, str]]) -> tuple[T, ...]:
    """Return items interleaved by municipality, as only the first ones are shown."""
    turns: Counter[tuple[bool, str]] = Counter()
    found = []
    for item in items:
        last, name = whose(item)
        turns[last, name] += 1
        found.append(((last, turns[last, name]), item))
    return tuple(item for _, item in sorted(found, key=lambda each: each[0]))
