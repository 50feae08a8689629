"""Print the report of a run."""

from datetime import date

from terugkom.clock import format_minute
from terugkom.command_line.printing import LANGUAGE, count_nouns, print_line, print_table
from terugkom.overview.report_texts import format_changed_meeting, list_attention
from terugkom.report import RunReport, format_log_counts

_MAX_PLANNED = 50  # lines of mails that would be sent


def print_report(report: RunReport, today: date) -> None:
    """Print what a run did."""
    if report.is_empty:
        print_line(f"Nothing was due on {today}; nothing new was sent.")
        return
    if report.dry_run:
        print_line("A dry run: nothing was kept or sent.", style="bold")
    for moment in report.moments:
        print_line(f"due:        {moment.kind} of {moment.municipality}, {moment.period}")
    for meeting in report.meetings:
        print_line(f"meeting:    {format_changed_meeting(meeting, LANGUAGE, dry_run=report.dry_run)}")
    if report.files:
        print_line(f"new files:  {report.files}")
    print_line(f"documents:  {report.document_count}{' would be written' if report.dry_run else ''}")
    for document in report.documents[:10]:
        print_line(f"            {document.path or document.kind}")
    if report.document_count > 10:
        print_line(f"            and {report.document_count - 10} more: see `terugkom history`")
    if report.separate_runs:
        started = count_nouns(report.separate_runs, "run of its own", "runs of their own")
        print_line(f"elsewhere:  {started}; see `terugkom history`")
    if report.dry_run:
        _print_planned(report)
    else:
        print_line(f"deliveries: {format_log_counts(sorted(report.deliveries.items())) or 'none'}")
    if report.next_try_at:
        print_line(f"next try:   {format_minute(report.next_try_at)}")
    print_attention(report)


def _print_planned(report: RunReport) -> None:
    """Print to whom mail would be sent, and with which subject."""
    if not report.planned:
        print_line("deliveries: none would be sent")
        return
    rows = [(each.recipient, each.role, each.subject) for each in report.planned[:_MAX_PLANNED]]
    print_table(("To", "As", "Subject"), rows, title=f"{len(report.planned)} would be sent")
    if len(report.planned) > len(rows):
        print_line(f"and {len(report.planned) - len(rows)} more: `--json` lists them all")


def print_attention(report: RunReport) -> None:
    """Print what needs attention, with what to do about it."""
    if not report.attention_counts:
        return
    print_line()
    print_line("What needs attention", style="bold")
    for outage in report.outages:
        print_line(f"  {outage}")
    for text in list_attention(report, LANGUAGE):
        print_line(f"  {text.what} - {text.advice}")
