"""The commands that list ideas and remarks."""

from argparse import Namespace

from terugkom.command_line.printing import print_json, print_table
from terugkom.ideas.list_ideas import idea_as_json, list_ideas
from terugkom.ideas.list_remarks import list_remarks, remark_as_json
from terugkom.ideas.remark_model import RemarkState
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality


def print_ideas(given: Namespace) -> bool:
    """Print the submitted ideas with their state and answer."""
    with open_installation() as installation, installation.database.read_session() as session:
        found = [
            idea_as_json(each)
            for each in list_ideas(session, choose_municipality(session, given.municipality))
        ]
    if given.json:
        print_json(found)
        return False
    rows = [
        (
            each["code"],
            each["handed_in_on"],
            each["text"].partition("\n")[0],
            each["handed_in_by"] or "anonymous",
            f"{each['state'].replace('-', ' ')} {each['action'] or ''}".strip(),
            each["answer_by"] or "-",
            each["answer"],
            each["picture"] or "",
        )
        for each in found
    ]
    print_table(("Idea", "Handed in", "What", "By", "State", "Answer by", "Answer", "Picture"), rows)
    return False


def print_remarks(given: Namespace) -> bool:
    """Print the remarks with their state and answer; exit status 1 if there are unread ones."""
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality)
        found = [remark_as_json(each) for each in list_remarks(session, municipality)]
    if given.json:
        print_json(found)
    else:
        columns = ("about", "text", "state", "answer_by", "answer", "picture")
        headers = ("Remark", "Handed in", "By", "About", "What", "State", "Answer by", "Answer", "Picture")
        rows = [
            (
                *(each["code"], each["handed_in_on"], each["handed_in_by"] or "anonymous"),
                *(each[column] or "" for column in columns),
            )
            for each in found
        ]
        print_table(headers, rows)
    return any(each["state"] == RemarkState.UNREAD for each in found)
