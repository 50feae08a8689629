"""A correction after publication: proposed, approved, and shown where the story stands, with a dated note."""

import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from terugkom.claims.claim_rows import PublishedClaim
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.resolve import ResolveFilter, Verdict, resolve_all
from terugkom.editions import publish_correction
from terugkom.editions.approval import RefusedDecision
from terugkom.editions.correction_approval import (
    CorrectionRequest,
    enqueue_correction_request,
    find_due_reminder,
)
from terugkom.editions.correction_model import CorrectionKind, CorrectionState
from terugkom.editions.model import EditionStep, EditionVerdict
from terugkom.editions.publish_correction import CorrectionResult
from terugkom.errors import InputError
from terugkom.plan.media import Medium
from terugkom.plan.queries import get_municipality
from terugkom.subscribers.subscription import find_subscriber, unsubscribe
from tests.clock import clock_on
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST
from tests.editions.published_municipality import LATER, NOTE, PublishedMunicipality
from tests.editions.test_publish_edition import text_of
from tests.fill_once import fill_once

MOSTLY_SQLITE = True
SETTINGS = {
    "press_list": "een@krant.example.org; twee@krant.example.org",
    "front_desk": "onthaal@linde.example.org",
    "website": "https://linde.example.org/mvo",
}
STORY = "klaar-m-01"
QUICK = (Medium.NEWSLETTER, Medium.INTRANET, Medium.WEBSITE, Medium.JOBS, Medium.SOCIAL)  # to render
ATOM = {"a": "http://www.w3.org/2005/Atom"}
KINDS = CorrectionKind


@pytest.fixture
def linde(database: Database, tmp_path: Path) -> PublishedMunicipality:
    """Linde, whose edition was published through all that is quick to render, and sent."""
    room = PublishedMunicipality(database, tmp_path)

    def fill() -> None:
        room.import_actions(FIRST, *BEFORE, **SETTINGS)
        room.import_actions(ASKED, *NOW, **SETTINGS)
        room.publish(*QUICK)
        room.settle()

    fill_once(database, tmp_path, "published", fill)
    return room


def publish(database: Database, home: Path, *media: Medium) -> PublishedMunicipality:
    """Linde, whose edition was published through these media, or all, and not sent yet."""
    room = PublishedMunicipality(database, home)
    room.import_actions(FIRST, *BEFORE, **SETTINGS)
    room.import_actions(ASKED, *NOW, **SETTINGS)
    room.publish(*media)
    return room


@pytest.mark.long
def test_the_pages_that_show_it_are_replaced_with_a_dated_note_and_no_others(
    linde: PublishedMunicipality,
) -> None:
    linde.correct()
    found = {each.recipient: publication for each, publication in linde.publications("webdav")}
    assert set(found) >= {"2026-q4/klaar-m-01.html", "2026-q4/index.html", "index.html", "feed.atom"}
    assert "2026-q4/loopt-e-02.html" not in found, "it says what it said"
    page = found["2026-q4/klaar-m-01.html"].html
    assert f"<strong>Rechtzetting van 11 januari 2027:</strong> {NOTE}" in page
    assert "achterdeur" in page
    assert "onthaal" not in page
    assert "Gemaakt op 17 december 2026" in " ".join(page.split())


@pytest.mark.long
def test_the_feed_has_an_update_under_the_same_identifier(linde: PublishedMunicipality) -> None:
    before = {each.recipient: what for each, what in linde.publications("webdav", since=ASKED)}["feed.atom"]
    linde.correct()
    after = {each.recipient: what for each, what in linde.publications("webdav")}["feed.atom"]
    ids, updated = [], []
    for feed in (before, after):
        entries = ET.fromstring(feed.text).findall("a:entry", ATOM)
        ids.append([each.findtext("a:id", "", ATOM) for each in entries])
        updated.append([each.findtext("a:updated", "", ATOM)[:10] for each in entries])
    assert ids[0] == ids[1]
    then, now = (str(clock_on(day).date()) for day in (ASKED, LATER))
    assert updated == [[then, then], [now, then]]
    assert ET.fromstring(after.text).findtext("a:updated", "", ATOM)[:10] == now


@pytest.mark.long
def test_posts_are_edited_by_what_their_server_calls_them(linde: PublishedMunicipality) -> None:
    posted = {what.story: each for each, what in linde.publications("mastodon", since=ASKED)}
    made = {what.story: each for each, what in linde.publications("wordpress", since=ASKED) if what.story}
    linde.correct()
    ((delivery, edit),) = linde.publications("mastodon")
    assert delivery.state is DeliveryState.PENDING, "what was approved is not held"
    assert edit.remote_id == f"{posted[STORY].id}"
    assert f"Rechtzetting van 11 januari 2027: {NOTE}" in edit.text
    first = next(what for each, what in linde.publications("mastodon", since=ASKED) if what.story == STORY)
    assert edit.edited_key == first.key
    pages = {what.path: what for _, what in linde.publications("wordpress")}
    assert set(pages) == {"2026-q4/klaar-m-01.html"} | {
        path for path in pages if path.startswith("jobs/")
    } | {path for path in pages if "loopt" in path}
    assert pages["2026-q4/klaar-m-01.html"].edited_key
    assert made[STORY].recipient == "2026-q4/klaar-m-01.html"


@pytest.mark.long
@pytest.mark.each_database
def test_who_got_the_newsletter_and_may_still_be_written_to_gets_a_short_mail(
    linde: PublishedMunicipality,
) -> None:
    with linde.database.write_session() as session:
        town = get_municipality(session, linde.slug)
        unsubscribe(find_subscriber(session, town, "dora@linde.example.org"), LATER, "")
    linde.correct()
    mails = [row for row in linde.deliveries() if row[1].kind == "newsletter-correction-1"]
    assert [(each.recipient, each.state, each.reason) for each, _ in mails] == [
        ("lotte@linde.example.org", DeliveryState.PENDING, ""),
        ("dora@linde.example.org", DeliveryState.SKIPPED, "unsubscribed"),
    ]
    text = linde.mail_text(mails[0][1])
    assert f"Rechtzetting van 11 januari 2027: {NOTE}" in text
    assert "achterdeur" in text
    assert "List-Unsubscribe" in mails[0][0].headers


@pytest.mark.long
def test_the_coordinator_gets_a_list_of_what_went_to_print_and_press(
    database: Database, tmp_path: Path
) -> None:
    linde = publish(database, tmp_path)
    linde.settle()
    linde.correct()
    ((delivery, document),) = linde.deliveries(
        role="coordinator", channel="smtp", state=DeliveryState.PENDING
    )
    assert document.kind == "correction-by-hand"
    text = linde.mail_text(document)
    assert "een@krant.example.org, twee@krant.example.org" in text
    assert "onthaal@linde.example.org" in text
    assert "persbericht-linde-2026-Q4.docx" in text
    assert "informatieblad-artikel-linde-2026-Q4.docx" in text
    facebook = "- Sociale media: Facebook\r\n  Staat het bericht daar? Vervang het dan door deze tekst:\r\n"
    assert facebook in text
    assert len(re.findall(r"(?m)^- ", text)) == 7, "of each piece what to do with it"
    assert delivery.recipient == "lotte@linde.example.org"


@pytest.mark.long
@pytest.mark.each_database
def test_done_twice_it_is_there_once(linde: PublishedMunicipality) -> None:
    linde.edit(STORY, ("onthaal", "loket"))
    correction = linde.propose(KINDS.CORRECT, STORY)
    linde.decide(correction)
    assert linde.publish_correction(correction).publications
    before = [each.key for each, _ in linde.deliveries()]
    assert linde.publish_correction(correction) == CorrectionResult()
    assert [each.key for each, _ in linde.deliveries()] == before
    assert linde.states() == [(STORY, CorrectionState.PUBLISHED)]


@pytest.mark.long
@pytest.mark.parametrize("step", ["correct_newsletter", "_mark_published"])
def test_cut_off_anywhere_it_goes_on_where_it_stopped(
    linde: PublishedMunicipality, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    linde.edit(STORY, ("onthaal", "loket"))
    correction = linde.propose(KINDS.CORRECT, STORY)
    linde.settle(role="coordinator")
    linde.decide(correction)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(publish_correction, step, cut_off)
        with pytest.raises(KeyboardInterrupt):
            linde.publish_correction(correction)
    assert linde.states() == [(STORY, CorrectionState.APPROVED)]
    linde.settle(channel="webdav")  # what a sender did meanwhile
    linde.publish_correction(correction)
    reached = [(each.channel, each.recipient) for each, _ in linde.publications()]
    reached += [(document.kind, each.recipient) for each, document in linde.deliveries(channel="smtp")]
    assert len(reached) == len(set(reached)), "no channel twice"
    assert ("newsletter-correction-1", "dora@linde.example.org") in reached
    assert ("wordpress", f"2026-q4/{STORY}.html") in reached


@pytest.mark.long
def test_a_second_correction_edits_the_first_post_and_shows_both_notes(linde: PublishedMunicipality) -> None:
    linde.correct()
    linde.settle()
    later = date(2027, 1, 12)
    linde.edit(STORY, ("achterdeur", "zijdeur"))
    with pytest.raises(InputError, match="al gelezen bij een vorige rechtzetting"):
        linde.propose(KINDS.CORRECT, STORY, NOTE, day=later)
    second = linde.propose(KINDS.CORRECT, STORY, "Het is de zijdeur en niet de achterdeur.", day=later)
    linde.decide(second)
    linde.publish_correction(second, later)
    edits = linde.publications("mastodon")
    assert len(edits) == 2
    assert edits[0][1].edited_key == edits[1][1].edited_key
    page = [what for each, what in linde.publications("webdav") if each.recipient.endswith("klaar-m-01.html")]
    assert "Rechtzetting van 12 januari 2027" in page[-1].html
    assert "Rechtzetting van 11 januari 2027" in page[-1].html
    assert "zijdeur" in page[-1].html


@pytest.mark.long
def test_corrected_twice_paper_and_press_tell_the_fact_and_the_last_correction(
    database: Database, tmp_path: Path
) -> None:
    """The poster lost the fact after one correction, the press release after two."""
    linde = publish(database, tmp_path, Medium.PRESS, Medium.PUBLIC_SPACE, Medium.BULLETIN)
    linde.settle()
    linde.correct()
    linde.edit(STORY, ("achterdeur", "zijdeur"))
    day, note = date(2027, 1, 12), "Het is de zijdeur en niet de achterdeur."
    correction = linde.propose(KINDS.CORRECT, STORY, note, day=day)
    linde.decide(correction)
    linde.publish_correction(correction, day)
    told = {}
    for path in sorted((linde.home / "outbox").rglob("*")):
        if path.suffix in (".pdf", ".docx", ".txt") and path.is_file():
            told[path.name] = " ".join(re.sub("<[^>]+>", "", text_of(path.read_bytes())).split())
    found = {name: text for name, text in told.items() if note in text}
    for name in ("persbericht", "affiche", "artikel"):
        assert any(name in each for each in found), list(told)
    for name, text in found.items():
        fact = "is klaar sinds 17 december 2026. Dat is 17 dagen na de afgesproken datum."
        assert -1 < text.find(fact) < text.find(f"Rechtzetting van 12 januari 2027: {note}"), name
        assert NOTE not in text, name


@pytest.mark.long
@pytest.mark.parametrize("count", [1, 2])
def test_what_was_corrected_follows_on_the_fact_wherever_it_is_told_in_short(
    linde: PublishedMunicipality, count: int
) -> None:
    """After a second correction the short texts were the newest note alone: nobody read of what."""
    linde.correct()
    day, note = LATER, f"Rechtzetting van 11 januari 2027: {NOTE}"
    if count == 2:
        linde.settle()
        linde.edit(STORY, ("achterdeur", "zijdeur"))
        day, second = date(2027, 1, 12), "Het is de zijdeur en niet de achterdeur."
        note = f"Rechtzetting van 12 januari 2027: {second}"
        correction = linde.propose(KINDS.CORRECT, STORY, second, day=day)
        linde.decide(correction)
        linde.publish_correction(correction, day)
    pages = {each.recipient: what for each, what in linde.publications("webdav")}
    entry = ET.fromstring(pages["feed.atom"].text).findall("a:entry", ATOM)[0]
    overview, story = pages["2026-q4/index.html"].html, pages[f"2026-q4/{STORY}.html"].html
    short = {
        "feed": entry.findtext("a:summary", "", ATOM),
        "overview": re.findall(r"<article>.*?</article>", overview, re.DOTALL)[0],
        "story": re.findall(r'<div class="lead">.*?</div>', story, re.DOTALL)[0],
        "jobs": pages["jobs/index.html"].html,
        "post": linde.publications("mastodon")[-1][1].text,
    }
    fact = (
        "De actie Drie dienstfietsen is klaar sinds 17 december 2026. "
        "Dat is 17 dagen na de afgesproken datum."
    )
    for name, text in short.items():
        plain = " ".join(re.sub("<[^>]+>", " ", text).split())
        assert -1 < plain.find(fact) < plain.find(note), name
        assert plain.count("Rechtzetting") == 1, name
    assert story.count("Rechtzetting van") == count, "the page has each"
    told = "11 januari" if count == 1 else "12 januari"
    assert f"Gemaakt op 17 december 2026, gewijzigd op {told} 2027." in story.replace("\u00a0", " ")


@pytest.mark.long
def test_withdrawn_the_page_stays_at_its_address_and_says_why(linde: PublishedMunicipality) -> None:
    correction = linde.propose(KINDS.WITHDRAW, STORY, "De fietsen zijn nooit geleverd aan ons.")
    linde.decide(correction)
    linde.publish_correction(correction)
    page = next(
        what for each, what in linde.publications("webdav") if each.recipient.endswith(f"{STORY}.html")
    )
    assert "Ingetrokken: “Drie dienstfietsen" in page.html
    assert (
        "<strong>Ingetrokken op 11 januari 2027.</strong> De fietsen zijn nooit geleverd aan ons."
        in page.html
    )
    assert "onthaal" not in page.html
    ((_, edit),) = linde.publications("mastodon")
    assert edit.text.startswith("Ingetrokken: “Drie dienstfietsen"), "else nobody knows what is"
    assert " " not in edit.remote_id, "its picture goes"
    jobs = [
        what.page_body for each, what in linde.publications("webdav") if each.recipient == "jobs/index.html"
    ]
    assert ["Ingetrokken: “Drie dienstfietsen: klaar”. Ingetrokken op" in each for each in jobs] == [True]
    titles = [
        what.title for each, what in linde.publications("webdav") if each.recipient == "jobs/index.html"
    ]
    assert titles == ["Uit ons actieplan duurzaamheid - Gemeente Linde"], "and no more what is done"
    with pytest.raises(InputError, match="is al ingetrokken"):
        linde.propose(KINDS.CORRECT, STORY)


@pytest.mark.long
def test_added_it_is_published_where_the_edition_is(linde: PublishedMunicipality) -> None:
    (linde.folder / "990-nieuw-boom.md").write_text(
        "---\nsoort: nieuw\ntitel: Tien bomen\nopenbaar: ja\n---\n\nEr komen tien bomen op het plein.\n"
    )
    correction = linde.propose(KINDS.ADD, "nieuw-boom", "")
    linde.decide(correction)
    linde.publish_correction(correction)
    paths = {each.recipient for each, _ in linde.publications("webdav")}
    assert {"2026-q4/nieuw-boom.html", "2026-q4/index.html", "index.html", "feed.atom"} <= paths
    ((post, what),) = linde.publications("mastodon")
    assert (post.state, what.edited_key) == (DeliveryState.HELD, ""), "a new post is held as any"
    linde.settle()
    linde.edit("nieuw-boom", ("tien bomen op", "elf bomen op"))
    again = linde.propose(KINDS.CORRECT, "nieuw-boom", "Het zijn elf bomen en geen tien.")
    linde.decide(again)
    linde.publish_correction(again)
    assert {what.story for _, what in linde.publications("mastodon")} == {"nieuw-boom"}
    assert len(linde.publications("mastodon")) == 2


@pytest.mark.long
def test_what_has_not_left_leaves_corrected(database: Database, tmp_path: Path) -> None:
    room = publish(database, tmp_path, *QUICK, Medium.PRESS)
    room.settle(channel="webdav")
    room.correct()
    waiting = [
        row for row in room.deliveries() if row[0].state in (DeliveryState.PENDING, DeliveryState.HELD)
    ]
    posts = [each for each, _ in waiting if each.channel == "mastodon"]
    texts = [what.text for _, what in room.publications("mastodon", since=ASKED)]
    assert len(posts) == 2 + 1, "two stories and the reason, each once"
    assert not any("onthaal" in text for text in texts), "nobody reads what was wrong"
    assert not any("Rechtzetting" in text for text in texts), "nobody read what was wrong"
    kinds = sorted(document.kind for _, document in waiting if document.kind.startswith("newsletter"))
    assert kinds == ["newsletter"] * 2
    press = [each for each, document in waiting if document.kind == "edition-press"]
    assert [each.state for each in press] == [DeliveryState.HELD] * 2
    skipped = [each for each, _ in room.deliveries(state=DeliveryState.SKIPPED)]
    assert {each.reason for each in skipped} == {"superseded: by correction 1"}


@pytest.mark.long
def test_what_a_person_decided_not_to_send_is_not_sent_corrected_either(
    database: Database, tmp_path: Path
) -> None:
    room = publish(database, tmp_path, *QUICK)
    room.settle(channel="webdav")
    with database.write_session() as session:
        held = ResolveFilter((DeliveryState.HELD,), channel="mastodon")
        assert resolve_all(session, held, Verdict.DROP, clock_on(ASKED)) == {"mastodon": 3}
    room.correct()
    posts = room.deliveries(channel="mastodon")
    assert [each.state for each, _ in posts] == [DeliveryState.DROPPED] * 3
    assert room.publications("webdav"), "where it stands it is corrected"


def test_nothing_is_published_without_approval_of_exactly_that_text(linde: PublishedMunicipality) -> None:
    linde.edit(STORY, ("onthaal", "loket"))
    correction = linde.propose(KINDS.CORRECT, STORY)
    with pytest.raises(InputError, match="only an approved correction"):
        linde.publish_correction(correction)
    with pytest.raises(RefusedDecision, match="the text changed meanwhile"):
        linde.decide(correction, text_hash="0000")
    with pytest.raises(RefusedDecision, match="enter your name"):
        linde.decide(correction, name=" ")
    with pytest.raises(RefusedDecision, match="say in the remark what must change"):
        linde.decide(correction, EditionVerdict.SEND_BACK)
    same = linde.propose(KINDS.CORRECT, STORY)
    assert same.id == correction.id
    linde.edit(STORY, ("loket", "balie"))
    other = linde.propose(KINDS.CORRECT, STORY)
    assert linde.states() == [
        (STORY, CorrectionState.SUPERSEDED),
        (STORY, CorrectionState.APPROVAL_REQUESTED),
    ]
    linde.decide(other, EditionVerdict.SEND_BACK, remark="Welke balie?")
    assert linde.states()[-1] == (STORY, CorrectionState.SENT_BACK)
    assert linde.publications() == []


@pytest.mark.parametrize(
    ("kind", "code", "note", "problem"),
    [
        (KINDS.CORRECT, "onbekend", NOTE, "staat geen verhaal “onbekend”"),
        (KINDS.CORRECT, STORY, NOTE, "niets veranderd"),
        (KINDS.WITHDRAW, STORY, "fout", "in een zin"),
        (KINDS.ADD, STORY, "", "staat al in de verschenen editie"),
        (KINDS.ADD, "bestaat-niet", "", "geen bestand van het verhaal"),
    ],
)
def test_what_cannot_be_corrected_is_said(
    linde: PublishedMunicipality, kind: CorrectionKind, code: str, note: str, problem: str
) -> None:
    with pytest.raises(InputError, match=problem) as refused:
        linde.propose(kind, code, note)
    assert refused.value.render_public("nl").startswith("eerst is er nog iets recht te zetten")
    assert linde.states() == []


def test_a_correction_passes_the_checks_of_an_edition(linde: PublishedMunicipality) -> None:
    linde.edit("loopt-e-02", ("Negen van de twaalf gebouwen.", "Alle gebouwen zijn klaar. Er is 9 kWh."))
    with pytest.raises(InputError) as refused:
        linde.propose(KINDS.CORRECT, "loopt-e-02")
    assert "klaar" in str(refused.value)
    linde.edit(STORY, ("openbaar: ja", "openbaar: nee"))
    with pytest.raises(InputError, match="niet openbaar of intern"):
        linde.propose(KINDS.CORRECT, STORY)


def test_the_text_is_mailed_with_what_it_was_before_anybody_decides(linde: PublishedMunicipality) -> None:
    linde.edit(STORY, ("onthaal", "loket"))
    linde.propose(KINDS.CORRECT, STORY)
    (row,) = [row for row in linde.deliveries() if row[1].kind == "correction-asked"]
    text = linde.mail_text(row[1])
    assert text.index("bij het onthaal") < text.index("bij het loket")
    assert NOTE in text
    assert "2 lezers" in text
    assert row[0].recipient == "lotte@linde.example.org"


def test_a_medium_that_did_not_have_the_story_hears_nothing(linde: PublishedMunicipality) -> None:
    linde.edit("minder-a-02", ("leiding", "buis"))
    correction = linde.propose(KINDS.CORRECT, "minder-a-02", "Het was een buis, geen leiding in de grond.")
    linde.decide(correction)
    linde.publish_correction(correction)
    assert {each.channel for each, _ in linde.publications()} == {"webhook"}, "it is internal"
    assert all("intranet" in each.recipient for each, _ in linde.publications())


@pytest.mark.long
def test_an_earlier_edition_is_corrected_in_its_folder_and_in_the_feed(linde: PublishedMunicipality) -> None:
    day = date(2027, 3, 18)
    quiet = BEFORE[3] | {"status": "klaar", "public": "ja", "news": "Iedereen doet mee.", "news_on": day}
    done = NOW[2] | {"status": "klaar", "news": "De put ligt er.", "news_on": day}
    linde.import_actions(day, *NOW[:2], done, quiet, NOW[4], **SETTINGS)
    first, linde.quarter = linde.quarter, linde.quarter.containing(day)
    linde.publish(*QUICK, day=day)
    linde.settle()
    linde.quarter = first
    linde.correct(day=date(2027, 3, 20))
    found = {each.recipient: what for each, what in linde.publications("webdav", since=date(2027, 3, 20))}
    assert "index.html" not in found, "it is the newest edition's"
    ids = [
        each.findtext("a:id", "", ATOM)
        for each in ET.fromstring(found["feed.atom"].text).iter(f"{{{ATOM['a']}}}entry")
    ]
    assert [each.rpartition("linde/")[2] for each in ids] == ["2027-Q1/klaar-i-04", "2026-Q4/klaar-m-01"]


@pytest.mark.long
def test_a_newsletter_alone_is_corrected_by_a_mail_alone(database: Database, tmp_path: Path) -> None:
    room = publish(database, tmp_path, Medium.NEWSLETTER)
    room.settle()
    room.correct()
    assert room.publications() == []
    assert [document.kind for each, document in room.deliveries(state=DeliveryState.PENDING)] == [
        "newsletter-correction-1",
        "newsletter-correction-1",
    ]


@pytest.mark.long
def test_who_does_not_decide_is_reminded_twice_and_then_the_chief_hears(linde: PublishedMunicipality) -> None:
    linde.edit(STORY, ("onthaal", "loket"))
    correction = linde.propose(KINDS.CORRECT, STORY)
    sent = []
    for n in range(20):
        run = linde.run(LATER + timedelta(days=n))
        with linde.database.read_session() as session:
            due = find_due_reminder(session, run.municipality, correction, run.today)
        if due:
            mail = enqueue_correction_request(linde.desk, run, correction.id, CorrectionRequest(step=due))
            assert mail
            sent.append((run.today, due, mail.recipients[0].role, mail.subject.partition(":")[0]))
    assert sent == [
        (date(2027, 1, 14), EditionStep.REMINDED, "coordinator", "Nog steeds ter goedkeuring"),
        (date(2027, 1, 20), EditionStep.REMINDED_AGAIN, "coordinator", "Nog steeds ter goedkeuring"),
        (date(2027, 1, 25), EditionStep.ESCALATED, "chief", "Wacht op een beslissing"),
    ]


@pytest.mark.long
@pytest.mark.parametrize("kind", [KINDS.CORRECT, KINDS.WITHDRAW])
def test_what_a_correction_no_longer_says_stands_nowhere_any_more(
    linde: PublishedMunicipality, kind: CorrectionKind
) -> None:
    def standing() -> list[str]:
        with linde.database.read_session() as session:
            query = select(PublishedClaim).where(PublishedClaim.story == STORY)
            return [each.text for each in session.scalars(query) if each.stays_on]

    (claimed,) = standing()
    if kind is KINDS.CORRECT:
        linde.correct()
        assert standing() == [claimed], "it is still said that it is done"
    else:
        correction = linde.propose(kind, STORY)
        linde.settle(role="coordinator")
        linde.decide(correction)
        linde.publish_correction(correction)
        assert standing() == []
