"""Select what a municipality shares of its plan: which actions, and which of their fields.

Every action that has a theme and is still in the plan is shared, unless its column *Delen* is "nee". Of an
action only these fields are shared: code, title, theme, SDGs, status, how long it took,
and the columns *Wat werkte* and *Wat werkte niet*. Owners, groups, descriptions, news, reasons and decisions
are not shared: they may name people. Nor is an action that is called done while that is being checked.
Shared texts are also checked for personal data, see `PersonalDataDetector`.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.documents.one_line import to_one_line
from terugkom.normalize import strip_accents
from terugkom.peers.telephone_numbers import has_telephone_number
from terugkom.plan.action_scope import is_in_any_plan
from terugkom.plan.completion_checks import is_being_checked
from terugkom.plan.history import SAID_ON, decode_value
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, ActionStatus, Municipality, Person, PersonKind

SHARE_COLUMN, WORKED_COLUMN, DID_NOT_WORK_COLUMN = (
    "delen",
    "wat werkte",
    "wat werkte niet",
)  # column headers, case-insensitive
MAX_TEXT_LENGTH = 2000  # maximum characters of what worked or did not
_YES_WORDS = {
    *("ja", "j", "x", "v", "ok", "yes", "y", "oui", "o", "1", "true", "waar", "delen", "wel", "ja graag"),
    *("mag", "openbaar", "publiek", "akkoord", "ok delen"),
}
_YES_SIGNS = {"✓", "✔", "+"}
_NO_WORDS = {"nee", "neen", "n", "no", "non", "nein", "niet", "geen", "0", "false", "onwaar", "intern"}
_OBJECTION = re.compile(r"bezwa|probl|objection|einw[aä]nd")  # "geen bezwaar": a no that may be a yes
_BATCH_SIZE = 30  # municipalities
_MIN_NAME_LENGTH = 2  # a letter is no name by itself
_NAME_PARTICLES = {
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
_ADDRESS = re.compile(r"\S@\S|\S ?[\[(](?:at|apenstaartje)[\])] ?\S", re.IGNORECASE)


@dataclass(frozen=True)
class SharedActionData:
    """An action as shared with other municipalities. `took_days`: days from its start until done or
    stopped."""

    code: str
    title: str
    theme: str
    sdgs: tuple[int, ...] = ()
    status: ActionStatus = ActionStatus.PLANNED
    worked: str = ""
    did_not_work: str = ""
    took_days: int | None = None


@dataclass(frozen=True)
class WithheldField:
    """A field that is withheld because it seems to hold personal data: action code and field name.

    The field ``share``: whether the action may be shared is not clear, so it is not.
    """

    code: str
    field: str


@dataclass(frozen=True)
class SharedPlan:
    """The shared actions of a municipality, by code, and the withheld fields."""

    municipality: str
    actions: tuple[SharedActionData, ...]
    withheld: tuple[WithheldField, ...] = ()


class PersonalDataDetector:
    """Detects personal data in a text: names of people in the plan, mail addresses and telephone numbers.

    A capitalised word that is part of a person's name counts, and a whole name however it is written, with
    or without its accents, so rather too much is withheld than too little. People who are not in the plan are
    not detected.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Index the words of these names."""
        of_each = {tuple(_WORD.findall(strip_accents(name))) for name in names}
        self._whole = {each for each in of_each if len(each) > 1}
        words = {word for each in of_each for word in each}
        self._words = {
            word for word in words if len(word) >= _MIN_NAME_LENGTH and word not in _NAME_PARTICLES
        }

    def is_in(self, text: str) -> bool:
        """Return whether a text holds a person's name, a mail address or a telephone number."""
        if _ADDRESS.search(text) or has_telephone_number(text):
            return True
        words = _WORD.findall(strip_accents(text))
        if self._words.isdisjoint(words):  # as nearly always
            return False
        if any(tuple(words[at : at + len(name)]) == name for name in self._whole for at in range(len(words))):
            return True
        written = _WORD.findall(unicodedata.normalize("NFC", text))
        return any(strip_accents(word) in self._words for word in written if not word.islower())


def build_shared_plan(session: Session, municipality: Municipality) -> SharedPlan:
    """Return what a municipality shares. Three queries."""
    return next(build_shared_plans(session, [(municipality.id, municipality.name)]))


def build_shared_plans(session: Session, municipalities: Iterable[tuple[int, str]]) -> Iterator[SharedPlan]:
    """Yield the shared plan of each of these municipalities (id, name). Three queries per batch of 30."""
    for some in batched(municipalities, _BATCH_SIZE):
        ids = [municipality_id for municipality_id, _ in some]
        names, rows, ended = (
            _load_person_names(session, ids),
            _load_action_rows(session, ids),
            _load_end_dates(session, ids),
        )
        for municipality_id, name in some:
            yield _build_shared_plan(
                name, rows.pop(municipality_id, []), PersonalDataDetector(names[municipality_id]), ended
            )


@lru_cache(maxsize=4096)
def parse_sdgs(text: str) -> tuple[int, ...]:
    """Return the SDG numbers (1 to 17) in a cell, each once and sorted."""
    return tuple(
        sorted(
            {number for each in re.findall(r"(?<!\d)\d{1,9}(?!\d)", text) if 1 <= (number := int(each)) <= 17}
        )
    )


def _load_person_names(session: Session, municipality_ids: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = select(Person.municipality_id, Person.name)
    query = query.where(Person.municipality_id.in_(municipality_ids), Person.kind == PersonKind.PERSON)
    for municipality_id, name in session.execute(query).tuples():
        found[municipality_id].append(name)
    return found


def _load_action_rows(session: Session, municipality_ids: Sequence[int]) -> defaultdict[int, list[Any]]:
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
        .where(
            Action.municipality_id.in_(municipality_ids),
            Action.theme != "",
            is_in_any_plan(),
            not_(is_being_checked()),
        )
        .order_by(Action.municipality_id, Action.code)
    )
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for municipality_id, *row in session.execute(query).tuples():
        found[municipality_id].append(row)
    return found


def _build_shared_plan(
    name: str, rows: Iterable[Any], names: PersonalDataDetector, ended: Mapping[int, date]
) -> SharedPlan:
    actions: list[SharedActionData] = []
    withheld: list[WithheldField] = []
    for action_id, code, title, theme, sdgs, status, start, extra in rows:
        columns = _read_shared_columns(extra) if extra else {}
        shared = _is_shared(columns.get(SHARE_COLUMN, ""))
        if not shared:
            withheld += [WithheldField(code, "share")] if shared is None else []
            continue
        texts = {
            "title": to_one_line(title),
            "theme": _normalize_theme(theme),
            "worked": columns.get(WORKED_COLUMN, "")[:MAX_TEXT_LENGTH],
            "did_not_work": columns.get(DID_NOT_WORK_COLUMN, "")[:MAX_TEXT_LENGTH],
        }
        if names.is_in("\n".join(texts.values())):  # mostly not: then there is no more to look at
            personal_fields = [field for field, text in texts.items() if names.is_in(text)]
            withheld += [WithheldField(code, field) for field in personal_fields]
            if "title" in personal_fields or "theme" in personal_fields:
                continue
            texts |= dict.fromkeys(personal_fields, "")
        took = _count_days(start, ended.get(action_id)) if start and not status.is_open else None
        actions.append(SharedActionData(code, sdgs=parse_sdgs(sdgs), status=status, took_days=took, **texts))
    return SharedPlan(name, tuple(actions), tuple(withheld))


def _is_shared(text: str) -> bool | None:
    """Return whether an action may be shared; None if that is not clear, and no empty cell."""
    words = re.findall(r"\w+", text.casefold())
    if not text or text in _YES_SIGNS or ("?" not in text and " ".join(words) in _YES_WORDS):
        return True
    is_no = bool(words) and words[0] in _NO_WORDS and not _OBJECTION.search(text.casefold())
    return False if is_no else None


def _read_shared_columns(extra: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of the columns *Delen*, *Wat werkte* and *Wat werkte niet*."""
    named = ((_normalize_column(name), text) for name, text in extra.items())
    return {
        name: to_one_line(text)
        for name, text in named
        if name in (SHARE_COLUMN, WORKED_COLUMN, DID_NOT_WORK_COLUMN)
    }


@lru_cache(maxsize=4096)
def _normalize_column(name: str) -> str:
    return to_one_line(name).casefold()


@lru_cache(maxsize=4096)
def _normalize_theme(text: str) -> str:
    return to_one_line(text)


def _load_end_dates(session: Session, municipality_ids: Sequence[int]) -> dict[int, date]:
    """Return the day on which each action last became done or stopped, as somebody said it."""
    rows = session.execute(
        select(ActionChange.action_id, ActionChange.field, ActionChange.changed_on, ActionChange.new)
        .join(Action, Action.id == ActionChange.action_id)
        .where(Action.municipality_id.in_(municipality_ids), ActionChange.field.in_(("status", SAID_ON)))
        .order_by(ActionChange.changed_at, ActionChange.id)
    )
    ended: dict[int, date] = {}
    for action_id, field, changed_on, new in rows:
        value = decode_value(field, new)
        if isinstance(value, ActionStatus) and not value.is_open:
            ended[action_id] = changed_on
        elif isinstance(value, date) and action_id in ended:  # of the status that stands before it
            ended[action_id] = value
    return ended


def _count_days(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start and end and end >= start else None
