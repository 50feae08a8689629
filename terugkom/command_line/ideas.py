"""The commands that answer ideas and remarks."""

from argparse import Namespace
from typing import Any

from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line
from terugkom.ideas.answer_idea import VERDICTS, IdeaAnswer, record_idea_answer
from terugkom.ideas.answer_mail import AnswerRun, enqueue_answer
from terugkom.ideas.list_ideas import idea_as_json
from terugkom.ideas.list_remarks import remark_as_json
from terugkom.ideas.model import Idea
from terugkom.ideas.remark_model import Remark
from terugkom.ideas.remarks import RemarkAnswer, answer_remark
from terugkom.installation import Installation, open_installation
from terugkom.plan.model import Municipality
from terugkom.plan.queries import choose_municipality


def answer_idea(given: Namespace) -> bool:
    """Answer an idea; the answer is mailed to who left an address."""
    text = IdeaAnswer(VERDICTS[given.verdict], given.because, given.action or "", given.change)
    today = given.today or clock.today()
    with open_installation() as installation:
        run = AnswerRun(installation.choose_mail_channel(), today, clock.now())
        with installation.database.write_session(few_tables=True) as session:
            municipality = choose_municipality(session, given.municipality)
            answered = record_idea_answer(session, municipality, given.code, text, today)
            is_mailed = _mail_answer(installation, session, municipality, answered, run)
            idea = idea_as_json(answered)
    if given.json:
        print_json(idea | {"mailed": is_mailed})
    else:
        taken = f" as {idea['action']}" if idea["action"] else ""
        print_line(f"{idea['code']} is {idea['state'].replace('-', ' ')}{taken}: {idea['answer']}")
        _print_earlier(idea)
        _print_mailed(is_mailed)
    return False


def record_remark_answer(given: Namespace) -> bool:
    """Answer a remark, which is mailed to who left an address; or reject it."""
    today = given.today or clock.today()
    with open_installation() as installation:
        run = AnswerRun(installation.choose_mail_channel(), today, clock.now())
        with installation.database.write_session(few_tables=True) as session:
            municipality = choose_municipality(session, given.municipality)
            words = RemarkAnswer(given.because or "", given.reject, given.change)
            answered = answer_remark(session, municipality, given.code, words, today)
            is_mailed = _mail_answer(installation, session, municipality, answered, run)
            remark = remark_as_json(answered)
    if given.json:
        print_json(remark | {"mailed": is_mailed})
    else:
        print_line(f"{remark['code']} is {remark['state']}: {remark['answer'] or '-'}")
        _print_earlier(remark)
        _print_mailed(is_mailed)
    return False


def _mail_answer(
    installation: Installation,
    session: Session,
    municipality: Municipality,
    answered: Idea | Remark,
    run: AnswerRun,
) -> bool:
    """Enqueue the mail with the answer, if there is one; nothing that renders is imported for none."""
    if not answered.reply_address:
        return False
    context = installation.build_render_context(municipality)
    return enqueue_answer(session, context, municipality, answered, run)


def _print_earlier(answered: dict[str, Any]) -> None:
    """Say which answer this one replaces: who decided it may not know of the other."""
    for earlier in answered["earlier_answers"][-1:]:
        was = f"{earlier['state'].replace('-', ' ')}: {earlier['answer'] or '-'}"
        print_line(f"It replaces the answer of {earlier['answered_on']}, {was}")


def _print_mailed(is_mailed: bool) -> None:
    if is_mailed:
        print_line("The answer is mailed to who left an address, with the next run.")
