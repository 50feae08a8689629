"""Tell what became of what was agreed, once a quarter, honestly.

Guide: "Een interne transparante communicatie zorgt voor het opwekken van interesse [...]; een externe
transparante communicatie informeert."
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from tasks.approval import hear_a_person
from tasks.editions import ask_what_is_due, compile_edition, outcome_of, preview, tell
from tasks.parameters import DryRun, QuarterName, Today, Town, named_for_a_quarter
from terugkom import clock


@flow(name="newsletter", flow_run_name=named_for_a_quarter)
def newsletter(
    municipality: Town, quarter: QuarterName = None, today: Today = None, dry_run: DryRun = False
) -> State[Any]:
    """Compile a quarter's edition, have a person approve it, and tell it through every channel.

    Started by the daily tick when an edition is due, or when something is due for one that waits. The run
    waits for an answer: *Resume* opens the form. Nothing is sent that nobody approved.

    Args:
        municipality: Short name of the municipality, as in its inbox folder.
        quarter: The quarter, such as 2027-Q1; leave empty for what is due, or the one we are in.
        today: Run as if it were this day; leave empty for today.
        dry_run: Only show what would be told; nothing is kept or sent.
    """
    day = today or clock.today()
    if dry_run:
        return preview(municipality, quarter, day)
    edition = ask_what_is_due(compile_edition(municipality, quarter, day))
    edition = hear_a_person(edition)  # the run may end here, and start anew when somebody answers
    if edition.is_approved:
        edition = tell(edition)
    return outcome_of(edition)
