"""Prefect tasks that import ideas from an inbox, and record answers from a form."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tasks.installation import get_installation
from tasks.steps import step
from terugkom import clock
from terugkom.ideas.answer_idea import IdeaAnswer, record_answer
from terugkom.inbox import idea_files
from terugkom.inbox.idea_files import IdeasFileResult
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.report import RunReport, format_counts


@step("import new ideas")
def import_new_ideas(slug: str, today: date, dry_run: bool) -> tuple[IdeasFileResult, ...]:
    """Import each file of ideas in a municipality's inbox."""
    folder = get_installation().get_municipality_folder(slug)
    with get_installation().database.read_session() as session:
        municipality = session.scalar(select(Municipality).where(Municipality.slug == slug))
    render_context = get_installation().build_render_context(
        municipality or Municipality(slug=slug, language="nl")
    )
    return tuple(
        idea_files.import_new_ideas(
            render_context.database,
            folder,
            render_context.templates,
            today=today,
            now=clock.now(),
            dry_run=dry_run,
        )
    )


@step("answer an idea")
def answer_idea(municipality: str, code: str, given: IdeaAnswer, today: date) -> str:
    """Answer an idea; return its code, state and action code as text."""
    with get_installation().database.write_session() as session:
        idea = record_answer(session, get_municipality(session, municipality), code, given, today)
        return f"{idea.code}: {idea.state.value}" + (f", as {idea.action.code}" if idea.action else "")


def build_report(results: Sequence[IdeasFileResult], *, dry_run: bool) -> RunReport:
    """Return the import results of idea files as a run report."""
    findings = sum(len(each.result.findings) for each in results if each.result)
    refused = sum(1 for each in results if each.result is None)
    attention = +Counter(findings=findings, files_refused=refused)
    return RunReport(files=len(results), attention=attention, dry_run=dry_run)


def render_markdown(results: Sequence[IdeasFileResult]) -> str:
    """Return the import results as Markdown: counts only."""
    return "\n\n".join(
        f"## Ideas {number}\n\n{_format_result(each)}" for number, each in enumerate(results, 1)
    )


def _format_result(result: IdeasFileResult) -> str:
    if result.result is None:
        return "Rejected; see the report next to it in `refused`."
    told = format_counts(sorted(result.result.rows.items()))
    return f"{told or 'no rows'}; {len(result.result.findings)} findings."
