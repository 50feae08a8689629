"""The commands person allow and person links: what may come in of a person, and what they can open."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.installation import open_installation
from terugkom.personal_data.find_person import find_person
from terugkom.plan.erased_people import lift_erasure
from terugkom.plan.page_links import list_page_links, revoke_page_links


def allow_import(given: Namespace) -> bool:
    """Let an address that was erased be imported again."""
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
        lifted = lift_erasure(session, given.address)
    if given.json:
        print_json({"allowed": bool(lifted)})
    else:
        print_line("This address can be imported again." if lifted else "This address was not erased.")
    return False


def show_links(given: Namespace) -> bool:
    """List the links to pages of a person; with --withdraw withdraw those that still hold."""
    today = given.today or clock.today()
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
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
