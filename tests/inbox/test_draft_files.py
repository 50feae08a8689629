"""The text of an edition that the coordinator mails back in Word is taken, and answered with what changed."""

from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from terugkom.database.connection_pool import Database
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.model import Edition, EditionState
from terugkom.editions.open_edition import compile_and_review, open_edition
from terugkom.editions.story_folder import read_story_folder
from terugkom.editions.word_draft.draft_stamp import EditionReference
from terugkom.editions.word_draft.render_draft import DraftContent, render_draft
from terugkom.inbox.process_inbox import process_inbox
from terugkom.plan.queries import get_municipality
from terugkom.schedule.quarters import Quarter
from tests.inbox.answering import AnsweringMunicipality, read_text
from tests.inbox.test_mailed_files import COORDINATOR, with_file
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
QUARTER = Quarter(2027, 1)


class EditedEdition:
    """A municipality with an edition, whose text is edited in Word and mailed back."""

    def __init__(self, town: CalendarMunicipality) -> None:
        town.action("E-01", date(2027, 2, 1))
        self.answering = AnsweringMunicipality(town)
        run = self.answering.run
        context = run.build_context()
        with context.database.write_session() as session:
            municipality = get_municipality(session, town.slug)
            edition = open_edition(session, municipality, QUARTER, run.stamp)
            self.moment_id = edition.moment_id
        self.folder = EditionFolders(run.municipality_folder.parent).folder_for(town.slug, str(QUARTER))
        compile_and_review(context, municipality, self.moment_id, self.folder, run.today)
        found = read_story_folder(self.folder, "nl")
        stories = [story for _, story in found.stories]
        reference = EditionReference(town.slug, str(QUARTER))
        content = DraftContent(stories, {})
        self.sent = render_draft(context.templates, reference, "Linde", content, run.now).content

    def add_story(self) -> bytes:
        document = Document(BytesIO(self.sent))
        document.add_heading("Nieuwe bomen", 1)
        document.add_paragraph("Er kwamen twaalf bomen op het plein.")
        made = BytesIO()
        document.save(made)
        return made.getvalue()

    def mail(self, content: bytes) -> EmailMessage:
        mail = with_file(COORDINATOR, "", name="weg.csv")
        (attached,) = mail.iter_attachments()
        attached.set_content(
            content, maintype="application", subtype="octet-stream", filename="nieuwsbrief tekst.docx"
        )
        return mail

    def titles(self) -> list[str]:
        return [story.title for _, story in read_story_folder(self.folder, "nl").stories]

    def close(self) -> None:
        with self.answering.town.database.write_session() as session:
            session.get_one(Edition, self.moment_id).state = EditionState.PUBLISHED


@pytest.fixture
def edited(sqlite_database: Database, tmp_path: Path) -> EditedEdition:
    return EditedEdition(CalendarMunicipality.new(sqlite_database, tmp_path))


def test_a_document_by_mail_is_taken_once_and_answered_with_the_changes(edited: EditedEdition) -> None:
    mail = bytes(edited.mail(edited.add_story()))
    for _ in range(2):
        edited.answering.drop(mail)
        result = process_inbox(edited.answering.run)
        assert result.errors == []
    assert edited.titles()[-1] == "Nieuwe bomen"
    (answer,) = edited.answering.sent("file-receipt")
    assert "verwerkt" in read_text(answer)
    (report,) = answer.iter_attachments()
    assert "Toegevoegd: “Nieuwe bomen”" in report.get_payload(decode=True).decode()
    assert "Lievegem volgt zo het actieplan" in report.get_content()


def test_two_texts_of_one_story_are_sent_back_to_choose(edited: EditedEdition) -> None:
    content = edited.add_story()
    (path,) = edited.folder.glob("*.md")
    document = Document(BytesIO(content))
    title = next(each for each in document.paragraphs if each.style.name == "Heading 1")
    title.text = "Mijn titel"
    made = BytesIO()
    document.save(made)
    path.write_text(path.read_text("utf-8") + "\nIemand anders schreef dit.\n", "utf-8")
    edited.answering.drop(edited.mail(made.getvalue()))
    result = process_inbox(edited.answering.run)
    assert result.errors == []
    (draft,) = result.drafts
    assert draft.attention_count == 1
    assert "Mijn titel" not in edited.titles()
    (answer,) = edited.answering.sent("file-receipt")
    assert "Wilt u nog kiezen?" in read_text(answer)
    report, choices = answer.iter_attachments()
    assert "Wacht op uw keuze: “Mijn titel”" in report.get_payload(decode=True).decode()
    lines = [each.text for each in Document(BytesIO(choices.get_content())).paragraphs]
    assert "Titel: Mijn titel" in lines
    assert "Iemand anders schreef dit." in lines


def test_an_edition_that_appeared_is_not_changed(edited: EditedEdition) -> None:
    edited.close()
    before = edited.titles()
    (edited.answering.run.inbox / "tekst.docx").write_bytes(edited.add_story())
    (draft,) = process_inbox(edited.answering.run).drafts
    assert "rechtzetting" in draft.refused
    assert edited.titles() == before
    (report,) = (edited.answering.run.inbox / "refused").glob("*.report.html")
    assert "rechtzetting" in report.read_text("utf-8")
