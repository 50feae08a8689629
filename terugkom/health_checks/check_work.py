"""How the work goes: the daily run, deliveries, own templates, and whether anybody is told of troubles."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.alerts.record_alerts import list_unsent_alerts
from terugkom.alerts.send_alerts import load_alert_channels
from terugkom.daily_runs.daily_run_status import load_daily_run_status
from terugkom.delivery.due_deliveries import is_due, needs_a_person
from terugkom.delivery.model import Delivery
from terugkom.errors import InputError
from terugkom.health_checks.model import CheckState, Finding
from terugkom.health_checks.own_templates import check_own_templates
from terugkom.installation import Installation
from terugkom.settings import Settings, build_run_url

_OVERDUE = timedelta(hours=2)
_SHOWN = 5


def check_daily_run(session: Session, settings: Settings, now: datetime, lease_now: datetime) -> Finding:
    """Return when the daily run last came to its end, and whether it is missed or failed."""
    grace = timedelta(minutes=settings.alert_after_minutes)
    status = load_daily_run_status(session, now, grace, lease_now=lease_now)
    if status.last_ended_at is None and status.result is None:
        return Finding(CheckState.NOT_SET, "none came to its end yet")
    ended = status.last_ended_at or (status.result.ended_at if status.result else None)
    text = f"ended {clock.format_minute(ended)}" if ended else ""
    if status.missed_since is not None:
        since = clock.format_minute(status.missed_since)
        advice = "see that `serve`, or a worker, runs and the schedule is not paused"
        return Finding(CheckState.BROKEN, f"that of {since} did not come; {text}", advice)
    if status.result is not None and status.result.is_failed:
        run = status.result.run_id
        page = f"the page of run {run}" if run else "errors.log"
        where = build_run_url(settings.prefect_url, run) or page
        return Finding(CheckState.WARNING, f"the latest one failed ({status.result.state})", f"see {where}")
    return Finding(CheckState.FINE, text)


def check_deliveries(session: Session, now: datetime) -> Finding:
    """Return whether deliveries wait for a person, or for longer than they should; `now` is the time by which
    senders lease and plan them."""
    failed = session.scalar(select(func.count()).select_from(Delivery).where(needs_a_person())) or 0
    since = func.coalesce(Delivery.next_try_at, Delivery.created_at)
    overdue = select(func.count()).select_from(Delivery).where(is_due(now), since < now - _OVERDUE)
    late = session.scalar(overdue) or 0
    if failed:
        text = f"{failed} failed or in doubt"
        return Finding(CheckState.WARNING, text, "`terugkom resolve` lists and settles them")
    if late:
        text = f"{late} are due for more than two hours"
        return Finding(
            CheckState.WARNING, text, "see the mail server below; `terugkom run deliver` sends them"
        )
    return Finding(CheckState.FINE, "none waits for a person")


def check_templates(installation: Installation) -> Finding:
    """Return whether the templates of our own and of each municipality can be used."""
    found = check_own_templates(installation)
    if found.broken:
        wrong = [f"{each.municipality}: {each.why}" for each in found.broken]
        more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        advice = "mend or remove the file: without it ours is used"
        return Finding(CheckState.BROKEN, "; ".join(wrong[:_SHOWN]) + more, advice)
    own = "1 own template" if found.count == 1 else f"{found.count} own templates"
    return Finding(CheckState.FINE, own if found.count else "ours alone")


def check_alerts(session: Session, settings: Settings, now: datetime) -> Finding:
    """Return whether a person is told of troubles, and whether something could not be told."""
    try:
        channels = load_alert_channels(settings)
    except InputError:  # which the check of the settings says
        return Finding(CheckState.NOT_CHECKED, "the settings come first")
    if not channels.is_set:
        advice = "set TERUGKOM_ALERT_TO or TERUGKOM_ALERT_WEBHOOK_URL: docs/operations.md"
        return Finding(
            CheckState.NOT_SET, "nobody is told of a daily run that fails or does not come", advice
        )
    untold = len(list_unsent_alerts(session, now))
    if untold:
        return Finding(CheckState.WARNING, f"{untold} not told yet", "see the log of `serve` for why")
    how = [*(["mail"] if channels.server else []), *(["webhook"] if channels.webhook else [])]
    return Finding(CheckState.FINE, " and ".join(how))
