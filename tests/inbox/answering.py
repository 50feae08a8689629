"""A municipality whose owners were mailed, and what they answer: mails as their programs write them."""

from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from sqlalchemy import select

from terugkom.delivery.mime import join_mail
from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.inbox.folder import InboxRun
from terugkom.inbox.mailbox import handle_mails
from terugkom.plan.decide_question import decide_question
from terugkom.plan.incoming_mails import IncomingMail
from terugkom.plan.model import Action, ActionStatus
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import GivenAnswer, Question, QuestionState
from tests.clock import clock_on
from tests.reminders.tick_calendar import CalendarMunicipality

SERVER = "mx.example.org"
MONDAY = date(2027, 3, 1)


@dataclass
class AnsweringMunicipality:
    """A municipality of `CalendarMunicipality`, with an inbox."""

    town: CalendarMunicipality
    today: date = date(2027, 3, 3)
    site_url: str = ""

    @property
    def now(self) -> datetime:
        return clock_on(self.today)

    @property
    def run(self) -> InboxRun:
        folder = self.town.folder / "municipalities" / self.town.slug
        (folder / "inbox").mkdir(parents=True, exist_ok=True)
        context = RenderContext(self.town.database, self.town.documents, self.town.templates, self.site_url)
        return InboxRun(folder, lambda: context, self.today, self.now, authentication_server=SERVER)

    def sent(self, kind: str) -> list[EmailMessage]:
        """Return the mails of a kind that were enqueued, in order."""
        query = select(Delivery.headers, Document.path, Document.sha256).join(
            Document, Document.id == Delivery.document_id
        )
        with self.town.database.read_session() as session:
            rows = session.execute(query.where(Document.kind == kind).order_by(Delivery.id)).tuples().all()
        mails = []
        for headers, path, digest in rows:
            content = join_mail(headers, self.town.documents.read(path, digest))
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            mails.append(mail)
        return mails

    def digest(self) -> EmailMessage:
        return self.sent("owner-digest")[0]

    def drop(self, mail: EmailMessage | bytes, name: str = "1.eml") -> None:
        content = mail if isinstance(mail, bytes) else bytes(mail)
        (self.run.inbox / name).write_bytes(content)

    def take(self, *mails: EmailMessage | bytes) -> dict[str, int]:
        """Have these mails come in; return what they were."""
        for number, mail in enumerate(mails):
            self.drop(mail, f"{number}.eml")
        return dict(handle_mails(self.run))

    def names(self, folder: str = "") -> list[str]:
        found = self.run.inbox / folder
        return sorted(path.name for path in found.iterdir() if path.is_file()) if found.is_dir() else []

    def status(self, code: str) -> ActionStatus:
        with self.town.database.read_session() as session:
            return session.scalars(select(Action.status).where(Action.code == code)).one()

    def reports(self, code: str) -> list[str]:
        with self.town.database.read_session() as session:
            action = session.scalars(select(Action).where(Action.code == code)).one()
            return [each.text for each in action.reports]

    def questions(self) -> list[Question]:
        with self.town.database.read_session() as session:
            query = select(Question).where(Question.state == QuestionState.OPEN).order_by(Question.id)
            found = session.scalars(query).all()
            for each in found:
                _ = each.action
            return list(found)

    def mails(self) -> int:
        with self.town.database.read_session() as session:
            return len(session.scalars(select(IncomingMail.id)).all())

    def decide(self, number: int, choice: str) -> None:
        with self.town.database.write_session() as session:
            given = GivenAnswer(choice, "Lotte", self.today, self.now, through="page")
            decide_question(
                session, get_municipality(session, self.town.slug), number, given, QUESTION_EFFECTS
            )


def read_text(mail: EmailMessage) -> str:
    """Return the plain text of a mail."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


def reply_to(
    original: EmailMessage,
    text: str,
    sender: str = "an@x.example",
    *,
    vouched: bool = True,
    subject: str = "",
    quote: str = "outlook",
    **headers: str,
) -> EmailMessage:
    """Return an answer to a mail, with that mail quoted as a program does."""
    mail = EmailMessage()
    if vouched:
        domain = sender.partition("@")[2]
        mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from={domain}"
    mail["From"], mail["To"] = f"An Peeters <{sender}>", str(original["Reply-To"] or "lw@lievegem.example")
    mail["Subject"] = subject or f"RE: {original['Subject']}"
    mail["Message-ID"] = f"<{abs(hash((text, sender, subject, quote)))}@x.example>"
    mail["In-Reply-To"] = mail["References"] = str(original["Message-ID"])
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    quoted = read_text(original).strip()
    blocks = {
        "outlook": f"\n\nVan: Lievegem\nVerzonden: maandag 1 maart 2027\nAan: An\nOnderwerp: x\n\n{quoted}",
        "marks": "\n\nOp ma 1 mrt 2027 om 08:00 schreef Lievegem <a@b.example>:\n"
        + "\n".join(f"> {line}" for line in quoted.split("\n")),
        "none": "",
    }
    mail.set_content(text + blocks[quote])
    return mail


def write(
    subject: str, text: str = "", sender: str = "an@x.example", *, vouched: bool = True
) -> EmailMessage:
    """Return a mail that answers none."""
    mail = EmailMessage()
    if vouched:
        mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from={sender.partition('@')[2]}"
    mail["From"], mail["To"], mail["Subject"] = sender, "lw@lievegem.example", subject
    mail["Message-ID"] = f"<{abs(hash((subject, text, sender)))}@x.example>"
    mail.set_content(text)
    return mail
