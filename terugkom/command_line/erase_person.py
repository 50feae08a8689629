"""The command person erase."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.person import find_data, print_data
from terugkom.command_line.printing import print_json, print_line
from terugkom.command_line.synchronize import keep_all_synchronized
from terugkom.installation import Installation, open_installation
from terugkom.personal_data.find_personal_data import PersonalData


def erase(given: Namespace) -> bool:
    """Erase a person; without --apply only print what would be. Exit status 1 if something is left."""
    with open_installation() as installation, keep_all_synchronized(installation):
        found = _erase(installation, given) if given.apply else find_data(installation, given)
    if given.json:
        print_json({"applied": given.apply, **found.as_json()})
    elif given.apply:
        print_line("Erased. What is left, for you to look at:" if _is_left(found) else "Erased.")
        print_data(found, empty="")
    else:
        print_data(found)
        print_line("Nothing was changed: add --apply to erase all this.")
    return bool(given.apply and _is_left(found))


def _erase(installation: Installation, given: Namespace) -> PersonalData:
    from terugkom.personal_data.erase_person import erase_person  # here, as it is most often not yet applied

    return erase_person(
        installation.database,
        installation.settings.home.resolve(),
        given.address,
        given.name,
        today=given.today or clock.today(),
        now=clock.now(),
        packs=installation.documents.packs,
    )


def _is_left(found: PersonalData) -> bool:
    return bool(found.values or found.files or found.waiting or found.at_work)
