"""The context that the steps of one import share."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.erased_people import ErasedPeople
from terugkom.plan.history import FieldChange
from terugkom.plan.model import Group, Municipality, Person
from terugkom.workbook.codes import slugify
from terugkom.workbook.import_report import ImportNotes, RowOutcome
from terugkom.workbook.records import Record

T = TypeVar("T", Group, Person)

# What may stand between names beside the semicolon, and in a name: it counts where each part is a name.
_BETWEEN_NAMES = re.compile(r"[,/&+]|(?<=\s)(?:en|et|and|und)(?=\s)", re.IGNORECASE)


class NameIndex(Generic[T]):
    """An index of people or groups by code and by normalized name."""

    def __init__(self, entries: Iterable[T] = ()) -> None:
        self.by_code: dict[str, T] = {}
        self._by_word: defaultdict[str, list[T]] = defaultdict(list)
        for entry in entries:
            self.add(entry)

    def add(self, entry: T) -> None:
        """Add an entry to the index."""
        self.by_code[entry.code] = entry
        for word in {_normalize(entry.code), _normalize(entry.name)}:
            self._by_word[word].append(entry)

    def find_all(self, word: str) -> list[T]:
        """Return the entry with exactly this code, else all whose normalized code or name is the same."""
        exact = self.by_code.get(word)
        return [exact] if exact else self._by_word.get(_normalize(word), [])

    def find(self, word: str) -> T | None:
        """Return the only match, or None if there is none or more than one."""
        found = self.find_all(word)
        return found[0] if len(found) == 1 else None

    def find_several(self, words: Iterable[str]) -> dict[str, T | None]:
        """Return the only match of each word, or of its parts ("An Maes en Bart Claes", "M, K") if it has
        none itself and each part has one."""
        found: dict[str, T | None] = {}
        for word in words:
            texts = (each.strip() for each in _BETWEEN_NAMES.split(word))
            parts = {part: self.find(part) for part in texts if part}
            is_list = not self.find_all(word) and parts and None not in parts.values()
            found |= parts if is_list else {word: self.find(word)}
        return found


@dataclass
class ImportContext:
    """The state of one running import."""

    session: Session
    municipality: Municipality
    today: date
    now: datetime
    file: str
    notes: ImportNotes
    is_foreign: bool = False
    groups: NameIndex[Group] = field(default_factory=NameIndex[Group])
    people: NameIndex[Person] = field(default_factory=NameIndex[Person])
    people_by_email: dict[str, Person] = field(default_factory=dict)  # addresses in small letters
    addresses_by_name: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    erased: ErasedPeople = field(default_factory=ErasedPeople)
    actions: dict[str, ActionRow] = field(default_factory=dict)
    added_codes: set[str] = field(default_factory=set)  # codes of actions
    codes_without_address: set[str] = field(default_factory=set)  # codes of people, one finding each
    is_go_live_changed: bool = False
    followed_from: date | None = None  # since when the actions that are added are followed up
    changes: list[tuple[ActionRow, FieldChange]] = field(default_factory=list)  # changes, still to be stored

    @property
    def through(self) -> str:
        """The source of the changes, as recorded in the history."""
        return f"import {self.file}"

    def add_finding(self, record: Record, name: str, code: str, **details: object) -> None:
        """Add a finding for the cell of a field."""
        self.notes.add_finding(record.sheet, record.row, record.headers.get(name, name), code, **details)

    def count_row(self, outcome: RowOutcome, record: Record) -> None:
        """Count the row of a record under its outcome."""
        self.notes.row_counts[outcome] += 1
        if outcome is RowOutcome.IMPORTED:
            self.notes.imported[record.sheet].add(record.row)


def assign_values(target: object, record: Record, names: Iterable[str]) -> None:
    """Set the fields whose cells were valid; skip unchanged ones."""
    for name in names:
        if name in record.values and getattr(target, name) != record.values[name]:
            setattr(target, name, record.values[name])


def _normalize(word: str) -> str:
    """Return a word normalized for comparison: without case, accents, punctuation and spaces."""
    return slugify(word) or word.casefold()
