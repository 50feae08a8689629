"""The commands about upcoming moments and past deliveries: upcoming, history, resolve."""

from argparse import Namespace
from datetime import timedelta

from terugkom import clock
from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.printing import print_json, print_table, say
from terugkom.delivery import outbox
from terugkom.delivery.log import history_as_json
from terugkom.overview.upcoming import upcoming as coming
from terugkom.settings import Settings


def upcoming(given: Namespace) -> bool:
    """Print the upcoming moments and steps."""
    today = given.today or clock.today()
    until = given.until or today + timedelta(days=365)
    with open_database() as database, database.reading() as session:
        found = coming(session, chosen(session, given.municipality), today, until)
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


def history(given: Namespace) -> bool:
    """Print every delivery."""
    with open_database() as database, database.reading() as session:
        municipality = chosen(session, given.municipality) if given.municipality else None
        found = history_as_json(session, Settings().documents, municipality)
    if given.json:
        print_json(found)
    else:
        shown = ("id", "state", "channel", "recipient", "subject", "attempts", "sent_at", "reason")
        print_table([name.capitalize() for name in shown], [[each[name] for name in shown] for each in found])
    return False


def resolve(given: Namespace) -> bool:
    """Resolve a delivery that is in doubt, held or failed: mark it sent, or send it again."""
    with open_database() as database, database.writing() as session:
        found = outbox.resolve(session, given.delivery, given.verdict, clock.now())
        state = found.state.value
    if given.json:
        print_json({"id": given.delivery, "state": state})
    else:
        say(f"Delivery {given.delivery} is now {state}.")
    return False
