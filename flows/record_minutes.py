"""Record the minutes of a meeting on a form.

Guide: "regelmatige terugkom-momenten ... zodat je een zicht houdt op de uitvoering": what is decided there
goes back into the plan.
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from tasks.minutes import Absent, Decisions, Excused, Points, Present, record_form, recorded_state
from tasks.parameters import DryRun, MeetingName, Today, Town
from terugkom import clock


@flow(name="record-minutes", flow_run_name="record minutes · {municipality} · {meeting}")
def record_minutes(
    municipality: Town,
    meeting: MeetingName,
    present: Present = [],  # noqa: B006  Prefect makes the form from it, nobody changes it
    excused: Excused = [],  # noqa: B006
    absent: Absent = [],  # noqa: B006
    closed: Points = [],  # noqa: B006
    decisions: Decisions = [],  # noqa: B006
    today: Today = None,
    dry_run: DryRun = False,
) -> State[Any]:
    """Record who was there and what was decided: the plan changes, and the members get the minutes.

    All of it or nothing: if one decision cannot be taken, the run says which and why. What is typed here
    stays in Prefect's history, so people stand here by their codes and reasons name nobody; who wants to
    write more uses the Word document.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        meeting: Code of the group and the month it was planned for, such as ENERGIE/2027-03.
        present: Codes of those who were there.
        excused: Codes of those who were excused.
        absent: Codes of those who were absent.
        closed: Points of the agenda that were dealt with, by their number in the document: P12, or A7.
        decisions: What was decided, one by one.
        today: Run as if it were this day; leave empty for today.
        dry_run: Only show what would change; nothing is kept or sent.
    """
    attendance = {"aanwezig": present, "verontschuldigd": excused, "afwezig": absent}
    day = today or clock.today()
    recorded = record_form(municipality, meeting, attendance, closed, decisions, day, dry_run)
    return recorded_state(recorded, municipality, day, dry_run)
