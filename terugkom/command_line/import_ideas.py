"""The command import-ideas."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.form_lists import update_forms
from terugkom.command_line.printing import count_nouns, print_json, print_line, print_table
from terugkom.ideas.import_ideas import import_ideas_file
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality


def import_ideas(given: Namespace) -> bool:
    """Import the ideas in a file; exit status 1 if there are findings."""
    with (
        open_installation() as installation,
        installation.database.write_session(dry_run=given.dry_run, few_tables=True) as session,
    ):
        received = import_ideas_file(
            session,
            choose_municipality(session, given.municipality),
            given.file,
            given.today or clock.today(),
        )
    if not given.dry_run:
        with open_installation() as installation:
            update_forms(installation)
    if given.json:
        print_json(received.as_json())
    else:
        text = ", ".join(f"{count} {fate}" for fate, count in received.rows.items() if count)
        print_line(
            f"{received.file} -> {received.municipality}: {text or 'no rows'}"
            + (" (dry run: nothing was changed)" if given.dry_run else "")
        )
        if received.new:
            print_line(f"new ideas: {', '.join(received.new)}")
        if received.unread:
            print_line(f"columns that were not imported: {', '.join(received.unread)}")
        if received.findings:
            print_table(
                ("Row", "Column", "Finding"),
                [(each.row, each.column, each.message) for each in received.findings],
                title=count_nouns(len(received.findings), "finding"),
            )
    return bool(received.findings)
