"""The commands about subscribers: import-staff, readers, unsubscribe, confirm, mailbox-answers."""

from argparse import Namespace
from dataclasses import asdict

from terugkom import clock
from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.printing import print_json, print_table, say, spoken
from terugkom.inbox.mailbox import LEFT, Hand, take_answers
from terugkom.report import in_words
from terugkom.subscribers import confirmations, subscription
from terugkom.subscribers.enrol_plan_people import enrol
from terugkom.subscribers.import_staff import StaffReport, import_staff
from terugkom.subscribers.subscription_status import Standing, counted, hold_back


def take_in_staff(given: Namespace) -> bool:
    """Import a staff list; exit status 1 if there are findings."""
    with open_database() as database:
        report = import_staff(
            database,
            given.file,
            slug=given.municipality,
            today=given.today or clock.today(),
            now=clock.now(),
            dry_run=given.dry_run,
        )
    if given.json:
        print_json(report.as_json())
    else:
        _show(report)
    return bool(report.findings)


def readers(given: Namespace) -> bool:
    """Print the number of subscribers by status, and of confirmations of the code of conduct."""
    today = given.today or clock.today()
    with open_database() as database, database.writing(dry_run=True) as session:
        town = chosen(session, given.municipality)
        enrol(session, town, today)  # as an edition would find them
        counts = counted(session, town, today)
        confirmed = confirmations.answered(session, town, today)
    if given.json:
        print_json({**counts, "code_of_conduct": [asdict(each) for each in confirmed]})
        return False
    print_table(("Readers", "Count"), [(spoken(standing), count) for standing, count in counts.items()])
    if confirmed:
        rows = [(each.version, each.asked, each.confirmed, each.silent) for each in confirmed]
        print_table(("Code of conduct", "Asked", "Confirmed", "Silent"), rows)
    return False


def unsubscribe(given: Namespace) -> bool:
    """Unsubscribe an address, or subscribe it again."""
    today = given.today or clock.today()
    with open_database() as database, database.writing() as session:
        town = chosen(session, given.municipality)
        enrol(session, town, today)
        reader = subscription.reader_named(session, town, given.address)
        if given.undo:
            changed = subscription.resume(reader, clock.now(), "subscribed again by a person")
        else:
            changed = subscription.unsubscribe(reader, today, "unsubscribed by a person")
        held = hold_back(session, today)
        standing = counted(session, town, today)[Standing.READING.value]
    if given.json:
        print_json({"changed": changed, "held_back": held, "reading": standing})
    else:
        done = "subscribed" if given.undo else "unsubscribed"
        say(f"This address is {done}." if changed else f"This address was already {done}.")
        if held:
            say(f"{held} waiting mail{'s' if held > 1 else ''} held back.")
    return False


def confirm(given: Namespace) -> bool:
    """Record that a subscriber confirmed the code of conduct."""
    today = given.today or clock.today()
    with open_database() as database, database.writing() as session:
        reader = subscription.reader_named(session, chosen(session, given.municipality), given.address)
        asked = confirmations.asked_of(session, reader, given.version)
        changed = confirmations.confirm(asked, today)
        version, day = asked.version, asked.confirmed_on
    if given.json:
        print_json({"version": version, "confirmed_on": day, "changed": changed})
    else:
        say(f"Version {version} is confirmed on {day}.")
    return False


def mailbox_answers(given: Namespace) -> bool:
    """Process the replies and bounces in a folder; exit status 1 if mails are left there."""
    with open_database() as database:
        with database.reading() as session:
            town = chosen(session, given.municipality) if given.municipality else None
        hand = Hand(given.today or clock.today(), clock.now(), town, given.dry_run)
        counts = take_answers(database, given.folder, hand)
    if given.json:
        print_json({word: counts[word] for word in ("unsubscribed", "bounced", "confirmed", LEFT)})
    else:
        say(in_words(sorted(counts.items())) or "no mail there")
        if counts[LEFT]:
            say(f"Mails that were not recognised stay in {given.folder}, to be read by a person.")
    return bool(counts[LEFT])


def _show(report: StaffReport) -> None:
    dry = " (dry run: nothing was changed)" if report.dry_run else ""
    say(f"{report.file} -> {report.municipality}{dry}")
    rows = " + ".join(f"{count} {fate}" for fate, count in report.rows.items() if count)
    say(f"rows:    {sum(report.rows.values())} = {rows}")
    say(f"subscribers: {in_words(list(report.readers.items())) or '0'}")
    if report.unread:
        say(f"sheets without addresses: {', '.join(report.unread)}")
    if report.findings:
        found = [(each.sheet, each.row, each.column, each.message) for each in report.findings]
        print_table(("Sheet", "Row", "Column", "Finding"), found, title=f"{len(found)} findings")
