"""Parse the minutes in a Word document, without checking them against the plan."""

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import date

from terugkom.documents.docx_reader import DocxText
from terugkom.meetings.minutes import minutes_words as words
from terugkom.meetings.minutes.minutes_tables import list_unread_tables, read_minutes_tables
from terugkom.meetings.minutes.written_minutes import (
    AGENDA,
    ATTENDANCE,
    DECISIONS,
    DISCUSSION,
    NEW_ACTIONS,
    MeetingReference,
    RowLocation,
    WrittenAttendance,
    WrittenDecision,
    WrittenDiscussion,
    WrittenMinutes,
    WrittenPointAnswer,
)
from terugkom.meetings.model import DecisionKind
from terugkom.normalize import normalize_text
from terugkom.workbook.dates.date_words import MONTHS
from terugkom.workbook.dates.read_dates import ImpossibleDate, read_deadline

_REFERENCE_PATTERN = re.compile(r"([a-z0-9-]+) / ([a-z-]+) / (.+) / (\d{4}-\d{2})")
_BEFORE_A_DAY = 80  # characters in which other days of the same meeting may stand
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def parse_reference(document: DocxText) -> MeetingReference | None:
    """Return the meeting reference of a document: its line *Kenmerk*, else its subject; None without."""
    for line in (*document.lines, *document.margin_lines, document.subject):
        found = _REFERENCE_PATTERN.fullmatch(_DASHES.sub("-", line.rpartition("Kenmerk:")[2].strip()))
        if found:
            return MeetingReference(*found.groups())
    return None


def parse_meeting_days(document: DocxText) -> tuple[date, ...]:
    """Return the days of the meeting by the line *Wanneer* of a document: "15 en 16 maart 2027" has two."""
    line = next((each for each in document.lines if each.startswith("Wanneer:")), "")
    found = []
    for stated in words.DAY_WITH_YEAR.finditer(line):
        with suppress(ImpossibleDate):
            before = line[max(0, stated.start() - _BEFORE_A_DAY) : stated.start()]
            found += _list_days_before(before, read_deadline(stated[0]).day)
    return tuple(found)


def _list_days_before(before: str, day: date | None) -> list[date]:
    """Return a day with those that stand before it without their year, or month."""
    found = [day] if day else []
    while day and (other := words.DAY_BEFORE_ANOTHER.search(before)):
        before = before[: other.start()]
        month = other["month"] or MONTHS.get((other["name"] or "").lower(), day.month)
        try:
            found.insert(0, date(day.year, int(month), int(other["day"])))
        except ValueError:
            break
    return found


def parse_minutes(
    document: DocxText, codes: Collection[str] | None = None, people: Collection[str] = ()
) -> tuple[WrittenMinutes, list[str]]:
    """Return the minutes in a document, and the names of the tables of which a part, or all of a required
    one, is not found. `codes`: those of the actions of the plan, where they are known; `people`: the codes
    and names of its people."""
    rows = read_minutes_tables(document.tables)
    unread = list_unread_tables(document.tables, codes, people)
    missing = [name for name in (ATTENDANCE, DECISIONS) if name not in rows or name in unread]
    missing += [name for name in unread if name not in missing]
    present = [
        parse_attendance(location, each["code"] or each["naam"], each["aanwezigheid"], each["naam"])
        for location, each in rows.get(ATTENDANCE, ())
    ]
    answers = [
        parse_point_answer(location, each["punt"], each["actie"], each["waarover"], each["afgehandeld"])
        for location, each in rows.get(AGENDA, ())
    ]
    entries = [
        parse_decision(location, each["soort besluit"], each["actie"], each["waarde"], each["toelichting"])
        for location, each in rows.get(DECISIONS, ())
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
        for location, each in rows.get(NEW_ACTIONS, ())
    ]
    discussion = [
        WrittenDiscussion(each["agendapunt"], each["wat is er gezegd"])
        for _, each in rows.get(DISCUSSION, ())
        if each["wat is er gezegd"]
    ]
    found = tuple(present), tuple(answers), tuple(entries), tuple(discussion)
    return WrittenMinutes(*found, days=parse_meeting_days(document)), missing


def parse_attendance(location: RowLocation, who: str, word: str, name: str = "") -> WrittenAttendance:
    """Return a row of the table of attendance."""
    return WrittenAttendance(location, who, words.parse_presence(word), word, name)


def parse_point_answer(
    location: RowLocation, key: str, code: str, text: str, word: str
) -> WrittenPointAnswer:
    """Return a row of the agenda."""
    is_closed = True if words.is_ticked(word) else words.ANSWER_WORDS.get(normalize_text(word))
    return WrittenPointAnswer(location, key, is_closed, code, text, word)


def parse_decision(location: RowLocation, word: str, action: str, value: str, reason: str) -> WrittenDecision:
    """Return a row of the table of decisions."""
    plain = "" if words.is_in_doubt(word) else normalize_text(word)
    kind, is_postponed = words.DECISION_KINDS.get(plain, (None, False))
    if kind is None and not value and words.parse_status(word):  # "klaar" as the kind of decision
        kind, value = DecisionKind.STATUS, word
    return WrittenDecision(location, kind, action, value, reason, is_postponed=is_postponed, word=word)
