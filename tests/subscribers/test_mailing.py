"""One letter for all readers: stored once, each reads it once, and whoever is left out is accounted for."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path
from threading import Barrier
from urllib.parse import quote

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.letter import Letter
from terugkom.documents.model import Document
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from terugkom.subscribers.answer_tokens import AnswerToken
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.subscription import find_subscriber, record_refusals, unsubscribe
from terugkom.subscribers.subscription_status import MailingRecipient, skip_pending_deliveries
from tests.mail_server import MailServer
from tests.refused_rows import refused_deliveries
from tests.subscribers.conftest import AN, BATCH, BO, CAS, LETTER, NOW, SubscriberMunicipality, listed, send

MOSTLY_SQLITE = True

MANY = BATCH * 5 // 2  # two whole batches and a half one


def count(database: Database, what: type[Document] | type[Delivery]) -> int:
    with database.read_session() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def test_each_reader_gets_the_letter_once_with_an_own_way_to_unsubscribe(
    town: SubscriberMunicipality, mail_server: MailServer
) -> None:
    town.import_staff(*listed(AN, BO, CAS))
    assert town.mail() == Counter(recorded=3)
    assert send(town, mail_server).states == {DeliveryState.SENT: 3}
    assert sorted(mail_server.recipients) == [AN, BO, CAS]
    for arrived in mail_server.mails:
        mail = message_from_bytes(arrived.content, policy=policy.default)
        assert (mail["To"], mail["Subject"]) == (
            f"{arrived.recipient[:-15].title()} <{arrived.recipient}>",
            LETTER.subject,
        )
        token = quote(town.token(arrived.recipient))
        assert mail["List-Unsubscribe"] == f"<mailto:mvo@zb.example.org?subject={token}>"
        assert mail["List-Unsubscribe-Post"] is None, "one click is for https alone"


def test_a_letter_that_is_made_again_after_a_restore_has_its_old_links_and_message_id(
    town: SubscriberMunicipality,
) -> None:
    town.import_staff(*listed(AN, BO))
    town.mail()
    before = {email: (each.message_id, town.token(email)) for email, each in town.deliveries().items()}
    assert len(before) == 2
    with town.database.write_session() as session:  # a backup of before them all is restored
        for table in (Delivery, Document, AnswerToken, Subscriber, Moment):
            session.execute(delete(table))
    town.origin("2026-Q3")  # takes the number that the moment had
    town.import_staff(*listed(CAS, BO, AN))
    town.mail()
    after = {email: (each.message_id, town.token(email)) for email, each in town.deliveries().items()}
    assert {email: after[email] for email in before} == before
    assert after[CAS] not in before.values()
    town.drop("a.eml", f"From: x@y.example\r\nSubject: {before[BO][1]}\r\n\r\n")
    town.answers()
    assert town.reader(BO).unsubscribed_on
    assert not town.reader(AN).unsubscribed_on


def test_the_content_is_stored_once(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(*(f"r{n}@zb.example.org" for n in range(MANY))))
    assert town.mail() == Counter(recorded=MANY)
    assert (count(town.database, Document), count(town.database, Delivery)) == (1, MANY)
    assert len([path for path in town.documents.rglob("*") if path.is_file()]) == 1


@pytest.mark.each_database
def test_who_is_left_out_is_kept_with_the_reason(town: SubscriberMunicipality) -> None:
    town.import_staff(
        ("An", AN, "", ""),
        ("Bo", BO, "", ""),
        ("Cas", CAS, "", ""),
        ("Dora", "dora@zb.example.org", "", "1/1/2026"),
        ("Els", "els@zb.example.org", "1/12/2026", ""),
    )
    town.unsubscribe(BO)
    town.bounce(CAS)
    told = town.mail()
    assert told == Counter(recorded=1, unsubscribed=1, bounced=1, departed=1, not_started=1)
    assert {each.reason for each in town.deliveries().values() if each.state is DeliveryState.SKIPPED} == {
        "unsubscribed",
        "bounced",
        "departed",
        "not_started",
    }
    assert town.deliveries()[AN].state is DeliveryState.PENDING


@pytest.mark.each_database
def test_recording_again_writes_to_nobody_twice(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN, BO))
    town.mail()
    town.import_staff(*listed(AN, BO, CAS))
    assert town.mail() == Counter(already=2, recorded=1)
    assert (count(town.database, Document), count(town.database, Delivery)) == (1, 3)


class Crash(Exception):
    """The process dies here."""


def crashing(readers: list[MailingRecipient], after: int) -> Iterator[MailingRecipient]:
    yield from readers[:after]
    raise Crash


@pytest.mark.each_database
@pytest.mark.soak
@pytest.mark.parametrize("after", [0, 1, BATCH - 1, BATCH, BATCH * 3 // 2, BATCH * 2, MANY - 1])
def test_a_crash_half_way_loses_and_doubles_nothing(town: SubscriberMunicipality, after: int) -> None:
    addresses = [f"r{n}@zb.example.org" for n in range(MANY)]
    town.import_staff(*listed(*addresses))
    town.unsubscribe(addresses[BATCH * 7 // 10])
    with pytest.raises(Crash):
        town.mail(readers=crashing(town.readers(), after))
    there = count(town.database, Delivery)
    assert there == after // BATCH * BATCH, "whole batches, and no half ones"
    told = town.mail()
    assert told.total() == MANY
    assert told["already"] == there
    assert count(town.database, Document) == 1
    deliveries = town.deliveries()
    assert sorted(deliveries) == sorted(addresses)
    assert Counter(each.state for each in deliveries.values()) == {
        DeliveryState.PENDING: MANY - 1,
        DeliveryState.SKIPPED: 1,
    }


@pytest.mark.long
@pytest.mark.each_database
@pytest.mark.soak
@pytest.mark.parametrize(("where", "there"), [("inside", BATCH), ("between", BATCH * 2)])
def test_a_run_that_is_killed_while_it_records_loses_and_doubles_nothing(
    town: SubscriberMunicipality, where: str, there: int
) -> None:
    addresses = [f"r{n}@zb.example.org" for n in range(MANY)]
    town.import_staff(*listed(*addresses))
    url = town.database.engine.url.render_as_string(hide_password=False)
    told = [url, str(town.documents), str(town.origin().moment_id), where, str(BATCH)]
    program = str(Path(__file__).with_name("killed_mailing.py"))
    assert subprocess.run([sys.executable, program, *told], check=False).returncode == -signal.SIGKILL
    assert count(town.database, Delivery) == there
    assert town.mail() == Counter(already=there, recorded=MANY - there)
    assert sorted(town.deliveries()) == sorted(addresses)
    assert count(town.database, Document) == 1


@pytest.mark.each_database
def test_two_runs_at_once_write_to_everybody_once(town: SubscriberMunicipality) -> None:
    addresses = [f"r{n}@zb.example.org" for n in range(BATCH * 3 // 2)]
    town.import_staff(*listed(*addresses))
    town.origin()
    start = Barrier(3)

    def run() -> Counter[str]:
        start.wait()
        return town.mail()

    with ThreadPoolExecutor(3) as runs:
        told = sum((each.result() for each in [runs.submit(run) for _ in range(3)]), Counter[str]())
    assert told == Counter(recorded=BATCH * 3 // 2, already=BATCH * 3)
    assert sorted(town.deliveries()) == sorted(addresses)
    assert (count(town.database, Document), count(town.database, Delivery)) == (1, BATCH * 3 // 2)


def test_another_text_is_another_document_and_goes_to_those_who_had_none(
    town: SubscriberMunicipality,
) -> None:
    town.import_staff(*listed(AN))
    town.mail()
    town.import_staff(*listed(AN, BO))
    assert town.mail(Letter("Verbeterd", "x", "<p>x</p>")) == Counter(already=1, recorded=1)
    assert count(town.database, Document) == 2


def test_what_waits_for_who_unsubscribes_is_held_back(
    town: SubscriberMunicipality, mail_server: MailServer
) -> None:
    town.import_staff(*listed(AN, BO, CAS))
    town.mail()
    town.unsubscribe(BO)
    town.import_staff(*listed(AN, BO))
    assert send(town, mail_server).states == {DeliveryState.SENT: 1}
    assert mail_server.recipients == [AN]
    reasons = {address: each.reason for address, each in town.deliveries().items()}
    assert reasons == {AN: "", BO: "unsubscribed", CAS: "departed"}


def test_what_was_in_flight_when_somebody_unsubscribed_is_not_tried_again(
    town: SubscriberMunicipality, mail_server: MailServer
) -> None:
    town.import_staff(*listed(AN))
    town.mail()
    mail_server.at_rcpt[AN] = "451 4.7.1 later"
    assert send(town, mail_server).states == {DeliveryState.PENDING: 1}
    with town.database.write_session() as session:
        reader = find_subscriber(session, get_municipality(session, "zb"), AN)
        unsubscribe(reader, town.today, "meanwhile")
    assert town.deliveries()[AN].state is DeliveryState.PENDING
    with town.database.write_session() as session:
        assert skip_pending_deliveries(session, town.today) == 1
        assert skip_pending_deliveries(session, town.today) == 0
    assert (town.deliveries()[AN].state, town.deliveries()[AN].reason) == (
        DeliveryState.SKIPPED,
        "unsubscribed",
    )


@pytest.mark.parametrize(
    ("said", "bounced", "state"),
    [
        ("550 5.1.1 no such user here", True, DeliveryState.FAILED),
        ("550 5.1.10 recipient not found", True, DeliveryState.FAILED),
        ("553 5.1.8 your domain does not exist", False, DeliveryState.PENDING),  # it is about us
        ("550 5.7.1 this looks like spam", False, DeliveryState.PENDING),
        ("552 5.2.2 mailbox full", False, DeliveryState.FAILED),
    ],
)
def test_who_is_refused_by_the_server_for_the_address_bounced(
    town: SubscriberMunicipality, mail_server: MailServer, said: str, bounced: bool, state: DeliveryState
) -> None:
    town.import_staff(*listed(AN, BO))
    town.mail()
    mail_server.at_rcpt[AN] = said
    assert send(town, mail_server).states == {state: 1, DeliveryState.SENT: 1}
    with town.database.write_session() as session:
        assert record_refusals(session, get_municipality(session, "zb"), town.today, NOW) == int(bounced)
        assert record_refusals(session, get_municipality(session, "zb"), town.today, NOW) == 0
    assert town.counts() == ({"reading": 1, "bounced": 1} if bounced else {"reading": 2})
    if bounced:
        assert town.reader(AN).reason == said
        town.resume(AN)
        with town.database.write_session() as session:
            assert record_refusals(session, get_municipality(session, "zb"), town.today, NOW) == 0
        assert town.counts() == {"reading": 2}, "an old refusal is forgotten"


@pytest.mark.each_database
def test_a_reader_whom_the_database_refuses_keeps_nobody_else_from_the_letter(
    town: SubscriberMunicipality,
) -> None:
    readers = [f"r{number:03}@zb.example.org" for number in range(BATCH + 2)]
    town.import_staff(*listed(*readers))
    with refused_deliveries(town.database, readers[1]):
        with pytest.raises(IntegrityError):
            town.mail()
        assert sorted(town.deliveries()) == [readers[0], *readers[2:]]
    assert town.mail() == Counter(recorded=1, already=BATCH + 1)
    assert count(town.database, Document) == 1
