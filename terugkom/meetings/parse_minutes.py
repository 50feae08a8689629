"""Parse minutes, from a Word document or from a form, without checking them."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from terugkom.documents.docx_reader import Table, WordText
from terugkom.normalize import plain

ATTENDANCE, AGENDA, DECISIONS, NEW_ACTIONS = "Aanwezigheid", "Agenda", "Besluiten", "Nieuwe acties"
_HEADS = {  # the columns that identify each table
    ATTENDANCE: ("code", "naam", "aanwezigheid"),
    AGENDA: ("punt", "actie", "waarover", "afgehandeld"),
    DECISIONS: ("actie", "soort besluit", "waarde", "toelichting"),
    NEW_ACTIONS: ("code", "titel", "trekker", "deadline", "toelichting"),
}
_REFERENCE = re.compile(r"([a-z0-9-]+) / ([a-z-]+) / (.+) / (\d{4}-\d{2})")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@dataclass(frozen=True)
class Reference:
    """The meeting that minutes are of, from the line *Kenmerk* of a document."""

    municipality: str
    kind: str
    subject: str
    period: str

    def __str__(self) -> str:
        return " / ".join((self.municipality, self.kind, self.subject, self.period))


@dataclass(frozen=True)
class Place:
    """A table and a row in it; rows count from 1 below the header."""

    table: str
    row: int


@dataclass(frozen=True)
class Present:
    """Whether a person attended: `who` is a code or name, `answer` the text as written."""

    place: Place
    who: str
    answer: str


@dataclass(frozen=True)
class Answer:
    """Whether an agenda point was closed. `key` is its key on the agenda, empty for an added point."""

    place: Place
    key: str
    code: str
    text: str
    answer: str


@dataclass(frozen=True)
class Entry:
    """One decision as written. Of a new action `action` is its code or nothing, and `value` its title."""

    place: Place
    kind: str
    action: str
    value: str
    reason: str
    owners: str = ""
    deadline: str = ""


@dataclass(frozen=True)
class WrittenMinutes:
    """The content of minutes, without empty rows."""

    present: tuple[Present, ...] = ()
    answers: tuple[Answer, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether nothing was filled in."""
        points = any(each.answer or not each.key for each in self.answers)
        return not (self.entries or points or any(each.answer for each in self.present))

    def content(self) -> bytes:
        """Return the content as JSON, without row locations: equal minutes give equal bytes."""
        told = asdict(self)
        for each in (*told["present"], *told["answers"], *told["entries"]):
            del each["place"]
        return json.dumps(told, ensure_ascii=False, indent=1).encode()


def reference_of(document: WordText) -> Reference | None:
    """Return the meeting reference of a document: its line *Kenmerk*, else its subject; None without."""
    for line in (*document.lines, document.subject):
        found = _REFERENCE.fullmatch(_DASHES.sub("-", line.rpartition("Kenmerk:")[2].strip()))
        if found:
            return Reference(*found.groups())
    return None


def minutes_in(document: WordText) -> tuple[WrittenMinutes, list[str]]:
    """Return the minutes in a document, and the names of the required tables that are missing."""
    rows = {name: list(_rows(document.tables, name)) for name in _HEADS}
    missing = [name for name in (ATTENDANCE, DECISIONS) if not _tables(document.tables, name)]
    present = [
        Present(place, each["code"] or each["naam"], each["aanwezigheid"]) for place, each in rows[ATTENDANCE]
    ]
    answers = [
        Answer(place, each["punt"], each["actie"], each["waarover"], each["afgehandeld"])
        for place, each in rows[AGENDA]
    ]
    entries = [
        Entry(place, each["soort besluit"], each["actie"], each["waarde"], each["toelichting"])
        for place, each in rows[DECISIONS]
    ]
    entries += [
        Entry(
            place,
            "nieuwe actie",
            each["code"],
            each["titel"],
            each["toelichting"],
            each["trekker"],
            each["deadline"],
        )
        for place, each in rows[NEW_ACTIONS]
    ]
    return WrittenMinutes(tuple(present), tuple(answers), tuple(entries)), missing


def _tables(tables: tuple[Table, ...], name: str) -> list[Table]:
    return [each for each in tables if each and set(_HEADS[name]) <= {plain(head) for head in each[0]}]


def _rows(tables: tuple[Table, ...], name: str) -> Iterator[tuple[Place, dict[str, str]]]:
    """Yield the rows that are not empty, by the known columns."""
    number = 0
    for table in _tables(tables, name)[:1]:
        heads = [plain(head) for head in table[0]]
        for row in table[1:]:
            number += 1
            cells = dict(zip(heads, row, strict=False))
            told = {head: cells.get(head, "") for head in _HEADS[name]}
            if any(told.values()):
                yield Place(name, number), told
