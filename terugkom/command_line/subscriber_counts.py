"""The command that counts subscribers: readers."""

from argparse import Namespace
from dataclasses import asdict

from terugkom import clock
from terugkom.command_line.printing import format_identifier, print_json, print_table
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality
from terugkom.subscribers import confirmations
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.subscription_status import count_by_status


def count_subscribers(given: Namespace) -> bool:
    """Print the number of subscribers by status, and of confirmations of the code of conduct."""
    today = given.today or clock.today()
    with (
        open_installation() as installation,
        installation.database.write_session(dry_run=True, few_tables=True) as session,
    ):
        municipality = choose_municipality(session, given.municipality)
        enrol_plan_people(session, municipality, today)  # as an edition would find them
        counts = count_by_status(session, municipality, today)
        confirmed = confirmations.count_confirmations(session, municipality, today)
    if given.json:
        print_json({**counts, "code_of_conduct": [asdict(each) for each in confirmed]})
        return False
    print_table(
        ("Readers", "Count"), [(format_identifier(standing), count) for standing, count in counts.items()]
    )
    if confirmed:
        rows = [(each.version, each.asked, each.confirmed, each.silent) for each in confirmed]
        print_table(("Code of conduct", "Asked", "Confirmed", "Silent"), rows)
    return False
