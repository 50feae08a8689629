"""The commands about upcoming moments and past deliveries: upcoming, history, resolve."""

from argparse import Namespace
from datetime import timedelta

from terugkom import clock
from terugkom.command_line.office import choose_municipality, open_database
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.delivery import outbox
from terugkom.delivery.log import list_deliveries_as_json
from terugkom.documents.document_store import DocumentStore
from terugkom.overview.upcoming import list_upcoming_steps as coming
from terugkom.settings import Settings


def list_upcoming(given: Namespace) -> bool:
    """Print the upcoming moments and steps."""
    today = given.today or clock.today()
    until = given.until or today + timedelta(days=365)
    with open_database() as database, database.read_session() as session:
        found = coming(session, choose_municipality(session, given.municipality), today, until)
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


def list_history(given: Namespace) -> bool:
    """Print every delivery."""
    with open_database() as database, database.read_session() as session:
        municipality = choose_municipality(session, given.municipality) if given.municipality else None
        found = list_deliveries_as_json(session, DocumentStore(Settings().documents), municipality)
    if given.json:
        print_json(found)
    else:
        shown = ("id", "state", "channel", "recipient", "subject", "attempts", "sent_at", "reason")
        print_table([name.capitalize() for name in shown], [[each[name] for name in shown] for each in found])
    return False


def resolve_delivery(given: Namespace) -> bool:
    """Resolve a delivery that is in doubt, held or failed: mark it sent, or send it again."""
    with open_database() as database, database.write_session() as session:
        found = outbox.resolve(session, given.delivery, given.verdict, clock.now())
        state = found.state.value
    if given.json:
        print_json({"id": given.delivery, "state": state})
    else:
        print_line(f"Delivery {given.delivery} is now {state}.")
    return False
