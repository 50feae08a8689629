"""The commands about one person: person show, person erase, person allow, person links."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.command_line.synchronize import keep_all_synchronized
from terugkom.installation import Installation, open_installation
from terugkom.personal_data.erase_person import PersonalData, erase_person, find_personal_data
from terugkom.personal_data.find_person import find_person
from terugkom.plan.erased_people import lift_erasure
from terugkom.plan.page_links import list_page_links, revoke_page_links


def show_person(given: Namespace) -> bool:
    """Print all that is kept of a person."""
    with open_installation() as installation, keep_all_synchronized(installation):
        found = _find(installation, given)
    if given.json:
        print_json(found.as_json())
    else:
        _print_found(found)
    return False


def erase(given: Namespace) -> bool:
    """Erase a person; without --apply only print what would be. Exit status 1 if something is left."""
    with open_installation() as installation, keep_all_synchronized(installation):
        found = _erase(installation, given) if given.apply else _find(installation, given)
    if given.json:
        print_json({"applied": given.apply, **found.as_json()})
    elif given.apply:
        print_line("Erased. What is left, for you to look at:" if _is_left(found) else "Erased.")
        _print_found(found, empty="")
    else:
        _print_found(found)
        print_line("Nothing was changed: add --apply to erase all this.")
    return bool(given.apply and _is_left(found))


def _find(installation: Installation, given: Namespace) -> PersonalData:
    database, home = installation.database, installation.settings.home.resolve()
    packs = installation.documents.packs
    return find_personal_data(database, home, given.address, given.name, packs=packs)


def _erase(installation: Installation, given: Namespace) -> PersonalData:
    return erase_person(
        installation.database,
        installation.settings.home.resolve(),
        given.address,
        given.name,
        today=given.today or clock.today(),
        now=clock.now(),
        packs=installation.documents.packs,
    )


def allow(given: Namespace) -> bool:
    """Let an address that was erased be imported again."""
    with open_installation() as installation, installation.database.write_session() as session:
        lifted = lift_erasure(session, given.address)
    if given.json:
        print_json({"allowed": bool(lifted)})
    else:
        print_line("This address can be imported again." if lifted else "This address was not erased.")
    return False


def show_links(given: Namespace) -> bool:
    """List the links to pages of a person; with --withdraw withdraw those that still hold."""
    today = given.today or clock.today()
    with open_installation() as installation, installation.database.write_session() as session:
        person_ids = find_person(session, given.address).person_ids
        withdrawn = (
            sum(revoke_page_links(session, each, today) for each in person_ids) if given.withdraw else 0
        )
        links = list_page_links(session, person_ids, today)
    if given.json:
        listed = [
            {"purpose": each.purpose.value, "state": each.state.value, "expires_on": str(each.expires_on)}
            for each in links
        ]
        print_json({"links": listed, "withdrawn": withdrawn})
        return False
    if links:
        rows = [(each.purpose.value, each.state.value, str(each.expires_on)) for each in links]
        print_table(("Page", "State", "Opens nothing from"), rows)
    else:
        print_line("There are no links of this address.")
    if given.withdraw:
        print_line(f"Withdrawn: {withdrawn}. The next mail to this person has a new one.")
    return False


def _is_left(found: PersonalData) -> bool:
    return bool(found.values or found.files or found.waiting)


def _print_found(found: PersonalData, empty: str = "Nothing is kept of this address.") -> None:
    if found.is_empty and empty:
        print_line(empty)
    if found.values:
        rows = [
            (each.table, "/".join(map(str, each.key)), each.column, str(each.value)[:200])
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
    if found.person.shared_names:
        print_line("Somebody else has the same name: texts with only that name are listed and not changed.")
