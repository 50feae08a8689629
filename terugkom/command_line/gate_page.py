"""The report of the command check as an HTML page."""

from argparse import Namespace

from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.command_line.output_files import write_page
from terugkom.gate.plan_review import review_plan
from terugkom.gate.report_page import render_gate_report
from terugkom.installation import Installation
from terugkom.meetings.last_meetings import find_last_meetings
from terugkom.plan.model import Municipality


def write_gate_page(
    installation: Installation, session: Session, municipality: Municipality, given: Namespace
) -> None:
    """Write the report to the file that is given."""
    today = given.today or clock.today()
    letter = render_gate_report(
        installation.load_templates(municipality.slug, municipality.language),
        municipality,
        review_plan(session, municipality, today, find_last_meetings(session, municipality, today)),
        today,
    )
    write_page(given.page, letter.html)
