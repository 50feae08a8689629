"""One letter for all readers of a municipality, as a flow: recorded in batches and sent meanwhile."""

from collections.abc import Iterable, Iterator
from datetime import date

from prefect import flow

from tasks.delivery import ConcurrentSender, send_all, send_concurrently
from tasks.installation import get_installation
from tasks.steps import step
from terugkom import clock
from terugkom.batches import batched
from terugkom.delivery.due_deliveries import EVERYTHING
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.letter import Letter
from terugkom.editions.media import newsletter
from terugkom.plan.queries import get_municipality
from terugkom.report import RunReport
from terugkom.schedule.model import Moment
from terugkom.subscribers.mailing import BATCH_SIZE, Mailing, enqueue_mailing
from terugkom.subscribers.subscription_status import MailingRecipient, iterate_recipients
from tests.editions.media.proofs import kit, proof


@flow(name="bench-mailing")
def mailing(municipality: str, today: date) -> RunReport:
    with send_concurrently(2, today, EVERYTHING) as sent:
        record(municipality, today, sent)
    return sent.report + send_all(today)


@step("record the letter")
def record(municipality: str, today: date, sent: ConcurrentSender) -> None:
    desk_of = get_installation()
    origin = opened(municipality, today)
    enqueue_mailing(
        desk_of.build_render_context(origin.municipality),
        origin,
        Mailing(
            letter(),
            newsletter.KIND,
            f"edition:{origin.moment_id}:{newsletter.KIND}",
            newsletter.build_unsubscribe_options(kit()),
        ),
        notify_after_each(iterate_recipients(desk_of.database, origin.municipality.id, today), sent),
    )


def notify_after_each(
    recipients: Iterable[MailingRecipient], sent: ConcurrentSender
) -> Iterator[MailingRecipient]:
    """Yield the recipients; when the next batch is begun, the one before it can be sent."""
    for batch in batched(recipients, BATCH_SIZE):
        yield from batch
        sent.notify()


def letter() -> Letter:
    found = newsletter.render(proof(), kit()).letter
    assert found is not None
    return found


def opened(municipality: str, today: date) -> RunContext:
    here = get_installation()
    with here.database.write_session() as session:
        town = get_municipality(session, municipality)
        moment = Moment(
            municipality_id=town.id,
            kind="newsletter",
            subject=town.slug,
            period=f"{today}",
            day=today,
            opened_at=clock.now(),
        )
        session.add(moment)
        session.flush()
        return RunContext(town, moment.id, here.choose_mail_channel(), "bench", clock.now(), today)
