"""The code of conduct as Prefect tasks: thin; who is to get it, the subject knows."""

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
    """What was handed out, and under which moment; none if there was nobody to hand it to."""

    report: Report
    moment_id: int | None = None


@step("ask who is to get the code of conduct")
def towns_to_hand_out_in(municipality: str | None, today: date) -> list[str]:
    """Return the municipalities in which somebody is to get it; none on a day of rest.

    One whose code cannot be read is among them: its run says why.
    """
    with installation().database.reading() as session:
        found = [town for town in towns(session, municipality) if today in town.working_days]
    return [town.slug for town in found if _is_due(town, today)]


@step("hand out the code of conduct", retries=2)
def hand_out_the_code(municipality: str, today: date, dry_run: bool) -> Handed:
    """Record the letter for each who has not had this version; a retry goes on where this stopped."""
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
