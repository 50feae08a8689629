"""The page of a run about a meeting: the steps executed, and its deliveries by role."""

from collections.abc import Sequence
from datetime import date

from tasks.artifacts import show_selected_deliveries, show_summary
from tasks.outcomes import get_language, say
from terugkom.delivery.model import Delivery
from terugkom.meetings.execute_step import MeetingStepResult
from terugkom.meetings.model import SkipReason, StepKind
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.overview.report_texts import format_word
from terugkom.report import RunReport


def show_meeting(occurrence: MeetingOccurrence, made: Sequence[MeetingStepResult], report: RunReport) -> None:
    """Create the artifacts of a meeting: the steps executed, and its deliveries by role."""
    kind, of = format_word("cycle", occurrence.kind, get_language()), occurrence
    what = say("run-page.meeting", kind=kind, group=of.subject, period=of.period, day=of.day)
    skipped = [_format_skipped(each.step, each.skip_reason, of.day) for each in made if each.skip_reason]
    pages = [each.markdown for each in made if each.markdown]
    show_summary(occurrence.kind, what, report, [*skipped, "", *pages])
    if occurrence.moment_id is not None:
        show_selected_deliveries(
            say("run-page.deliveries-of", what=what), Delivery.moment_id == occurrence.moment_id
        )


def _format_skipped(step: StepKind, reason: SkipReason, meeting_day: date) -> str:
    why = say(f"meeting.skipped.{reason}", day=meeting_day)
    return say("run-page.skipped", step=format_word("step", step, get_language()), reason=why)
