"""Prefect tasks that record minutes from a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import BaseModel, Field

from tasks.inbox_page import format_minutes_counts
from tasks.installation import get_installation, get_run_id
from tasks.meetings import execute_due_steps, find_meeting
from tasks.steps import step
from terugkom import clock
from terugkom.meetings.model import DecisionKind, Presence
from terugkom.meetings.record_minutes import (
    InvalidMinutes,
    MinutesRun,
    RecordedMinutes,
    find_reference,
    record_minutes,
)
from terugkom.meetings.written_minutes import (
    AGENDA,
    ATTENDANCE,
    DECISIONS,
    RowLocation,
    WrittenAttendance,
    WrittenDecision,
    WrittenMinutes,
    WrittenPointAnswer,
)
from terugkom.plan.queries import get_municipality

_Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^@;\n]+$")]
_FreeText = Annotated[str, Field(max_length=1000, pattern=r"^[^@]*$")]  # no addresses in Prefect's history


class DecisionKindChoice(StrEnum):
    """The kind of a decision: what it changes. A note changes nothing."""

    DEADLINE = "deadline"
    OWNER = "trekker"
    STATUS = "status"
    STOP = "stopzetten"
    NEW_ACTION = "nieuwe actie"
    NOTE = "nota"
    NEXT_TIME = "volgende keer"


_DECISION_KINDS = {
    DecisionKindChoice.DEADLINE: DecisionKind.DEADLINE,
    DecisionKindChoice.OWNER: DecisionKind.OWNER,
    DecisionKindChoice.STATUS: DecisionKind.STATUS,
    DecisionKindChoice.STOP: DecisionKind.STOP,
    DecisionKindChoice.NEW_ACTION: DecisionKind.NEW_ACTION,
    DecisionKindChoice.NOTE: DecisionKind.NOTE,
    DecisionKindChoice.NEXT_TIME: DecisionKind.NOTE,
}


class DecisionEntry(BaseModel):
    """One decision in the form. People are entered by code; free text contains no names."""

    kind: DecisionKindChoice = Field(title="What is decided")
    action: str = Field("", max_length=60, title="Code of the action", description="A new one may have none")
    value: _FreeText = Field(
        "",
        title="Value",
        description="The new date, the codes of the owners, the status (gepland, lopend, klaar, gestopt), "
        "or the title of a new action",
    )
    reason: _FreeText = Field("", title="Reason or text", description="Do not enter names")
    owners: list[_Code] = Field(default_factory=list, title="Owners of a new action, by code")
    deadline: _FreeText = Field("", title="Deadline of a new action")


PresentCodes = Annotated[list[_Code], Field(json_schema_extra={"title": "Present"})]
ExcusedCodes = Annotated[list[_Code], Field(json_schema_extra={"title": "Excused"})]
AbsentCodes = Annotated[list[_Code], Field(json_schema_extra={"title": "Absent"})]
PointCodes = Annotated[list[_Code], Field(json_schema_extra={"title": "Points dealt with"})]
DecisionEntries = Annotated[list[DecisionEntry], Field(json_schema_extra={"title": "Decisions"})]


@dataclass(frozen=True)
class MinutesFormResult:
    """The result of a form: the recorded minutes, or the problems."""

    recorded: RecordedMinutes | None
    problems: tuple[str, ...] = ()


@step("record the minutes")
def record_minutes_form(
    slug: str,
    meeting: str,
    attendance: Mapping[Presence, Sequence[str]],
    closed: Sequence[str],
    decisions: Sequence[DecisionEntry],
    today: date,
    dry_run: bool,
) -> MinutesFormResult:
    """Record the minutes of a form, all or nothing."""
    with get_installation().database.read_session() as session:
        municipality = get_municipality(session, slug)
        reference = find_reference(session, municipality, meeting, today)
    source = MinutesRun(today, clock.now(), get_run_id(), dry_run)
    written = build_written_minutes(attendance, closed, decisions)
    try:
        return MinutesFormResult(
            record_minutes(get_installation().build_render_context(municipality), reference, written, source)
        )
    except InvalidMinutes as error:
        return MinutesFormResult(None, error.problems)


def finish_minutes(result: MinutesFormResult, municipality: str, today: date, dry_run: bool) -> State[Any]:
    """Send the minutes to the members, and return the final state of the run."""
    if result.recorded is None:
        return Failed(name="Rejected", message="; ".join(result.problems))
    if result.recorded.again:
        return Completed(name="Recorded before", message="the same minutes; nothing was changed")
    if dry_run:
        return Completed(name="Dry run", message=format_minutes_counts(result.recorded))
    of = result.recorded.reference
    meeting = find_meeting(of.kind, municipality, of.subject, of.period, today, False, False)
    return execute_due_steps(replace(meeting, done="Minutes recorded"))


def build_written_minutes(
    attendance: Mapping[Presence, Sequence[str]], closed: Sequence[str], decisions: Sequence[DecisionEntry]
) -> WrittenMinutes:
    """Return the content of a form."""
    rows = [(who, presence) for presence, codes in attendance.items() for who in codes]
    return WrittenMinutes(
        tuple(
            WrittenAttendance(RowLocation(ATTENDANCE, row), who, presence)
            for row, (who, presence) in enumerate(rows, 1)
        ),
        tuple(
            WrittenPointAnswer(RowLocation(AGENDA, row), key, is_closed=True)
            for row, key in enumerate(closed, 1)
        ),
        tuple(
            WrittenDecision(
                RowLocation(DECISIONS, row),
                _DECISION_KINDS[each.kind],
                each.action.strip(),
                each.value.strip(),
                each.reason.strip(),
                tuple(each.owners),
                each.deadline.strip(),
                is_postponed=each.kind is DecisionKindChoice.NEXT_TIME,
            )
            for row, each in enumerate(decisions, 1)
        ),
    )
