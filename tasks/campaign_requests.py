"""The Prefect task that asks coordinators, in time, what they contribute to campaigns."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from tasks.each_municipality import FAILED_STEPS, list_detached_municipalities, run_for_municipalities
from tasks.installation import build_run_stamp, get_installation
from tasks.steps import step
from terugkom.delivery.enqueue import list_planned_mails
from terugkom.editions import campaign_requests
from terugkom.editions.media.campaigns import CampaignCall
from terugkom.plan.model import Municipality
from terugkom.report import MomentLine, RunReport, sum_reports


@step("enqueue campaign requests", retries=2)
def enqueue_campaign_requests(slug: str | None, today: date, dry_run: bool = False) -> RunReport:
    """Enqueue the requests for contributions to campaigns to the coordinators; a dry run only lists them."""

    def enqueue(municipality: Municipality) -> RunReport:
        with get_installation().database.read_session() as session:
            due = campaign_requests.list_due_calls(session, municipality, today)
        request = _preview_campaign_request if dry_run else _enqueue_campaign_request
        return request(municipality, due, today) if due else RunReport()

    found = run_for_municipalities(list_detached_municipalities(slug), "enqueue campaign requests", enqueue)
    return sum_reports(found.items) + RunReport(attention=+Counter({FAILED_STEPS: found.failed}))


def _enqueue_campaign_request(
    municipality: Municipality, calls: Sequence[CampaignCall], today: date
) -> RunReport:
    installation = get_installation()
    context, channel = installation.build_render_context(municipality), installation.choose_mail_channel()
    enqueued = campaign_requests.enqueue_campaign_request(
        context, municipality, calls, channel, build_run_stamp(today)
    )
    if not enqueued:
        return RunReport()
    lines = (
        MomentLine(municipality.slug, campaign_requests.KIND, call.campaign.code, str(call.starts.year))
        for call in calls
    )
    return RunReport(moments=tuple(lines))


def _preview_campaign_request(
    municipality: Municipality, calls: Sequence[CampaignCall], today: date
) -> RunReport:
    context = get_installation().build_render_context(municipality)
    mail = campaign_requests.render_campaign_request(context, municipality, calls, today)
    return RunReport(dry_run=True, planned=list_planned_mails(municipality, mail) if mail else ())
