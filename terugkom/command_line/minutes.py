"""The command about minutes: write the form for a meeting, or record a form that was filled in."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.output_files import templates_of
from terugkom.command_line.printing import print_json, say
from terugkom.command_line.run import run_meetings
from terugkom.database import Database
from terugkom.documents.file_store import write_whole
from terugkom.documents.render_context import RenderContext
from terugkom.inbox import minutes_files
from terugkom.meetings import reschedule
from terugkom.meetings.minutes_form import minutes_form
from terugkom.meetings.record_minutes import Hand, Recorded
from terugkom.plan.model import Municipality
from terugkom.settings import Settings


def minutes(given: Namespace) -> bool:
    """Write the form for the minutes of a meeting, or record those in a file and send them to the members."""
    today = given.today or clock.today()
    with open_database() as database, database.reading() as session:
        town = chosen(session, given.municipality)
        desk = _desk(database, town)
        if given.form:
            meeting = reschedule.meeting_named(session, town, given.form, today)
            form = minutes_form(session, desk.templates, town, meeting, today)
            write_whole(given.file.resolve().parent, given.file.name, form.content)
            _tell(given, {"file": str(given.file)}, [f"{given.file} written."])
            return False
        slug = town.slug
        session.rollback()
        taken = minutes_files.take(desk, given.file, slug, Hand(today, clock.now(), "", given.dry_run))
    recorded = taken.recorded
    if recorded is None:
        _tell(given, taken.as_json(), ["Nothing was changed:", *(f"- {each}" for each in taken.problems)])
        return True
    of = recorded.reference
    _tell(given, taken.as_json(), [_line(recorded)])
    if given.dry_run or recorded.again:
        return False
    report = run_meetings(of.kind, today, [(slug, of.subject, of.period)])
    if not given.json:
        say(f"Minutes sent to {report.deliveries['sent']} recipients.")
    return report.needs_a_person


def _desk(database: Database, town: Municipality) -> RenderContext:
    return RenderContext(database, Settings().documents, templates_of(town.slug, town.language))


def _tell(given: Namespace, told: dict[str, object], lines: list[str]) -> None:
    if given.json:
        print_json(told)
    else:
        for line in lines:
            say(line)


def _line(recorded: Recorded) -> str:
    if recorded.again:
        return f"{recorded.reference}: recorded before, nothing was changed."
    changed = ", ".join(recorded.codes) or "none"
    return f"{recorded.reference}: {recorded.decisions} decisions recorded; actions changed: {changed}."
