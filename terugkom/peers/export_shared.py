"""Select what a municipality shares of its plan: which actions, and which of their fields.

Every action that has a theme and is still in the plan is shared, unless its column *Delen* is "nee". Of an
action only these fields are shared: code, title, theme, SDGs, status, how long it took,
and the columns *Wat werkte* and *Wat werkte niet*. Owners, groups, descriptions, news, reasons and decisions
are not shared: they may name people. Shared texts are also checked for personal data, see `Names`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.documents.templates import one_line
from terugkom.plan.model import Action, ActionChange, Municipality, Person, PersonKind, Status

SHARE, WORKED, DID_NOT_WORK = "delen", "wat werkte", "wat werkte niet"  # column headers, case-insensitive
TOLD = 2000  # maximum characters of what worked or did not
_NO = {"nee", "neen", "n", "intern", "niet", "no", "non"}
_AT_ONCE = 30  # municipalities
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
_ADDRESS, _TELEPHONE = re.compile(r"\S@\S"), re.compile(r"\d(?:[ ./-]?\d){8,}")


@dataclass(frozen=True)
class Shared:
    """An action as shared with other municipalities. `took_days`: days from its start until done or
    stopped."""

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
    """A field that is withheld because it seems to hold personal data: action code and field name."""

    code: str
    field: str


@dataclass(frozen=True)
class Sharing:
    """The shared actions of a municipality, by code, and the withheld fields."""

    municipality: str
    actions: tuple[Shared, ...]
    withheld: tuple[Withheld, ...] = ()


class Names:
    """Detects personal data in a text: names of people in the plan, mail addresses and telephone numbers.

    A capitalised word that is part of a person's name counts, so rather too much is withheld than too
    little. People who are not in the plan are not detected.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Index the words of these names."""
        words = {word.casefold() for name in names for word in _WORD.findall(name)}
        self._words = {word for word in words if len(word) >= _SHORT and word not in _PARTICLES}

    def in_text(self, text: str) -> bool:
        """Return whether a text holds a person's name, a mail address or a telephone number."""
        if ("@" in text and _ADDRESS.search(text)) or _TELEPHONE.search(text):
            return True
        if self._words.isdisjoint(_WORD.findall(text.casefold())):  # as nearly always
            return False
        return any(word.casefold() in self._words for word in _WORD.findall(text) if not word.islower())


def sharing_of(session: Session, town: Municipality) -> Sharing:
    """Return what a municipality shares. Three queries."""
    return next(sharings(session, [(town.id, town.name)]))


def sharings(session: Session, towns: Iterable[tuple[int, str]]) -> Iterator[Sharing]:
    """Yield the shared plan of each of these municipalities (id, name). Three queries per batch of 30."""
    for some in batched(towns, _AT_ONCE):
        ids = [town for town, _ in some]
        names, rows, ended = _names(session, ids), _rows(session, ids), _ended_on(session, ids)
        for town, name in some:
            yield _sharing(name, rows.pop(town, []), Names(names[town]), ended)


@lru_cache(maxsize=4096)
def sdgs_of(text: str) -> tuple[int, ...]:
    """Return the SDG numbers (1 to 17) in a cell, each once and sorted."""
    return tuple(sorted({number for each in re.findall(r"\d+", text) if 1 <= (number := int(each)) <= 17}))


def _names(session: Session, towns: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = select(Person.municipality_id, Person.name)
    query = query.where(Person.municipality_id.in_(towns), Person.kind == PersonKind.PERSON)
    for town, name in session.execute(query).tuples():
        found[town].append(name)
    return found


def _rows(session: Session, towns: Sequence[int]) -> defaultdict[int, list[Any]]:
    """Return the actions that can be shared, by municipality, in order of code."""
    query = (
        select(
            Action.municipality_id,
            Action.id,
            Action.code,
            Action.title,
            Action.theme,
            Action.sdgs,
            Action.status,
            Action.start,
            Action.extra,
        )
        .where(Action.municipality_id.in_(towns), Action.theme != "", Action.missing_since.is_(None))
        .order_by(Action.municipality_id, Action.code)
    )
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for town, *row in session.execute(query).tuples():
        found[town].append(row)
    return found


def _sharing(name: str, rows: Iterable[Any], names: Names, ended: Mapping[int, date]) -> Sharing:
    actions: list[Shared] = []
    withheld: list[Withheld] = []
    for action_id, code, title, theme, sdgs, status, start, extra in rows:
        told = _told(extra) if extra else {}
        if told.get(SHARE, "").casefold() in _NO:
            continue
        texts = {
            "title": one_line(title),
            "theme": _theme(theme),
            "worked": told.get(WORKED, "")[:TOLD],
            "did_not_work": told.get(DID_NOT_WORK, "")[:TOLD],
        }
        if names.in_text("\n".join(texts.values())):  # mostly not: then there is no more to look at
            naming = [field for field, text in texts.items() if names.in_text(text)]
            withheld += [Withheld(code, field) for field in naming]
            if "title" in naming or "theme" in naming:
                continue
            texts |= dict.fromkeys(naming, "")
        took = _days(start, ended.get(action_id)) if start and not status.is_open else None
        actions.append(Shared(code, sdgs=sdgs_of(sdgs), status=status, took_days=took, **texts))
    return Sharing(name, tuple(actions), tuple(withheld))


def _told(extra: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of the columns *Delen*, *Wat werkte* and *Wat werkte niet*."""
    named = ((_column(name), text) for name, text in extra.items())
    return {name: one_line(text) for name, text in named if name in (SHARE, WORKED, DID_NOT_WORK)}


@lru_cache(maxsize=4096)
def _column(name: str) -> str:
    return one_line(name).casefold()


@lru_cache(maxsize=4096)
def _theme(text: str) -> str:
    return one_line(text)


def _ended_on(session: Session, towns: Sequence[int]) -> dict[int, date]:
    """Return the day on which each action last became done or stopped."""
    over = [each.value for each in Status if not each.is_open]
    rows = session.execute(
        select(ActionChange.action_id, func.max(ActionChange.changed_at))
        .join(Action, Action.id == ActionChange.action_id)
        .where(Action.municipality_id.in_(towns), ActionChange.field == "status", ActionChange.new.in_(over))
        .group_by(ActionChange.action_id)
    ).tuples()
    return {action: at.date() for action, at in rows}


def _days(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start and end and end >= start else None
