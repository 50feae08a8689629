"""What an approved edition sends: to readers, editors and sites, once, and nothing internal outside."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import OutboundDocument, RunContext
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.delivery.resolve import Verdict, resolve
from terugkom.documents.markup import render_plain
from terugkom.documents.model import Document
from terugkom.documents.templates import Templates
from terugkom.editions import due_steps, publish_edition
from terugkom.editions.coverage import load_coverage
from terugkom.editions.edition_context import PublishTargets
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import EditionStep, EditionVerdict, ExecutedEditionStep
from terugkom.editions.publish_channels import PublishChannels
from terugkom.editions.publish_edition import PublishResult
from terugkom.editions.select_publications import select_publications
from terugkom.errors import InputError
from terugkom.plan.media import Medium
from terugkom.plan.model import Person
from terugkom.plan.queries import get_municipality
from terugkom.reminders.coordinator_summary import build_summary, render_summary
from terugkom.reminders.unreleased import has_unreleased, list_superseded, select_with_unreleased
from terugkom.reminders.week import ReminderWeek
from terugkom.schedule.model import Moment
from terugkom.schedule.working_days import format_week
from tests.clock import clock_on
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.media.proofs import kit
from tests.fill_once import fill_once
from tests.server_paths import list_mails_with_path
from tests.soak import often

MOSTLY_SQLITE = True

PRESS = {
    "press_list": "een@krant.example.org; twee@krant.example.org",
    "bulletin_editor": "blad@linde.example.org",
}


@pytest.fixture
def approved(database: Database, tmp_path: Path) -> EditionMunicipality:
    """Linde with an edition that somebody approved, and addresses for its media."""
    room = EditionMunicipality(database, tmp_path)

    def fill() -> None:
        room.import_actions(FIRST, *BEFORE, **PRESS)
        room.import_actions(ASKED, *NOW, **PRESS)
        room.take_due_step(ASKED)
        room.record_decision(EditionVerdict.APPROVE, introduction="Dag collega's")

    fill_once(database, tmp_path, "approved", fill)
    return room


def tell(room: EditionMunicipality, *ways: str, internal: str = "", day: date = ASKED) -> PublishResult:
    proofed = room.compile(day)
    with room.database.read_session() as session:
        town = get_municipality(session, room.slug)
        edition = due_steps.find_edition(session, town, room.quarter)
        assert edition
        origin = RunContext(town, edition.moment_id, "smtp", "run", clock_on(day), day)
    out = PublishTargets(
        room.home / "outbox",
        room.home / room.slug,
        PublishChannels(frozenset(ways), frozenset(internal.split())),
    )
    return publish_edition.publish_edition(room.desk, origin, proofed, out, RENDERERS)


def published_in(room: EditionMunicipality, document: Document) -> Publication:
    return Publication.from_bytes(room.desk.documents.read(document.path, document.sha256))


def deliveries(room: EditionMunicipality) -> list[tuple[Delivery, Document]]:
    with room.database.read_session() as session:
        mine = Delivery.moment_id == room.edition(session).moment_id
        query = select(Delivery, Document).join(Document, Document.id == Delivery.document_id).where(mine)
        rows = session.execute(query.order_by(Delivery.id)).tuples().all()
        return [row for row in rows if row[1].kind != "edition-asked"]


@pytest.mark.long
def test_each_reader_gets_one_letter_that_is_stored_once_and_can_be_left(
    approved: EditionMunicipality,
) -> None:
    tell(approved)
    mails = [row for row in deliveries(approved) if row[1].kind == "newsletter"]
    assert [each.recipient for each, _ in mails] == ["lotte@linde.example.org", "dora@linde.example.org"]
    assert len({document.path for _, document in mails}) == 1
    first, document = mails[0]
    content = approved.desk.documents.read(document.path, document.sha256)
    mail = message_from_bytes(first.headers.encode() + content)
    assert mail["List-Unsubscribe"].startswith("<mailto:lotte@linde.example.org?subject=Afmelden%20")
    assert b"Dag collega" in mail.get_payload()[0].get_payload(decode=True)  # type: ignore[union-attr]


@pytest.mark.long
@pytest.mark.each_database
def test_the_press_is_held_for_a_person_and_the_bulletin_goes(approved: EditionMunicipality) -> None:
    tell(approved)
    found = {(each.role, each.state) for each, _ in deliveries(approved) if each.role != "reader"}
    wanted = {("press-list", DeliveryState.HELD), ("bulletin-editor", DeliveryState.PENDING)}
    assert found == {each for each in wanted if Medium(each[0].split("-")[0]) in RENDERERS}


@pytest.mark.long
def test_a_press_release_that_waits_is_named_and_counts_once_sent(
    approved: EditionMunicipality,
) -> None:
    tell(approved)

    def look() -> tuple[set[Medium], list[str]]:
        with approved.database.read_session() as session:
            town = get_municipality(session, approved.slug)
            rows = dict(load_coverage(session, town, ASKED).rows)
            reader = session.scalars(select(Person).where(Person.code == "LW")).one()
            week = ReminderWeek(town, format_week(ASKED), ASKED, None, reader)
            summary = build_summary(session, week)
            assert has_unreleased(session, town.id) == bool(summary.unreleased.total)
            mail = render_summary(Templates("nl"), week, summary)
        assert mail
        parsed = message_from_bytes(b"MIME-Version: 1.0\n" + mail.content, policy=policy.default)
        bodies = [parsed.get_body((kind,)) for kind in ("plain", "html")]
        texts = [" ".join(body.get_content().split()) for body in bodies if body]
        return {medium for medium, used in rows.items() if used[-1]}, texts

    used, texts = look()
    assert Medium.PRESS not in used
    assert {Medium.NEWSLETTER, Medium.BULLETIN} <= used
    with approved.database.write_session() as session:
        press = session.scalars(select(Delivery).where(Delivery.role == "press-list")).all()
        numbers = [each.id for each in press]
        town = get_municipality(session, approved.slug)
        assert town.id in session.scalars(select_with_unreleased()).all()
    named = f"nummers {numbers[0]}, {numbers[1]}, het persbericht bij de nieuwsbrief van het vierde kwartaal"
    assert len(texts) == 2
    for text in texts:
        assert named in text
    assert "WACHT OP UW AKKOORD (1)" in texts[0]
    with approved.database.write_session() as session:
        resolve(session, numbers[0], Verdict.SENT, clock_on(ASKED))
        resolve(session, numbers[1], Verdict.DROP, clock_on(ASKED))
    used, texts = look()
    assert Medium.PRESS in used
    assert "WACHT OP UW AKKOORD" not in texts[0]


@pytest.mark.parametrize(
    ("later", "kind", "is_asked"),
    [
        ("2027-Q1", "newsletter", False),
        ("2027-Q1", "edition-press", False),
        ("2027-Q1", "edition-asked", True),  # it waits for approval itself
        ("2026-Q3", "newsletter", True),
    ],
)
def test_a_press_release_is_asked_for_until_a_later_newsletter_is_out(
    approved: EditionMunicipality, later: str, kind: str, is_asked: bool
) -> None:
    """In November the coordinator was still asked for that of spring, each week."""
    tell(approved)
    day = ASKED + timedelta(days=91)
    with approved.database.write_session() as session:
        town, now = get_municipality(session, approved.slug), clock_on(day)
        moment = Moment(
            municipality_id=town.id, kind="newsletter", subject="later", period=later, day=day, opened_at=now
        )
        session.add(moment)
        session.flush()
        reader = session.scalars(select(Delivery).where(Delivery.role == "reader")).first()
        assert reader
        sample = session.get_one(Document, reader.document_id)
        copied = {"sha256": sample.sha256, "created_at": now, "municipality_id": town.id}
        document = Document(path=f"{later}.eml", kind=kind, subject="Nieuws", **copied)
        session.add(document)
        session.flush()
        sent = {name: getattr(reader, name) for name in ("channel", "role", "recipient", "headers", "state")}
        numbers = {"document_id": document.id, "moment_id": moment.id, "municipality_id": town.id}
        session.add(Delivery(key="later", message_id="later", created_at=now, **numbers, **sent))
    with approved.database.read_session() as session:
        town = get_municipality(session, approved.slug)
        person = session.scalars(select(Person).where(Person.code == "LW")).one()
        week = ReminderWeek(town, format_week(day), day, None, person)
        summary = build_summary(session, week)
        assert has_unreleased(session, town.id) == is_asked
        assert (town.id in session.scalars(select_with_unreleased()).all()) == is_asked
        assert (summary.unreleased.total, summary.superseded.total) == (int(is_asked), int(not is_asked))
        for since, found in (
            (clock_on(day - timedelta(days=7)), not is_asked),
            (clock_on(day + timedelta(7)), 0),
        ):
            assert list_superseded(session, town, since).total == found, "told once"
        mail = render_summary(Templates("nl"), week, summary)
    assert mail
    parsed = message_from_bytes(b"MIME-Version: 1.0\n" + mail.content, policy=policy.default)
    for part in ("plain", "html"):
        body = parsed.get_body((part,))
        assert body
        words = " ".join(body.get_content().split()).lower()
        assert ("wacht op uw akkoord" in words) == is_asked
        assert ("niet meer gevraagd" in words) == (not is_asked)
        assert "het persbericht bij de nieuwsbrief van het vierde kwartaal" in words
    press = [each for each, _ in deliveries(approved) if each.role == "press-list"]
    assert {each.state for each in press} == {DeliveryState.HELD}, "it can still be released"


@pytest.mark.long
@pytest.mark.each_database
def test_told_once_whoever_comes_second(approved: EditionMunicipality) -> None:
    tell(approved)
    before = [each.key for each, _ in deliveries(approved)]
    with pytest.raises(InputError, match="only the approved text can be published"):
        tell(approved)
    assert [each.key for each, _ in deliveries(approved)] == before
    assert approved.take_due_step(ASKED + timedelta(days=1)) is None


def test_a_server_knows_what_is_published_again_after_a_restore(
    approved: EditionMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[list[OutboundDocument]] = []

    def select_twice(run_context: RunContext, *more: Any) -> list[OutboundDocument]:
        # The second time as after a restore, where other moments were opened before this one.
        for moment_id in (run_context.moment_id, run_context.moment_id + 7):
            made.append(select_publications(replace(run_context, moment_id=moment_id), *more))
        return made[-2]

    monkeypatch.setattr(publish_edition, "select_publications", select_twice)
    tell(approved, "webdav", "wordpress", "mastodon", internal="webhook")
    first, again = made[0] + made[2], made[1] + made[3]  # the pages, and then the others
    assert {each.channel for each in first} == {"webdav", "wordpress", "mastodon", "webhook"}
    assert [(each.publication_id, each.content) for each in first] == [
        (each.publication_id, each.content) for each in again
    ]
    assert len({each.publication_id for each in first}) == len(first)


def test_what_nobody_approved_is_not_told(database: Database, tmp_path: Path) -> None:
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW)
    room.take_due_step(ASKED)
    with pytest.raises(InputError, match="only the approved text can be published"):
        tell(room)
    assert deliveries(room) == []


@pytest.mark.long
def test_public_pages_go_to_the_sites_and_internal_ones_only_where_staff_see_them(
    approved: EditionMunicipality,
) -> None:
    tell(approved, "webdav", "wordpress", "mastodon", internal="webhook")
    published = [
        (each.channel, each.recipient, each.state, published_in(approved, document))
        for each, document in deliveries(approved)
        if each.channel != "smtp"
    ]
    paths = {
        channel: sorted(path for way, path, *_ in published if way == channel) for channel, *_ in published
    }
    stories = ["2026-q4/klaar-m-01.html", "2026-q4/loopt-e-02.html"]
    website = [path for path in paths["webdav"] if not path.startswith("jobs/")]
    assert website == ["2026-q4/index.html", *stories, "feed.atom", "index.html", "style.css"]
    assert paths["wordpress"] == [*stories, "jobs/index.html"]
    excerpts = {what.path: what.summary for way, _, _, what in published if way == "wordpress"}
    told = {f"2026-q4/{each.code}.html": each for each in approved.compile().proof.public_only.stories}
    assert [excerpts[path] for path in stories] == [render_plain(told[path].short) for path in stories]
    assert all(excerpts[path] for path in stories)
    outside = [what for way, _, _, what in published if way != "webhook"]
    assert not any("Regenwaterput" in what.html + what.text for what in outside)
    inside = [what for way, _, _, what in published if way == "webhook"]
    assert any("Regenwaterput" in what.html for what in inside)
    assert {state for way, _, state, _ in published if way == "mastodon"} == {DeliveryState.HELD}


@pytest.mark.long
def test_an_intranet_may_be_a_folder_or_a_wordpress_site(approved: EditionMunicipality) -> None:
    tell(approved, internal="webdav wordpress")
    published = [
        (each, published_in(approved, document))
        for each, document in deliveries(approved)
        if each.channel in ("webdav", "wordpress")
    ]
    paths = [(each.channel, what.path) for each, what in published]
    assert ("webdav", "intranet/index.html") in paths
    assert ("webdav", "intranet/style.css") in paths
    assert ("wordpress", "intranet/index.html") in paths
    assert {path.partition("/")[0] for _, path in paths} <= {"intranet", "code-of-conduct", "idea-box"}
    (page,) = (what for each, what in published if each.channel == "wordpress" and "intranet" in what.path)
    assert "Regenwaterput" in page.html
    assert page.title == "Duurzaam werken - Gemeente Linde"


@pytest.mark.long
@pytest.mark.each_database
def test_a_year_has_four_editions_and_each_tells_what_is_new(database: Database, tmp_path: Path) -> None:
    room = EditionMunicipality(database, tmp_path)
    rows = [action(f"A-{n}", f"Actie {n}", public="ja") for n in range(4)]
    room.import_actions(date(2026, 1, 5), *rows)
    told = []
    for n, day in enumerate([date(2026, 3, 17), date(2026, 6, 17), date(2026, 9, 16), date(2026, 12, 17)]):
        rows[n] |= {"status": "klaar", "news": f"Nieuws {n}.", "news_on": day}
        room.import_actions(day, *rows)
        room.quarter = room.quarter.containing(day)
        room.take_due_step(day)
        room.record_decision(EditionVerdict.APPROVE, day)
        assert room.take_due_step(day) is EditionStep.PUBLISHED
        tell(room, day=day)
        told.append([story.code for story in room.compile(day).proof.stories])
    assert told[1:] == [["klaar-a-1"], ["klaar-a-2"], ["klaar-a-3"]]
    assert told[0][0] == "klaar-a-0"
    assert list_mails_with_path(room.desk.documents.folder, tmp_path) == []
    website = room.home / "outbox" / "linde" / "editions" / "2026-Q4" / "website"
    assert "2026-q1/" in (website / "index.html").read_text(), "earlier quarters stay linked"


@pytest.mark.long
def test_all_that_is_published_goes_by_the_day_of_the_run(approved: EditionMunicipality) -> None:
    with approved.database.write_session() as session:  # Dora departs between that day and the clock's
        dora = session.scalars(select(Person).where(Person.code == "DV")).one()
        dora.departed_on = ASKED + timedelta(days=1)
    published = tell(approved, "webdav", "wordpress")
    outbound = (*published.mails, *published.publications)
    assert {each.name.rpartition("/")[0] for each in outbound} == {f"linde/{ASKED}"}
    assert published.recipient_counts == {"recorded": 2}
    with approved.database.read_session() as session:
        steps = {each.step: each.day for each in session.scalars(select(ExecutedEditionStep))}
        documents = session.scalars(select(Document)).all()
    assert steps[EditionStep.PUBLISHED] == ASKED
    assert {each.path.rpartition("/")[0] for each in documents} == {f"linde/{ASKED}"}
    website = approved.home / "outbox" / "linde" / "editions" / "2026-Q4" / "website"
    assert "Gemaakt op 17 december 2026" in " ".join((website / "index.html").read_text().split())


def test_each_page_carries_what_stands_in_it(approved: EditionMunicipality) -> None:
    media = (Medium.WEBSITE, Medium.INTRANET, Medium.IDEA_BOX, Medium.JOBS)
    proof = approved.compile().proof
    rendered = [RENDERERS[medium](proof, replace(kit(), pictures={})) for medium in media]
    pages = [file for each in rendered for file in each.files if file.type == "text/html"]
    assert len(pages) > 5
    for page in pages:
        html = page.content.decode()
        assert page.body
        assert page.body == body_of(html)
        title = " ".join(unescape(html.partition("<title>")[2].partition("</title>")[0]).split())
        assert page.title
        assert (page.title in title) if page.story else (page.title == title)
    stories = {file.story for file in rendered[0].files if file.story}
    assert stories == {story.code for story in proof.public_only.stories}


def test_a_page_layout_of_the_municipality_that_marks_nothing_is_published_too(
    approved: EditionMunicipality, tmp_path: Path
) -> None:
    layout = "<html><head><title>X</title></head><body><nav>N</nav><main>{% block main %}{% endblock %}"
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "page.html").write_text(layout + "</main></body></html>")
    media_context = replace(kit(), pictures={}, templates=Templates("nl", tmp_path / "own"))
    page = RENDERERS[Medium.WEBSITE](approved.compile().proof, media_context).files[0]
    assert (page.title, page.body) == ("", "")
    body = body_of(page.content.decode())
    assert body
    assert "<nav>" not in body


def body_of(html: str) -> str:
    """Return the body of a publication that is stored without one."""
    return Publication("key", "page", "t", "p.html", html=html).body


ROWS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["gepland", "lopend", "klaar", "gestopt"]), st.booleans()),
    min_size=1,
    max_size=9,
)
_numbers = iter(range(10_000))


@pytest.mark.long
@settings(max_examples=often(4, soak=120), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_an_internal_action_never_stands_in_any_public_document(
    sqlite_database: Database, tmp_path: Path, rows: list[tuple[bool, str, bool]]
) -> None:
    room = EditionMunicipality(sqlite_database, tmp_path, f"linde-{next(_numbers)}")
    before = [action(f"Q-{n}", word(n), "lopend", deadline=date(2026, 11, 1)) for n in range(len(rows))]
    room.import_actions(FIRST, *before)
    now = [
        action(
            f"Q-{n}",
            word(n),
            status,
            public="ja" if public else "nee",
            deadline=date(2026, 11, 1 + n),
            **({"news": f"Bericht {word(n)}.", "news_on": ASKED} if news else {}),
        )
        for n, (public, status, news) in enumerate(rows)
    ]
    room.import_actions(ASKED, *now)
    proof = room.compile().proof
    secret = [word(n) for n, (public, *_) in enumerate(rows) if not public]
    made = [
        maker(proof, replace(kit(), pictures={})) for medium, maker in RENDERERS.items() if medium.is_public
    ]
    for each in made:
        told = words_of(each)
        assert not any(name in told for name in secret), each.medium


def word(n: int) -> str:
    """A word that occurs nowhere else, and that no line breaks in two."""
    return f"Zq{chr(97 + n) * 3}x"


def words_of(made: RenderedMedium) -> str:
    """All that a reader of a medium could see."""
    parts = [text_of(file.content) for file in made.files]
    if made.letter:
        parts += [made.letter.subject, made.letter.text, made.letter.html]
        parts += [text_of(file.content) for file in made.letter.attachments]
    return "\n".join([*parts, *(post.text + post.alt for post in made.posts)])


def text_of(content: bytes) -> str:
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode(errors="replace")
