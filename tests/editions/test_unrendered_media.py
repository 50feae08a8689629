"""An own template of one medium that fails stops that medium alone, which follows once it was corrected."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.claims.claim_rows import PublishedClaim
from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import OutboundDocument, RunContext
from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.documents.templates import Templates
from terugkom.editions import due_steps, publish_edition
from terugkom.editions.approval import load_approval
from terugkom.editions.edition_context import PublishTargets
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import NOTE_FILE, File, RenderedMedium
from terugkom.editions.media.renderers import RENDERERS, Renderer
from terugkom.editions.model import Edition, EditionState, EditionVerdict
from terugkom.editions.open_edition import open_edition
from terugkom.editions.proof import Proof
from terugkom.editions.publish_channels import PublishChannels
from terugkom.editions.publish_edition import PublishResult
from terugkom.editions.select_publications import WEBDAV
from terugkom.editions.unrendered_media import enqueue_unrendered_media
from terugkom.errors import TemplateError
from terugkom.plan.media import Medium
from terugkom.plan.queries import get_municipality
from terugkom.schedule.quarters import Quarter
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality
from tests.fill_once import fill_once

MOSTLY_SQLITE = True
PRESS = {"press_list": "een@krant.example.org", "bulletin_editor": "blad@linde.example.org"}
WRONG = "Dag lezer\n{{ nobody.knows.this }}\n"
MONDAY = ASKED + timedelta(days=4)
CORRECT = "Verbeter {} in de map met sjablonen van uw gemeente"
ASK = "vraag wie Terugkom beheert om ernaar te kijken"


@pytest.fixture
def linde(database: Database, tmp_path: Path) -> EditionMunicipality:
    """Linde with an approved edition, and a folder for templates of its own."""
    room = EditionMunicipality(database, tmp_path)

    def fill() -> None:
        room.import_actions(FIRST, *BEFORE, **PRESS)
        room.import_actions(ASKED, *NOW, **PRESS)
        room.take_due_step(ASKED)
        room.record_decision(EditionVerdict.APPROVE)

    fill_once(database, tmp_path, "approved for own templates", fill)
    return room


def write_template(room: EditionMunicipality, name: str, text: str) -> Path:
    path = room.home / "own" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def load_run(room: EditionMunicipality, day: date) -> RunContext:
    with room.database.read_session() as session:
        town = get_municipality(session, room.slug)
        return RunContext(town, room.edition(session).moment_id, "smtp", "run", clock_on(day), day)


def read_text(mail: OutboundDocument) -> str:
    body = message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
    assert body
    return str(body.get_content())


def publish(
    room: EditionMunicipality, day: date = ASKED, renderers: Mapping[Medium, Renderer] = RENDERERS
) -> tuple[PublishResult, OutboundDocument | None]:
    """Publish as the flow does; return the result, and the mail about what failed."""
    desk = replace(room.desk, templates=Templates("nl", room.home / "own"))
    review = room.compile(day)
    run = load_run(room, day)
    targets = PublishTargets(
        room.home / "outbox", room.home / room.slug, PublishChannels(frozenset({WEBDAV}))
    )
    result = publish_edition.publish_edition(desk, run, review, targets, renderers)
    return result, enqueue_unrendered_media(desk, run, result.failed, is_published=result.is_published)


def kinds(room: EditionMunicipality) -> list[str]:
    """Which deliveries of the edition there are: kind of document or path, and recipient."""
    with room.database.read_session() as session:
        query = (
            select(Document.kind, Delivery.recipient)
            .join(Document, Document.id == Delivery.document_id)
            .where(Delivery.moment_id == room.edition(session).moment_id, Document.kind != "edition-asked")
        )
        return sorted(f"{kind} {recipient}" for kind, recipient in session.execute(query).tuples())


def is_due(room: EditionMunicipality) -> bool:
    with room.database.read_session() as session:
        return due_steps.find_due_quarter(session, get_municipality(session, room.slug), MONDAY) is not None


@pytest.mark.parametrize(
    ("name", "medium"),
    [
        ("newsletter/body.txt", Medium.NEWSLETTER),
        ("bulletin/body.txt", Medium.BULLETIN),
        ("website/story.html", Medium.WEBSITE),
    ],
)
@pytest.mark.long
def test_one_broken_template_stops_its_medium_alone_which_follows_alone_and_once(
    linde: EditionMunicipality, name: str, medium: Medium
) -> None:
    own = write_template(linde, name, WRONG)
    result, mail = publish(linde)
    assert list(result.failed) == [medium]
    assert linde.state() == EditionState.PUBLISHED
    before = kinds(linde)
    with linde.database.read_session() as session:
        edition = linde.edition(session)
        assert edition.unrendered_media == [medium]
        assert medium not in edition.published_media
        assert len(edition.published_media) >= 8
        claims = [(each.story, each.rule, each.text) for each in session.scalars(select(PublishedClaim))]
    assert mail
    text = read_text(mail)
    assert name in text, "which file"
    assert "line 2" in text or "regel 2" in text

    again, mail = publish(linde, MONDAY)
    assert list(again.failed) == [medium]
    assert (kinds(linde), mail, is_due(linde)) == (before, None, True), "nothing twice"

    own.unlink()
    late, mail = publish(linde, MONDAY)
    assert (late.failed, mail) == ({}, None)
    new = [each for each in kinds(linde) if each not in before]
    wanted = {
        Medium.NEWSLETTER: {"newsletter"},
        Medium.BULLETIN: {"edition-bulletin"},
        Medium.WEBSITE: {"page", "file"},
    }
    assert {each.partition(" ")[0] for each in new} == wanted[medium], new
    assert len(kinds(linde)) == len(before) + len(new)
    assert not is_due(linde)
    with linde.database.read_session() as session:
        edition = linde.edition(session)
        assert edition.unrendered_media == []
        assert medium in edition.published_media
        assert edition.published_media == [str(each) for each in RENDERERS if each in edition.published_media]
        after = [(each.story, each.rule, each.text) for each in session.scalars(select(PublishedClaim))]
        assert len(set(after)) == len(after)
        assert set(claims) <= set(after)
        carried = {each for row in session.scalars(select(PublishedClaim)) for each in row.media}
        assert medium in carried


@pytest.mark.long
@pytest.mark.parametrize("failures", [1, 2])
def test_a_website_that_is_called_published_has_pages(linde: EditionMunicipality, failures: int) -> None:
    """A process that is stopped fails once; what was rendered then was recorded and not what was enqueued."""
    with linde.database.write_session() as session:
        load_approval(session, linde.edition(session)).media = [Medium.WEBSITE, Medium.BULLETIN]
    left = [TemplateError("website/story.html", "stopped")] * failures

    def render_at_last(proof: Proof, media_context: MediaContext) -> RenderedMedium:
        if left:
            raise left.pop()
        return RENDERERS[Medium.WEBSITE](proof, media_context)

    renderers = {**RENDERERS, Medium.WEBSITE: render_at_last}
    for day in (ASKED, MONDAY, MONDAY + timedelta(days=1)):
        result, _ = publish(linde, day, renderers)
        with linde.database.read_session() as session:
            edition = linde.edition(session)
            has_pages = any(each.startswith("page ") for each in kinds(linde))
            assert (Medium.WEBSITE in edition.published_media) == has_pages
            assert edition.unrendered_media == [str(each) for each in result.failed]
        if not result.failed:
            break
    assert has_pages


@pytest.mark.long
def test_nothing_is_called_published_if_every_medium_fails(linde: EditionMunicipality) -> None:
    with linde.database.write_session() as session:
        load_approval(session, linde.edition(session)).media = [Medium.PRESS, Medium.BULLETIN]
    write_template(linde, "press/body.txt", WRONG)
    write_template(linde, "bulletin/body.txt", WRONG)
    result, mail = publish(linde)
    assert set(result.failed) == {Medium.PRESS, Medium.BULLETIN}
    assert not result.is_published
    assert linde.state() == EditionState.APPROVED
    assert mail
    assert kinds(linde) == ["media-not-rendered lotte@linde.example.org"]


@pytest.mark.long
def test_an_edition_of_which_nothing_is_to_be_told_is_not_called_published_beside_one_that_failed(
    linde: EditionMunicipality,
) -> None:
    with linde.database.write_session() as session:
        load_approval(session, linde.edition(session)).media = [Medium.PRESS, Medium.BULLETIN]

    def omit(proof: Proof, media_context: MediaContext) -> RenderedMedium:
        note = File(NOTE_FILE, "text/plain", b"niets")
        return RenderedMedium(Medium.BULLETIN, (note,), note="niets", story_codes=())

    write_template(linde, "press/body.txt", WRONG)
    result, mail = publish(linde, renderers={**RENDERERS, Medium.BULLETIN: omit})
    assert mail
    assert "Er is nog niets verschenen." in read_text(mail)
    assert (list(result.failed), result.is_published) == ([Medium.PRESS], False)
    assert linde.state() == EditionState.APPROVED


OWN = "Een eigen sjabloon van uw gemeente geeft een fout."


@pytest.mark.parametrize(
    ("own", "errors", "wanted", "unwanted"),
    [
        pytest.param(
            "press/body.txt",
            {Medium.PRESS: ("press/body.txt", "line 2")},
            (OWN, CORRECT.format("dat bestand")),
            ASK,
            marks=pytest.mark.long,
        ),
        pytest.param(
            "x/slides.pptx",
            {Medium.STAFF_MEETING: ("slides.pptx", "no layout")},
            (OWN,),
            ASK,
            marks=pytest.mark.long,
        ),
        pytest.param(
            "parts.typ",
            {Medium.BULLETIN: ("bulletin/pack.typ", "parts.typ:3: oops")},
            (OWN,),
            ASK,
            marks=pytest.mark.long,
        ),
        pytest.param(
            "other.txt",
            {Medium.BULLETIN: ("picture", "two pages")},
            (ASK,),
            "eigen sjabloon",
            marks=pytest.mark.long,
        ),
        (
            "press/body.txt",
            {Medium.PRESS: ("press/body.txt", "line 2"), Medium.BULLETIN: ("picture", "two pages")},
            ("(eigen sjabloon van uw gemeente)", CORRECT.format("dat bestand"), ASK),
            OWN,
        ),
    ],
)
def test_the_mail_says_whose_template_is_to_be_corrected(
    linde: EditionMunicipality,
    own: str,
    errors: dict[Medium, tuple[str, str]],
    wanted: tuple[str, ...],
    unwanted: str,
) -> None:
    """*Een eigen sjabloon van uw gemeente* was said of each error, of our own templates too."""
    write_template(linde, own, WRONG)
    desk = replace(linde.desk, templates=Templates("nl", linde.home / "own"))
    failed = {medium: TemplateError(*error) for medium, error in errors.items()}
    mail = enqueue_unrendered_media(desk, load_run(linde, ASKED), failed, is_published=True)
    assert mail
    text = " ".join(read_text(mail).split())
    html = message_from_bytes(mail.content, policy=policy.default).get_body(("html",))
    assert html
    for told in (text, " ".join(html.get_content().split())):
        assert not [each for each in wanted if each not in told], told
        assert unwanted not in told


@pytest.mark.long
def test_what_a_later_edition_overtakes_does_not_follow(linde: EditionMunicipality) -> None:
    write_template(linde, "bulletin/body.txt", WRONG)
    publish(linde)
    with linde.database.write_session() as session:
        edition = session.get_one(Edition, linde.edition(session).moment_id)
        assert due_steps.list_unrendered_media(session, edition) == (Medium.BULLETIN,)
        town, day = get_municipality(session, linde.slug), MONDAY.replace(year=2027, month=3)
        open_edition(session, town, Quarter(2027, 1), RunStamp(day, clock_on(day), "run"))
        assert due_steps.list_unrendered_media(session, edition) == ()
