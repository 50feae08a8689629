"""A correction on a real Prefect server: mailed, decided in the form, published where the story stands."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from prefect.settings import PREFECT_UI_URL, temporary_settings
from sqlalchemy import select

from flows.correct_edition import correct_edition
from flows.follow_up_calendar import follow_up_calendar
from tasks import corrections
from tasks.channel_blocks import WebdavSettings
from tasks.edition_history import load_edition_history
from tasks.installation import get_installation
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.editions.corrections.correction_model import CorrectionKind, CorrectionState, StoryCorrection
from terugkom.editions.decision_model import EditionDecision
from terugkom.plan.media import Medium
from tests.delivery.webdav_server import PASSWORD, USER, WebdavServer
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST
from tests.editions.published_municipality import LATER, NOTE, PublishedMunicipality
from tests.flows.conftest import FlowHome, artifacts_of, report_of, run_of
from tests.flows.state_names import name_state
from tests.flows.test_waiting_editions import WAITS, read_mails
from tests.flows.waiting_runs import UI, WaitingRun, forget_deployments

__all__ = ["forget_deployments"]
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
    assert str(again.message).startswith("al gepubliceerd op ")
    assert str(again.message).endswith("; er is nu niets gedaan")
    (page,) = artifacts_of(run_of(again)).values()
    assert "- **Goedgekeurd** op " in page
    assert ", via: de nieuwsbrief, het intranet, de website" in page
    assert "Lotte" not in page


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
def test_a_correction_that_fails_each_day_stops_no_other_one(linde: PublishedMunicipality) -> None:
    """All later ones of its municipality waited for it, day after day."""
    edit(linde)
    linde.edit("loopt-e-02", ("Negen van de twaalf", "Tien van de twaalf"))
    decided = [
        linde.propose(CorrectionKind.CORRECT, story, note)
        for story, note in ((STORY, NOTE), ("loopt-e-02", "Het zijn er tien, en geen negen."))
    ]
    for each in decided:
        linde.decide(each)
    linde.settle(role="coordinator")
    with linde.database.write_session() as session:
        bad = session.get_one(StoryCorrection, decided[0].id)
        bad.story = {key: value for key, value in bad.story.items() if key != "kind"}
    state = follow_up_calendar("linde", today=LATER, return_state=True)
    assert (state.name, report_of(state).attention["failed_steps"]) == (name_state("partly-done"), 1)
    with linde.database.read_session() as session:
        states = session.scalars(select(StoryCorrection.state).order_by(StoryCorrection.number)).all()
    assert states == [CorrectionState.APPROVED, CorrectionState.PUBLISHED]
    mails = [each for each, document in linde.deliveries() if document.kind == "newsletter-correction-2"]
    assert {each.state for each in mails} == {DeliveryState.SENT}
    errors = (get_installation().settings.home / "errors.log").read_text()
    assert "continue corrections" in errors
    assert "KeyError: 'kind'" in errors


@pytest.mark.long
def test_a_broken_own_template_stops_its_medium_alone_until_the_round_after_it_was_corrected(
    linde: PublishedMunicipality,
) -> None:
    own = get_installation().get_municipality_folder("linde") / "templates/newsletter-correction/body.txt"
    own.parent.mkdir(parents=True)
    own.write_text("Dag lezer\n{{ nobody.knows.this }}\n")
    edit(linde)
    correct_edition("linde", "2026-Q4", STORY, "correct", today=LATER, return_state=True)
    with linde.database.read_session() as session:
        correction = session.scalars(select(StoryCorrection)).one()
    linde.decide(correction)
    state = correct_edition("linde", "2026-Q4", STORY, "correct", today=LATER, return_state=True)
    assert (state.name, state_of(linde)) == (name_state("partly-done"), CorrectionState.PUBLISHED)
    assert "newsletter-correction/body.txt" in "".join(artifacts_of(run_of(state)).values())
    kinds = [document.kind for _, document in linde.deliveries()]
    assert kinds.count("media-not-rendered") == 1
    assert "newsletter-correction-1" not in kinds

    own.unlink()
    get_installation.cache_clear()  # the next run is another process
    follow_up_calendar("linde", today=LATER + timedelta(days=1), return_state=True)
    mails = [each for each, document in linde.deliveries() if document.kind == "newsletter-correction-1"]
    assert {each.state for each in mails} == {DeliveryState.SENT}


@pytest.mark.long
def test_a_text_with_problems_is_refused_without_showing_it(linde: PublishedMunicipality) -> None:
    state = correct_edition("linde", "2026-Q4", STORY, "rechtzetten", today=LATER, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    assert state.message == (
        f"eerst is er nog iets recht te zetten (2) in de rechtzetting van “{STORY}”: zeg de lezers wat er "
        "veranderde en waarom, in een zin van minstens vier woorden en hoogstens 240 tekens die eindigt met "
        "een punt: in het veld “rechtzetting” van het verhaal; aan het verhaal “klaar-m-01” is niets "
        "veranderd sinds het verscheen"
    )
    assert str(state.message) in artifacts_of(run_of(state))["refused"]
    linde.edit(STORY, ("onthaal", "dak van Jan Peeters, dat nooit klaar raakt en niet klaar is,"))
    state = correct_edition("linde", "2026-Q4", STORY, "correct", today=LATER, return_state=True)
    assert "zeg de lezers wat er veranderde" in str(state.message)
    assert "Peeters" not in str(state.message) + artifacts_of(run_of(state))["refused"]


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


def start(change: str = "correct") -> WaitingRun:
    given = {"municipality": "linde", "edition": "2026-Q4", "story": STORY, "change": change}
    return WaitingRun.start(correct_edition, **given, today=LATER.isoformat(), really=True)


@pytest.mark.long
def test_a_correction_that_is_sent_back_or_whose_text_changed_says_so_in_run_and_mail(
    linde: PublishedMunicipality,
) -> None:
    edit(linde)
    run = start()
    assert run.said == ("Suspended", WAITS)
    run.submit(name=" ", channels=None)
    assert run.said == ("Suspended", f"Het laatste antwoord is niet aanvaard: vul uw naam in. {WAITS}")
    assert "- **Niet aanvaard: vul uw naam in.**" in run.pages("correct-edition")[-1]
    ((subject, *texts),) = read_mails(linde, "answer-refused")
    assert subject.startswith("Niet aanvaard: antwoord over de rechtzetting bij de nieuwsbrief van het")
    assert all("vul uw naam in." in words and run.link in words for words in texts)
    linde.edit(STORY, ("loket", "bureau"))
    run.submit(remark="Goed zo.", channels=None)
    assert len(read_mails(linde, "answer-refused")) == 1, "the mail with the new text says it of this one"
    assert "de tekst is intussen gewijzigd" in run.said[1]
    assert "Lotte" not in "".join(run.inputs())
    first, second = read_mails(linde, "correction-asked")
    assert not first[0].startswith("Gewijzigd")
    assert second[0].startswith("Gewijzigd, opnieuw ter goedkeuring: rechtzetting")
    for words in second[1:]:
        assert "De goedkeuring van" in words
        assert words.count("Er stond:") == 1
        assert words.replace("</strong>", "").count("De opmerking daarbij: Goed zo.") == 1
    run.submit(decision="terugsturen met een opmerking", remark="Zeg ook welk bureau.", channels=None)
    assert run.said[0] == name_state("sent-back")
    assert run.said[1].endswith("pas het verhaal aan, en start “verhaal rechtzetten” opnieuw")
    ((subject, *texts),) = read_mails(linde, "sent-back")
    assert subject.startswith("Teruggestuurd: rechtzetting bij de nieuwsbrief")
    assert all("Zeg ook welk bureau." in words for words in texts)
    assert "bureau" not in "".join((*run.pages("correct-edition"), *run.said))


@pytest.mark.long
def test_the_link_of_a_correction_is_mailed_anew_if_its_run_was_deleted_and_by_a_reminder(
    linde: PublishedMunicipality,
) -> None:
    edit(linde)
    first = start()
    first.delete()
    second = start()
    assert second.said == ("Suspended", WAITS)
    assert start().said[0] == name_state("waiting-for-approval"), "one run waits, not two"
    _, new = read_mails(linde, "correction-asked")
    assert new[0].startswith("Nieuwe link, ter goedkeuring: rechtzetting")
    assert all(second.link in words and first.link not in words for words in new[1:])
    second.delete()
    with temporary_settings({PREFECT_UI_URL: UI}):
        follow_up_calendar("linde", today=LATER + timedelta(days=4), return_state=True)
    reminder = read_mails(linde, "correction-asked")[-1]
    assert reminder[0].startswith("Nog steeds ter goedkeuring")
    with linde.database.read_session() as session:
        run = session.scalars(select(StoryCorrection)).one().suspended_run_id
    assert run not in (str(first.id), str(second.id), "")
    assert all(f"{UI}/runs/flow-run/{run}" in words for words in reminder[1:])


@pytest.mark.long
def test_the_page_of_an_edition_says_who_decided_by_role_and_links_to_what_is_public(home: FlowHome) -> None:
    folder = get_installation().settings.municipalities
    folder.mkdir(parents=True, exist_ok=True)
    room = PublishedMunicipality(home.database, folder)
    settings = {"website": "https://linde.example.org/mvo"}
    room.import_actions(FIRST, *BEFORE, **settings)
    room.import_actions(ASKED, *NOW, **settings)
    room.desk = get_installation().build_render_context(room.load_municipality())
    room.publish(Medium.NEWSLETTER, Medium.WEBSITE)
    room.settle()
    with home.database.read_session() as session:
        edition = room.edition(session)
        moment_id, code = edition.moment_id, edition.text_hash[:8]
    decided, published, link = load_edition_history(room.load_municipality(), moment_id).lines
    assert decided.startswith("**Goedgekeurd** op ")
    assert decided.endswith(f", door de coördinator (kenmerk {code})")
    assert published.endswith(", via: de nieuwsbrief, de website")
    assert link == "Lees het op de website: https://linde.example.org/mvo/2026-q4/index.html"
    with home.database.write_session() as session:
        session.scalars(select(EditionDecision)).one().name = "Piet Schepen (niet in het plan)"
    decided, *_ = load_edition_history(room.load_municipality(), moment_id).lines
    assert ", door iemand van buiten het plan (" in decided
    assert "Piet" not in decided
