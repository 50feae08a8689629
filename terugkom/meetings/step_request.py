"""What is asked of whoever renders a step of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from terugkom.meetings.due_steps import DueMeetingStep
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.plan.media import Coverage
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class StepRequest:
    """A due step of a meeting, to be rendered as known on a day.

    `coverage` is what the pack of the core group says of the media that were used.
    """

    municipality: Municipality
    occurrence: MeetingOccurrence
    due_step: DueMeetingStep
    today: date
    now: datetime
    coverage: Coverage
