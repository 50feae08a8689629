"""Prefect task of subscribers: record refused addresses."""

from collections import Counter
from datetime import date

from tasks.installation import get_installation
from tasks.steps import step
from terugkom.plan.queries import get_municipality
from terugkom.report import RunReport
from terugkom.subscribers import subscription
from terugkom.subscribers.subscription_status import skip_pending_deliveries


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
