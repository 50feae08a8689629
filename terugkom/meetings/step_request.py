"""What is asked of whoever renders a step of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.meetings.due_steps import DueMeetingStep
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.plan.media import Coverage
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class StepRequest:
    """A due step of a meeting, to be rendered as known on a day.

    `coverage` is what the pack of the core group says of the media that were used; `page_language` is that of
    the page for the run, which the installation's people read.
    """

    municipality: Municipality
    occurrence: MeetingOccurrence
    due_step: DueMeetingStep
    today: date
    now: datetime
    coverage: Coverage
    page_language: str = DEFAULT_LANGUAGE
