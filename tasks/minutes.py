"""Prefect tasks that record minutes from a form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from tasks.inbox_page import format_minutes_counts
from tasks.installation import get_installation, get_run_id
from tasks.meeting_page import ChangeSummary
from tasks.meetings import execute_due_steps, load_meeting, open_due_meeting
from tasks.outcomes import Outcome, get_language, get_message, join_clauses
from tasks.refusals import show_refusal
from tasks.steps import step
from terugkom import clock
from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.documents.messages import translate_plural
from terugkom.meetings.minutes.checked_minutes import CODE_PATTERN
from terugkom.meetings.minutes.decision_names import format_decision_name, format_status_names
from terugkom.meetings.minutes.record_minutes import (
    InvalidMinutes,
    MinutesRun,
    RecordedMinutes,
    find_reference,
    record_minutes,
)
from terugkom.meetings.minutes.written_minutes import (
    AGENDA,
    ATTENDANCE,
    DECISIONS,
    RowLocation,
    WrittenAttendance,
    WrittenDecision,
    WrittenMinutes,
    WrittenPointAnswer,
)
from terugkom.meetings.model import DecisionKind, Presence
from terugkom.plan.queries import get_municipality

# Codes and no names: what is typed into a form stays in Prefect's history, also of a run that refuses it.
_Code = Annotated[str, Field(min_length=1, max_length=60, pattern=CODE_PATTERN)]
_OptionalCode = Annotated[str, Field(max_length=60, pattern=rf"^\s*(?:{CODE_PATTERN[1:-1]})?\s*$")]
_FreeText = Annotated[str, Field(max_length=1000, pattern=r"^[^@]*$")]  # no addresses in Prefect's history


_KINDS = (
    (DecisionKind.DEADLINE, False),
    (DecisionKind.OWNER, False),
    (DecisionKind.STATUS, False),
    (DecisionKind.STOP, False),
    (DecisionKind.NEW_ACTION, False),
    (DecisionKind.NOTE, False),
    (DecisionKind.NOTE, True),
)
# The choices of the form, called as in the minutes: by what each is, and whether it is for the next meeting.
_DECISION_KINDS = {format_decision_name(*each, DEFAULT_LANGUAGE): each for each in _KINDS}


def _check_kind(name: str) -> str:
    """Return the name of a kind of decision. Raises PydanticCustomError, with the names, for another."""
    if name not in _DECISION_KINDS:
        names = ", ".join(f"'{each}'" for each in _DECISION_KINDS)
        raise PydanticCustomError("enum", "Input should be {expected}", {"expected": names})
    return name


DecisionKindName = Annotated[
    str, AfterValidator(_check_kind), Field(json_schema_extra={"enum": list(_DECISION_KINDS)})
]


class DecisionEntry(BaseModel):
    """One decision in the form. People are entered by code; free text contains no names."""

    kind: DecisionKindName = Field(title="What is decided")
    action: _OptionalCode = Field("", title="Code of the action", description="A new one may have none")
    value: _FreeText = Field(
        "",
        title="Value",
        description=f"The new date, the codes of the owners, the status ({format_status_names()}), "
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
    source = MinutesRun(today, clock.now(), get_run_id(), dry_run, codes_only=True)
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
        show_refusal(result.problems)
        return Failed(name=Outcome.REJECTED.state_name, message=join_clauses(result.problems))
    if result.recorded.again and dry_run:
        return Completed(name=Outcome.RECORDED_BEFORE.state_name, message=get_message("report.same-minutes"))
    if dry_run:
        counts = format_minutes_counts(result.recorded)
        message = join_clauses((counts, get_message("report.mails-not-listed")))
        return Completed(name=Outcome.DRY_RUN.state_name, message=message)
    of = result.recorded.reference
    if result.recorded.again:  # the run may be retried: what it had not sent is sent now
        recorded = load_meeting(municipality, f"{of.subject}/{of.period}", today)
        return execute_due_steps(
            replace(recorded, done=Outcome.RECORDED_BEFORE, remark=get_message("report.same-minutes"))
        )
    meeting = open_due_meeting(of.kind, municipality, of.subject, of.period, today, False, False)
    change = ChangeSummary(
        tuple(_describe_minutes(result.recorded)), get_message("run-page.minutes-not-right")
    )
    return execute_due_steps(replace(meeting, done=Outcome.MINUTES_RECORDED, change=change))


def _describe_minutes(recorded: RecordedMinutes) -> Iterator[str]:
    """Yield what was recorded and what that changed in the plan, in counts and codes."""
    yield get_message("run-page.minutes-recorded", counts=format_minutes_counts(recorded))
    if recorded.corrected:
        count = len(recorded.added) + len(recorded.removed)
        yield f"{translate_plural('run-page.minutes-corrected', count, get_language())}."
    codes = ", ".join(recorded.codes)
    yield (
        get_message("run-page.plan-changed", codes=codes) if codes else get_message("run-page.plan-unchanged")
    )


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
                _DECISION_KINDS[each.kind][0],
                each.action.strip(),
                each.value.strip(),
                each.reason.strip(),
                tuple(each.owners),
                each.deadline.strip(),
                is_postponed=_DECISION_KINDS[each.kind][1],
            )
            for row, each in enumerate(decisions, 1)
        ),
    )
