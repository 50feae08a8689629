"""The command that answers what is asked: answer."""

from argparse import Namespace
from typing import Any

from terugkom import clock
from terugkom.command_line.form_lists import update_forms
from terugkom.command_line.printing import print_json, print_line, print_recorded_name
from terugkom.documents.one_line import to_one_line
from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.installation import open_installation
from terugkom.plan.decide_question import decide_question
from terugkom.plan.deciders import resolve_decider
from terugkom.plan.queries import choose_municipality
from terugkom.plan.question_json import question_as_json
from terugkom.plan.questions import (
    FROM_FILE,
    IMPORT_KINDS,
    NOT_DONE,
    GivenAnswer,
    QuestionKind,
)

_THROUGH = "command"
_SAY_OF_MAIL = {
    "idea": "It is in the idea box, accepted; `terugkom ideas` shows its number.",
    "forward": "It is mailed to that person with the next run.",
    "seen": "Nobody is told.",
}


def record_answer(given: Namespace) -> bool:
    """Record the answer to a question and do at once what follows from it.

    Raises InputError for an unknown or closed question, or a choice that it has not.
    """
    today = given.today or clock.today()
    with open_installation() as installation:
        with installation.database.write_session(few_tables=True) as session:
            municipality = choose_municipality(session, given.municipality)
            by = resolve_decider(session, municipality, given.by) if given.by else municipality.signatory
            words = to_one_line(given.because)
            made = GivenAnswer(given.choice, by, today, clock.now(), words, _THROUGH, given.to)
            question = decide_question(session, municipality, given.number, made, QUESTION_EFFECTS)
            done = question_as_json(question)
        update_forms(installation)
    if given.json:
        print_json(done)
    else:
        follows = _say_what_follows(done)
        print_line(f"Question {done['number']}, about {done['action']}: {done['answer']}. {follows}")
        print_recorded_name(by, given.by or by)
    return False


def _say_what_follows(done: dict[str, Any]) -> str:
    if done["answer"] == "accept":
        return f"Its deadline is now {done['proposed']}; the owner is told."
    if done["kind"] == "other-mail":
        return _SAY_OF_MAIL[done["answer"]]
    if done["kind"] in IMPORT_KINDS:
        return "The plan says now what the file said." if done["answer"] == FROM_FILE else "Nothing changed."
    if done["kind"] == QuestionKind.COMPLETION:
        return "The action is running again." if done["answer"] == NOT_DONE else "Nothing changed."
    if done["answer"] == "meeting":
        return "It is on the agenda of the group's next meeting; the owner is told."
    return "The owner is told." if done["asked_by"] else "Nobody is told: its sender is not known."
