"""The command accept-idea."""

from argparse import Namespace

from terugkom.command_line.form_lists import update_forms
from terugkom.command_line.printing import print_json, print_line
from terugkom.ideas.answer_idea import screen_idea
from terugkom.ideas.list_ideas import idea_as_json
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality


def accept_ideas(given: Namespace) -> bool:
    """Accept ideas that came in by a page, or reject them."""
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
        municipality = choose_municipality(session, given.municipality)
        found = [
            idea_as_json(screen_idea(session, municipality, code, is_rejected=given.reject))
            for code in given.codes
        ]
    if not given.reject:
        with open_installation() as installation:
            update_forms(installation)
    if given.json:
        print_json(found)
    for each in () if given.json else found:
        print_line(f"{each['code']} is {each['state']}.")
    return False
