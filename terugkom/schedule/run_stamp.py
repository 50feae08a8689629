"""The mark that a run leaves on what it opens."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class RunStamp:
    """Which run does something, for which day and at what time; `run_id` is empty outside Prefect.

    All rules go by `today`; `now` is when it really happens, as rows say.
    """

    today: date
    now: datetime
    run_id: str = ""
