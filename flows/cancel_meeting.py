"""Cancel a meeting.

Guide: "wees eerlijk en consequent in je communicatie": the invitees are notified, with the reason.
"""

from typing import Any, Literal

from prefect.client.schemas.objects import State

from tasks.meetings import change_meeting, execute_due_steps
from tasks.parameters import MeetingReference, MunicipalitySlug, Today
from tasks.steps import FORM_TIMEOUT, cycle
from terugkom import clock

# A fixed list and no free text: form input stays in Prefect's history.
CancelReason = Literal[
    "Er kunnen te weinig leden komen.",
    "De zaal is niet vrij.",
    "Wie het overleg leidt, is verhinderd.",
    "Het valt samen met een ander overleg.",
]


@cycle("cancel-meeting", run_name="cancel meeting · {meeting}", timeout_seconds=FORM_TIMEOUT)
def cancel_meeting(
    municipality: MunicipalitySlug, meeting: MeetingReference, why: CancelReason, today: Today = None
) -> State[Any]:
    """Cancel a meeting; the invitees are notified, and no further steps are executed.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        meeting: Code of the group and the month it was planned for, such as ENERGIE/2027-03; without the
            month it is the group's next meeting.
        why: The reason in the mail. For another reason: `terugkom cancel MEETING --reason WORDS`.
        today: Run as if it were this day; leave empty for today.
    """
    return execute_due_steps(change_meeting(municipality, meeting, why, today or clock.today()))
