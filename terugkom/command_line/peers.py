"""The commands about other municipalities: share, import-shared."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.output_files import report_write_errors
from terugkom.command_line.printing import count_nouns, print_json, print_line, print_table
from terugkom.documents.file_store import write_atomically
from terugkom.installation import open_installation
from terugkom.peers.export_shared import build_shared_plan
from terugkom.peers.import_shared import import_shared_file
from terugkom.peers.share_file import serialize_shared_plan
from terugkom.plan.queries import choose_municipality


def export_shared(given: Namespace) -> bool:
    """Export the shared actions; exit status 1 if fields were withheld."""
    with (
        open_installation() as installation,
        installation.database.read_session() as session,
        report_write_errors(given.file),
    ):
        found = build_shared_plan(session, choose_municipality(session, given.municipality))
        path = given.file.absolute()
        write_atomically(path.parent, path.name, serialize_shared_plan(found))
    withheld = [{"code": each.code, "field": each.field} for each in found.withheld]
    if given.json:
        print_json({"file": str(given.file), "shared": len(found.actions), "withheld": withheld})
    else:
        print_line(
            f"{count_nouns(len(found.actions), 'action')} of {found.municipality} written to {given.file}; no"
            " personal data."
        )
        if withheld:
            print_line(
                "Withheld: the text seems to contain a name, or the column Delen says neither yes nor no"
                " (share). Reword it in the plan, or leave it out."
            )
            print_table(("Action", "Field"), [(each.code, each.field) for each in found.withheld])
    return bool(withheld)


def import_shared(given: Namespace) -> bool:
    """Import the actions shared by another municipality, as examples."""
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
        received = import_shared_file(
            session, choose_municipality(session, given.municipality), given.file, clock.now()
        )
    if given.json:
        print_json({"file": str(given.file), "source": received.source, "actions": dict(received.counts)})
    else:
        counts = ", ".join(f"{count} {what}" for what, count in received.counts.items() if count)
        print_line(
            f"{received.source} shares with us: {counts or 'nothing'}. None of it is an action of our own."
        )
    return False
