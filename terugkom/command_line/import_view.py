"""Print the result of an import: what was understood, what changed, and what to look at."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from terugkom.command_line.printing import LANGUAGE, count_nouns, format_identifier, print_line, print_table
from terugkom.plan.history import ADDED, FieldChange, format_value
from terugkom.workbook.foreign.kept_columns import KEPT_FIELDS
from terugkom.workbook.import_report import ImportReport, NewCoordinator, OmittedRow, TableRead

if TYPE_CHECKING:
    from terugkom.workbook.undo.undo_import import UndoneImport


def print_import(report: ImportReport) -> None:
    """Print the result of an import: rows, actions, findings."""
    print_line(
        f"{report.file} -> {report.municipality}"
        + (" (dry run: nothing was changed)" if report.dry_run else "")
    )
    print_line(f"rows:    {_format_sum(report.rows)}")
    print_line(f"actions: {_format_sum(report.actions)}")
    if report.replaced:
        replaced = count_nouns(report.replaced, "action")
        print_line(f"replaced: {replaced} that an earlier reading of this file had added")
    for table in report.tables:
        _print_table_read(table, report)
    _print_omitted(report.omitted)
    if report.unread:
        print_line(f"sheets that hold no plan: {', '.join(report.unread)}")
    _show_changes([each for each in report.changes if each.field != ADDED])
    if report.findings:
        print_table(
            ("Sheet", "Row", "Column", "Finding"),
            [(each.sheet, each.row, each.column, each.render(LANGUAGE)) for each in report.findings],
            title=count_nouns(len(report.findings), "finding"),
        )
    if not report.has_coordinator:
        _print_missing_coordinator(report)
    if report.new_coordinator:
        _print_new_coordinator(report.new_coordinator, report)


def _print_missing_coordinator(report: ImportReport) -> None:
    """Print that nobody is the coordinator, what that means, and how to name one."""
    lost = "" if report.has_answer_address else "an answer to a mail reaches nobody, and "
    command = f"terugkom export --municipality {report.municipality} FILE.xlsx"
    print_line(f"No coordinator is known: {lost}nobody gets the questions and the weekly summary.")
    print_line(f"  Name one in the settings of the workbook (`{command}`), and import that.")


def _print_new_coordinator(found: NewCoordinator, report: ImportReport) -> None:
    """Print who is the coordinator now, and whether the next daily run can tell them."""
    print_line(f"{found.name} {'would become' if report.dry_run else 'is'} the coordinator.")
    if found.is_reachable:
        print_line("  The next daily run on a working day tells them and the former coordinator by mail.")
    else:
        print_line("  No mail can tell them: give them an address in the workbook, and import that.")


def print_undone(undone: "UndoneImport") -> None:
    """Print which import was taken back, and of how many actions."""
    what = "would be taken back (dry run: nothing was changed)" if undone.dry_run else "was taken back"
    print_line(f"the import of {undone.file} of {undone.imported_on} into {undone.municipality} {what}")
    print_line(f"actions: {undone.added} added by it, {undone.changed} changed by it")
    if undone.is_first:
        gone = "would be" if undone.dry_run else "is"
        print_line(f"it was the first import of {undone.municipality}: the whole plan {gone} gone with it")


def _format_sum(counts: Mapping[str, int]) -> str:
    parts = " + ".join(f"{count} {what}" for what, count in counts.items() if count)
    return f"{sum(counts.values())} = {parts}" if parts else "0"


def _show_changes(changed: Sequence[FieldChange]) -> None:
    gone = [each.code for each in changed if each.field == "missing_since" and each.new]
    rows = [
        (each.code, each.field, _truncate(each.old_text), _truncate(each.new_text))
        for each in changed
        if each.field != "missing_since"
    ]
    if rows:
        print_table(("Action", "Field", "From", "To"), rows, title="What changed")
    if gone:
        print_line(f"no longer in the file: {', '.join(gone)}")
        print_line("These actions are flagged and kept; reminders for those not done continue.")


def _print_table_read(table: TableRead, report: ImportReport) -> None:
    """Print how a table was understood: its columns, and its first rows as they go in."""
    print_line(
        f"sheet {table.sheet!r}, headers on row {table.header_row}: {count_nouns(table.rows, 'row')} read"
    )
    columns = [
        each for each in table.columns if not (table.is_own and each.field and each.field not in KEPT_FIELDS)
    ]
    for column in columns:
        print_line(f"  {column.column} -> {column.field or 'kept as it is'}")
    fields = list(dict.fromkeys(field for sample in table.samples for field in sample.values))
    rows = [
        (each.row, each.code, *(_truncate(format_value(each.values.get(field, ""))) for field in fields))
        for each in table.samples
    ]
    if rows:
        print_table(("Row", "Code", *map(str.capitalize, map(format_identifier, fields))), rows)
    if rows and table.rows > len(rows):
        more = count_nouns(table.rows - len(rows), "more row")
        command = f"terugkom export --municipality {report.municipality} FILE.xlsx"
        print_line(
            f"  and {more}: {'after the import ' if report.dry_run else ''}`{command}` writes them all"
        )


def _print_omitted(omitted: Sequence[OmittedRow]) -> None:
    """Print every row that is no action, under the sheet that it is in."""
    for sheet, rows in groupby(omitted, key=lambda each: each.sheet):
        found = [(each.row, each.outcome, each.text) for each in rows]
        are = "is no action" if len(found) == 1 else "are no actions"
        title = f"{count_nouns(len(found), 'row')} of {sheet!r} {are}"
        print_table(("Row", "Taken as", "Text"), found, title=title)


def _truncate(text: str) -> str:
    return f"{text[:80]}…" if len(text) > 80 else text
