"""Prefect tasks of subscribers: process replies and bounces, and record refused addresses."""

from collections import Counter
from datetime import date

from sqlalchemy import select

from tasks.installation import get_installation
from tasks.steps import step
from terugkom import clock
from terugkom.inbox import mailbox
from terugkom.inbox.mailbox import NEEDS_A_PERSON, MailboxRun
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.report import RunReport
from terugkom.subscribers import subscription
from terugkom.subscribers.subscription_status import skip_pending_deliveries


@step("process replies from the inbox")
def import_mailbox_answers(slug: str, today: date, dry_run: bool) -> Counter[str]:
    """Process the replies and bounces in a municipality's inbox; mails that are not recognised stay there."""
    folder = get_installation().settings.municipalities / slug / "inbox"
    if not mailbox.list_mails(folder):
        return Counter()
    with get_installation().database.read_session() as session:
        municipality = session.scalar(select(Municipality).where(Municipality.slug == slug))
    source = MailboxRun(today, clock.now(), municipality, dry_run)
    return mailbox.process_mails(get_installation().database, folder, source)


@step("record refused addresses", retries=2)
def record_refusals(slug: str | None, today: date) -> RunReport:
    """Record addresses refused by the mail server, and skip pending deliveries to unsubscribed addresses.

    Of one municipality, or of all. To be called before and after sending.
    """
    with get_installation().database.write_session() as session:
        municipality = get_municipality(session, slug) if slug else None
        refused = subscription.record_refusals(session, municipality, today)
        held = skip_pending_deliveries(session, today, municipality)
    return RunReport(deliveries=+Counter(skipped=held), attention=+Counter(bounced=refused))


def build_report(answers: Counter[str], *, dry_run: bool) -> RunReport:
    """Return the counts of replies as a run report."""
    left = answers[NEEDS_A_PERSON]
    return RunReport(files=answers.total() - left, attention=+Counter(answers_to_read=left), dry_run=dry_run)


def render_markdown(answers: Counter[str]) -> str:
    """Return the counts of replies as Markdown."""
    rows = [f"| {word} | {count} |" for word, count in sorted(answers.items())]
    return "\n".join(["## Answers by mail", "", "| what | count |", "| --- | --- |", *rows]) if rows else ""
