"""The command person show."""

from argparse import Namespace

from terugkom.command_line.long_work import report_long_work
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.command_line.synchronize import keep_all_synchronized
from terugkom.installation import Installation, open_installation
from terugkom.personal_data.find_personal_data import PersonalData, find_personal_data


def show_person(given: Namespace) -> bool:
    """Print all that is kept of a person."""
    with open_installation() as installation, keep_all_synchronized(installation):
        found = find_data(installation, given)
    if given.json:
        print_json(found.as_json())
    else:
        print_data(found)
    return False


def find_data(installation: Installation, given: Namespace) -> PersonalData:
    """Return what is kept of the address that was given."""
    database, home = installation.database, installation.settings.home.resolve()
    with report_long_work(installation.documents.bundles) as bundles:
        return find_personal_data(database, home, given.address, given.name, bundles=bundles)


def print_data(found: PersonalData, empty: str = "Nothing is kept of this address.") -> None:
    """Print what is kept of a person; `empty` if nothing is."""
    if found.is_empty and empty:
        print_line(empty)
    if found.values:
        rows = [
            (each.table, "/".join(map(str, each.key)), each.column, _shorten(str(each.value)))
            for each in found.values
        ]
        print_table(("Table", "Row", "Column", "Value"), rows)
    if found.files:
        files = [(str(each.path), each.note or each.remedy.value) for each in found.files]
        print_table(("File", "What is done with it"), files)
    if found.waiting:
        print_line(
            f"Mails to others that still wait and name this person: {found.waiting}. "
            "Run this again later, with --name."
        )
    if found.at_work:
        print_line(
            f"Runs are at work ({', '.join(found.at_work)}): what they read before may still name "
            "this person. Run this again when they are done, with --name."
        )
    if found.person.shared_names:
        print_line("Somebody else has the same name: texts with only that name are listed and not changed.")


def _shorten(text: str) -> str:
    return (
        f"{text[:200]}… ({len(text) - 200} more characters: --json has them all)" if len(text) > 200 else text
    )
