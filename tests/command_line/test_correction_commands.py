"""correct-edition, approve-correction, corrections: without the runs that mail and publish."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.command_line import corrections
from terugkom.documents.model import Document
from terugkom.installation import open_installation
from terugkom.report import RunReport
from tests.command_line.conftest import Call
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST
from tests.editions.published_municipality import PublishedMunicipality

STORY, EDITION, DAY = "klaar-m-01", "linde/2026-Q4", ("--today", "2027-01-11", "--really")
NOTE = "Het was niet het onthaal maar het loket."


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What a run is started with."""
    started: list[dict[str, Any]] = []

    def run_cycle(cycle: str, *_: Any, **given: Any) -> RunReport:
        started.append({"cycle": cycle, **{name: given[name] for name in ("edition", "story", "change")}})
        return RunReport()

    monkeypatch.setattr(corrections, "run_cycle", run_cycle)
    return started


@pytest.fixture
def linde(home: Path) -> PublishedMunicipality:
    """Linde in this home, with a published edition."""
    with open_installation() as installation:
        room = PublishedMunicipality(installation.database, installation.settings.municipalities)
        room.home.mkdir(parents=True, exist_ok=True)
        room.import_actions(FIRST, *BEFORE)
        room.import_actions(ASKED, *NOW)
        room.desk = installation.build_render_context(room.load_municipality())
        room.publish()
        room.settle()
    return room


@pytest.mark.long
def test_a_correction_is_proposed_listed_and_approved(
    terugkom: Call, linde: PublishedMunicipality, runs: list[dict[str, Any]]
) -> None:
    said = terugkom("correct-edition", "correct", EDITION, STORY, "--because", NOTE, *DAY)
    assert (said.status, "niets veranderd" in said.err) == (2, True), "the file says what was published"
    linde.edit(STORY, ("onthaal", "loket"))
    said = terugkom("correct-edition", "correct", EDITION, STORY, "--because", "Fout.", *DAY)
    assert (said.status, "in een zin" in said.err) == (2, True)
    said = terugkom("correct-edition", "correct", EDITION, STORY, "--because", NOTE, *DAY)
    assert said.status == 0
    assert "Correction linde/2026-Q4/1 is asked." in said.out
    assert runs == [{"cycle": "correct-edition", "edition": "2026-Q4", "story": STORY, "change": "correct"}]
    said = terugkom("corrections", "--json")
    assert (said.status, said.json[0]["state"], said.json[0]["note"]) == (1, "asked", NOTE)
    assert "onthaal" in said.json[0]["previous"]["body"], "what it was is kept"
    assert "loket" in said.json[0]["text"]["body"]
    said = terugkom("approve-correction", f"{EDITION}/1", "--name", "Lote Wielemans", *DAY)
    assert (said.status, "Is it Lotte Wielemans?" in said.err) == (2, True), "nobody is called so"
    said = terugkom("approve-correction", f"{EDITION}/1", "--name", "Lotte", *DAY, "--json")
    assert said.json["state"] == "approved"
    assert len(runs) == 2
    said = terugkom("approve-correction", f"{EDITION}/1", "--name", "Lotte", *DAY)
    assert (said.status, "nothing left to decide" in said.err) == (2, True)
    assert "Lotte" in terugkom("corrections").out


@pytest.mark.long
def test_a_correction_that_is_sent_back_starts_no_run(
    terugkom: Call, linde: PublishedMunicipality, runs: list[dict[str, Any]]
) -> None:
    assert terugkom("corrections").out == "Nothing was corrected after its publication.\n"
    said = terugkom("correct-edition", "withdraw", EDITION, STORY, "--because", NOTE, *DAY)
    assert said.status == 0
    said = terugkom("approve-correction", f"{EDITION}/1", "--name", "Lotte", "--send-back", "Waarom?", *DAY)
    assert "is sent-back" in said.out
    assert len(runs) == 1
    with open_installation() as installation, installation.database.read_session() as session:
        mails = session.scalars(select(Document).where(Document.kind == "sent-back")).all()
        (sent,) = (installation.documents.read(each.path, each.sha256) for each in mails)
    text = message_from_bytes(sent, policy=default).get_body(("plain",))
    assert text is not None
    assert "Waarom?" in text.get_content(), "who has it changed reads the remark"


@pytest.mark.long
@pytest.mark.parametrize(
    "reference", ["1", "linde/1", "linde/2026-Q4/9", "linde/2026-Q4/x", "linde/2026-Q4/" + "9" * 20]
)
def test_a_correction_that_is_not_there_is_said(
    terugkom: Call, linde: PublishedMunicipality, reference: str
) -> None:
    said = terugkom("approve-correction", reference, "--name", "Lotte", *DAY)
    assert said.status == 2
    assert "correction" in said.err
