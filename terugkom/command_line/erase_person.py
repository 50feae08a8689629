"""The command person erase."""

import shlex
from argparse import Namespace

from terugkom import clock
from terugkom.command_line.long_work import report_long_work
from terugkom.command_line.person import find_data, print_data
from terugkom.command_line.printing import print_json, print_line
from terugkom.command_line.synchronize import keep_all_synchronized
from terugkom.installation import Installation, open_installation
from terugkom.personal_data.find_personal_data import PersonalData

_NAMELESS = (
    "Who had this address was erased before, and no name of theirs is known any more: texts with only a name "
    'were not looked for. Add --name "..." for each name.'
)


def erase_address(given: Namespace) -> bool:
    """Erase a person; without --apply only print what would be. Exit status 1 if something may be left."""
    with open_installation() as installation, keep_all_synchronized(installation):
        found = _erase(installation, given) if given.apply else find_data(installation, given)
    if given.json:
        print_json({"applied": given.apply, **found.as_json()})
    elif given.apply:
        print_line(_say_what_was_done(found))
        print_data(found, empty="")
        if _is_left(found) and found.person.names:
            print_line(
                f"When you have seen to that, run this again: the names are not known any more.\n"
                f"  {_write_command(found)}"
            )
    else:
        print_data(found)
        print_line("Nothing was changed: add --apply to erase all this.")
    if found.person.is_nameless and not given.json:
        print_line(_NAMELESS)
    return bool(given.apply and (_is_left(found) or found.person.is_nameless))


def _say_what_was_done(found: PersonalData) -> str:
    if _is_left(found):
        return "Erased. What is left, for you to look at:"
    return "Erased, by the address alone." if found.person.is_nameless else "Erased."


def _write_command(found: PersonalData) -> str:
    """Return the command that goes on: the names went with the rows."""
    names = (f"--name {shlex.quote(each)}" for each in sorted(found.person.names))
    return f"terugkom person erase {shlex.quote(found.person.address)} {' '.join(names)} --apply"


def _erase(installation: Installation, given: Namespace) -> PersonalData:
    from terugkom.personal_data.erase_person import erase_person  # here, as it is most often not yet applied

    with report_long_work(installation.documents.bundles) as bundles:
        return erase_person(
            installation.database,
            installation.settings.home.resolve(),
            given.address,
            given.name,
            today=given.today or clock.today(),
            now=clock.now(),
            bundles=bundles,
        )


def _is_left(found: PersonalData) -> bool:
    return bool(found.values or found.files or found.waiting or found.at_work)
