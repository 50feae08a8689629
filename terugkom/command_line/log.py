"""The commands about past deliveries: history, resolve."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.delivery import outbox
from terugkom.delivery.log import list_deliveries_as_json
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality


def list_history(given: Namespace) -> bool:
    """Print every delivery."""
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality) if given.municipality else None
        found = list_deliveries_as_json(session, installation.documents, municipality)
    if given.json:
        print_json(found)
    else:
        shown = ("id", "state", "channel", "recipient", "subject", "attempts", "sent_at", "reason")
        print_table([name.capitalize() for name in shown], [[each[name] for name in shown] for each in found])
    return False


def resolve_delivery(given: Namespace) -> bool:
    """Resolve a delivery that is in doubt, held or failed: mark it sent, or send it again."""
    with open_installation() as installation, installation.database.write_session() as session:
        found = outbox.resolve(session, given.delivery, given.verdict, clock.now())
        state = found.state.value
    if given.json:
        print_json({"id": given.delivery, "state": state})
    else:
        print_line(f"Delivery {given.delivery} is now {state}.")
    return False
