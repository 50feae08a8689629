"""What stands behind yes or no in a story reaches who reviews it, and opens no door by itself."""

from datetime import date
from pathlib import Path

import pytest

from tasks.approval_form import describe_edition
from terugkom.database.connection_pool import Database
from terugkom.documents.messages import translate
from terugkom.editions.correction_model import CorrectionKind, CorrectionState, StoryCorrection
from terugkom.editions.model import EditionStep
from terugkom.editions.propose_correction import CorrectionProposal, propose_correction
from terugkom.editions.story_folder import read_story_folder
from terugkom.editions.word_draft.draft_fields import list_rows
from tests.editions.conftest import publish_newsletter_and_site
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.published_municipality import PublishedMunicipality
from tests.editions.test_waiting_dates import read_mail

MOSTLY_SQLITE = True
STORY = "klaar-m-01"
SAID = "ja, maar pas na 1 mei"
TOLD = f"“Ledlampen: klaar”, openbaar: “{SAID}”"


@pytest.fixture
def town(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    found = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-reden")
    found.import_actions(FIRST, action("L-1", "Ledlampen", public="ja", deadline=date(2027, 6, 30)))
    found.import_actions(
        ASKED,
        action("L-1", "Ledlampen", "klaar", public="ja", deadline=date(2027, 6, 30), news="Ze hangen er."),
    )
    found.compile()
    path = next(found.folder.glob("*-klaar-l-1.md"))
    text = path.read_text()
    assert "openbaar: ja" in text
    path.write_text(text.replace("openbaar: ja", f"openbaar: {SAID}"))
    return found


@pytest.fixture
def linde(sqlite_database: Database, tmp_path: Path) -> PublishedMunicipality:
    return publish_newsletter_and_site(sqlite_database, tmp_path)


def test_who_approves_reads_it_and_the_story_stays_inside(town: EditionMunicipality) -> None:
    assert town.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    for words in read_mail(town):
        assert TOLD in words
        assert "blijft binnenshuis zolang" in words
    review = town.compile()
    assert [each.code for each in review.proof.public_only.stories] == []
    assert SAID not in describe_edition(review, (), "")
    assert "Bij 1 ja of nee in een verhaal staat een reden." in describe_edition(review, (), "")


def test_the_word_draft_shows_it_as_it_was_written(town: EditionMunicipality) -> None:
    ((_, story),) = read_story_folder(town.folder, "nl").stories
    assert dict(list_rows(story, "nl"))[translate("draft.field.public", "nl")] == SAID


@pytest.mark.long
def test_who_decides_about_a_correction_reads_it(linde: PublishedMunicipality) -> None:
    (path,) = linde.folder.glob(f"*{STORY}.md")
    path.with_name("99-extra.md").write_text(
        path.read_text()
        .replace("openbaar: ja", "openbaar: nee: wacht op foto")
        .replace("acties: ", "acties: [] #")
        .replace("soort: klaar", "soort: ander")  # a story that is called done names its action
    )
    linde.propose(CorrectionKind.ADD, "extra", "")
    *_, (_, document) = linde.deliveries()
    assert document.kind == "correction-asked"
    assert "openbaar: nee: wacht op foto" in linde.mail_text(document)


def test_a_note_on_the_command_line_and_one_in_the_file_are_one_correction(
    linde: PublishedMunicipality,
) -> None:
    linde.edit(STORY, ("Ze staan bij het onthaal.", "Ze staan aan de achterdeur."))
    linde.edit(
        STORY, ("openbaar: ja", "openbaar: ja\nrechtzetting: Het is de achterdeur en niet het onthaal.")
    )
    by_command = linde.propose(CorrectionKind.CORRECT, STORY, "Ze staan niet aan het onthaal.")

    by_run = propose(linde)

    assert (by_run.id, by_run.note) == (by_command.id, "Ze staan niet aan het onthaal.")
    assert linde.states() == [(STORY, CorrectionState.APPROVAL_REQUESTED)]
    linde.edit(
        STORY, ("Het is de achterdeur en niet het onthaal.", "Het is de achterdeur, niet het onthaal.")
    )
    later = propose(linde)
    assert later.note == "Het is de achterdeur, niet het onthaal."
    assert [state for _, state in linde.states()] == [
        CorrectionState.SUPERSEDED,
        CorrectionState.APPROVAL_REQUESTED,
    ]


def propose(linde: PublishedMunicipality) -> StoryCorrection:
    """Propose as a run of correct-edition does, which is given no note."""
    proposal = CorrectionProposal(CorrectionKind.CORRECT, STORY)
    return propose_correction(linde.desk, linde.run(), linde.folder, proposal)
