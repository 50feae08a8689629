"""What a municipality shares of its plan: which actions, and which of their fields.

Shared is each action that has a theme and is still in the plan, unless its column *Delen* says "nee". Of an
action only what is written to be read elsewhere goes out: code, title, theme, SDGs, status, how long it took,
and the columns *Wat werkte* and *Wat werkte niet*. Owners, groups, descriptions, news, reasons and decisions
stay home: they may name people. What goes out is looked at once more, see `Names`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.documents.rendering import one_line
from terugkom.plan.model import Action, ActionChange, Municipality, Person, PersonKind, Status

SHARE, WORKED, DID_NOT_WORK = "delen", "wat werkte", "wat werkte niet"  # columns, read without capitals
TOLD = 2000  # letters: what worked or did not is told short
_NO = {"nee", "neen", "n", "intern", "niet", "no", "non"}
_SHORT = 2  # a letter is no name by itself
_PARTICLES = {
    "de",
    "le",
    "la",
    "du",
    "te",
    "op",
    "in",
    "van",
    "den",
    "der",
    "des",
    "ten",
    "ter",
    "von",
    "las",
    "het",
}
_WORD = re.compile(r"[^\W\d_]+")
_REACHED_AT = re.compile(r"\S@\S|\+?\d(?:[ ./-]?\d){8,}")  # an address, or a telephone number


@dataclass(frozen=True)
class Shared:
    """An action as a neighbour sees it. `took_days` from its start until it was done or stopped."""

    code: str
    title: str
    theme: str
    sdgs: tuple[int, ...] = ()
    status: Status = Status.PLANNED
    worked: str = ""
    did_not_work: str = ""
    took_days: int | None = None


@dataclass(frozen=True)
class Withheld:
    """What was kept back because it seems to name somebody: of which action, which field."""

    code: str
    field: str


@dataclass(frozen=True)
class Sharing:
    """What a municipality shares, by code, and what was kept back."""

    municipality: str
    actions: tuple[Shared, ...]
    withheld: tuple[Withheld, ...] = ()


class Names:
    """The people of a municipality, to tell whether a text speaks of one of them.

    A word with a capital that is part of somebody's name counts, so rather too much is kept back than too
    little. Somebody who is not in the plan it cannot know.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Learn the words of these names."""
        words = {word.casefold() for name in names for word in _WORD.findall(name)}
        self._words = {word for word in words if len(word) >= _SHORT and word not in _PARTICLES}

    def in_text(self, text: str) -> bool:
        """Return whether a text names somebody, or tells how to reach somebody."""
        if _REACHED_AT.search(text):
            return True
        return any(not word.islower() and word.casefold() in self._words for word in _WORD.findall(text))


def sharing_of(session: Session, town: Municipality) -> Sharing:
    """Return what a municipality shares. Three queries."""
    return next(sharings(session, [(town.id, town.name)]))


def sharings(session: Session, towns: Iterable[tuple[int, str]]) -> Iterator[Sharing]:
    """Yield what each of these municipalities shares: by id and name."""
    for town_id, name in towns:
        people = session.scalars(
            select(Person.name).where(Person.municipality_id == town_id, Person.kind == PersonKind.PERSON)
        )
        yield _sharing(session, town_id, name, Names(people))


def sdgs_of(text: str) -> tuple[int, ...]:
    """Return the numbers of the goals that a cell names, each once and in order."""
    return tuple(sorted({number for each in re.findall(r"\d+", text) if 1 <= (number := int(each)) <= 17}))


def _sharing(session: Session, town_id: int, name: str, names: Names) -> Sharing:
    ended = _ended_on(session, town_id)
    rows = session.execute(
        select(
            Action.id,
            Action.code,
            Action.title,
            Action.theme,
            Action.sdgs,
            Action.status,
            Action.start,
            Action.extra,
        )
        .where(Action.municipality_id == town_id, Action.theme != "", Action.missing_since.is_(None))
        .order_by(Action.code)
    ).tuples()
    actions: list[Shared] = []
    withheld: list[Withheld] = []
    for action_id, code, title, theme, sdgs, status, start, extra in rows:
        told = _told(extra)
        if told.get(SHARE, "").casefold() in _NO:
            continue
        texts = {
            "title": one_line(title),
            "theme": one_line(theme),
            "worked": told.get(WORKED, "")[:TOLD],
            "did_not_work": told.get(DID_NOT_WORK, "")[:TOLD],
        }
        naming = [field for field, text in texts.items() if names.in_text(text)]
        withheld += [Withheld(code, field) for field in naming]
        if "title" in naming or "theme" in naming:
            continue
        texts |= dict.fromkeys(naming, "")
        took = _days(start, ended.get(action_id)) if not status.is_open else None
        actions.append(Shared(code, sdgs=sdgs_of(sdgs), status=status, took_days=took, **texts))
    return Sharing(name, tuple(actions), tuple(withheld))


def _told(extra: Mapping[str, Any]) -> dict[str, str]:
    return {one_line(name).casefold(): one_line(text) for name, text in extra.items()}


def _ended_on(session: Session, town_id: int) -> dict[int, date]:
    """Return when each action was last said to be done or stopped."""
    over = [each.value for each in Status if not each.is_open]
    rows = session.execute(
        select(ActionChange.action_id, func.max(ActionChange.changed_at))
        .join(Action, Action.id == ActionChange.action_id)
        .where(Action.municipality_id == town_id, ActionChange.field == "status", ActionChange.new.in_(over))
        .group_by(ActionChange.action_id)
    ).tuples()
    return {action: at.date() for action, at in rows}


def _days(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start and end and end >= start else None
