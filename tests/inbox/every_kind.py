"""One mail of every kind to a municipality whose owner was mailed about two actions, and what follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from shutil import copyfile

from sqlalchemy import func, select

from terugkom.database.connection_pool import Database
from terugkom.ideas.model import Idea
from terugkom.plan.model import Action, ActionStatus
from tests.inbox.answering import MONDAY, AnsweringMunicipality, reply_to, write
from tests.reminders.tick_calendar import CalendarMunicipality

PLAN = "Code;Actie;Deadline;Trekker\nE-09;Zonnepanelen op de sporthal;20/03/2027;An\n"
_STRANGER = "wie@elders.example"


def list_mails(one: AnsweringMunicipality) -> list[EmailMessage]:
    """Return one mail of every kind."""
    digest = one.digest()
    workbook = write("Het plan", "In bijlage.", "lw@lievegem.example")
    workbook.add_attachment(PLAN.encode(), maintype="text", subtype="csv", filename="plan.csv")
    bulk = write("Koop nu", "Alles moet weg", "reclame@elders.example")
    bulk["List-Unsubscribe"] = "<mailto:x@y.example>"
    return [
        reply_to(digest, "E-01: klaar"),
        reply_to(digest, "E-02: ik zit vast"),
        reply_to(digest, "Het loopt niet zoals gehoopt."),
        reply_to(digest, "Ik ben afwezig tot en met 19 maart.", Auto_Submitted="auto-replied"),
        write("Iets heel anders", "Een kapotte lamp", _STRANGER),
        write("E-02", "Een vraag over E-02", vouched=False),
        write("Idee: fietspomp", "Bij het station", _STRANGER),
        write("Klaar?", "Klaar", _STRANGER, vouched=False),
        workbook,
        bulk,
    ]


@contextmanager
def open_town(template: Path, folder: Path) -> Iterator[AnsweringMunicipality]:
    """Context with the municipality, in an own folder and database."""
    path = folder / "terugkom.db"
    copyfile(template, path)
    database = Database(f"sqlite:///{path}")
    town = CalendarMunicipality.new(database, folder)
    town.action("E-01", date(2027, 3, 20))
    town.action("E-02", date(2027, 3, 25))
    town.tick(MONDAY)
    yield AnsweringMunicipality(town)
    database.close()


def check_taken_once(one: AnsweringMunicipality, copies: int) -> None:
    """Assert that each mail was taken once, and that all copies lie in ``done``."""
    assert one.status("E-01") is ActionStatus.DONE
    assert (one.reports("E-01"), one.reports("E-02")) == (["klaar"], ["Ik zit vast"])
    kinds = sorted(each.kind.value for each in one.questions())
    assert kinds == ["absence", "mail", "mail", "other-mail", "other-mail", "stuck"]
    assert one.mails() == 10
    with one.town.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Idea)) == 1
        assert session.scalar(select(func.count()).where(Action.code == "E-09")) == 1
    sent = {
        kind: len(one.sent(kind))
        for kind in ("owner-stuck", "answer-receipt", "submission-receipt", "file-receipt")
    }
    assert sent == {"owner-stuck": 1, "answer-receipt": 3, "submission-receipt": 1, "file-receipt": 1}
    assert one.names() == []
    done = [each for each in one.names("done") if each.endswith(".eml")]
    assert len(done) == copies
    assert len([each for each in one.names("done") if each.endswith(".csv")]) == 1
