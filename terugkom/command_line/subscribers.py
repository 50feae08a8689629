"""The commands about one subscriber: unsubscribe, confirm."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import count_nouns, print_json, print_line
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality
from terugkom.subscribers import confirmations, subscription
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.subscription_status import (
    SubscriptionStatus,
    count_by_status,
    skip_pending_deliveries,
)


def unsubscribe(given: Namespace) -> bool:
    """Unsubscribe an address, or subscribe it again."""
    today = given.today or clock.today()
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
        municipality = choose_municipality(session, given.municipality)
        enrol_plan_people(session, municipality, today)
        reader = subscription.find_subscriber(session, municipality, given.address)
        if given.undo:
            changed = subscription.resubscribe(reader, clock.now(), "subscribed again by a person")
        else:
            changed = subscription.unsubscribe(reader, today, "unsubscribed by a person")
        skipped = skip_pending_deliveries(session, today)
        standing = count_by_status(session, municipality, today)[SubscriptionStatus.SUBSCRIBED.value]
    if given.json:
        print_json({"changed": changed, "held_back": skipped, "reading": standing})
    else:
        done = "subscribed" if given.undo else "unsubscribed"
        print_line(f"This address is {done}." if changed else f"This address was already {done}.")
        if skipped:
            print_line(f"{count_nouns(skipped, 'waiting mail')} held back.")
    return False


def record_confirmation(given: Namespace) -> bool:
    """Record that a subscriber confirmed the code of conduct."""
    today = given.today or clock.today()
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
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
