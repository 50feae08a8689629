"""Publish the progress of the plan once a quarter.

Guide: "Een interne transparante communicatie zorgt voor het opwekken van interesse [...]; een externe
transparante communicatie informeert."
"""

from typing import Any

from prefect.client.schemas.objects import State

from tasks.approval import request_approval, wait_for_decision
from tasks.edition_preview import show_preview
from tasks.edition_requests import mail_sent_back_remark
from tasks.editions import compile_edition, finish_edition, publish_approved_edition
from tasks.parameters import DryRun, MunicipalitySlug, QuarterName, Really, Today
from tasks.run_names import format_quarter_run_name
from tasks.steps import cycle
from tasks.today import find_today


@cycle("newsletter", run_name=format_quarter_run_name)
def newsletter(
    municipality: MunicipalitySlug,
    quarter: QuarterName = None,
    today: Today = None,
    dry_run: DryRun = False,
    really: Really = False,
) -> State[Any]:
    """Compile a quarter's edition, mail its text for approval, wait, and publish it through chosen channels.

    Started by the daily run when an edition must be opened or has a step due. Once the mail is handed over,
    the run is suspended until the decision: *Resume* opens the form. Nothing is published without approval.
    """
    day = today or find_today()
    if dry_run:
        return show_preview(municipality, quarter, day)
    edition = request_approval(compile_edition(municipality, quarter, day))
    edition = wait_for_decision(edition)  # the run may be suspended here, and restart after the decision
    edition = publish_approved_edition(edition)
    edition = mail_sent_back_remark(edition)
    return finish_edition(edition)
