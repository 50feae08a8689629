"""Prefect task of the mentions: fetch what was said to the accounts of all municipalities."""

from collections import Counter
from datetime import date

from tasks.each_municipality import FAILED_STEPS
from tasks.error_log import record_error
from tasks.installation import get_installation
from tasks.outcomes import get_language
from tasks.run_log import log_info
from tasks.saved_blocks import remember_block_names
from tasks.steps import step
from terugkom import clock
from terugkom.errors import Message
from terugkom.mentions.fetch_all import fetch_all_mentions
from terugkom.mentions.store_mentions import ReceiptTime
from terugkom.plan.queries import list_municipalities, list_slugs
from terugkom.report import RunReport

_STEP = "fetch mentions"


@step(_STEP)
def fetch_new_mentions(slug: str | None, today: date, dry_run: bool) -> RunReport:
    """Store the new mentions of each municipality with a Mastodon account; a dry run fetches nothing."""
    if dry_run:
        return RunReport(dry_run=True)
    installation = get_installation()
    with installation.database.read_session() as session:
        list_slugs(session, slug)  # raises for an unknown one
        municipalities = [] if installation.is_demo() else list_municipalities(session, None)
    noted = ReceiptTime(today, clock.now())
    with remember_block_names():
        result = fetch_all_mentions(
            installation.database,
            municipalities,
            installation.channels.load_mentions_account,
            noted,
            slug,
            language=get_language(),
        )
    if result.shared:
        log_info(f"not read, for they share an account: {', '.join(result.shared)}")
    for municipality, error in result.errors:
        where = Message("report.where.step.municipality", step=_STEP, municipality=municipality)
        record_error(where, error)
    attention = Counter({"mentions_not_read": result.unreadable, FAILED_STEPS: len(result.errors)})
    return RunReport(attention=+attention, outages=tuple(result.outages))
