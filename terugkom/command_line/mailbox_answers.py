"""The command mailbox-answers."""

from argparse import Namespace
from datetime import date
from functools import partial

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line
from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.delivery.enqueue import RunContext
from terugkom.inbox.mailbox import NEEDS_A_PERSON, REFUSED, MailboxRun, process_mails
from terugkom.installation import Installation, open_installation
from terugkom.plan.model import Municipality
from terugkom.plan.queries import choose_municipality, list_municipalities
from terugkom.report import format_log_counts


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
        print_line(format_log_counts(sorted(counts.items())) or "no mail there")
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

    def enqueue(municipality: Municipality) -> None:
        run = RunContext(municipality, 0, channel, "", clock.now(), today)
        enqueue_receipts(installation.build_render_context(municipality), run)

    do_each_by_itself(municipalities, enqueue, "receipts that were not enqueued")
