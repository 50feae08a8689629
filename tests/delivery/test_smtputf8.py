"""A person of the plan has an address outside ASCII: reminded where the mail server takes it, else told."""

from contextlib import closing
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select, update

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.smtp import SmtpChannel, SmtpServer
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.model import Document
from terugkom.plan.queries import get_municipality
from terugkom.reminders.coordinator_summary import build_summary, render_summary
from terugkom.reminders.week import ReminderWeek
from terugkom.schedule.working_days import format_week
from tests.clock import clock_on
from tests.mail_server import MailServer, ReceivedMail
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
ADDRESS = "dörte@x.example"
MONDAY = date(2027, 3, 1)


@pytest.fixture
def town(sqlite_database: Database, tmp_path: Path) -> CalendarMunicipality:
    """Two owners are late, so that the coordinator is in copy; one address is outside ASCII."""
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.person("do", name="Dörte Müller", email=ADDRESS)
    town.action("E-01", date(2027, 2, 5), ("do",))
    town.action("E-02", date(2027, 3, 20), ("an",))
    town.down = True
    town.tick(MONDAY)
    with town.database.write_session() as session:
        session.execute(update(Delivery).values(channel="smtp"))
    return town


def send(town: CalendarMunicipality, server: MailServer) -> None:
    now = clock_on(MONDAY)
    config = SenderConfig(
        town.database, town.documents, lambda: now, MONDAY, lease_seconds=60, retry_seconds=300
    )
    with closing(SmtpChannel(SmtpServer("127.0.0.1", server.port))) as smtp:
        send_due(config, [smtp])


def parse(mail: ReceivedMail) -> EmailMessage:
    parsed = message_from_bytes(mail.content, policy=policy.SMTPUTF8)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_it_is_written_to_as_it_is_and_its_document_is_that_of_any_mail(town: CalendarMunicipality) -> None:
    with MailServer(utf8=True) as server:
        send(town, server)
    mails = {each.recipient: each for each in server.mails if each.recipient != "lw@lievegem.example"}
    assert set(mails) == {ADDRESS, "an@x.example"}
    own = mails[ADDRESS]
    head = own.content.partition(b"\r\n\r\n")[0]
    assert f" <{ADDRESS}>\r\n".encode() in head
    assert head.replace(ADDRESS.encode(), b"").isascii(), "the name is encoded as in any mail"
    assert "Dörte Müller" in str(parse(own)["To"])
    assert mails["an@x.example"].content.isascii()
    with town.database.read_session() as session:
        query = select(Document.path, Document.sha256).join(Delivery, Delivery.document_id == Document.id)
        path, digest = session.execute(query.where(Delivery.recipient == ADDRESS)).tuples().one()
    document = town.documents.read(path, digest)
    assert document.isascii()
    assert document.startswith(b"Subject: ")
    assert own.content.partition(b"Subject: ")[2][:60] == document.partition(b"Subject: ")[2][:60]


def test_a_copy_to_a_plain_address_needs_no_such_server(town: CalendarMunicipality) -> None:
    with MailServer() as server:
        send(town, server)
    assert ADDRESS not in server.recipients
    assert server.recipients.count("lw@lievegem.example") == 2, "the summary, and the copy of the digest"
    assert all(each.content.isascii() for each in server.mails)


@pytest.mark.long
def test_where_the_server_does_not_take_it_that_mail_fails_alone_and_the_summary_says_why(
    town: CalendarMunicipality,
) -> None:
    with MailServer() as server:
        send(town, server)
    assert "an@x.example" in server.recipients
    with town.database.read_session() as session:
        failed = session.scalars(select(Delivery).where(Delivery.state == DeliveryState.FAILED)).one()
        refused = "553 5.6.7 this mail server takes no address with letters outside ASCII before the @"
        assert (failed.recipient, failed.reason) == (ADDRESS, refused)
        municipality = get_municipality(session, town.slug)
        week = ReminderWeek(municipality, format_week(MONDAY), MONDAY, None, municipality.coordinator)
        summary = build_summary(session, week)
    mail = render_summary(town.templates, week, summary)
    assert mail is not None
    parsed = message_from_bytes(mail.content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    for kind in ("plain", "html"):
        part = parsed.get_body((kind,))
        assert part is not None
        assert "uw mailserver kan dit adres niet bereiken" in part.get_content()
