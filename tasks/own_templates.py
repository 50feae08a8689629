"""The Prefect task that looks whether the own templates of municipalities can be used, and its page."""

from collections import Counter

from tasks.error_log import record_refusal
from tasks.installation import get_installation
from tasks.outcomes import get_message
from tasks.run_page import create_table
from tasks.steps import step
from terugkom.errors import Message, TerugkomError
from terugkom.health_checks.own_templates import BrokenTemplate, check_own_templates
from terugkom.report import RunReport


@step("check the own templates")
def report_broken_templates(slug: str | None) -> RunReport:
    """Return how many own templates cannot be used. The page names them; what is wrong may quote what is in
    them, and so is in the log of errors."""
    broken = check_own_templates(get_installation(), slug).broken
    if not broken:
        return RunReport()
    where = Message("report.where.step", step="check the own templates")
    for each in broken:
        record_refusal(where, TerugkomError(f"{each.municipality}: {each.why}"))
    rows = [(each.municipality, _name(each)) for each in broken]
    create_table("own-templates", "municipality file", rows, get_message("run-page.broken-templates"))
    return RunReport(attention=Counter(templates_broken=len(broken)))


def _name(broken: BrokenTemplate) -> str:
    """Return what the page calls it, which Prefect keeps."""
    if not broken.name:
        return get_message("run-page.look")
    return broken.name if broken.is_known else get_message("run-page.own-file")
