"""The command that lists what is asked: questions."""

from argparse import Namespace
from typing import Any

from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.documents.one_line import to_one_line
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality
from terugkom.plan.question_json import question_as_json
from terugkom.plan.questions import list_all_questions, list_pending_questions


def print_questions(given: Namespace) -> bool:
    """Print the questions that wait for an answer; exit status 1 if there are any."""
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality)
        listed = list_all_questions if given.all else list_pending_questions
        found = [question_as_json(each) for each in listed(session, municipality.id)]
    waiting = [each for each in found if each["choices"]]
    if given.json:
        print_json(found)
        return bool(waiting)
    if not found:
        print_line("Nothing was asked." if given.all else "Nothing waits for an answer.")
        return False
    headers = ("Question", "Asked on", "By", "About", "What", "Said", "State")
    print_table(headers, [_build_row(each) for each in found])
    for each in waiting:
        print_line(f"terugkom answer {each['number']} {'|'.join(each['choices'])}")
    return bool(waiting)


def _build_row(each: dict[str, Any]) -> tuple[object, ...]:
    answered = f"{each['state']}: {each['answer']}" if each["answer"] else each["state"]
    what = " ".join(filter(None, (each["kind"], each["proposed"] or each["proposed_until"])))
    said = to_one_line(": ".join(filter(None, (each["mail_subject"], each["text"]))))
    by = to_one_line(each["asked_by_name"] or "")
    return (each["number"], each["asked_on"], by, each["action"], what, said, answered)
