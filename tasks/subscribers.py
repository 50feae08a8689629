"""Prefect tasks of subscribers: process replies and bounces, and record refused addresses."""

from collections import Counter
from datetime import date

from sqlalchemy import select

from tasks.installation import installation
from tasks.steps import step
from terugkom import clock
from terugkom.inbox import mailbox
from terugkom.inbox.mailbox import LEFT, Hand
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named
from terugkom.report import Report
from terugkom.subscribers import subscription
from terugkom.subscribers.subscription_status import hold_back


@step("process replies from the inbox")
def read_new_answers(municipality: str, today: date, dry_run: bool) -> Counter[str]:
    """Process the replies and bounces in a municipality's inbox; mails that are not recognised stay there."""
    folder = installation().settings.municipalities / municipality / "inbox"
    if not mailbox.waiting(folder):
        return Counter()
    with installation().database.reading() as session:
        town = session.scalar(select(Municipality).where(Municipality.slug == municipality))
    hand = Hand(today, clock.now(), town, dry_run)
    return mailbox.take_answers(installation().database, folder, hand)


@step("record refused addresses", retries=2)
def note_refusals(municipality: str | None, today: date) -> Report:
    """Record addresses refused by the mail server, and skip pending deliveries to unsubscribed addresses.

    To be called before and after sending.
    """
    with installation().database.writing() as session:
        town = municipality_named(session, municipality) if municipality else None
        refused = subscription.take_refusals(session, town, today)
        held = hold_back(session, today)
    return Report(deliveries=+Counter(skipped=held), attention=+Counter(bounced=refused))


def report_of(answers: Counter[str], *, dry_run: bool) -> Report:
    """Return the counts of replies as a run report."""
    left = answers[LEFT]
    return Report(files=answers.total() - left, attention=+Counter(answers_to_read=left), dry_run=dry_run)


def markdown_of(answers: Counter[str]) -> str:
    """Return the counts of replies as Markdown."""
    rows = [f"| {word} | {count} |" for word, count in sorted(answers.items())]
    return "\n".join(["## Answers by mail", "", "| what | count |", "| --- | --- |", *rows]) if rows else ""
