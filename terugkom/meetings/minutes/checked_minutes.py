"""The plan that minutes are checked against, and what checking them gives: valid decisions or problems."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.agenda import MeetingAgendaPoint
from terugkom.meetings.minutes.match_people import PersonMatch, match_person
from terugkom.meetings.minutes.minutes_words import MinutesColumn, is_in_doubt
from terugkom.meetings.minutes.written_minutes import (
    AGENDA,
    ATTENDANCE,
    DECISIONS,
    RowLocation,
    WrittenAttendance,
)
from terugkom.meetings.model import DecisionKind, Presence
from terugkom.normalize import normalize_text
from terugkom.plan.model import Action, ActionStatus, Person
from terugkom.workbook.dates.read_dates import Deadline
from terugkom.workbook.import_context import NameIndex

CODE_PATTERN = r"^[A-Za-z0-9À-ÿ][A-Za-z0-9À-ÿ._/-]{0,59}$"  # no spaces: a name has one
# The fields of the form that a table and its columns stand for, as the catalogues call them.
_FORM_FIELDS = {AGENDA: "form.closed", DECISIONS: "form.decisions"}
_FORM_ATTENDANCE = {
    Presence.PRESENT: "form.present",
    Presence.EXCUSED: "form.excused",
    Presence.ABSENT: "form.absent",
}
_FORM_COLUMNS = {
    MinutesColumn.KIND: "form.decision.kind",
    MinutesColumn.CODE: "form.decision.action",
    MinutesColumn.ACTION: "form.decision.action",
    MinutesColumn.VALUE: "form.decision.value",
    MinutesColumn.TITLE: "form.decision.value",
    MinutesColumn.REASON: "form.decision.reason",
    MinutesColumn.OWNER: "form.decision.owners",
    MinutesColumn.DEADLINE: "form.decision.deadline",
}
WORDED_FOR_THE_FORM = ("no-person", "no-owner", "unknown-action", "unknown-point")
_CODE_DETAILS = ("code", "key", "row")  # of actions and points: what may be repeated where others read it


@dataclass(frozen=True)
class PlanSnapshot:
    """The current plan: actions by code, people, the agenda points, the meeting's date, its language, and the
    ids of the people who have departed by that date.

    `codes_only`: people are found by their exact code, no text may name one, and no problem repeats a text.
    """

    actions: Mapping[str, Action]
    people: NameIndex[Person]
    points: Sequence[MeetingAgendaPoint]
    day: date
    language: str
    departed_ids: frozenset[int]
    group_id: int | None = None  # of the meeting
    codes_only: bool = False
    added: Sequence[Action] = ()  # what the minutes added that these correct
    known_keys: frozenset[str] = frozenset()  # of points that those minutes answered

    def find_added(self, code: str, title: str) -> Action | None:
        """Return the action of this code or title that the minutes added which these correct."""
        return next(
            (
                each
                for each in self.added
                if (code and normalize_text(each.code) == normalize_text(code))
                or normalize_text(each.title) == normalize_text(title)
            ),
            None,
        )

    def match_person(self, who: str) -> PersonMatch:
        """Return whom a code stands for, or a name where names are taken."""
        if self.codes_only:
            found = self.people.by_code.get(who.strip())
            return PersonMatch((found,) if found else ())
        match = match_person(self.people, who, self.departed_ids)
        return PersonMatch((), match.found or match.offered) if is_in_doubt(who) else match

    def list_neighbour_codes(self) -> list[str]:
        """Return the codes of the actions of the meeting's group, of the whole plan if it has none."""
        of_group = [each.code for each in self.actions.values() if each.group_id == self.group_id]
        return of_group if self.group_id and of_group else list(self.actions)


@dataclass(frozen=True)
class CheckedDecision:
    """A valid decision; None leaves a field of the action unchanged. `code` is that of a new action."""

    number: int
    kind: DecisionKind
    text: str
    action: Action | None = None
    reason: str = ""
    deadline: Deadline | None = None
    owners: tuple[Person, ...] | None = None
    status: ActionStatus | None = None
    code: str = ""
    title: str = ""
    is_postponed: bool = False

    def format_value(self) -> str:
        """Return the new value, in the format of the history."""
        if self.kind is DecisionKind.DEADLINE and self.deadline:
            return str(self.deadline.day)
        if self.kind is DecisionKind.OWNER:
            return "; ".join(each.code for each in self.owners or ())
        return self.status.value if self.status else self.code


@dataclass
class CheckedMinutes:
    """The result of checking minutes; if `problems`, in `language`, is not empty, nothing may be applied."""

    language: str
    codes_only: bool = False
    attendance_rows: Sequence[WrittenAttendance] = ()  # of a form, whose fields are one table here
    decisions: list[CheckedDecision] = field(default_factory=list)
    attendance: dict[int, tuple[Person, Presence]] = field(default_factory=dict)
    guests: list[str] = field(default_factory=list)  # the names of those who are not in the plan
    discussion: list[dict[str, str]] = field(default_factory=list)  # topic, text
    closed: list[MeetingAgendaPoint] = field(default_factory=list)
    postponed: list[MeetingAgendaPoint] = field(default_factory=list)
    new_points: list[tuple[str, Action | None]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add_problem(self, location: RowLocation, column: str, problem: str, **details: object) -> None:
        """Add a problem with its location and remedy."""
        shown_details = {name: self._format_detail(name, value) for name, value in details.items()}
        if self.codes_only and problem in WORDED_FOR_THE_FORM:
            what = translate(f"minutes.problem.{problem}-in-form", self.language, **shown_details)
        else:
            what = translate(f"minutes.problem.{problem}", self.language, **shown_details)
        if self.codes_only:
            place = self._name_form_field(location, column)
            told = translate("minutes.problem-in-form", self.language, place=place, problem=what)
            self.problems.append(told)
            return
        self.problems.append(
            translate(
                "minutes.problem",
                self.language,
                table=location.table,
                row=location.row,
                column=column,
                problem=what,
            )
        )

    def _name_form_field(self, location: RowLocation, column: str) -> str:
        """Return the field of the form, the number of the entry in it and what of that entry."""
        field_name, number, part = _FORM_FIELDS.get(location.table, ""), location.row, ""
        if location.table == ATTENDANCE:
            presence = self.attendance_rows[location.row - 1].presence or Presence.PRESENT
            field_name = _FORM_ATTENDANCE[presence]
            number = sum(each.presence is presence for each in self.attendance_rows[: location.row])
        elif location.table == DECISIONS:
            part = translate(_FORM_COLUMNS[MinutesColumn(column)], self.language)
        shown = (
            translate(field_name, self.language),
            translate("minutes.form-row", self.language, row=number),
            part,
        )
        return ", ".join(filter(None, shown))

    def _format_detail(self, name: str, value: object) -> str:
        text = to_one_line(value)[:80]
        is_code = name in _CODE_DETAILS and re.match(CODE_PATTERN, text)
        return text if is_code or not self.codes_only else "…"
