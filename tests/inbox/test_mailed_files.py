"""What the coordinator mails is read as if it lay in the inbox, and is answered with the report."""

import re
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.inbox.process_inbox import process_inbox
from terugkom.plan.model import Group, GroupKind, Municipality, Person
from tests.inbox.answering import SERVER, AnsweringMunicipality, read_text, reply_to
from tests.inbox.home import write_half_read_plan
from tests.inbox.test_other_mails import summarize
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
DOCX = {
    "maintype": "application",
    "subtype": "vnd.openxmlformats-officedocument.wordprocessingml.document",
}
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


def test_a_mailed_plan_of_which_a_part_was_not_read_is_answered_with_what_to_do(
    one: AnsweringMunicipality, tmp_path: Path
) -> None:
    mail = with_file(COORDINATOR, "")
    write_half_read_plan(tmp_path / "half.xlsx")
    (part,) = mail.iter_attachments()
    part.set_content((tmp_path / "half.xlsx").read_bytes(), maintype="application", subtype="xlsx")
    part.add_header("Content-Disposition", "attachment", filename="plan.xlsx")
    one.drop(bytes(mail))

    process_inbox(one.run)

    (answer,) = one.sent("file-receipt")
    assert answer["Subject"] == "Niet alles werd verwerkt"
    assert "nog niet verwerkt, want een deel konden we niet lezen" in " ".join(read_text(answer).split())
    (report,) = answer.iter_attachments()
    assert "wacht op u" in report.get_content()


def test_the_receipt_names_the_file_as_its_sender_did_and_says_how_much_is_to_be_checked(
    one: AnsweringMunicipality,
) -> None:
    """It said *Verwerkt: plan v2 (def)-0123456789-1.csv* and nothing of what was refused."""
    row = "E-10;Warmtepomp;31/02/2027;Piet\n"
    one.drop(with_file(COORDINATOR, PLAN.rstrip("\n") + "\n" + row, name="plan v2 (def).csv"))

    process_inbox(one.run)

    (answer,) = one.sent("file-receipt")
    assert answer["Subject"] == "Verwerkt, na te kijken: plan v2 (def).csv"
    assert re.search(r"- plan v2 \(def\).csv: verwerkt, maar kijk nog \d+ punt(en)? na\. ", read_text(answer))


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


def test_the_summary_says_that_a_workbook_of_whom_nothing_vouches_for_was_not_read(
    one: AnsweringMunicipality,
) -> None:
    """It offered *Gelezen* and said nothing of the workbook, which its sender believed to be in the plan."""
    one.drop(with_file("an@x.example", PLAN, vouched=False))
    process_inbox(one.run)

    told = " ".join(summarize(one).split())

    assert "Bijlagen: plan.csv. Wij lazen ze niet in." in told
    assert (
        "Vraag aan wie Terugkom beheert om ze uit de mail in de map “done” te halen en in de map “inbox” te"
        " zetten." in told
    )


def test_the_secretary_of_a_group_mails_its_minutes_and_no_others(one: AnsweringMunicipality) -> None:
    one.town.group("ENERGIE", anchor=date(2027, 1, 11), interval_months=6)
    one.town.person("bo")
    set_secretary(one, "ENERGIE", "bo")
    mail = with_file("bo@x.example", "x", name="verslag.docx")
    mail.clear_content()
    mail.set_content("In bijlage.")
    for name, reference in (("energie", "ENERGIE"), ("water", "WATER"), ("energie-kop", "")):
        reference = f"lievegem / subgroup-review / {reference} / 2027-01" if reference else "Verslag"
        mail.add_attachment(write_document(reference), **DOCX, filename=f"{name}.docx")
    mail.add_attachment(PLAN.encode(), maintype="text", subtype="csv", filename="plan.csv")
    one.drop(mail)
    result = process_inbox(one.run)
    assert (result.answers, result.plans, result.errors) == ({"files": 1}, [], [])
    (minutes,) = result.minutes
    assert "De tabel “Aanwezigheid” ontbreekt" in minutes.problems[0]
    (answer,) = one.sent("file-receipt")
    assert answer["To"] == "Bo <bo@x.example>"
    told = " ".join(read_text(answer).split())
    assert "Niet gelezen: water.docx, energie-kop.docx, plan.csv." in told


def test_the_secretary_of_the_core_group_mails_a_workbook_and_so_does_who_stands_in(
    one: AnsweringMunicipality,
) -> None:
    one.town.group("KOP", kind=GroupKind.CORE)
    one.town.person("bo")
    one.town.person("cis", absent_from=one.today, stand_in="bo")
    set_secretary(one, "KOP", "cis")
    one.drop(with_file("an@x.example", PLAN))
    one.drop(with_file("bo@x.example", PLAN), "2.eml")
    assert process_inbox(one.run).answers == {"asked": 1, "files": 1}
    (question,) = one.questions()
    assert question.mail_attachments == ("plan.csv",)
    assert one.status("E-09").is_open
    assert [each["To"] for each in one.sent("file-receipt")] == ["Bo <bo@x.example>"]


def set_secretary(one: AnsweringMunicipality, group: str, person: str) -> None:
    with one.town.database.write_session() as session:
        found = session.scalars(select(Group).where(Group.code == group)).one()
        found.secretary = session.scalars(select(Person).where(Person.code == person)).one()


def write_document(reference: str) -> bytes:
    document, made = Document(), BytesIO()
    document.add_paragraph(f"Kenmerk: {reference}")
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize("name", ["verslag 14:00.csv", "C:\\Users\\An\\plan.csv", "plan:2,S.csv"])
def test_a_file_name_with_a_colon_keeps_its_ending_and_is_answered(
    one: AnsweringMunicipality, name: str
) -> None:
    """What stood behind it was cut off, and the report under the other name was never mailed."""
    one.drop(with_file(COORDINATOR, PLAN, name=name))
    (one.run.inbox / "plan 15:30.csv").write_text(PLAN.replace("E-09", "E-10"), encoding="utf-8")

    process_inbox(one.run)

    (answer,) = one.sent("file-receipt")
    assert answer["Subject"] == f"Verwerkt: {name}"
    assert len([each for each in one.names("done") if each.endswith(".csv")]) == 2
    assert any(each.endswith("-plan 15:30.csv") for each in one.names("done"))


def test_what_stands_in_a_mail_beside_its_workbook_is_not_passed_over(one: AnsweringMunicipality) -> None:
    """The receipt said *Verwerkt: plan.csv*, as if all was."""
    mail = with_file(COORDINATOR, PLAN)
    for name in ("foto.jpg", "alles.zip"):
        mail.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=name)
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png", cid="<logo>")
    (*_, logo) = mail.iter_attachments()
    logo.replace_header("Content-Disposition", 'inline; filename="logo.png"')
    one.drop(mail)

    process_inbox(one.run)

    (answer,) = one.sent("file-receipt")
    assert "Niet gelezen: foto.jpg, alles.zip. Zo’n bestand lezen we niet uit een mail." in read_text(answer)
    assert "We lazen alleen de bestanden, en niet wat u in de mail zelf schreef." in read_text(answer)
    html = answer.get_body(("html",))
    assert html is not None
    assert "alles.zip" in html.get_content()


def test_an_owner_who_answers_with_a_workbook_is_heard_too(one: AnsweringMunicipality) -> None:
    """Who answered a reminder and sent the workbook along, lost the answer."""
    one.town.mail_once(date(2027, 3, 1), E_02=date(2027, 3, 25))
    with one.town.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.email == "an@x.example")).one()
        session.get_one(Municipality, owner.municipality_id).coordinator = owner
    mail = reply_to(one.digest(), "E-02 is klaar.\nHet nieuwe plan zit in bijlage.")
    mail.add_attachment(PLAN.encode(), maintype="text", subtype="csv", filename="plan.csv")
    for _ in range(2):
        one.drop(mail)
        assert process_inbox(one.run).answers == {"files": 1}

    (question,) = one.questions()
    assert question.action is not None
    assert (question.action.code, question.proposal["choice"]) == ("E-02", "done")
    assert question.proposal["attachments"] == []
    assert one.reports("E-02") == []
    (answer,) = one.sent("file-receipt")
    assert "leggen we als vraag voor aan de coördinator" in read_text(answer)


def test_an_idea_of_the_coordinator_with_a_sketch_is_an_idea(one: AnsweringMunicipality) -> None:
    """Its document was refused as minutes, and nobody saw the idea."""
    mail = with_file(COORDINATOR, "x", name="schets.docx")
    mail.replace_header("Subject", "Idee: fietspomp")
    one.drop(mail)

    assert process_inbox(one.run).answers == {"idea": 1}

    (answer,) = one.sent("submission-receipt")
    assert "maar niet bij het idee zelf: schets.docx" in read_text(answer)


def test_a_file_name_leads_nowhere_else(one: AnsweringMunicipality) -> None:
    one.drop(with_file(COORDINATOR, PLAN, name="../../../plan.csv"))
    process_inbox(one.run)
    assert [path.suffix for path in one.run.municipality_folder.parent.rglob("*.csv")] == [".csv"]
    assert all(each.endswith((".csv", ".eml", ".json", ".html")) for each in one.names("done"))
