"""Prefect task of the standing pages about public actions."""

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from tasks.delivery import send_all
from tasks.each_municipality import FAILED_STEPS, for_each_municipality
from tasks.installation import build_run_stamp, get_installation
from tasks.run_log import log_info
from tasks.steps import step
from terugkom.action_pages.draft_pages import select_with_pages
from terugkom.action_pages.publish_pages import (
    enqueue_action_pages,
    find_pages_moment,
    list_websites,
)
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.report import RunReport


def publish_pages_at_once(slug: str, today: date) -> RunReport:
    """Enqueue and send the pages of a municipality that changed, without waiting for the daily run."""
    report = publish_action_pages(slug, today)
    moment_id = find_moment(slug, today)
    return report if moment_id is None else report + send_all(today, DeliveryFilter(moment_id=moment_id))


@step("find the pages of the actions of today")
def find_moment(slug: str, today: date) -> int | None:
    """Return the moment of the pages that were enqueued today; None if there were none."""
    with get_installation().database.read_session() as session:
        return find_pages_moment(session, get_municipality(session, slug), today)


@step("publish the pages of the actions")
def publish_action_pages(slug: str | None, today: date) -> RunReport:
    """Enqueue the pages that changed; return for how many municipalities one could not be made."""
    installation = get_installation()
    without_website: list[str] = []

    def publish(session: Session, municipality: Municipality) -> int:
        session.rollback()  # ends the reading: the pages are recorded, which writes
        channels = installation.load_publish_channels(municipality)
        if not list_websites(channels):
            without_website.append(municipality.slug)
        context = installation.build_render_context(municipality)
        return enqueue_action_pages(context, municipality, channels, build_run_stamp(today))

    where = "publish the pages of the actions"
    found = for_each_municipality(slug, where, publish, among=select_with_pages())
    log_info(f"pages of actions that changed: {sum(found.items)}")
    if without_website:
        log_info(
            f"no pages for {', '.join(without_website)}: they go to WebDAV or WordPress,"
            " which change them where they stand"
        )
    return RunReport(attention=+Counter({FAILED_STEPS: found.failed}))
