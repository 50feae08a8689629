"""The command about minutes: write the form for a meeting, or record a form that was filled in."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line
from terugkom.command_line.run import run_meetings
from terugkom.documents.file_store import write_atomically
from terugkom.inbox import minutes_files
from terugkom.installation import open_installation
from terugkom.meetings import reschedule
from terugkom.meetings.minutes.minutes_form import render_minutes_form
from terugkom.meetings.minutes.record_minutes import MinutesRun, RecordedMinutes
from terugkom.plan.queries import choose_municipality


def run_minutes_command(given: Namespace) -> bool:
    """Write the form for the minutes of a meeting, or record those in a file and send them to the members."""
    today = given.today or clock.today()
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality)
        render_context = installation.build_render_context(municipality)
        if given.form:
            meeting = reschedule.find_meeting(session, municipality, given.form, today)
            form = render_minutes_form(session, render_context.templates, municipality, meeting)
            write_atomically(given.file.resolve().parent, given.file.name, form.content)
            _print_result(given, {"file": str(given.file)}, [f"{given.file} written."])
            return False
        slug = municipality.slug
        if not (given.really or given.dry_run):  # before the minutes are recorded
            installation.refuse_other_day(today, slug)
        session.rollback()
        taken = minutes_files.record_minutes_file(
            render_context, given.file, slug, MinutesRun(today, clock.now(), "", given.dry_run)
        )
    recorded = taken.recorded
    if recorded is None:
        _print_result(
            given, taken.as_json(), ["Nothing was changed:", *(f"- {each}" for each in taken.problems)]
        )
        return True
    of = recorded.reference
    if given.dry_run or recorded.again:
        _print_result(given, taken.as_json(), [_format_recorded(recorded)])
        return False
    if not given.json:  # before the mails go out
        print_line(_format_recorded(recorded))
    report = run_meetings(of.kind, today, [(slug, of.subject, of.period)], really=given.really)
    sent = report.deliveries["sent"]
    _print_result(
        given,
        taken.as_json() | {"sent": sent, "report": report.as_json(today)},
        [f"Minutes sent to {sent} recipients."],
    )
    return report.needs_attention


def _print_result(given: Namespace, data: dict[str, object], lines: list[str]) -> None:
    if given.json:
        print_json(data)
    else:
        for line in lines:
            print_line(line)


def _format_recorded(recorded: RecordedMinutes) -> str:
    if recorded.again:
        return f"{recorded.reference}: recorded before, nothing was changed."
    changed = ", ".join(recorded.codes) or "none"
    done = "corrected" if recorded.corrected else "recorded"
    return f"{recorded.reference}: {recorded.decisions} decisions {done}; actions changed: {changed}."
