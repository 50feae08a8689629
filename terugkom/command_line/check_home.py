"""The command check-home: the home, the inbox of each municipality, and what belongs to nobody."""

from argparse import Namespace

from terugkom.command_line.printing import print_json, print_line, print_table, print_unwrapped
from terugkom.inbox.unclaimed_files import list_unclaimed
from terugkom.installation import open_installation
from terugkom.plan.queries import list_slugs


def check_home(given: Namespace) -> bool:
    """Show the home; exit status 1 if something in it belongs to nobody, or no municipality was imported."""
    with open_installation() as installation:
        with installation.database.read_session() as session:
            slugs = list_slugs(session)
        municipalities = installation.settings.municipalities
        inboxes = {slug: str(municipalities / slug / "inbox") for slug in slugs}
        unclaimed = [
            str(path) for path in list_unclaimed(installation.settings.home.resolve(), municipalities, slugs)
        ]
        kind = "SQLite" if installation.database.is_sqlite else "PostgreSQL"
        is_demo = installation.is_demo()
    home = given.home.path  # also where there is none yet
    if given.json:
        print_json(
            {"home": str(home), "demo": is_demo, "database": kind, "inboxes": inboxes, "unclaimed": unclaimed}
        )
        return bool(unclaimed) or not slugs
    print_unwrapped(f"{home}{', the home of the demo' if is_demo else ''}; its database is {kind}.")
    if slugs:
        print_table(("Municipality", "Inbox"), sorted(inboxes.items()))
    else:
        print_line("No municipality was imported: see `terugkom import`.")
    if unclaimed:
        print_line("These belong to nobody, and no run looks at them:", style="bold")
    for path in unclaimed:
        print_unwrapped(f"  {path}")
    return bool(unclaimed) or not slugs
