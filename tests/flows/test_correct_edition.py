"""A correction on a real Prefect server: mailed, decided in the form, published where the story stands."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from flows.correct_edition import correct_edition
from flows.follow_up_calendar import follow_up_calendar
from tasks import corrections
from tasks.channel_blocks import WebdavSettings
from tasks.installation import get_installation
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.editions.correction_model import CorrectionState, StoryCorrection
from terugkom.plan.media import Medium
from tests.delivery.webdav_server import PASSWORD, USER, WebdavServer
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST
from tests.editions.published_municipality import LATER, NOTE, PublishedMunicipality
from tests.flows.conftest import FlowHome, artifacts_of, report_of, run_of
from tests.flows.state_names import name_state

STORY = "klaar-m-01"


@pytest.fixture
def linde(home: FlowHome) -> PublishedMunicipality:
    """Linde in a real installation, whose edition was published and sent."""
    folder = get_installation().settings.municipalities
    folder.mkdir(parents=True, exist_ok=True)
    room = PublishedMunicipality(home.database, folder, public=frozenset(), internal=frozenset())
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW)
    room.desk = get_installation().build_render_context(room.load_municipality())
    room.publish(Medium.NEWSLETTER, Medium.INTRANET, Medium.WEBSITE)
    room.settle()
    return room


def edit(room: PublishedMunicipality) -> None:
    """Change the story's file, with what readers are told, as who works by the UI does."""
    room.edit(STORY, ("onthaal", "loket"), ("openbaar: ja", f"openbaar: ja\nrechtzetting: {NOTE}"))


def state_of(room: PublishedMunicipality) -> CorrectionState:
    with room.database.read_session() as session:
        return session.scalars(select(StoryCorrection)).one().state


@pytest.mark.long
def test_the_text_is_mailed_decided_in_the_form_and_published(
    linde: PublishedMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(linde)
    state = correct_edition("linde", "2026-Q4", STORY, "correct", today=LATER, return_state=True)
    run = run_of(state)
    assert (run.name, state.name) == (
        f"verhaal rechtzetten · linde · 2026-Q4 · {STORY}",
        name_state("waiting-for-approval"),
    )
    assert report_of(state).deliveries == {"sent": 1}
    assert NOTE not in str(run.parameters) + str(state.message)
    shown: list[str] = []
    answers = [
        SimpleNamespace(decision="goedkeuren", name=" ", remark=""),
        SimpleNamespace(decision="goedkeuren", name="Lotte Wielemans", remark=""),
    ]

    def suspend(wait_for_input: Any, **_: Any) -> Any:
        shown.append(str(wait_for_input._description))
        return answers.pop(0)

    monkeypatch.setattr(corrections, "may_be_suspended", lambda: True)
    monkeypatch.setattr(corrections, "suspend_flow_run", suspend)
    state = correct_edition("linde", "2026-Q4", STORY, "correct", today=LATER, return_state=True)
    assert (state.name, state_of(linde)) == (name_state("published"), CorrectionState.PUBLISHED)
    assert "de nieuwsbrief, het intranet, de website" in shown[0]
    with linde.database.read_session() as session:
        of_run = Document.run_id == str(run_of(state).id)
        written = session.scalars(select(Document.path).where(of_run, Document.kind != "")).all()
    assert any("newsletter-correction" in each for each in written)
    assert report_of(state).document_count == len(written), "what it sent, it wrote"
    assert "2 lezers" in shown[0]
    assert "vul uw naam in" in shown[1]
    assert "fietsen" not in "".join(shown), "Prefect keeps no text"
    outbox = get_installation().settings.outbox / "linde" / "editions" / "2026-Q4"
    assert NOTE in (outbox / "website" / "2026-q4" / f"{STORY}.html").read_text()
    with linde.database.read_session() as session:
        kinds = {each.state for each in session.scalars(select(Delivery))}
    assert kinds == {DeliveryState.SENT}
    again = correct_edition("linde", "2026-Q4", STORY, "correct", today=LATER, return_state=True)
    assert (again.name, report_of(again).deliveries) == (name_state("recorded-before"), {})
    assert again.message == "deze rechtzetting is al gepubliceerd; er is niets gedaan"


@pytest.mark.long
def test_what_was_approved_and_cut_off_is_published_by_the_daily_run(linde: PublishedMunicipality) -> None:
    edit(linde)
    correct_edition("linde", "2026-Q4", STORY, "correct", today=LATER, return_state=True)
    with linde.database.read_session() as session:
        correction = session.scalars(select(StoryCorrection)).one()
    linde.decide(correction)
    follow_up_calendar("linde", today=LATER, return_state=True)
    assert state_of(linde) is CorrectionState.PUBLISHED
    mails = [each for each, document in linde.deliveries() if document.kind == "newsletter-correction-1"]
    assert {each.state for each in mails} == {DeliveryState.SENT}


@pytest.mark.long
def test_a_text_with_problems_is_refused_without_showing_it(linde: PublishedMunicipality) -> None:
    state = correct_edition("linde", "2026-Q4", STORY, "correct", today=LATER, return_state=True)
    assert state.type == "FAILED"
    assert f"eerst is er nog iets recht te zetten (2) in de rechtzetting van “{STORY}”" in str(state.message)
    assert "fietsen" not in str(state.message)


@pytest.fixture
def website(home: FlowHome, prefect_server: str, tmp_path: Path) -> Iterator[Path]:
    """The folder of a real WebDAV server, which is the website of Linde."""
    folder = tmp_path / "website"
    folder.mkdir()
    WebdavSettings.register_type_and_schema()
    with WebdavServer(folder) as running:
        settings = {"username": USER, "password": PASSWORD, "allow_private_addresses": True}
        WebdavSettings(url=running.url, **settings).save("linde", overwrite=True)
        yield folder
    WebdavSettings.delete("linde")


@pytest.mark.long
def test_the_standing_page_changes_in_the_run_that_withdraws_and_its_page_says_what_is_left(
    linde: PublishedMunicipality, website: Path
) -> None:
    follow_up_calendar("linde", today=ASKED, return_state=True)
    page = website / "acties/m-01.html"
    assert "Deze actie is klaar" in page.read_text(encoding="utf-8")
    linde.edit(STORY, ("openbaar: ja", "openbaar: ja\nrechtzetting: De fietsen zijn nooit geleverd."))
    correct_edition("linde", "2026-Q4", STORY, "withdraw", today=LATER, return_state=True)
    with linde.database.read_session() as session:
        correction = session.scalars(select(StoryCorrection)).one()
    linde.decide(correction)
    state = correct_edition("linde", "2026-Q4", STORY, "withdraw", today=LATER, return_state=True)
    assert state_of(linde) is CorrectionState.PUBLISHED
    said = page.read_text(encoding="utf-8")
    assert "We kijken na of deze actie klaar is." in said
    assert "Deze actie is klaar" not in said
    (shown,) = artifacts_of(run_of(state)).values()
    assert "Rechtzetting van de editie van het vierde kwartaal van 2026 van Gemeente Linde" in shown
    assert "1 actie heet klaar in het plan, en het bericht daarover is ingetrokken" in shown
    assert "fietsen" not in shown
