"""Minutes that were refused are told to people: where, what and what to do, not only in a folder."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy.exc import IntegrityError

from terugkom.database.connection_pool import Database
from terugkom.inbox.process_inbox import process_inbox
from tests.inbox.answering import AnsweringMunicipality, read_text
from tests.inbox.test_mailed_files import COORDINATOR, DOCX, set_secretary, with_file
from tests.refused_rows import refused_deliveries
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
PLACE = "Tabel Besluiten, rij 1, kolom Actie: “E-07” kennen we niet. Bedoelt u E-01"


@pytest.fixture
def one(sqlite_database: Database, tmp_path: Path) -> AnsweringMunicipality:
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.action("E-01", date(2027, 3, 20))
    town.group("ENERGIE", anchor=date(2027, 1, 11), interval_months=6)
    town.person("bo")
    found = AnsweringMunicipality(town)
    set_secretary(found, "ENERGIE", "bo")
    return found


def write_minutes(path: Path) -> Path:
    """Minutes of January that decide about an action that does not exist."""
    document = Document()
    document.add_paragraph("Kenmerk: lievegem / subgroup-review / ENERGIE / 2027-01")
    for rows in (
        [("Code", "Naam", "Aanwezigheid"), ("bo", "", "aanwezig")],
        [("Nr", "Actie", "Soort besluit", "Waarde", "Toelichting"), ("1", "E-07", "status", "klaar", "")],
    ):
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("Daarna")
    document.save(str(path))
    return path


def told(one: AnsweringMunicipality, kind: str) -> dict[str, str]:
    return {str(each["To"]): " ".join(read_text(each).split()) for each in one.sent(kind)}


def test_the_coordinator_and_the_secretary_read_why_a_dropped_document_was_refused(
    one: AnsweringMunicipality,
) -> None:
    for _ in range(2):  # the same again on one day is said once
        write_minutes(one.run.inbox / "verslag.docx")
        (result,) = process_inbox(one.run).minutes
        assert result.recorded is None
    mails = one.sent("minutes-refused")
    assert [each["Subject"] for each in mails] == ["Verslag niet verwerkt: verslag.docx"] * 2
    assert {str(each[head]) for each in mails for head in ("To", "Cc")} == {
        f"Lotte W <{COORDINATOR}>",
        "Bo <bo@x.example>",
    }
    assert all(PLACE in text for text in told(one, "minutes-refused").values())


def test_who_mailed_a_document_reads_it_in_the_answer_and_the_coordinator_apart(
    one: AnsweringMunicipality, tmp_path: Path
) -> None:
    mail = with_file("bo@x.example", "", name="verslag.docx")
    mail.clear_content()
    mail.set_content("In bijlage.")
    mail.add_attachment(write_minutes(tmp_path / "v.docx").read_bytes(), **DOCX, filename="verslag.docx")
    one.drop(mail)
    process_inbox(one.run)
    answered, refused = told(one, "file-receipt"), told(one, "minutes-refused")
    assert list(answered) == ["Bo <bo@x.example>"]
    assert list(refused) == [f"Lotte W <{COORDINATOR}>"]
    assert all(PLACE in text for text in (*answered.values(), *refused.values()))


def test_a_coordinator_who_mailed_it_gets_one_mail(one: AnsweringMunicipality, tmp_path: Path) -> None:
    mail = with_file(COORDINATOR, "", name="verslag.docx")
    mail.clear_content()
    mail.set_content("In bijlage.")
    mail.add_attachment(write_minutes(tmp_path / "v.docx").read_bytes(), **DOCX, filename="verslag.docx")
    one.drop(mail)
    process_inbox(one.run)
    assert PLACE in told(one, "file-receipt")[f"Lotte W <{COORDINATOR}>"]
    assert one.sent("minutes-refused") == []


def test_a_document_that_cannot_be_read_is_refused_to_the_coordinator(one: AnsweringMunicipality) -> None:
    (one.run.inbox / "verslag.docx").write_bytes(b"geen document")
    process_inbox(one.run)
    ((reader, text),) = told(one, "minutes-refused").items()
    assert reader == f"Lotte W <{COORDINATOR}>"
    assert "verslag.docx" in text


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("verslag-energie-2027-01.pdf", b"%PDF-1.7", "Een pdf kunnen we niet lezen"),
        ("verslag-energie-2027-01.doc", b"\xd0\xcf\x11\xe0", "Dit is een oud soort bestand (.doc of .rtf)."),
    ],
)
def test_a_pdf_or_an_old_document_gets_a_clear_answer_dropped_or_mailed(
    one: AnsweringMunicipality, name: str, content: bytes, text: str
) -> None:
    (one.run.inbox / name).write_bytes(content)
    process_inbox(one.run)
    assert [text in each for each in told(one, "minutes-refused").values()] == [True]
    mail = with_file("bo@x.example", "", name=name)
    mail.clear_content()
    mail.set_content("In bijlage.")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    one.drop(mail)
    process_inbox(one.run)
    assert text in told(one, "file-receipt")["Bo <bo@x.example>"]


def test_a_pdf_that_is_no_minutes_is_part_of_an_answer(one: AnsweringMunicipality) -> None:
    mail = with_file(COORDINATOR, "", name="factuur.pdf")
    one.drop(mail)
    assert process_inbox(one.run).answers["files"] == 0


def test_a_refusal_that_cannot_be_told_leaves_the_document_there(
    one: AnsweringMunicipality,
) -> None:
    path = write_minutes(one.run.inbox / "verslag.docx")
    with refused_deliveries(one.town.database, COORDINATOR):
        (error,) = process_inbox(one.run).errors
        assert isinstance(error, IntegrityError)
        assert (path.is_file(), one.sent("minutes-refused")) == (True, [])
    assert process_inbox(one.run).errors == []
    assert COORDINATOR in str(one.sent("minutes-refused")[0]["To"])
