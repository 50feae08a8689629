"""Parse the minutes in a Word document, without checking them against the plan."""

import re
from collections.abc import Iterator

from terugkom.documents.docx_reader import DocxTable, DocxText
from terugkom.meetings import minutes_words as words
from terugkom.meetings.model import DecisionKind
from terugkom.meetings.written_minutes import (
    AGENDA,
    ATTENDANCE,
    DECISIONS,
    NEW_ACTIONS,
    MeetingReference,
    RowLocation,
    WrittenAttendance,
    WrittenDecision,
    WrittenMinutes,
    WrittenPointAnswer,
)
from terugkom.normalize import normalize_text

_TABLE_HEADERS = {  # the columns that identify each table
    ATTENDANCE: ("code", "naam", "aanwezigheid"),
    AGENDA: ("punt", "actie", "waarover", "afgehandeld"),
    DECISIONS: ("actie", "soort besluit", "waarde", "toelichting"),
    NEW_ACTIONS: ("code", "titel", "trekker", "deadline", "toelichting"),
}
_REFERENCE_PATTERN = re.compile(r"([a-z0-9-]+) / ([a-z-]+) / (.+) / (\d{4}-\d{2})")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


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
        parse_attendance(location, each["code"] or each["naam"], each["aanwezigheid"])
        for location, each in rows[ATTENDANCE]
    ]
    answers = [
        parse_point_answer(location, each["punt"], each["actie"], each["waarover"], each["afgehandeld"])
        for location, each in rows[AGENDA]
    ]
    entries = [
        parse_decision(location, each["soort besluit"], each["actie"], each["waarde"], each["toelichting"])
        for location, each in rows[DECISIONS]
    ]
    entries += [
        WrittenDecision(
            location,
            DecisionKind.NEW_ACTION,
            each["code"],
            each["titel"],
            each["toelichting"],
            (each["trekker"],) if each["trekker"] else (),
            each["deadline"],
        )
        for location, each in rows[NEW_ACTIONS]
    ]
    return WrittenMinutes(tuple(present), tuple(answers), tuple(entries)), missing


def parse_attendance(location: RowLocation, who: str, word: str) -> WrittenAttendance:
    """Return a row of the table of attendance."""
    return WrittenAttendance(location, who, words.PRESENCE_WORDS.get(normalize_text(word)), word)


def parse_point_answer(
    location: RowLocation, key: str, code: str, text: str, word: str
) -> WrittenPointAnswer:
    """Return a row of the agenda."""
    return WrittenPointAnswer(location, key, words.ANSWER_WORDS.get(normalize_text(word)), code, text, word)


def parse_decision(location: RowLocation, word: str, action: str, value: str, reason: str) -> WrittenDecision:
    """Return a row of the table of decisions."""
    kind, is_postponed = words.DECISION_KINDS.get(normalize_text(word), (None, False))
    return WrittenDecision(location, kind, action, value, reason, is_postponed=is_postponed, word=word)


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
