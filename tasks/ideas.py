"""Prefect tasks that import ideas from an inbox, and record answers from a form."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tasks.installation import installation
from tasks.steps import step
from terugkom import clock
from terugkom.ideas.answer_idea import Answer, answer
from terugkom.inbox import idea_files
from terugkom.inbox.idea_files import Taken
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named
from terugkom.report import Report, in_words


@step("import new ideas")
def take_new_ideas(municipality: str, today: date, dry_run: bool) -> tuple[Taken, ...]:
    """Import each file of ideas in a municipality's inbox."""
    folder = installation().settings.municipalities / municipality
    with installation().database.reading() as session:
        town = session.scalar(select(Municipality).where(Municipality.slug == municipality))
    desk = installation().desk(town or Municipality(slug=municipality, language="nl"))
    return tuple(
        idea_files.take_all(
            desk.database, folder, desk.templates, today=today, now=clock.now(), dry_run=dry_run
        )
    )


@step("answer an idea")
def answer_idea(municipality: str, code: str, given: Answer, today: date) -> str:
    """Answer an idea; return its code, state and action code as text."""
    with installation().database.writing() as session:
        idea = answer(session, municipality_named(session, municipality), code, given, today)
        return f"{idea.code}: {idea.state.value}" + (f", as {idea.action.code}" if idea.action else "")


def report_of(taken: Sequence[Taken], *, dry_run: bool) -> Report:
    """Return the import results of idea files as a run report."""
    findings = sum(len(each.received.findings) for each in taken if each.received)
    refused = sum(1 for each in taken if each.received is None)
    attention = +Counter(findings=findings, files_refused=refused)
    return Report(files=len(taken), attention=attention, dry_run=dry_run)


def markdown_of(taken: Sequence[Taken]) -> str:
    """Return the import results as Markdown: counts only."""
    return "\n\n".join(f"## Ideas {number}\n\n{_line(each)}" for number, each in enumerate(taken, 1))


def _line(taken: Taken) -> str:
    if taken.received is None:
        return "Rejected; see the report next to it in `refused`."
    told = in_words(sorted(taken.received.rows.items()))
    return f"{told or 'no rows'}; {len(taken.received.findings)} findings."
