"""Print the report of a run."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.printing import print_table, say, spoken
from terugkom.delivery.model import Delivery
from terugkom.demo import SLUG
from terugkom.documents.model import Document
from terugkom.editions.open_edition import Place
from terugkom.meetings.kinds import KINDS
from terugkom.overview.upcoming import upcoming
from terugkom.report import Report, in_words
from terugkom.schedule.quarters import Quarter
from terugkom.settings import Settings
from terugkom.workbook.import_report import ImportReport

_WHAT_TO_DO = {
    "orphaned": ("actions without a reachable owner", "enter one in the workbook"),
    "on_agenda": ("actions put on a group's agenda", "discuss them at the next meeting"),
    "no_coordinator": (
        "summaries without a recipient",
        "enter a coordinator with an address in the workbook",
    ),
    "findings": ("invalid cells in a workbook", "see the report next to it in `done`"),
    "files_refused": ("rejected files", "see the report next to them in `refused`"),
    "members_out_of_reach": ("members without a usable address", "enter an address in the workbook"),
    "steps_skipped": (
        "steps of meetings skipped because they were too late",
        "see their run in the Prefect UI",
    ),
    "smtp_not_configured": ("channels without a mail server", "set TERUGKOM_SMTP_URL"),
    "failed_runs": ("runs that crashed", "see them in the Prefect UI"),
    "failed": ("deliveries failed", "see `terugkom history`, then `terugkom resolve ID resend`"),
    "lies_ready": ("media without an address", "their documents are in the outbox; set an address"),
    "held": ("deliveries held for release", "see `terugkom history`, then `terugkom resolve ID resend`"),
    "in_doubt": ("deliveries in doubt", "see `terugkom history`, then `terugkom resolve ID sent|resend`"),
}


def show_report(report: Report, today: date) -> None:
    """Print what a run did."""
    if report.did_nothing:
        say(f"Nothing was due on {today}; nothing new was sent.")
        return
    if report.dry_run:
        say("A dry run: nothing was kept or sent.", style="bold")
    for moment in report.moments:
        say(f"due:        {moment.kind} of {moment.municipality}, {moment.period}")
    if report.files:
        say(f"new files:  {report.files}")
    say(f"documents:  {len(report.documents)}{' would be written' if report.dry_run else ''}")
    for document in report.documents[:10]:
        say(f"            {document.path or document.kind}")
    if len(report.documents) > 10:
        say(f"            and {len(report.documents) - 10} more: see `terugkom history`")
    say(f"deliveries: {in_words(sorted(report.deliveries.items())) or 'none'}")
    _show_attention(report)


def show_demo(today: date, day: date, workbook: Path, imported: ImportReport, report: Report) -> None:
    """Print the report of a demo run, and the next steps."""
    say()
    say("Gemeente Zilverbeke - follow-up of its MVO action plan", style="bold green")
    if day != today:
        say(f"{today} is not a working day; the demo runs as if it were {day}, the next working day.")
    say(f"Workbook: {workbook}")
    say("          " + ", ".join(f"{n} actions {what}" for what, n in imported.actions.items() if n))
    say(f"Ideas:    {workbook.with_name('ideeenbus.csv')}  (see `terugkom ideas`)")
    if report.did_nothing:
        say()
        say(f"Nothing new is due on {day}: what was due this week has been sent. Nothing was sent again.")
    else:
        _show_due(report)
        _show_mails(report)
        _show_attention(report)
    _show_coming(day)
    _show_how_to_go_on(Quarter.of(day))


def _show_due(report: Report) -> None:
    say()
    say("What was due", style="bold")
    for moment in report.moments:
        if moment.kind in KINDS:
            say(f"  {moment.kind} of {moment.subject}, planned for {moment.period}")
        else:
            week = "week " if moment.kind == "owner-reminders" else ""
            say(f"  {moment.kind}, {week}{moment.period}")


def _show_mails(report: Report) -> None:
    paths = {document.path for document in report.documents}
    folder, outbox = Settings().documents, Settings().outbox
    query = (
        select(Delivery, Document.subject, Document.path)
        .join(Document, Document.id == Delivery.document_id)
        .order_by(Delivery.id)
    )
    with open_database() as database, database.reading() as session:
        made = Counter(
            (subject, Path(path).name, delivery.role, delivery.channel, delivery.state.value)
            for delivery, subject, path in session.execute(query)
            if str(folder / path) in paths
        )
    rows = [
        (name, f"{number} {role}s" if number > 1 else role, subject, channel, state)
        for (subject, name, role, channel, state), number in made.items()
    ]
    say()
    print_table(("Document", "To", "Subject", "Channel", "State"), rows, title="Documents and deliveries")
    for made_in in sorted({str(Path(path).parent) for path in paths if path}):
        say(f"  documents:            {made_in}")
    say(f"  delivered to          {outbox / SLUG}  (open an .eml in any mail program)")


def _show_attention(report: Report) -> None:
    deliveries = report.deliveries
    waiting = Counter({state: deliveries[state] for state in ("failed", "held", "in_doubt")})
    counts = +(report.attention + waiting)
    if not counts:
        return
    say()
    say("What needs attention", style="bold")
    for why, count in counts.items():
        what, to_do = _WHAT_TO_DO.get(why, (spoken(why), "see `terugkom history`"))
        say(f"  {what}: {count} - {to_do}")


def _show_coming(day: date) -> None:
    with open_database() as database, database.reading() as session:
        found = upcoming(session, chosen(session, SLUG), day, day + timedelta(days=60))
    say()
    rows = [(each.date, each.kind, each.subject, spoken(each.step)) for each in found[:8]]
    print_table(("Date", "Cycle", "Subject", "Step"), rows, title="Upcoming")
    if len(found) > len(rows):
        say(f"  and {len(found) - len(rows)} more in the coming 60 days: `terugkom upcoming`")


def _show_how_to_go_on(quarter: Quarter) -> None:
    settings = Settings()
    ways = (
        ("Open the UI", f"make serve, then http://127.0.0.1:{settings.port} (Prefect's UI, with these runs)"),
        ("The newsletter", f"its stories are in {Place(settings.municipalities).of(SLUG, str(quarter))};"),
        ("", "fill in the placeholders, .venv/bin/terugkom run newsletter, and then"),
        ("", f".venv/bin/terugkom approve {SLUG}/{quarter} --name YOU"),
        ("Your own plan", ".venv/bin/terugkom template plan.xlsx; fill it in; then"),
        ("", ".venv/bin/terugkom import plan.xlsx --municipality YOUR-MUNICIPALITY"),
        ("or copy it to", f"{settings.municipalities}/YOUR-MUNICIPALITY/inbox"),
    )
    say()
    say("Next steps", style="bold")
    for what, how in ways:
        say(f"  {what:<15}{how}")
    say()
