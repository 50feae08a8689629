"""Prefect task of subscribers: record refused addresses."""

from collections import Counter
from datetime import date

from tasks.each_municipality import FAILED_STEPS, for_each_municipality
from tasks.installation import get_installation
from tasks.steps import step
from terugkom import clock
from terugkom.database.answer_check import is_outage
from terugkom.errors import UnknownMunicipality
from terugkom.plan.queries import get_municipality
from terugkom.report import RunReport, sum_reports
from terugkom.subscribers import subscription
from terugkom.subscribers.subscription_status import skip_pending_deliveries


@step("record refused addresses", retries=2)
def record_refusals(slug: str | None, today: date) -> RunReport:
    """Record addresses refused by the mail server, and skip pending deliveries to unsubscribed addresses.

    Of one municipality, or of all. To be called before and after sending. All are done at once; if that
    fails, each by itself, so that one whose rows are damaged stops no other.
    """
    try:
        return _record_refusals_of(slug, today)
    except UnknownMunicipality:
        raise
    except Exception as error:
        if slug is not None or is_outage(error):  # it is tried again
            raise
    found = for_each_municipality(
        None,
        "record refused addresses",
        lambda _session, municipality: _record_refusals_of(municipality.slug, today),
    )
    return sum_reports(found.items) + RunReport(attention=+Counter({FAILED_STEPS: found.failed}))


def _record_refusals_of(slug: str | None, today: date) -> RunReport:
    with get_installation().database.write_session() as session:
        municipality = get_municipality(session, slug) if slug else None
        refused = subscription.record_refusals(session, municipality, today, clock.now())
        skipped = skip_pending_deliveries(session, today, municipality)
    return RunReport(deliveries=+Counter(skipped=skipped), attention=+Counter(bounced=refused))
