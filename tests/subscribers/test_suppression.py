"""Who unsubscribed, departed or bounced is skipped where a batch is claimed, also after a failed attempt."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import Channel, InDoubtPolicy, OutgoingMessage, TemporaryFailure
from terugkom.delivery.enqueue import Recipient, build_mail, enqueue_documents, write_documents
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.sender import SenderConfig, SendResult, send_due
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.letter import Address
from terugkom.plan.model import Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.suppressed_addresses import (
    SuppressedAddress,
    Suppression,
    SuppressionReason,
    SuppressionScope,
    replace_suppressions,
)
from tests.mail_server import MailServer
from tests.subscribers.conftest import AN, BO, LETTER, NOW, SubscriberMunicipality, listed

MOSTLY_SQLITE = True

LATER = timedelta(days=1)


class Interrupted(Channel):
    """Something happens while it sends its first mail, which then fails for a time."""

    name: ClassVar[str] = "smtp"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.RESEND

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.meanwhile: Callable[[], object] | None = meanwhile
        self.sent: list[str] = []

    def send(self, message: OutgoingMessage) -> None:
        if self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
            raise TemporaryFailure("451 4.7.1 later")
        self.sent.append(message.recipient)


def config(town: SubscriberMunicipality, later: timedelta = timedelta()) -> SenderConfig:
    store = DocumentStore(town.documents)
    return SenderConfig(town.database, store, lambda: NOW + later, town.today, 300, 300)


def send_twice(town: SubscriberMunicipality, meanwhile: Callable[[], object]) -> tuple[SendResult, list[str]]:
    """Send; something happens while a mail is in flight, which fails; a day later `deliver` comes."""
    channel = Interrupted(meanwhile)
    assert send_due(config(town), [channel]).states == {DeliveryState.PENDING: 1}
    (waiting,) = town.deliveries().values()
    assert waiting.state is DeliveryState.PENDING, "it is tried again, unless something stops it"
    return send_due(config(town, LATER), [channel]), channel.sent


HAPPENINGS: dict[str, Callable[[SubscriberMunicipality], object]] = {
    "unsubscribed": lambda town: town.unsubscribe(AN),
    "bounced": lambda town: town.bounce(AN),
    "departed": lambda town: town.import_staff(*listed(BO)),
}


@pytest.mark.each_database
@pytest.mark.parametrize("reason", HAPPENINGS)
def test_a_mailing_in_flight_at_that_moment_is_skipped_by_deliver(
    town: SubscriberMunicipality, reason: str
) -> None:
    town.import_staff(*listed(AN))
    town.mail()
    result, sent = send_twice(town, lambda: HAPPENINGS[reason](town))
    assert (result.states, sent) == ({DeliveryState.SKIPPED: 1}, [])
    delivery = town.deliveries()[AN]
    assert (delivery.state, delivery.reason, delivery.lease) == (DeliveryState.SKIPPED, reason, None)


def write_to(
    town: SubscriberMunicipality, code: str | None, address: str, role: str = "owner", number: int = 1
) -> None:
    """Enqueue a mail that is no mailing: a reminder, an invitation."""
    run_context = town.origin()
    with town.database.write_session() as session:
        person = session.scalar(select(Person.id).where(Person.code == code)) if code else None
        recipient = Recipient(f"{role}:{number}", role, person, Address("An", address))
        mail = build_mail(LETTER, "owner-digest", run_context.folder, str(number), [recipient])
        write_documents(DocumentStore(town.documents), [mail])
        enqueue_documents(session, run_context, [mail])


def depart(town: SubscriberMunicipality, code: str) -> None:
    with town.database.write_session() as session:
        session.scalars(select(Person).where(Person.code == code)).one().departed_on = town.today


def test_a_reminder_in_flight_when_its_owner_departs_is_skipped_by_deliver(
    town: SubscriberMunicipality,
) -> None:
    town.person("an", "An@zb.example.org")
    write_to(town, "an", "An@zb.example.org")
    result, sent = send_twice(town, lambda: depart(town, "an"))
    assert (result.states, sent) == ({DeliveryState.SKIPPED: 1}, [])


@pytest.mark.parametrize("reason", ["unsubscribed", "bounced"])
def test_an_owner_who_wants_no_news_still_gets_reminders(
    town: SubscriberMunicipality, reason: str, mail_server: MailServer
) -> None:
    town.person("an", AN)
    town.import_staff(*listed(AN))
    town.mail()
    HAPPENINGS[reason](town)
    write_to(town, "an", AN)
    assert send_due(config(town), [ready := Interrupted()]).states == {DeliveryState.PENDING: 1}
    assert send_due(config(town, LATER), [ready]).states == {DeliveryState.SENT: 1}
    assert ready.sent == [AN]


def test_on_the_last_day_of_work_mail_goes_on(town: SubscriberMunicipality) -> None:
    town.person("an", AN, departed_on=town.today + timedelta(days=1))
    write_to(town, "an", AN)
    _, sent = send_twice(town, lambda: None)
    assert sent == [AN]
    write_to(town, "an", AN, number=2)
    tomorrow = replace(config(town, LATER), today=town.today + timedelta(days=1))
    assert send_due(tomorrow, [Interrupted()]).states == {DeliveryState.SKIPPED: 1}


def test_the_address_of_who_departed_is_written_to_only_for_somebody_who_has_it_too(
    town: SubscriberMunicipality,
) -> None:
    town.person("an", "milieu@zb.example.org", departed_on=town.today)
    write_to(town, None, "Milieu@zb.example.org", role="bulletin-editor")
    assert send_due(config(town), [Interrupted()]).states == {DeliveryState.SKIPPED: 1}
    town.person("bo", "MILIEU@zb.example.org")
    write_to(town, None, "milieu@zb.example.org", role="bulletin-editor", number=2)
    write_to(town, "bo", "MILIEU@zb.example.org", number=3)
    write_to(town, "an", "milieu@zb.example.org", number=4)
    channel = Interrupted()
    channel.meanwhile = None
    assert send_due(config(town), [channel]).states == {DeliveryState.SENT: 2, DeliveryState.SKIPPED: 1}
    assert channel.sent == ["milieu@zb.example.org", "MILIEU@zb.example.org"]


@pytest.mark.each_database
def test_a_whole_batch_that_is_skipped_does_not_end_the_sending(
    town: SubscriberMunicipality, mail_server: MailServer
) -> None:
    town.import_staff(*listed(*(f"r{n}@zb.example.org" for n in range(5)), BO))
    town.mail()
    with town.database.write_session() as session:  # listed by somebody who skips nothing at once
        municipality = get_municipality(session, "zb")
        for n in range(5):
            why = Suppression(SuppressionReason.UNSUBSCRIBED, town.today, "by phone")
            address = f"R{n}@zb.example.org"
            replace_suppressions(session, municipality.id, SuppressionScope.ALL, {address: [why]})
    channel, total = Interrupted(), SendResult()
    channel.meanwhile = None
    while (result := send_due(replace(config(town), max_deliveries=2), [channel])).states:
        total += result
    assert total.states == {DeliveryState.SKIPPED: 5, DeliveryState.SENT: 1}
    assert channel.sent == [BO]


def test_what_waits_for_a_former_address_is_not_sent(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN))
    town.mail()
    town.import_staff(("An", "an.peeters@fusie.example.org", "", ""))
    assert (town.deliveries()[AN].state, town.deliveries()[AN].reason) == (DeliveryState.SKIPPED, "departed")


def test_who_subscribes_again_is_written_to_again(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN))
    town.unsubscribe(AN)
    town.bounce(AN)
    assert suppressed(town.database) == {(AN, "unsubscribed"), (AN, "bounced")}
    town.resume(AN)
    assert suppressed(town.database) == set()
    town.mail()
    channel = Interrupted()
    channel.meanwhile = None
    send_due(config(town), [channel])
    assert channel.sent == [AN]


def test_the_list_says_why_since_when_and_by_what(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN, BO))
    town.unsubscribe(AN)
    town.today += timedelta(days=7)
    town.bounce(AN)
    town.import_staff(*listed(BO))
    with town.database.read_session() as session:
        rows = session.scalars(select(SuppressedAddress).order_by(SuppressedAddress.id)).all()
    first = town.today - timedelta(days=7)
    assert [(row.email, row.reason, row.scope, row.since, row.source) for row in rows] == [
        (AN, "unsubscribed", "subscriptions", first, "by a person"),
        (AN, "bounced", "subscriptions", town.today, "5.1.1 unknown"),
        (AN, "departed", "subscriptions", town.today, "no longer in staf.csv"),
    ]


def test_what_a_person_releases_or_was_in_doubt_is_checked_too(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN))
    town.mail()
    with town.database.write_session() as session:
        delivery = session.scalars(select(Delivery)).one()
        delivery.state, delivery.next_try_at = DeliveryState.IN_DOUBT, NOW
        why = Suppression(SuppressionReason.BOUNCED, town.today, "by phone")
        replace_suppressions(session, delivery.municipality_id, SuppressionScope.ALL, {AN: [why]})
    with closing(channel := Interrupted()):
        assert send_due(config(town, LATER), [channel]).states == {DeliveryState.SKIPPED: 1}


def suppressed(database: Database) -> set[tuple[str, str]]:
    with database.read_session() as session:
        return {(row.email, row.reason.value) for row in session.scalars(select(SuppressedAddress))}
