"""The commands that import, accept and answer ideas and remarks."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.form_lists import update_forms
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.ideas.answer_idea import VERDICTS, IdeaAnswer, record_answer, screen_idea
from terugkom.ideas.answer_mail import AnswerRun, enqueue_answer
from terugkom.ideas.import_ideas import import_ideas_file
from terugkom.ideas.list_ideas import idea_as_json
from terugkom.ideas.list_remarks import remark_as_json
from terugkom.ideas.remarks import RemarkAnswer, answer_remark
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality


def import_ideas(given: Namespace) -> bool:
    """Import the ideas in a file; exit status 1 if there are findings."""
    with (
        open_installation() as installation,
        installation.database.write_session(dry_run=given.dry_run) as session,
    ):
        received = import_ideas_file(
            session,
            choose_municipality(session, given.municipality),
            given.file,
            given.today or clock.today(),
        )
    if not given.dry_run:
        with open_installation() as installation:
            update_forms(installation)
    if given.json:
        print_json(received.as_json())
    else:
        text = ", ".join(f"{count} {fate}" for fate, count in received.rows.items() if count)
        print_line(
            f"{received.file} -> {received.municipality}: {text or 'no rows'}"
            + (" (dry run: nothing was changed)" if given.dry_run else "")
        )
        if received.new:
            print_line(f"new ideas: {', '.join(received.new)}")
        if received.unread:
            print_line(f"columns that were not imported: {', '.join(received.unread)}")
        if received.findings:
            print_table(
                ("Row", "Column", "Finding"),
                [(each.row, each.column, each.message) for each in received.findings],
                title=f"{len(received.findings)} findings",
            )
    return bool(received.findings)


def accept_ideas(given: Namespace) -> bool:
    """Accept ideas that came in by a page, or reject them."""
    with open_installation() as installation, installation.database.write_session() as session:
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


def answer_idea(given: Namespace) -> bool:
    """Answer an idea; the answer is mailed to who left an address."""
    text = IdeaAnswer(VERDICTS[given.verdict], given.because, given.action or "")
    today = given.today or clock.today()
    with open_installation() as installation:
        run = AnswerRun(installation.choose_mail_channel(), today, clock.now())
        with installation.database.write_session() as session:
            municipality = choose_municipality(session, given.municipality)
            answered = record_answer(session, municipality, given.code, text, today)
            context = installation.build_render_context(municipality)
            is_mailed = enqueue_answer(session, context, municipality, answered, run)
            idea = idea_as_json(answered)
    if given.json:
        print_json(idea)
    else:
        taken = f" as {idea['action']}" if idea["action"] else ""
        print_line(f"{idea['code']} is {idea['state'].replace('-', ' ')}{taken}: {idea['answer']}")
        _print_mailed(is_mailed)
    return False


def record_remark_answer(given: Namespace) -> bool:
    """Answer a remark, which is mailed to who left an address; or reject it."""
    today = given.today or clock.today()
    with open_installation() as installation:
        run = AnswerRun(installation.choose_mail_channel(), today, clock.now())
        with installation.database.write_session() as session:
            municipality = choose_municipality(session, given.municipality)
            words = RemarkAnswer(given.because or "", given.reject)
            answered = answer_remark(session, municipality, given.code, words, today)
            context = installation.build_render_context(municipality)
            is_mailed = enqueue_answer(session, context, municipality, answered, run)
            remark = remark_as_json(answered)
    if given.json:
        print_json(remark)
    else:
        print_line(f"{remark['code']} is {remark['state']}: {remark['answer'] or '-'}")
        _print_mailed(is_mailed)
    return False


def _print_mailed(is_mailed: bool) -> None:
    if is_mailed:
        print_line("The answer is mailed to who left an address, with the next run.")
