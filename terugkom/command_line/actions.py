"""The command that lists the plan: actions."""

from argparse import Namespace

from terugkom.command_line.printing import print_json, print_table
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality, list_actions_as_json


def list_actions(given: Namespace) -> bool:
    """Print the actions of the plan."""
    with open_installation() as installation, installation.database.read_session() as session:
        found = list_actions_as_json(session, choose_municipality(session, given.municipality))
    if given.json:
        print_json(found)
    else:
        shown = ("code", "title", "owners", "group", "status", "deadline")
        rows = [
            [", ".join(each[name]) if name == "owners" else each[name] for name in shown] for each in found
        ]
        print_table([name.capitalize() for name in shown], rows)
    return False
