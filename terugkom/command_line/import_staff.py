"""The command import-staff."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import count_nouns, print_json, print_line, print_table
from terugkom.installation import open_installation
from terugkom.report import format_log_counts
from terugkom.subscribers.import_staff import StaffImportReport, import_staff


def import_staff_list(given: Namespace) -> bool:
    """Import a staff list; exit status 1 if there are findings."""
    with open_installation() as installation:
        report = import_staff(
            installation.database,
            given.file,
            slug=given.municipality,
            today=given.today or clock.today(),
            now=clock.now(),
            dry_run=given.dry_run,
            few_tables=True,
        )
    if given.json:
        print_json(report.as_json())
    else:
        _print_staff_report(report)
    return bool(report.findings)


def _print_staff_report(report: StaffImportReport) -> None:
    dry = " (dry run: nothing was changed)" if report.dry_run else ""
    print_line(f"{report.file} -> {report.municipality}{dry}")
    rows = " + ".join(f"{count} {fate}" for fate, count in report.rows.items() if count)
    print_line(f"rows:    {sum(report.rows.values())} = {rows}")
    print_line(f"subscribers: {format_log_counts(list(report.readers.items())) or '0'}")
    if report.unread:
        print_line(f"sheets without addresses: {', '.join(report.unread)}")
    if report.findings:
        found = [(each.sheet, each.row, each.column, each.message) for each in report.findings]
        print_table(("Sheet", "Row", "Column", "Finding"), found, title=count_nouns(len(found), "finding"))
