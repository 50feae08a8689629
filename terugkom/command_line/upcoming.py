"""The command about upcoming moments: upcoming."""

from argparse import Namespace
from datetime import timedelta

from terugkom import clock
from terugkom.command_line.printing import print_json, print_table
from terugkom.installation import open_installation
from terugkom.overview.upcoming import list_upcoming_steps
from terugkom.plan.queries import choose_municipality


def list_upcoming(given: Namespace) -> bool:
    """Print the upcoming moments and steps."""
    today = given.today or clock.today()
    until = given.until or today + timedelta(days=365)
    with open_installation() as installation, installation.database.read_session() as session:
        found = list_upcoming_steps(session, choose_municipality(session, given.municipality), today, until)
    if given.json:
        print_json([vars(each) for each in found])
    else:
        print_table(
            ("Date", "Cycle", "Subject", "Step", "Period"),
            [
                (each.date, each.kind, each.subject, each.step.replace("_", " "), each.period)
                for each in found
            ],
        )
    return False
