"""The page of a run about a meeting: the steps executed, and its deliveries by role.

Where a person changed something by the run it also says what, who was written to, what comes next, and
what to do if it is not right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.artifacts import show_selected_deliveries, show_summary
from tasks.installation import get_installation, get_run_id
from tasks.outcomes import get_language, get_message, join_clauses
from terugkom.delivery.find_deliveries import count_by_role
from terugkom.delivery.model import Delivery
from terugkom.documents.formatting import format_long_date
from terugkom.meetings.execute_step import MeetingStepResult
from terugkom.meetings.model import SkipReason, StepKind
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.meetings.upcoming_meetings import UpcomingStep, list_upcoming_meeting_steps
from terugkom.overview.report_texts import format_word
from terugkom.plan.model import Municipality
from terugkom.report import RunReport

_AHEAD = timedelta(days=800)  # in which a meeting can be looked for


@dataclass(frozen=True)
class ChangeSummary:
    """What a person changed by a run about a meeting, in lines, and what to do if it is not right."""

    lines: tuple[str, ...]
    advice: str


def show_meeting(
    municipality: Municipality,
    occurrence: MeetingOccurrence,
    made: Sequence[MeetingStepResult],
    report: RunReport,
    today: date,
    change: ChangeSummary | None = None,
) -> None:
    """Create the artifacts of a meeting: the steps executed, and its deliveries by role."""
    kind, of = format_word("cycle", occurrence.kind, get_language()), occurrence
    what = get_message("run-page.meeting", kind=kind, group=of.subject, period=of.period, day=of.day)
    skipped = [_format_skipped(each.step, each.skip_reason, of.day) for each in made if each.skip_reason]
    pages = [each.markdown for each in made if each.markdown]
    told = [f"- {line}" for line in _describe_effects(municipality, of, today, change)] if change else []
    show_summary(occurrence.kind, what, report, [*told, *skipped, "", *pages])
    if occurrence.moment_id is not None:
        show_selected_deliveries(
            get_message("run-page.deliveries-of", what=what), Delivery.moment_id == occurrence.moment_id
        )


def _describe_effects(
    municipality: Municipality, of: MeetingOccurrence, today: date, change: ChangeSummary
) -> Iterator[str]:
    yield from change.lines
    language = get_language()
    with get_installation().database.read_session() as session:
        roles = count_by_role(session, get_run_id(), of.moment_id)
        steps = sorted(list_upcoming_meeting_steps(session, municipality, today, today + _AHEAD))
    written_to = ", ".join(f"{count} × {format_word('role', role, language)}" for role, count in roles)
    yield (
        get_message("run-page.written-to", who=written_to)
        if written_to
        else get_message("run-page.written-to-nobody")
    )
    own = [each for each in steps if each.period == of.period and _is_of_series(each, of)]
    following = [each for each in steps if each.period != of.period and _is_of_series(each, of)]
    if own:
        yield get_message("run-page.next-steps", steps=_format_steps(own))
    elif following:
        of_next = [each for each in following if each.period == following[0].period]
        yield get_message("run-page.next-meeting", steps=_format_steps(of_next))
    else:
        yield get_message("run-page.no-next-meeting")
    yield change.advice


def _is_of_series(step: UpcomingStep, of: MeetingOccurrence) -> bool:
    return (step.kind, step.subject) == (of.kind, of.subject)


def _format_steps(steps: Sequence[UpcomingStep]) -> str:
    language = get_language()
    words = ((each, get_message(f"step.{each.step}")) for each in steps)
    return join_clauses(
        get_message("run-page.step-on", what=what, day=format_long_date(each.date, language))
        for each, what in words
    )


def _format_skipped(step: StepKind, reason: SkipReason, meeting_day: date) -> str:
    why = get_message(f"meeting.skipped.{reason}", day=meeting_day)
    return get_message("run-page.skipped", step=format_word("step", step, get_language()), reason=why)
