"""The content of minutes before it is checked against the plan, from a Word document or from a form."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from terugkom.meetings.minutes import minutes_words as words
from terugkom.meetings.model import DecisionKind, Presence

ATTENDANCE, AGENDA, DECISIONS, NEW_ACTIONS = "Aanwezigheid", "Agenda", "Besluiten", "Nieuwe acties"  # tables
DISCUSSION = "Verloop"


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
    """Whether a person attended: `who` is a code or name. `word` is the answer in a document, as written.

    `name` is the name that stands beside a code.

    No presence and a word: the word is unknown. No presence and no word: nothing was filled in.
    """

    location: RowLocation
    who: str
    presence: Presence | None
    word: str = ""
    name: str = ""


@dataclass(frozen=True)
class WrittenPointAnswer:
    """Whether an agenda point was closed. `key` is its key on the agenda, empty for an added point.

    `word` is the answer in a document, as written; if it is unknown, `is_closed` is None.
    """

    location: RowLocation
    key: str
    is_closed: bool | None
    code: str = ""
    text: str = ""
    word: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether anything was filled in, even an unknown word."""
        return self.is_closed is not None or bool(self.word)


@dataclass(frozen=True)
class WrittenDecision:
    """One decision. Of a new action `action` is its code or nothing, and `value` its title.

    `word` is its kind in a document, as written; if it is unknown, `kind` is None. `is_postponed` is true of
    a point for the next meeting, which is a note. Each of `owners` is a code or name, or several in one text.
    """

    location: RowLocation
    kind: DecisionKind | None
    action: str
    value: str
    reason: str
    owners: tuple[str, ...] = ()
    deadline: str = ""
    is_postponed: bool = False
    word: str = ""


@dataclass(frozen=True)
class WrittenDiscussion:
    """What was said at a point of the agenda; it changes nothing in the plan."""

    topic: str
    text: str


@dataclass(frozen=True)
class WrittenMinutes:
    """The content of minutes, without empty rows."""

    present: tuple[WrittenAttendance, ...] = ()
    answers: tuple[WrittenPointAnswer, ...] = ()
    entries: tuple[WrittenDecision, ...] = ()
    discussion: tuple[WrittenDiscussion, ...] = ()
    days: tuple[date, ...] = ()  # of the meeting by the document; no part of what was decided

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.has_content or any(each.presence or each.word for each in self.present))

    @property
    def has_content(self) -> bool:
        """Whether anything but the attendance was filled in."""
        points = any(each.is_answered or not each.key for each in self.answers)
        return bool(self.entries or points or self.discussion)

    def to_json_bytes(self) -> bytes:
        """Return the content as JSON, without row locations: equal minutes give equal bytes.

        The SHA-256 of these bytes tells whether minutes were recorded before. So this format never changes:
        what a document says as it was written, and a value from a form in the first word of minutes_words.
        """
        content = {
            "present": [_attendance_as_json(each) for each in self.present],
            "answers": [_point_answer_as_json(each) for each in self.answers],
            "entries": [_decision_as_json(each) for each in self.entries],
        }
        if self.discussion:  # which earlier forms had no room for
            content["discussion"] = [vars(each) for each in self.discussion]
        return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _attendance_as_json(attendance: WrittenAttendance) -> dict[str, Any]:
    word = words.get_first_word(words.PRESENCE_WORDS, attendance.presence) if attendance.presence else ""
    return {"who": attendance.who, "answer": attendance.word or word}


def _point_answer_as_json(answer: WrittenPointAnswer) -> dict[str, Any]:
    word = "" if answer.is_closed is None else words.get_first_word(words.ANSWER_WORDS, answer.is_closed)
    return {"key": answer.key, "code": answer.code, "text": answer.text, "answer": answer.word or word}


def _decision_as_json(decision: WrittenDecision) -> dict[str, Any]:
    kind = (decision.kind, decision.is_postponed)
    word = words.get_first_word(words.DECISION_KINDS, kind) if decision.kind else ""
    return {
        "kind": decision.word or word,
        "action": decision.action,
        "value": decision.value,
        "reason": decision.reason,
        "owners": "; ".join(decision.owners),
        "deadline": decision.deadline,
    }
