"""The commands about deliveries: history, document, resolve and mail-channel."""

from argparse import Namespace
from contextlib import suppress
from datetime import datetime, time
from typing import Any

from terugkom import clock
from terugkom.command_line.output_files import write_output
from terugkom.command_line.printing import count_nouns, print_json, print_line, print_table
from terugkom.delivery.due_deliveries import waits_for_a_person
from terugkom.delivery.log import list_deliveries_as_json
from terugkom.delivery.mail_channel import load_mail_channel
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.resolve import ResolveFilter, Verdict, resolve, resolve_all
from terugkom.delivery.return_to_folder import return_to_folder
from terugkom.errors import CommandError
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality

_BECOMES = {
    Verdict.SENT: DeliveryState.SENT,
    Verdict.RESEND: DeliveryState.PENDING,
    Verdict.DROP: DeliveryState.DROPPED,
}


def list_history(given: Namespace) -> bool:
    """Print every delivery."""
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality) if given.municipality else None
        found = list_deliveries_as_json(session, installation.documents, municipality)
    if given.json:
        print_json(found)
    else:
        print_deliveries(found)
    return False


def write_document(given: Namespace) -> bool:
    """Write a document to a file, wherever documents are kept.

    Raises InputError if there is none of this name, or the file cannot be written.
    """
    name = given.name.rpartition(": ")[2]  # as `DocumentStore.locate` has it
    with open_installation() as installation:
        folder = f"{installation.settings.home.resolve() / 'documents'}/"
        content = None
        with suppress(ValueError):  # a name that leads elsewhere is that of no document
            content = installation.documents.find(name.removeprefix(folder))
    if content is None:
        raise CommandError(f"there is no document {name}")
    write_output(given.file, content)
    return False


def print_deliveries(found: list[dict[str, Any]]) -> None:
    """Print deliveries as a table, with times to the minute as a clock here shows them."""
    shown = ("id", "state", "channel", "recipient", "subject", "attempts", "sent_at", "reason")
    headers = [name.replace("_", " ").capitalize() for name in shown]
    rows = [each | {"sent_at": _format_time(each["sent_at"])} for each in found]
    print_table(headers, [[row[name] for name in shown] for row in rows])


def _format_time(moment: str | None) -> str:
    return clock.format_minute(datetime.fromisoformat(moment)) if moment else ""


def resolve_delivery(given: Namespace) -> bool:
    """Resolve a delivery, or with --all many: mark as sent, send again, or drop.

    It is in doubt, held or failed; what waits can be dropped, too. Without arguments list those that need a
    person. Raises InputError for a delivery and --all together, or neither.
    """
    if given.verdict is None and given.delivery in tuple(Verdict):
        given.delivery, given.verdict = None, given.delivery
    if given.verdict is None:
        if given.delivery is not None or given.all:
            raise CommandError(f"say what became of it: {' or '.join(Verdict)}")
        return _list_resolvable(given)
    if given.all == (given.delivery is not None):
        raise CommandError("name one delivery by its number, or give --all")
    if given.all:
        return _resolve_all(given)
    if given.channel or given.municipality or given.since or given.state or given.dry_run:
        raise CommandError("--channel, --municipality, --since, --state and --dry-run go with --all")
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
        found = resolve(session, given.delivery, Verdict(given.verdict), installation.now())
        state = found.state.value
    if given.json:
        print_json({"id": given.delivery, "state": state})
    else:
        print_line(f"Delivery {given.delivery} is now {state}.")
    return False


def _list_resolvable(given: Namespace) -> bool:
    """Print the deliveries that wait for a person, and how to settle them."""
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality) if given.municipality else None
        found = list_deliveries_as_json(session, installation.documents, municipality, waits_for_a_person())
    if given.json:
        print_json(found)
    elif not found:
        print_line("No delivery failed, is held or is in doubt.")
    else:
        print_deliveries(found)
        print_line("`terugkom resolve ID sent` if it arrived, `terugkom resolve ID resend` to send it again,")
        print_line("`terugkom resolve ID drop` if it is not to be sent any more.")
    return False


def _resolve_all(given: Namespace) -> bool:
    since = datetime.combine(given.since, time(), clock.BRUSSELS) if given.since else None
    states = tuple(DeliveryState(each) for each in given.state or [DeliveryState.FAILED])
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
        municipality = choose_municipality(session, given.municipality) if given.municipality else None
        which = ResolveFilter(states, given.channel, municipality.id if municipality else None, since)
        found = resolve_all(session, which, Verdict(given.verdict), installation.now(), dry_run=given.dry_run)
    now = _BECOMES[Verdict(given.verdict)]
    if given.json:
        print_json({"state": now, "channels": found, "dry_run": given.dry_run})
        return False
    for channel, count in found.items():
        would = "would become" if given.dry_run else "is now" if count == 1 else "are now"
        print_line(f"{count_nouns(count, 'delivery', 'deliveries')} through {channel} {would} {now}.")
    if not found:
        print_line(f"No delivery is {' or '.join(states)} there; nothing was changed.")
    elif now is DeliveryState.PENDING and not given.dry_run:
        print_line("`terugkom run deliver` sends them now.")
    return False


def manage_mail_channel(given: Namespace) -> bool:
    """Print the channel that mail goes through, or have it go to the folder again.

    Raises InputError if a mail server is set: mail goes there then.
    """
    with open_installation() as installation:
        if given.channel and installation.load_smtp_server():
            raise CommandError("TERUGKOM_SMTP_URL is set, so mail goes to that server; unset it first")
        moved = 0
        if given.channel:
            with installation.database.write_session(few_tables=True) as session:
                moved = return_to_folder(session, installation.now())
        with installation.database.read_session() as session:
            channel = load_mail_channel(session)
    if given.json:
        print_json({"channel": channel, "moved": moved})
        return False
    print_line(f"Mail goes through: {channel}.")
    if moved:
        waiting = count_nouns(moved, "waiting delivery goes", "waiting deliveries go")
        print_line(f"{waiting} to the folder now, with `terugkom run deliver`.")
    return False
