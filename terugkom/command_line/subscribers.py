"""The commands about subscribers: import-staff, unsubscribe, confirm, mailbox-answers."""

from argparse import Namespace
from datetime import date
from functools import partial

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.delivery.enqueue import RunContext
from terugkom.inbox.mailbox import NEEDS_A_PERSON, REFUSED, MailboxRun, process_mails
from terugkom.installation import Installation, open_installation
from terugkom.plan.queries import choose_municipality, list_municipalities
from terugkom.report import format_counts
from terugkom.subscribers import confirmations, subscription
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.import_staff import StaffImportReport, import_staff
from terugkom.subscribers.subscription_status import (
    SubscriptionStatus,
    count_by_status,
    skip_pending_deliveries,
)


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
        )
    if given.json:
        print_json(report.as_json())
    else:
        _print_staff_report(report)
    return bool(report.findings)


def unsubscribe(given: Namespace) -> bool:
    """Unsubscribe an address, or subscribe it again."""
    today = given.today or clock.today()
    with open_installation() as installation, installation.database.write_session() as session:
        municipality = choose_municipality(session, given.municipality)
        enrol_plan_people(session, municipality, today)
        reader = subscription.find_subscriber(session, municipality, given.address)
        if given.undo:
            changed = subscription.resubscribe(reader, clock.now(), "subscribed again by a person")
        else:
            changed = subscription.unsubscribe(reader, today, "unsubscribed by a person")
        held = skip_pending_deliveries(session, today)
        standing = count_by_status(session, municipality, today)[SubscriptionStatus.SUBSCRIBED.value]
    if given.json:
        print_json({"changed": changed, "held_back": held, "reading": standing})
    else:
        done = "subscribed" if given.undo else "unsubscribed"
        print_line(f"This address is {done}." if changed else f"This address was already {done}.")
        if held:
            print_line(f"{held} waiting mail{'s' if held > 1 else ''} held back.")
    return False


def record_confirmation(given: Namespace) -> bool:
    """Record that a subscriber confirmed the code of conduct."""
    today = given.today or clock.today()
    with open_installation() as installation, installation.database.write_session() as session:
        reader = subscription.find_subscriber(
            session, choose_municipality(session, given.municipality), given.address
        )
        asked = confirmations.find_confirmation(session, reader, given.version)
        changed = confirmations.record_confirmation(asked, today)
        version, day = asked.version, asked.confirmed_on
    if given.json:
        print_json({"version": version, "confirmed_on": day, "changed": changed})
    else:
        print_line(f"Version {version} is confirmed on {day}.")
    return False


def import_mailbox_answers(given: Namespace) -> bool:
    """Process the replies and bounces in a folder; exit status 1 if mails are left or set aside."""
    with open_installation() as installation:
        with installation.database.read_session() as session:
            municipality = choose_municipality(session, given.municipality) if given.municipality else None
        source = MailboxRun(
            given.today or clock.today(),
            clock.now(),
            municipality,
            given.dry_run,
            authentication_server=installation.settings.authentication_server,
            enqueue_receipts=partial(_enqueue_receipts, installation, given.today or clock.today()),
        )
        counts = process_mails(installation.database, given.folder, source)
    if given.json:
        words = ("unsubscribed", "bounced", "confirmed", NEEDS_A_PERSON)
        print_json({word: counts[word] for word in words} | {each: counts[each] for each in counts})
    else:
        print_line(format_counts(sorted(counts.items())) or "no mail there")
        if counts[NEEDS_A_PERSON]:
            print_line(f"Mails that were not recognised stay in {given.folder}, to be read by a person.")
        if counts[REFUSED]:
            refused = given.folder / "refused"
            print_line(f"Mails that could not be read or believed are in {refused}, with the reason.")
    return bool(counts[NEEDS_A_PERSON] or counts[REFUSED])


def _enqueue_receipts(installation: Installation, today: date) -> None:
    """Tell who answered what was noted, in each municipality."""
    from terugkom.reminders.answer_receipts import enqueue_receipts

    with installation.database.read_session() as session:
        municipalities = list(list_municipalities(session, None))
    channel = installation.choose_mail_channel()
    for each in municipalities:
        run = RunContext(each, 0, channel, "", clock.now(), today)
        enqueue_receipts(installation.build_render_context(each), run)


def _print_staff_report(report: StaffImportReport) -> None:
    dry = " (dry run: nothing was changed)" if report.dry_run else ""
    print_line(f"{report.file} -> {report.municipality}{dry}")
    rows = " + ".join(f"{count} {fate}" for fate, count in report.rows.items() if count)
    print_line(f"rows:    {sum(report.rows.values())} = {rows}")
    print_line(f"subscribers: {format_counts(list(report.readers.items())) or '0'}")
    if report.unread:
        print_line(f"sheets without addresses: {', '.join(report.unread)}")
    if report.findings:
        found = [(each.sheet, each.row, each.column, each.message) for each in report.findings]
        print_table(("Sheet", "Row", "Column", "Finding"), found, title=f"{len(found)} findings")
