"""Prefect tasks that record minutes, from a form and from documents in an inbox."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import BaseModel, Field

from tasks.installation import installation, run_id
from tasks.meetings import find_meeting, follow_up
from tasks.steps import step
from terugkom import clock
from terugkom.inbox import minutes_files
from terugkom.inbox.minutes_files import Taken
from terugkom.meetings.parse_minutes import Answer, Entry, Place, WrittenMinutes
from terugkom.meetings.parse_minutes import Present as Attended
from terugkom.meetings.record_minutes import Hand, Recorded, WrongMinutes, record_minutes, reference_named
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named
from terugkom.report import Report, in_words

_Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^@;\n]+$")]
_Words = Annotated[str, Field(max_length=1000, pattern=r"^[^@]*$")]  # no addresses in Prefect's history


class Kind(StrEnum):
    """The kind of a decision: what it changes. A note changes nothing."""

    DEADLINE = "deadline"
    OWNER = "trekker"
    STATUS = "status"
    STOP = "stopzetten"
    NEW_ACTION = "nieuwe actie"
    NOTE = "nota"
    NEXT_TIME = "volgende keer"


class DecisionEntry(BaseModel):
    """One decision in the form. People are entered by code; free text contains no names."""

    kind: Kind = Field(title="What is decided")
    action: str = Field("", max_length=60, title="Code of the action", description="A new one may have none")
    value: _Words = Field(
        "",
        title="Value",
        description="The new date, the codes of the owners, the status (gepland, lopend, klaar, gestopt), "
        "or the title of a new action",
    )
    reason: _Words = Field("", title="Reason or text", description="Do not enter names")
    owners: list[_Code] = Field(default_factory=list, title="Owners of a new action, by code")
    deadline: _Words = Field("", title="Deadline of a new action")


Present = Annotated[list[_Code], Field(json_schema_extra={"title": "Present"})]
Excused = Annotated[list[_Code], Field(json_schema_extra={"title": "Excused"})]
Absent = Annotated[list[_Code], Field(json_schema_extra={"title": "Absent"})]
Points = Annotated[list[_Code], Field(json_schema_extra={"title": "Points dealt with"})]
Decisions = Annotated[list[DecisionEntry], Field(json_schema_extra={"title": "Decisions"})]


@dataclass(frozen=True)
class Filed:
    """The result of a form: the recorded minutes, or the problems."""

    recorded: Recorded | None
    problems: tuple[str, ...] = ()


@step("record the minutes")
def record_form(
    municipality: str,
    meeting: str,
    attendance: Mapping[str, Sequence[str]],
    closed: Sequence[str],
    decisions: Sequence[DecisionEntry],
    today: date,
    dry_run: bool,
) -> Filed:
    """Record the minutes of a form, all or nothing."""
    with installation().database.reading() as session:
        town = municipality_named(session, municipality)
        reference = reference_named(session, town, meeting, today)
    hand = Hand(today, clock.now(), run_id(), dry_run)
    written = _written(attendance, closed, decisions)
    try:
        return Filed(record_minutes(installation().desk(town), reference, written, hand))
    except WrongMinutes as error:
        return Filed(None, error.problems)


def recorded_state(filed: Filed, municipality: str, today: date, dry_run: bool) -> State[Any]:
    """Send the minutes to the members, and return the final state of the run."""
    if filed.recorded is None:
        return Failed(name="Rejected", message="; ".join(filed.problems))
    if filed.recorded.again:
        return Completed(name="Recorded before", message="the same minutes; nothing was changed")
    if dry_run:
        return Completed(name="Dry run", message=_counted(filed.recorded))
    of = filed.recorded.reference
    return follow_up(find_meeting(of.kind, municipality, of.subject, of.period, today, False, False))


@step("record minutes from the inbox")
def record_new_minutes(municipality: str, today: date, dry_run: bool) -> tuple[Taken, ...]:
    """Record each document with minutes in a municipality's inbox."""
    folder = installation().settings.municipalities / municipality
    if not minutes_files.waiting(folder):
        return ()
    with installation().database.reading() as session:
        town: Municipality = municipality_named(session, municipality)
    hand = Hand(today, clock.now(), run_id(), dry_run)
    return tuple(minutes_files.take_all(installation().desk(town), folder, hand))


def report_of(taken: Sequence[Taken], *, dry_run: bool) -> Report:
    """Return the results of the documents as a run report."""
    refused = sum(1 for each in taken if each.recorded is None)
    return Report(files=len(taken), attention=+Counter(files_refused=refused), dry_run=dry_run)


def markdown_of(taken: Sequence[Taken]) -> str:
    """Return the results as Markdown: counts only."""
    return "\n\n".join(f"## Minutes {number}\n\n{_line(each)}" for number, each in enumerate(taken, 1))


def _line(taken: Taken) -> str:
    if taken.recorded is None:
        return "Rejected; see the report next to it in `refused`."
    if taken.recorded.again:
        return f"{taken.recorded.reference}: recorded before, nothing was changed."
    return f"{taken.recorded.reference}: {_counted(taken.recorded)}."


def _counted(recorded: Recorded) -> str:
    counts = ("decisions", "present", "excused", "absent", "closed", "put_off")
    return in_words([(each, getattr(recorded, each)) for each in counts])


def _written(
    attendance: Mapping[str, Sequence[str]], closed: Sequence[str], decisions: Sequence[DecisionEntry]
) -> WrittenMinutes:
    there = [(who, answer) for answer, codes in attendance.items() for who in codes]
    return WrittenMinutes(
        tuple(Attended(Place("Aanwezigheid", row), *each) for row, each in enumerate(there, 1)),
        tuple(Answer(Place("Agenda", row), key, "", "", "ja") for row, key in enumerate(closed, 1)),
        tuple(
            Entry(
                Place("Besluiten", row),
                each.kind.value,
                each.action.strip(),
                each.value.strip(),
                each.reason.strip(),
                "; ".join(each.owners),
                each.deadline.strip(),
            )
            for row, each in enumerate(decisions, 1)
        ),
    )
