"""One letter for all readers of a municipality, as a flow: recorded in batches and sent meanwhile."""

from datetime import date

from prefect import flow

from tasks.delivery import Meanwhile, send_all, sending_meanwhile
from tasks.installation import installation
from tasks.steps import step
from terugkom import clock
from terugkom.delivery.enqueue import Origin
from terugkom.documents.letter import Letter
from terugkom.editions.media import newsletter
from terugkom.plan.queries import municipality_named
from terugkom.report import Report
from terugkom.schedule.model import Moment
from terugkom.subscribers.mailing import record_mailing
from terugkom.subscribers.subscription_status import readers_of
from tests.editions.media.proofs import kit, proof


@flow(name="bench-mailing")
def mailing(municipality: str, today: date) -> Report:
    with sending_meanwhile(2) as sent:
        record(municipality, today, sent)
    return sent.report + send_all()


@step("record the letter")
def record(municipality: str, today: date, sent: Meanwhile) -> None:
    desk_of = installation()
    origin = opened(municipality, today)
    record_mailing(
        desk_of.desk(origin.municipality),
        origin,
        letter(),
        newsletter.KIND,
        f"edition:{origin.moment_id}:{newsletter.KIND}",
        readers_of(desk_of.database, origin.municipality.id, today),
        newsletter.leaving(kit()),
        after_batch=sent.nudge,
    )


def letter() -> Letter:
    found = newsletter.made(proof(), kit()).letter
    assert found is not None
    return found


def opened(municipality: str, today: date) -> Origin:
    here = installation()
    with here.database.writing() as session:
        town = municipality_named(session, municipality)
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
        return Origin(town, moment.id, here.mail_channel(), "bench", clock.now())
