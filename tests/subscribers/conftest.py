"""A municipality with readers, what it does in one call each, and a mailbox to drop answers in."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_string
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.smtp import SmtpChannel, SmtpServer
from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery
from terugkom.delivery.sender import SenderConfig, SendResult, send_due
from terugkom.delivery.unsubscribe_token import UnsubscribeOptions
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.letter import Letter
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.media import code_of_conduct
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.newsletter import format_unsubscribe_subject
from terugkom.inbox.mailbox import MailboxRun, process_mails
from terugkom.plan.code_of_conduct import CodeOfConduct
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality, Person
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from terugkom.subscribers import mailing, subscription
from terugkom.subscribers.answer_tokens import AnswerPurpose, TokenTerms
from terugkom.subscribers.confirmations import record_requests
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.import_staff import StaffImportReport, import_staff
from terugkom.subscribers.mailing import Mailing, enqueue_mailing
from terugkom.subscribers.model import Confirmation, Subscriber
from terugkom.subscribers.subscription_status import (
    MailingRecipient,
    count_by_status,
    iterate_recipients,
    skip_pending_deliveries,
)
from tests.clock import clock_on
from tests.mail_server import MailServer
from tests.soak import often

UNSUBSCRIBE_SUBJECT = format_unsubscribe_subject("nl")

BATCH = often(40, soak=1000)  # readers that a mailing records at once
TODAY = date(2026, 11, 24)
NOW = clock_on(TODAY)
LETTER = Letter("Wat werd er van de afspraken?", "Beste,\n\nDrie acties zijn klaar.\n", "<p>Beste,</p>\n")
MAIL_SERVER = "mx.zb.example.org"  # which vouches for who writes from the town's own domain
VOUCHED = {"Authentication_Results": f"{MAIL_SERVER}; dmarc=pass header.from=zb.example.org"}
HEADERS = ("Naam", "E-mail", "In dienst sinds", "Uit dienst")
AN, BO, CAS = "an@zb.example.org", "bo@zb.example.org", "cas@zb.example.org"


@dataclass
class SubscriberMunicipality:
    """The municipality `zb`."""

    database: Database
    folder: Path
    today: date = TODAY

    def __post_init__(self) -> None:
        with self.database.write_session() as session:
            town = Municipality(slug="zb", name="Zilverbeke", lead_times={}, column_map={})
            town.sender = town.reply_to = "mvo@zb.example.org"
            session.add(town)

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    def person(self, code: str, email: str, **more: object) -> None:
        with self.database.write_session() as session:
            town = get_municipality(session, "zb")
            session.add(Person(municipality_id=town.id, code=code, name=code.title(), email=email, **more))

    def staff(self, *rows: Sequence[str], headers: Sequence[str] = HEADERS, name: str = "staf.csv") -> Path:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headers, *rows])
        return self.folder / name

    def import_staff(self, *rows: Sequence[str], **options: object) -> StaffImportReport:
        """Import a staff list of these rows: name, address, in and out of service."""
        return self.import_staff_file(self.staff(*rows), **options)

    def import_staff_file(self, path: Path, **options: object) -> StaffImportReport:
        told = {"slug": "zb", "today": self.today, "now": NOW, **options}
        return import_staff(self.database, path, **told)  # type: ignore[arg-type]

    def add_subscribers(self) -> None:
        with self.database.write_session() as session:
            enrol_plan_people(session, get_municipality(session, "zb"), self.today)

    def reader(self, address: str) -> Subscriber:
        with self.database.read_session() as session:
            return subscription.find_subscriber(session, get_municipality(session, "zb"), address)

    def change(self, address: str, what: Callable[[Subscriber], bool]) -> bool:
        """Change how a reader stands, as the commands do."""
        with self.database.write_session() as session:
            reader = subscription.find_subscriber(session, get_municipality(session, "zb"), address)
            changed = what(reader)
            skip_pending_deliveries(session, self.today)
            return changed

    def unsubscribe(self, address: str) -> bool:
        return self.change(
            address, lambda reader: subscription.unsubscribe(reader, self.today, "by a person")
        )

    def resume(self, address: str) -> bool:
        return self.change(address, lambda reader: subscription.resubscribe(reader, NOW, "by a person"))

    def bounce(self, address: str) -> bool:
        return self.change(
            address, lambda reader: subscription.record_bounce(reader, self.today, "5.1.1 unknown")
        )

    def counts(self) -> dict[str, int]:
        with self.database.read_session() as session:
            found = count_by_status(session, get_municipality(session, "zb"), self.today)
        return {standing: count for standing, count in found.items() if count}

    def readers(self) -> list[MailingRecipient]:
        with self.database.read_session() as session:
            number = get_municipality(session, "zb").id
        return list(iterate_recipients(self.database, number, self.today))

    def token(self, address: str) -> str:
        """Return the subject by which a reader leaves who got the letter."""
        headers = message_from_string(self.deliveries()[address].headers)
        return unquote(str(headers["List-Unsubscribe"]).partition("?subject=")[2].rstrip(">"))

    def origin(self, period: str = "2026-Q4") -> RunContext:
        with self.database.write_session() as session:
            town = get_municipality(session, "zb")
            found = session.scalar(select(Moment).where(Moment.period == period))
            if found is None:
                found = Moment(
                    municipality_id=town.id,
                    kind="newsletter",
                    subject="zb",
                    period=period,
                    day=self.today,
                    opened_at=NOW,
                )
                session.add(found)
                session.flush()
            return RunContext(town, found.id, "smtp", "run-1", NOW, self.today)

    def mail(
        self, letter: Letter = LETTER, readers: Iterable[MailingRecipient] | None = None
    ) -> Counter[str]:
        """Record the newsletter for all readers."""
        origin = self.origin()
        return enqueue_mailing(
            RenderContext(self.database, DocumentStore(self.documents), Templates("nl")),
            origin,
            Mailing(
                letter,
                "newsletter",
                f"edition:{origin.moment_id}:newsletter",
                UnsubscribeOptions("mvo@zb.example.org", UNSUBSCRIBE_SUBJECT),
            ),
            self.readers() if readers is None else readers,
        )

    def deliveries(self) -> dict[str, Delivery]:
        with self.database.read_session() as session:
            return {each.recipient: each for each in session.scalars(select(Delivery))}

    @property
    def mailbox(self) -> Path:
        folder = self.folder / "mailbox"
        folder.mkdir(exist_ok=True)
        return folder

    def drop(self, name: str, content: bytes | str) -> Path:
        """Drop a mail into the mailbox."""
        path = self.mailbox / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def answers(self, server: str = "") -> dict[str, int]:
        """Process the mailbox; `server` is the mail server that vouches for senders."""
        run = MailboxRun(self.today, NOW, authentication_server=server)
        return dict(process_mails(self.database, self.mailbox, run))

    def refusals(self) -> dict[str, str]:
        """Return why mails were set aside, by the name under which they were dropped."""
        reports = [json.loads(each.read_text()) for each in (self.mailbox / "refused").glob("*.report.json")]
        return {each["file"]: each["refused"] for each in reports}

    def ask_to_confirm(self, version: str, days: int) -> None:
        """Record the mail that asks all readers to confirm a version of the code of conduct."""
        conduct = CodeOfConduct(version, "Gedragscode", "Wees zuinig.")
        media = MediaContext(
            Templates("nl"), MediaSettings.from_overrides({}), {}, NOW, self.today, "mvo@zb.example.org"
        )
        letter = code_of_conduct.render(conduct, "Zilverbeke", media).letter
        assert letter is not None

        def record(session: Session, readers: Sequence[MailingRecipient]) -> None:
            record_requests(session, readers, version, self.today)

        enqueue_mailing(
            RenderContext(self.database, DocumentStore(self.documents), Templates("nl")),
            self.origin("2026-Q3"),
            Mailing(
                letter,
                "code-of-conduct",
                f"code-of-conduct:1:{version}",
                token_terms=TokenTerms(AnswerPurpose.CONFIRM, version, self.today + timedelta(days)),
                on_batch_recorded=record,
            ),
            self.readers(),
        )

    def confirmed(self) -> set[str]:
        """Return who confirmed."""
        query = select(Subscriber.email).join(Confirmation).where(Confirmation.confirmed_on.is_not(None))
        with self.database.read_session() as session:
            return set(session.scalars(query))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a few hundred readers be many batches; `make soak` has batches of the real size."""
    monkeypatch.setattr(mailing, "BATCH_SIZE", BATCH)


@pytest.fixture
def town(database: Database, tmp_path: Path) -> SubscriberMunicipality:
    return SubscriberMunicipality(database, tmp_path)


def listed(*addresses: str) -> list[tuple[str, ...]]:
    """Return rows of a staff list for these addresses."""
    return [(address.partition("@")[0].title(), address, "", "") for address in addresses]


def send(town: SubscriberMunicipality, server: MailServer) -> SendResult:
    """Send what waits, once."""
    config = SenderConfig(town.database, DocumentStore(town.documents), lambda: NOW, town.today, 300, 300)
    with closing(SmtpChannel(SmtpServer("127.0.0.1", server.port))) as channel:
        return send_due(config, [channel])
