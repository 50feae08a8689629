"""The command about what a restore holds: held."""

from argparse import Namespace
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.command_line.printing import count_nouns, print_json, print_line, print_table
from terugkom.database.connection_pool import Database
from terugkom.delivery import restore_hold
from terugkom.errors import CommandError
from terugkom.installation import open_installation

_HELD_BECOMES = {
    "send": "will be sent by the next run",
    "sent": "marked as sent",
    "drop": "will not be sent",
}


def manage_held_deliveries(given: Namespace) -> bool:
    """List, send or drop what a restore holds, or mark it as sent; exit status 1 while something is held."""
    with (
        open_installation() as installation,
        _open_session(installation.database, given.verdict) as session,
    ):
        settled = _settle(session, given)
        held = restore_hold.list_held(session)
        waits_for_run = restore_hold.is_hold_open(session, clock.now())
        ends_at = restore_hold.find_hold_end(session, clock.now())
    if given.json:
        rows = [each._asdict() for each in held]
        until = {
            "next_daily_run_is_held": waits_for_run,
            "held_until": ends_at.isoformat() if ends_at else None,
        }
        print_json({given.verdict: settled, "held": rows} | until)
        return bool(held)
    if given.verdict != "list":
        done = count_nouns(settled, "delivery", "deliveries")
        still = count_nouns(len(held), "is", "are")
        print_line(f"{done} {_HELD_BECOMES[given.verdict]}; {still} still held.")
    elif held:
        print_table([name.capitalize() for name in restore_hold.HeldDelivery._fields], held)
    else:
        print_line("No delivery is held by a restore.")
    if ends_at:
        print_line(
            "A daily run has caught up since the restore. What is made until"
            f" {clock.format_minute(ends_at)} is held too: newsletters that it started may still be at work."
        )
    elif waits_for_run:
        print_line(
            "No daily run has caught up since the restore: what it makes is held too. Run `terugkom run`,"
            " then look here again."
        )
    return bool(held)


def _settle(session: Session, given: Namespace) -> int:
    """Do with what is held what was said; return with how many."""
    settled = 0
    if given.verdict == "send":
        settled = restore_hold.release_held(session, given.delivery)
    elif given.verdict == "drop":
        settled = restore_hold.drop_held(session, clock.now(), given.delivery)
    elif given.verdict == "sent":
        settled = restore_hold.mark_held_sent(session, clock.now(), given.delivery)
    if given.delivery and given.verdict != "list" and settled < len(set(given.delivery)):
        raise CommandError("not each of these is held by a restore; nothing was changed: see `terugkom held`")
    return settled


def _open_session(database: Database, verdict: str) -> AbstractContextManager[Session]:
    """Return a session: who only lists what is held does not wait for who writes."""
    return database.read_session() if verdict == "list" else database.write_session(few_tables=True)
