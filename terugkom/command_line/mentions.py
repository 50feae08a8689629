"""The commands about what others say elsewhere: heard and mentions."""

import sys
from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.errors import CommandError
from terugkom.installation import open_installation
from terugkom.mentions.list_mentions import list_mentions, mark_seen, mention_as_json
from terugkom.mentions.store_mentions import ReceiptTime, store_pasted
from terugkom.plan.queries import choose_municipality

_MAX_BYTES = 100_000


def add_mention(given: Namespace) -> bool:
    """Store what was pasted; the same text of the same source is stored once."""
    text = _read_text(given)
    today = given.today or clock.today()
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
        municipality = choose_municipality(session, given.municipality)
        noted = ReceiptTime(today, clock.now())
        stored = store_pasted(session, municipality, given.source, text, given.day or today, noted)
        number = stored.id if stored else None
    if given.json:
        print_json({"number": number, "new": number is not None})
    else:
        print_line(f"Stored as mention {number}." if number else "This was stored before.")
    return False


def print_mentions(given: Namespace) -> bool:
    """List the unseen mentions, or all; with --seen mark some as seen."""
    if given.seen:
        return _mark(given)
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality)
        found = [mention_as_json(each) for each in list_mentions(session, municipality, is_all=given.all)]
    if given.json:
        print_json(found)
        return False
    columns = ("number", "said_on", "source", "author", "text", "answers", "url", "seen_on")
    headers = ("Mention", "Said on", "Source", "By", "What", "Answers", "Address", "Seen on")
    print_table(headers, [[each[column] or "" for column in columns] for each in found])
    return False


def _mark(given: Namespace) -> bool:
    today = given.today or clock.today()
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
        municipality = choose_municipality(session, given.municipality)
        count = mark_seen(session, municipality, given.seen, today)
    if given.json:
        print_json({"seen": count})
    else:
        print_line(f"{count} marked as seen.")
    return False


def _read_text(given: Namespace) -> str:
    """Return what is to be stored. Raises InputError for what is no text, or is too long."""
    try:
        content = given.file.read_bytes() if given.file else sys.stdin.buffer.read(_MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{given.file} cannot be read: {error.strerror}") from error
    name = given.file or "standard input"
    if len(content) > _MAX_BYTES:
        raise CommandError(f"{name}: more than {_MAX_BYTES} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(f"{name}: this is no text in UTF-8") from error
