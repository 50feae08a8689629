"""Cancel a meeting.

Guide: "wees eerlijk en consequent in je communicatie": the invitees are notified, with the reason.
"""

from typing import Annotated, Any

from prefect.client.schemas.objects import State
from pydantic import Field

from tasks.form_words import build_words_validator
from tasks.meeting_changes import change_and_notify
from tasks.parameters import MeetingReference, MunicipalitySlug, Really, Today
from tasks.run_names import build_run_namer
from tasks.steps import FORM_TIMEOUT, cycle
from tasks.today import find_today
from terugkom.meetings.model import CancelReason

CancelReasonChoice = Annotated[
    CancelReason, build_words_validator("why"), Field(json_schema_extra={"title": "Reason"})
]


@cycle("cancel-meeting", run_name=build_run_namer("municipality", "meeting"), timeout_seconds=FORM_TIMEOUT)
def cancel_meeting(
    municipality: MunicipalitySlug,
    meeting: MeetingReference,
    why: CancelReasonChoice,
    today: Today = None,
    really: Really = False,
) -> State[Any]:
    """Cancel a meeting; the invitees are notified, and no further steps are executed.

    Args:
        meeting: Code of the group and the month it was planned for, such as ENERGIE/2027-03; without the
            month it is the group's next meeting.
        why: The reason, printed in the mail in the municipality's language. The list is fixed, for what is
            entered in a form stays in Prefect's history; for another reason use
            `terugkom cancel MEETING --reason WORDS`.
    """
    return change_and_notify(municipality, meeting, why, today or find_today())
