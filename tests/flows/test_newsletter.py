"""An edition's cycle on a real Prefect server: asked, reminded, approved by command, told."""

import re
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from mailbox import mbox
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from flows.follow_up_calendar import follow_up_calendar
from flows.newsletter import newsletter
from tasks.installation import get_installation
from terugkom.claims.claim_rows import PublishedClaim
from terugkom.claims.kept_sentences import KeptLine
from terugkom.documents.model import Document
from terugkom.editions import approval, due_steps, open_edition
from terugkom.editions.approval import DecisionSource, SubmittedDecision
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.keep_claim import keep_claim
from terugkom.editions.model import Edition, EditionVerdict
from terugkom.plan.media import Medium
from terugkom.plan.queries import get_municipality
from terugkom.schedule.quarters import Quarter
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.subscription import find_subscriber, unsubscribe
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, REASON, EditionMunicipality
from tests.flows.conftest import FlowHome, artifacts_of, children_of, report_of, run_of
from tests.flows.state_names import name_state
from tests.mail_server import MailServer


@pytest.fixture
def linde(home: FlowHome) -> EditionMunicipality:
    room = EditionMunicipality(home.database, get_installation().settings.municipalities)
    room.home.mkdir(parents=True, exist_ok=True)
    more: dict[str, Any] = {
        "press_list": "pers@krant.example.org",
        "digest_weekday": "vrijdag",
        "unsubscribe_url": "https://linde.example.org/weg?t=",
    }
    room.import_actions(FIRST, *BEFORE, **more)
    room.import_actions(ASKED, *NOW, **more)
    return room


def editions(day: date) -> list[str]:
    state = follow_up_calendar(today=day, return_state=True)
    return [run.state_name for run in children_of(state) if run.name.startswith("nieuwsbrief")]


def approve(room: EditionMunicipality, *media: Medium) -> None:
    here = get_installation()
    with here.database.read_session() as session:
        town = get_municipality(session, room.slug)
        found = due_steps.find_edition(session, town, room.quarter)
        assert found
    folder = EditionFolders(here.settings.municipalities).folder_for(room.slug, str(room.quarter))
    proofed = open_edition.compile_and_review(
        here.build_render_context(town), town, found.moment_id, folder, ASKED
    )
    with here.database.write_session() as session:
        edition = session.get_one(Edition, found.moment_id)
        judgement = SubmittedDecision(
            EditionVerdict.APPROVE,
            "Lotte",
            edition.text_hash,
            setback_reasons=dict.fromkeys(Medium, REASON),
            media=media or tuple(Medium),
        )
        approval.record_decision(
            session, edition, judgement, proofed, DecisionSource(datetime(2026, 12, 18, tzinfo=UTC), "test")
        )


@pytest.mark.long
def test_the_tick_begins_it_once_asks_once_and_reminds(linde: EditionMunicipality) -> None:
    assert editions(ASKED - timedelta(days=1)) == []
    assert editions(ASKED) == [name_state("waiting-for-approval")]
    quiet = follow_up_calendar(today=ASKED, return_state=True)
    assert children_of(quiet, but="versturen wat wacht") == []
    edition = "de nieuwsbrief van linde, vierde kwartaal van 2026"
    line = f"- wacht: {edition}: sinds 2026-12-17 is goedkeuring gevraagd"
    assert line in artifacts_of(run_of(quiet))["follow-up-calendar"]
    assert editions(date(2026, 12, 18)) == []
    state = follow_up_calendar(today=date(2026, 12, 22), return_state=True)
    (run,) = children_of(state, but="herinneringen")
    assert run.state
    assert (run.state_name, run.state.message) == (
        name_state("waiting-for-approval"),
        "1 document gemaakt; 1 verstuurd; herinnering aan de coördinator",
    )
    assert [role for role, _ in linde.mails()] == ["coordinator"] * 2


@pytest.mark.long
def test_its_run_shows_its_stories_by_kind_and_what_was_approved_is_told_once(
    linde: EditionMunicipality,
) -> None:
    state = newsletter("linde", today=ASKED, return_state=True)
    run = run_of(state)
    assert (run.name, state.name) == ("nieuwsbrief · linde · 2026-Q4", name_state("waiting-for-approval"))
    shown = artifacts_of(run)["newsletter"]
    assert "1. openbaar, klaar" in shown
    for written in ("onthaal", "Drie dienstfietsen", "Regenwaterput"):
        assert written not in shown
    approve(linde)
    with linde.database.write_session() as session:
        town = get_municipality(session, "linde")
        enrol_plan_people(session, town, ASKED)
        unsubscribe(find_subscriber(session, town, "dora@linde.example.org"), ASKED, "")
    state = newsletter("linde", today=ASKED, return_state=True)
    assert (state.name, linde.state()) == (name_state("published"), "told")
    shown = artifacts_of(run_of(state))["newsletter"]
    assert "- **affiches en folders**: met een opmerking, die in de mail staat" in shown
    assert "**Tegenslagen die alleen intern vermeld zijn: 2**" in shown
    assert "| kanaal | 2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 |" in shown
    assert "| de nieuwsbrief | - | - | - | ja |" in shown
    # the press release is written, and waits for somebody's word: the press was told nothing yet
    assert "**Al een jaar niet gebruikt: de gedragscode, de pers**" in shown
    assert "- **overgeslagen lezers**: 1 afgemeld" in shown
    # steps that do not report theirs write newsletters and pages: the run said that it wrote none of them
    with linde.database.read_session() as session:
        written = session.scalars(select(Document.path).where(Document.run_id == str(run_of(state).id))).all()
    listed = [str(each.path) for each in report_of(state).documents]
    assert sum("newsletter" in each for each in listed) == 1
    assert len(listed) == len(written)
    outbox = get_installation().settings.outbox / "linde" / "editions" / "2026-Q4"
    before = {path: path.stat().st_mtime_ns for path in outbox.rglob("*") if path.is_file()}
    assert "Regenwaterput" in (outbox / "intranet" / "index.html").read_text()
    assert "Regenwaterput" not in (outbox / "website" / "2026-q4" / "index.html").read_text()
    again = newsletter("linde", today=ASKED, return_state=True)
    assert {path: path.stat().st_mtime_ns for path in outbox.rglob("*") if path.is_file()} == before
    assert report_of(again).documents == ()
    assert editions(ASKED + timedelta(days=1)) == []


@pytest.mark.long
def test_a_misleading_sentence_waits_and_goes_out_once_it_is_kept_with_a_reason(
    linde: EditionMunicipality,
) -> None:
    linde.compile()
    path = next(linde.folder.glob("*-loopt-e-02.md"))
    path.write_text(path.read_text().replace("Negen van", "Onze school is klimaatneutraal.\n\nNegen van"))
    for _ in range(2):  # the second time nothing is mailed, and it says so all the same
        state = newsletter("linde", today=ASKED, return_state=True)
        assert state.name == name_state("not-ready")
        assert str(state.message).endswith("1 punt om eerst recht te zetten")
    with linde.database.write_session() as session:
        keep_claim(
            session,
            get_municipality(session, "linde"),
            get_installation().edition_folders,
            KeptLine("klimaatneutraal", "Berekend door de provincie.", "Dora Vink"),
            ASKED,
            datetime(2026, 12, 17, 9, tzinfo=UTC),
        )
    state = newsletter("linde", today=ASKED, return_state=True)
    assert state.name == name_state("waiting-for-approval")
    assert "klimaatneutraal" not in artifacts_of(run_of(state))["newsletter"]
    approve(linde)
    assert newsletter("linde", today=ASKED, return_state=True).name == name_state("published")
    with linde.database.read_session() as session:
        kept = [each for each in session.scalars(select(PublishedClaim)) if each.kept]
        assert [each.text for each in kept] == ["Onze school is klimaatneutraal."]
        assert kept[0].kept.reason == "Berekend door de provincie."
    outbox = get_installation().settings.outbox / "linde" / "editions" / "2026-Q4"
    pages = [each.read_text() for each in outbox.rglob("*.html")]
    assert any("Onze school is klimaatneutraal." in each for each in pages)
    assert not any("Berekend door de provincie" in each for each in pages), "the reason is for who approves"


@pytest.mark.long
def test_the_newsletter_lies_in_a_reader_s_mailbox_and_a_channel_that_was_not_chosen_gets_nothing(
    linde: EditionMunicipality, mail_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsletter("linde", today=ASKED, return_state=True)
    approve(linde, Medium.NEWSLETTER, Medium.INTRANET)
    monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{mail_server.port}")
    get_installation.cache_clear()
    assert newsletter("linde", today=ASKED, really=True, return_state=True).name == name_state("published")
    with closing(mbox(tmp_path / "lotte.mbox")) as box:
        for arrived in mail_server.mails:
            if arrived.recipient == "lotte@linde.example.org":
                box.add(arrived.content)
    with closing(mbox(tmp_path / "lotte.mbox", create=False)) as box:
        (mail,) = (message_from_bytes(each.as_bytes(), policy=default) for each in box)
    assert mail["Subject"] == "Nieuws uit ons actieplan duurzaamheid, vierde kwartaal van 2026"
    assert re.search(r"<mailto:.*>, <https://linde\.example\.org/weg\?t=\S+>", mail["List-Unsubscribe"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert "Drie dienstfietsen" in part.get_content()
        assert "Regenwaterput" in part.get_content(), "inside, what went less well is told too"
    outbox = get_installation().settings.outbox / "linde" / "editions" / "2026-Q4"
    assert sorted(path.name for path in outbox.iterdir()) == ["intranet", "newsletter"]


def test_a_dry_run_keeps_nothing(linde: EditionMunicipality, home: FlowHome) -> None:
    before = home.all_files()
    state = newsletter("linde", today=ASKED, dry_run=True, return_state=True)
    assert (state.name, run_of(state).name) == (
        name_state("dry-run"),
        "nieuwsbrief · linde · 2026-Q4 · alleen tonen",
    )
    shown = artifacts_of(run_of(state))["newsletter"]
    assert "intern, minder" in shown
    (planned,) = report_of(state).planned
    assert (planned.role, planned.recipient) == ("coordinator", "lotte@linde.example.org")
    assert planned.subject == "Ter goedkeuring: nieuwsbrief van het vierde kwartaal van 2026"
    assert "- zou vertrekken: 1 × tekst ter goedkeuring aan coördinator" in shown
    assert "lotte@" not in shown
    assert "Regenwaterput" not in shown
    assert home.all_files() == before


def test_a_quarter_that_has_not_begun_is_refused(linde: EditionMunicipality) -> None:
    state = newsletter("linde", quarter="2027-Q2", today=ASKED, return_state=True)
    assert state.type == "FAILED"
    assert "2027-Q2 is nog niet begonnen" in str(state.message)
    assert Quarter.parse("2027-Q2") > linde.quarter


@pytest.mark.long
def test_a_broken_own_template_stops_its_medium_alone_until_the_round_after_it_was_corrected(
    linde: EditionMunicipality,
) -> None:
    newsletter("linde", today=ASKED)
    approve(linde)
    own = get_installation().get_municipality_folder("linde") / "templates/newsletter/body.txt"
    own.parent.mkdir(parents=True)
    own.write_text("Dag lezer\n{{ nobody.knows.this }}\n")
    assert editions(date(2026, 12, 18)) == [name_state("partly-done")]
    sent = Counter(linde.mails())
    assert sent["coordinator", "lotte@linde.example.org"] == 2, "the text, and what failed"
    assert not sent["reader", "lotte@linde.example.org"]

    state = follow_up_calendar(today=date(2026, 12, 21), return_state=True)
    assert state.is_failed(), "no round is green that did not make the newsletter"
    (run,) = [each for each in children_of(state) if each.name.startswith("nieuwsbrief")]
    page = artifacts_of(run)["newsletter"]
    assert "1 kanaal van een nieuwsbrief kon niet gemaakt worden" in page
    assert "**de nieuwsbrief**: het sjabloon newsletter/body.txt kan niet gebruikt worden: …" in page
    assert Counter(linde.mails()) == sent, "nothing is sent again"

    own.unlink()
    get_installation.cache_clear()  # the next run is another process
    assert editions(date(2026, 12, 22)) == [name_state("published")]
    new = Counter(linde.mails()) - sent
    assert {role for role, _ in new} == {"reader"}
    assert set(new.values()) == {1}
    assert editions(date(2026, 12, 23)) == []
