"""What `terugkom demo` prints."""

import shutil
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from terugkom.command_line.home import OWN_HOME, has_municipality
from terugkom.command_line.printing import format_identifier, print_line, print_table
from terugkom.command_line.report_view import print_attention
from terugkom.delivery.model import Delivery
from terugkom.demo import SLUG
from terugkom.documents.model import Document
from terugkom.editions.edition_folders import EditionFolders
from terugkom.installation import open_installation
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.overview.upcoming import list_upcoming_steps
from terugkom.plan.queries import choose_municipality
from terugkom.report import RunReport
from terugkom.schedule.quarters import Quarter
from terugkom.settings import Settings
from terugkom.workbook.import_report import ImportReport


def print_demo(
    today: date, day: date, workbook: Path, imported: ImportReport, report: RunReport, settings: Settings
) -> None:
    """Print the report of a demo run, and the next steps."""
    print_line()
    print_line("Gemeente Zilverbeke - follow-up of its MVO action plan", style="bold green")
    if day != today:
        print_line(f"{today} is not a working day; the demo runs as if it were {day}, the next working day.")
    print_line("The demo has a home of its own, and never sends: its mails and pages lie in a folder there.")
    print_line(f"Workbook: {workbook}")
    print_line("          " + ", ".join(f"{n} actions {what}" for what, n in imported.actions.items() if n))
    print_line(f"Ideas:    {workbook.with_name('ideeenbus.csv')}  (see `terugkom ideas`)")
    if report.is_empty:
        print_line()
        print_line(
            f"Nothing new is due on {day}: what was due this week has been sent. Nothing was sent again."
        )
    else:
        _print_due(report)
        _print_mails(report)
        print_attention(report)
    _print_upcoming(day)
    _print_next_steps(Quarter.containing(day), settings)


def _print_due(report: RunReport) -> None:
    print_line()
    print_line("What was due", style="bold")
    for moment in report.moments:
        if moment.kind in MEETING_KINDS:
            print_line(f"  {moment.kind} of {moment.subject}, planned for {moment.period}")
        else:
            week = "week " if moment.kind == "owner-reminders" else ""
            print_line(f"  {moment.kind}, {week}{moment.period}")


def _print_mails(report: RunReport) -> None:
    paths = {document.path for document in report.documents}
    query = (
        select(Delivery, Document.subject, Document.path)
        .join(Document, Document.id == Delivery.document_id)
        .order_by(Delivery.id)
    )
    with open_installation() as installation, installation.database.read_session() as session:
        store, outbox = installation.documents, installation.settings.outbox
        counts = Counter(
            (subject, Path(path).name, delivery.role, delivery.channel, delivery.state.value)
            for delivery, subject, path in session.execute(query)
            if store.locate(path) in paths
        )
    rows = [
        (name, f"{number} {role}s" if number > 1 else role, subject, channel, state)
        for (subject, name, role, channel, state), number in counts.items()
    ]
    print_line()
    print_table(("Document", "To", "Subject", "Channel", "State"), rows, title="Documents and deliveries")
    for folder_path in sorted({str(Path(path).parent) for path in paths if path}):
        print_line(f"  documents:            {folder_path}")
    print_line(f"  delivered to          {outbox / SLUG}  (open an .eml in any mail program)")


def _name_program() -> str:
    """Return what a person types to call this program again, as it was called now."""
    called = Path(sys.argv[0])
    if called.name != "terugkom" or shutil.which("terugkom") == str(called):
        return "terugkom"
    return str(called)


def _print_upcoming(day: date) -> None:
    with open_installation() as installation, installation.database.read_session() as session:
        found = list_upcoming_steps(
            session, choose_municipality(session, SLUG), day, day + timedelta(days=60)
        )
    print_line()
    rows = [(each.date, each.kind, each.subject, format_identifier(each.step)) for each in found[:8]]
    print_table(("Date", "Cycle", "Subject", "Step"), rows, title="Upcoming")
    if len(found) > len(rows):
        print_line(f"  and {len(found) - len(rows)} more in the coming 60 days: `terugkom upcoming`")


def _print_next_steps(quarter: Quarter, settings: Settings) -> None:
    program = own = _name_program()
    if settings.home.resolve() != Path(OWN_HOME).resolve() and has_municipality(Path(OWN_HOME)):
        program = f"TERUGKOM_HOME={settings.home.resolve()} {program}"  # else it would be the own home's
    next_steps = (
        (
            "Open the UI",
            f"{program} serve, then http://127.0.0.1:{settings.port} (Prefect's UI, with these runs)",
        ),
        (
            "The newsletter",
            f"its stories are in {EditionFolders(settings.municipalities).folder_for(SLUG, str(quarter))};",
        ),
        ("", f"fill in the placeholders, {program} run newsletter, and then"),
        ("", f"{program} approve {SLUG}/{quarter} --name YOU"),
        ("Your own plan", f"{own} template plan.xlsx; fill it in; then"),
        ("", f"{own} import plan.xlsx --municipality YOUR-MUNICIPALITY"),
        ("End the demo", f"{program} remove-demo"),
    )
    print_line()
    print_line("Next steps", style="bold")
    for what, how in next_steps:
        print_line(f"  {what:<15}{how}")
    print_line()
