"""What the coordinator mails is read as if it lay in the inbox, and is answered with the report."""

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from terugkom.database import Database
from terugkom.inbox.process_inbox import process_inbox
from tests.inbox.answering import SERVER, AnsweringMunicipality, read_text
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
PLAN = "Code;Actie;Deadline;Trekker\nE-09;Zonnepanelen op de sporthal;20/03/2027;An\n"
COORDINATOR = "lw@lievegem.example"


@pytest.fixture
def one(sqlite_database: Database, tmp_path: Path) -> AnsweringMunicipality:
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.action("E-01", date(2027, 3, 20))
    return AnsweringMunicipality(town)


def with_file(sender: str, content: str, *, vouched: bool = True, name: str = "plan.csv") -> EmailMessage:
    mail = EmailMessage()
    if vouched:
        mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from={sender.partition('@')[2]}"
    mail["From"], mail["Subject"], mail["Message-ID"] = sender, "Het plan", "<plan@lievegem.example>"
    mail.set_content("In bijlage.")
    mail.add_attachment(content.encode(), maintype="text", subtype="csv", filename=name)
    return mail


@pytest.mark.parametrize(("content", "refused"), [(PLAN, False), ("", True)])
def test_a_workbook_of_the_coordinator_is_read_once_and_answered_with_the_report(
    one: AnsweringMunicipality, content: str, refused: bool
) -> None:
    mail = bytes(with_file(COORDINATOR, content))
    for _ in range(2):
        one.drop(mail)
        result = process_inbox(one.run)
        assert result.errors == []
        assert result.answers == {"files": 1}
    (answer,) = one.sent("file-receipt")
    assert answer["To"] == "Lotte W <lw@lievegem.example>"
    assert answer["In-Reply-To"] == "<plan@lievegem.example>"
    assert ("niet verwerkt" in read_text(answer)) is refused
    assert [each.get_content_type() for each in answer.iter_attachments()] == ["text/html"]
    if not refused:
        assert one.status("E-09").is_open


@pytest.mark.parametrize(
    ("sender", "vouched"), [(COORDINATOR, False), ("an@x.example", True), ("x@y.example", True)]
)
def test_a_workbook_of_anybody_else_changes_nothing(
    one: AnsweringMunicipality, sender: str, vouched: bool
) -> None:
    one.drop(with_file(sender, PLAN, vouched=vouched))
    result = process_inbox(one.run)
    assert (result.plans, result.errors) == ([], [])
    assert sum(result.answers.values()) == 1
    assert result.answers["files"] == 0
    assert one.sent("file-receipt") == []


def test_a_file_name_leads_nowhere_else(one: AnsweringMunicipality) -> None:
    one.drop(with_file(COORDINATOR, PLAN, name="../../../plan.csv"))
    process_inbox(one.run)
    assert [path.suffix for path in one.run.municipality_folder.parent.rglob("*.csv")] == [".csv"]
    assert all(each.endswith((".csv", ".eml", ".json", ".html")) for each in one.names("done"))
