"""Parse minutes, from a Word document or from a form, without checking them."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from terugkom.documents.docx_reader import DocxTable, DocxText
from terugkom.normalize import normalize_text

ATTENDANCE, AGENDA, DECISIONS, NEW_ACTIONS = "Aanwezigheid", "Agenda", "Besluiten", "Nieuwe acties"
_TABLE_HEADERS = {  # the columns that identify each table
    ATTENDANCE: ("code", "naam", "aanwezigheid"),
    AGENDA: ("punt", "actie", "waarover", "afgehandeld"),
    DECISIONS: ("actie", "soort besluit", "waarde", "toelichting"),
    NEW_ACTIONS: ("code", "titel", "trekker", "deadline", "toelichting"),
}
_REFERENCE_PATTERN = re.compile(r"([a-z0-9-]+) / ([a-z-]+) / (.+) / (\d{4}-\d{2})")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@dataclass(frozen=True)
class MeetingReference:
    """The meeting that minutes are of, from the line *Kenmerk* of a document."""

    municipality: str
    kind: str
    subject: str
    period: str

    def __str__(self) -> str:
        return " / ".join((self.municipality, self.kind, self.subject, self.period))


@dataclass(frozen=True)
class RowLocation:
    """A table and a row in it; rows count from 1 below the header."""

    table: str
    row: int


@dataclass(frozen=True)
class WrittenAttendance:
    """Whether a person attended: `who` is a code or name, `answer` the text as written."""

    location: RowLocation
    who: str
    answer: str


@dataclass(frozen=True)
class WrittenPointAnswer:
    """Whether an agenda point was closed. `key` is its key on the agenda, empty for an added point."""

    location: RowLocation
    key: str
    code: str
    text: str
    answer: str


@dataclass(frozen=True)
class WrittenDecision:
    """One decision as written. Of a new action `action` is its code or nothing, and `value` its title."""

    location: RowLocation
    kind: str
    action: str
    value: str
    reason: str
    owners: str = ""
    deadline: str = ""


@dataclass(frozen=True)
class WrittenMinutes:
    """The content of minutes, without empty rows."""

    present: tuple[WrittenAttendance, ...] = ()
    answers: tuple[WrittenPointAnswer, ...] = ()
    entries: tuple[WrittenDecision, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        points = any(each.answer or not each.key for each in self.answers)
        return not (self.entries or points or any(each.answer for each in self.present))

    def to_json_bytes(self) -> bytes:
        """Return the content as JSON, without row locations: equal minutes give equal bytes."""
        content = asdict(self)
        for each in (*content["present"], *content["answers"], *content["entries"]):
            del each["location"]
        return json.dumps(content, ensure_ascii=False, indent=1).encode()


def parse_reference(document: DocxText) -> MeetingReference | None:
    """Return the meeting reference of a document: its line *Kenmerk*, else its subject; None without."""
    for line in (*document.lines, document.subject):
        found = _REFERENCE_PATTERN.fullmatch(_DASHES.sub("-", line.rpartition("Kenmerk:")[2].strip()))
        if found:
            return MeetingReference(*found.groups())
    return None


def parse_minutes(document: DocxText) -> tuple[WrittenMinutes, list[str]]:
    """Return the minutes in a document, and the names of the required tables that are missing."""
    rows = {name: list(_iterate_rows(document.tables, name)) for name in _TABLE_HEADERS}
    missing = [name for name in (ATTENDANCE, DECISIONS) if not _find_tables(document.tables, name)]
    present = [
        WrittenAttendance(location, each["code"] or each["naam"], each["aanwezigheid"])
        for location, each in rows[ATTENDANCE]
    ]
    answers = [
        WrittenPointAnswer(location, each["punt"], each["actie"], each["waarover"], each["afgehandeld"])
        for location, each in rows[AGENDA]
    ]
    entries = [
        WrittenDecision(location, each["soort besluit"], each["actie"], each["waarde"], each["toelichting"])
        for location, each in rows[DECISIONS]
    ]
    entries += [
        WrittenDecision(
            location,
            "nieuwe actie",
            each["code"],
            each["titel"],
            each["toelichting"],
            each["trekker"],
            each["deadline"],
        )
        for location, each in rows[NEW_ACTIONS]
    ]
    return WrittenMinutes(tuple(present), tuple(answers), tuple(entries)), missing


def _find_tables(tables: tuple[DocxTable, ...], name: str) -> list[DocxTable]:
    return [
        each
        for each in tables
        if each and set(_TABLE_HEADERS[name]) <= {normalize_text(header) for header in each[0]}
    ]


def _iterate_rows(tables: tuple[DocxTable, ...], name: str) -> Iterator[tuple[RowLocation, dict[str, str]]]:
    """Yield the rows that are not empty, by the known columns."""
    number = 0
    for table in _find_tables(tables, name)[:1]:
        headers = [normalize_text(header) for header in table[0]]
        for row in table[1:]:
            number += 1
            cells = dict(zip(headers, row, strict=False))
            values = {header: cells.get(header, "") for header in _TABLE_HEADERS[name]}
            if any(values.values()):
                yield RowLocation(name, number), values
