"""Cancel a meeting.

Guide: "wees eerlijk en consequent in je communicatie": the invitees are notified, with the reason.
"""

from typing import Annotated, Any, Literal

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import Field

from tasks.meetings import change_meeting, execute_due_steps
from tasks.parameters import MeetingReference, MunicipalitySlug, Today
from terugkom import clock

# A fixed list and no free text: form input stays in Prefect's history.
CancelReason = Annotated[
    Literal[
        "Er kunnen te weinig leden komen.",
        "De zaal is niet vrij.",
        "Wie het overleg leidt, is verhinderd.",
        "Het valt samen met een ander overleg.",
    ],
    Field(json_schema_extra={"title": "Reason"}),
]


@flow(name="cancel-meeting", flow_run_name="cancel meeting · {meeting}")
def cancel_meeting(
    municipality: MunicipalitySlug, meeting: MeetingReference, why: CancelReason, today: Today = None
) -> State[Any]:
    """Cancel a meeting; the invitees are notified, and no further steps are executed.

    Args:
        meeting: Code of the group and the month it was planned for, such as ENERGIE/2027-03; without the
            month it is the group's next meeting.
        why: The reason in the mail. For another reason: `terugkom cancel MEETING --reason WORDS`.
    """
    return execute_due_steps(change_meeting(municipality, meeting, why, today or clock.today()))
