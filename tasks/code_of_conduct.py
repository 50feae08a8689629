"""Prefect tasks that distribute the code of conduct."""

from dataclasses import dataclass
from datetime import date

from tasks.installation import installation, run_id
from tasks.steps import step
from terugkom import clock
from terugkom.code_of_conduct import distribution
from terugkom.delivery.enqueue import Origin
from terugkom.errors import InputError
from terugkom.meetings.open_meeting import towns
from terugkom.plan.code_of_conduct import NAME
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named
from terugkom.report import MomentLine, Report
from terugkom.subscribers.enrol_plan_people import enrol


@dataclass(frozen=True)
class Handed:
    """The result of a distribution, with its moment id; None if nobody is to receive it."""

    report: Report
    moment_id: int | None = None


@step("find municipalities with a code of conduct to send")
def towns_to_hand_out_in(municipality: str | None, today: date) -> list[str]:
    """Return the slugs of municipalities with a recipient for the code of conduct; none on a non-working day.

    A municipality whose file cannot be read is included: its run reports the error.
    """
    with installation().database.reading() as session:
        found = [town for town in towns(session, municipality) if today in town.working_days]
    return [town.slug for town in found if _is_due(town, today)]


@step("enqueue the code of conduct", retries=2)
def hand_out_the_code(municipality: str, today: date, dry_run: bool) -> Handed:
    """Enqueue the mail for each recipient who did not receive this version; a retry continues where this
    stopped."""
    database, settings = installation().database, installation().settings
    own = settings.municipalities / municipality
    with database.reading() as session:
        town = municipality_named(session, municipality)
        what = distribution.to_hand_out(session, town, own, today)
    if what is None:
        return Handed(Report(dry_run=dry_run))
    line = MomentLine(town.slug, distribution.KIND, town.slug, what.conduct.version)
    report = Report(moments=(line,), dry_run=dry_run)
    if dry_run:
        return Handed(report)
    with database.writing() as session:
        moment = distribution.begin(session, town, what.conduct.version, today, clock.now(), run_id())
    origin = Origin(town, moment, installation().mail_channel(), run_id(), clock.now())
    found = distribution.hand_out(installation().desk(town), origin, what, settings.outbox, today)
    return Handed(report, moment if found else None)


def _is_due(town: Municipality, today: date) -> bool:
    own = installation().settings.municipalities / town.slug
    if not (own / NAME).is_file():
        return False
    with installation().database.writing() as session:
        enrol(session, town, today)
        try:
            return distribution.to_hand_out(session, town, own, today) is not None
        except InputError:
            return True
