"""The commands about other municipalities: share, import-shared."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.plan import to_be_written
from terugkom.command_line.printing import print_json, print_table, say
from terugkom.documents.file_store import write_whole
from terugkom.peers.export_shared import sharing_of
from terugkom.peers.import_shared import take_in
from terugkom.peers.share_file import as_bytes


def share(given: Namespace) -> bool:
    """Export the shared actions; exit status 1 if fields were withheld."""
    with open_database() as database, database.reading() as session, to_be_written(given.file):
        found = sharing_of(session, chosen(session, given.municipality))
        path = given.file.absolute()
        write_whole(path.parent, path.name, as_bytes(found))
    withheld = [{"code": each.code, "field": each.field} for each in found.withheld]
    if given.json:
        print_json({"file": str(given.file), "shared": len(found.actions), "withheld": withheld})
    else:
        say(
            f"{len(found.actions)} actions of {found.municipality} written to {given.file}; no personal data."
        )
        if withheld:
            say("Withheld, because the text seems to contain a name. Reword it in the plan, or leave it out.")
            print_table(("Action", "Field"), [(each.code, each.field) for each in found.withheld])
    return bool(withheld)


def import_shared(given: Namespace) -> bool:
    """Import the actions shared by another municipality, as examples."""
    with open_database() as database, database.writing() as session:
        received = take_in(session, chosen(session, given.municipality), given.file, clock.now())
    if given.json:
        print_json({"file": str(given.file), "source": received.source, "actions": dict(received.counts)})
    else:
        told = ", ".join(f"{count} {what}" for what, count in received.counts.items() if count)
        say(f"{received.source} shares with us: {told or 'nothing'}. None of it is an action of our own.")
    return False
