"""A correction reaches every channel that had the story, once; by servers that check what they are asked."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import Channel
from terugkom.delivery.channels.folder import FolderChannel
from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.mastodon import MastodonChannel, MastodonSite
from terugkom.delivery.channels.webdav import WebdavChannel, WebdavSite
from terugkom.delivery.channels.wordpress import WordpressChannel, WordpressSite, WordpressStatus
from terugkom.delivery.due_deliveries import list_channels_due
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.delivery.resolve import ResolveFilter, Verdict, resolve_all
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.editions import publish_edition
from terugkom.editions.correction_model import CorrectionKind
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import EditionVerdict
from terugkom.plan.media import Medium
from tests.clock import clock_on
from tests.delivery.fake_servers import Mastodon, WordPress
from tests.delivery.web_server import refused
from tests.delivery.webdav_server import PASSWORD, USER, WebdavServer
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST
from tests.editions.published_municipality import LATER, NOTE, PublishedMunicipality
from tests.editions.test_publish_edition import text_of
from tests.soak import often

MOSTLY_SQLITE = True
HERE = RequestLimits(connect_timeout=2, read_timeout=2, total_timeout=10, allow_private=True)
STORY, TITLE = "klaar-m-01", "Drie dienstfietsen"
SETTINGS = {
    "press_list": "een@krant.example.org",
    "front_desk": "onthaal@linde.example.org",
    "bulletin_editor": "blad@linde.example.org",
    "director": "directie@linde.example.org",
    "magazine_editor": "redactie@linde.example.org",
    "website": "https://linde.example.org/mvo",
    "networks": "mastodon",
}
MAILED = {
    Medium.STAFF_MAGAZINE: "redactie@linde.example.org",
    Medium.STAFF_MEETING: "directie@linde.example.org",
    Medium.BULLETIN: "blad@linde.example.org",
    Medium.PUBLIC_SPACE: "onthaal@linde.example.org",
    Medium.PRESS: "een@krant.example.org",
}
PUBLISHED = (Medium.NEWSLETTER, Medium.WEBSITE, Medium.SOCIAL)  # through channels, and quick to render
_numbers = count()


@dataclass
class Servers:
    """The servers of Linde, and what sends to them."""

    folder: Path
    webdav: WebdavServer
    wordpress: WordPress
    mastodon: Mastodon

    def open(self, name: str) -> Channel:
        if name == "webdav":
            site = WebdavSite(self.webdav.url, USER, PASSWORD, HERE)
            return WebdavChannel(lambda _: site)
        if name == "wordpress":
            posts = WordpressSite(self.wordpress.url, *self.wordpress.login, WordpressStatus.PUBLISH, HERE)
            return WordpressChannel(lambda _: posts)
        if name == "mastodon":
            account = MastodonSite(self.mastodon.url, self.mastodon.token, limits=HERE)
            return MastodonChannel(lambda _: account)
        return FolderChannel(self.folder / "mails")

    def send(self, room: PublishedMunicipality, day: date) -> None:
        """Send all that is due, as the runs of that day do."""
        with room.database.read_session() as session:
            due = list_channels_due(session, clock_on(day))
        for name in due:
            if name == "smtp":
                room.settle(channel="smtp", state=DeliveryState.SENT)
                continue
            with closing(self.open(name)) as channel:
                config = SenderConfig(room.database, room.desk.documents, lambda: clock_on(day), day, 60, 60)
                while send_due(config, [channel]).states:
                    pass

    def release(self, room: PublishedMunicipality, day: date) -> None:
        """Release what is held, as a person does."""
        with room.database.write_session() as session:
            resolve_all(session, ResolveFilter((DeliveryState.HELD,)), Verdict.RESEND, clock_on(day))

    def page(self, name: str) -> str:
        return (self.folder / "site" / name).read_text()


@contextmanager
def running(folder: Path) -> Iterator[Servers]:
    (folder / "site").mkdir()
    with ExitStack() as stack:
        yield Servers(
            folder,
            stack.enter_context(WebdavServer(folder / "site")),
            stack.enter_context(WordPress()),
            stack.enter_context(Mastodon()),
        )


def build(database: Database, home: Path, slug: str = "linde") -> PublishedMunicipality:
    room = PublishedMunicipality(database, home, slug, internal=frozenset())
    room.import_actions(FIRST, *BEFORE, **SETTINGS)
    room.import_actions(ASKED, *NOW, **SETTINGS)
    return room


def publish(room: PublishedMunicipality, servers: Servers, *media: Medium) -> None:
    """Publish and send as the flow does: the pages, then what links to them."""
    room.take_due_step(ASKED)
    room.record_decision(EditionVerdict.APPROVE, media=media or tuple(Medium))
    review, targets = room.compile(ASKED), room.targets()
    publish_edition.publish_pages(room.desk, room.run(ASKED), review, targets, RENDERERS)
    servers.send(room, ASKED)
    publish_edition.publish_edition(room.desk, room.run(ASKED), review, targets, RENDERERS)
    servers.release(room, ASKED)
    servers.send(room, ASKED)


@pytest.mark.long
def test_published_and_corrected_on_the_servers_themselves(sqlite_database: Database, tmp_path: Path) -> None:
    room = build(sqlite_database, tmp_path)
    with running(tmp_path) as servers:
        publish(room, servers)
        link = f"https://linde.example.org/mvo/2026-q4/{STORY}.html"
        posts = {str(each["status"][0]) for each in servers.mastodon.statuses}
        assert any(link in text for text in posts), "its page is there"
        made = {post["slug"]: post["content"]["raw"] for post in servers.wordpress.posts}
        assert not any('href="../' in raw or 'href="2026' in raw for raw in made.values()), "no dead link"
        before = servers.page(f"2026-q4/{STORY}.html")
        room.correct()
        servers.send(room, LATER)
        said = "Rechtzetting van 11 januari 2027:"
        for name in (f"2026-q4/{STORY}.html", "2026-q4/index.html", "index.html", "feed.atom"):
            assert said in servers.page(name)
            assert NOTE in servers.page(name)
        assert before != servers.page(f"2026-q4/{STORY}.html")
        (status,) = [each for each in servers.mastodon.statuses if STORY in each["status"][0]]
        assert said in status["status"][0]
        assert link in status["status"][0]
        assert len(status["history"]) == 1
        (post,) = [each for each in servers.wordpress.posts if each["slug"].endswith(STORY)]
        assert said in post["content"]["raw"]
        assert post["revisions"] == [made[post["slug"]]]
        assert len(servers.wordpress.posts) == len(made)
    assert {each.state for each, _ in room.deliveries()} == {DeliveryState.SENT}


@pytest.mark.long
def test_one_channel_fails_alone(sqlite_database: Database, tmp_path: Path) -> None:
    room = build(sqlite_database, tmp_path)
    with running(tmp_path) as servers:
        publish(room, servers, *PUBLISHED)
        servers.mastodon.faults.append(("PUT ", refused(422)))
        room.correct()
        servers.send(room, LATER)
        assert NOTE in servers.page(f"2026-q4/{STORY}.html")
        assert any(NOTE in each["content"]["raw"] for each in servers.wordpress.posts)
        ((failed, _),) = room.deliveries(state=DeliveryState.FAILED)
        assert failed.channel == "mastodon"
        servers.release(room, LATER)
        with room.database.write_session() as session:
            resolve_all(session, ResolveFilter(), Verdict.RESEND, clock_on(LATER))
        servers.send(room, LATER)
        assert any(NOTE in each["status"][0] for each in servers.mastodon.statuses)


@pytest.mark.long
def test_nothing_links_to_a_page_that_the_website_did_not_take(
    sqlite_database: Database, tmp_path: Path
) -> None:
    room = build(sqlite_database, tmp_path)
    room.public = frozenset({"webdav", "mastodon"})
    with running(tmp_path) as servers:
        refuse_page(servers, STORY)
        publish(room, servers, *PUBLISHED)
        link = "https://linde.example.org/mvo/2026-q4/"
        posts = [each["status"][0] for each in servers.mastodon.statuses]
        assert not any(f"{link}{STORY}" in text for text in posts)
        assert any(f"{link}loopt-e-02.html" in text for text in posts), "the others are there"
        told = newsletter_of(room)
        assert f"{link}{STORY}" not in told
        assert f"{link}loopt-e-02.html" in told


@pytest.mark.long
@pytest.mark.parametrize(
    "media", [(Medium.NEWSLETTER, Medium.PRESS, Medium.JOBS, Medium.SOCIAL), (*PUBLISHED, Medium.PRESS)]
)
def test_without_a_page_on_the_website_nothing_links_to_one(
    sqlite_database: Database, tmp_path: Path, media: tuple[Medium, ...]
) -> None:
    room = build(sqlite_database, tmp_path)
    on_website = Medium.WEBSITE in media
    room.public = frozenset({"mastodon"}) if on_website else frozenset({"webdav", "mastodon"})
    room.publish(*media)
    outbox = room.home / "outbox" / "linde" / "editions" / "2026-Q4"
    files = [path for path in outbox.rglob("*") if path.is_file() and path.parent.name != "website"]
    told = "\n".join(text_of(path.read_bytes()) for path in files if "website" not in path.parts)
    assert "/2026-q4/" not in told.replace(f"{outbox}", "")
    if Medium.WEBSITE not in media:
        assert "linde.example.org/mvo" not in told


def refuse_page(servers: Servers, code: str) -> None:
    """Have the server refuse one page for good."""
    answer = servers.webdav._answer

    def refusing(environ: dict[str, str], start_response: object) -> object:
        if code in environ["PATH_INFO"] and environ["REQUEST_METHOD"] == "PUT":
            servers.webdav.instead[("PUT", environ["PATH_INFO"])] = "415 Unsupported Media Type"
        return answer(environ, start_response)

    servers.webdav._server.wsgi_app = refusing


def newsletter_of(room: PublishedMunicipality) -> str:
    (document,) = {d.id: d for _, d in room.deliveries() if d.kind == "newsletter"}.values()
    return room.mail_text(document)


CHANNELS = ("webdav", "wordpress", "mastodon")
MEDIA = [medium for medium in RENDERERS if medium is not Medium.IDEA_BOX]


@pytest.mark.long
@settings(
    max_examples=often(4, soak=100),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(
    media=st.lists(st.sampled_from(MEDIA), min_size=1, unique=True),
    public=st.sets(st.sampled_from(CHANNELS)),
    internal=st.sets(st.sampled_from(("webdav", "webhook"))),
    kind=st.sampled_from((CorrectionKind.CORRECT, CorrectionKind.WITHDRAW)),
)
def test_a_correction_reaches_each_channel_that_had_the_story_and_none_twice(
    sqlite_database: Database,
    tmp_path: Path,
    media: list[Medium],
    public: set[str],
    internal: set[str],
    kind: CorrectionKind,
) -> None:
    room = build(sqlite_database, tmp_path, f"linde-{next(_numbers)}")
    room.public, room.internal = frozenset(public), frozenset(internal)
    room.publish(*media)
    room.settle()
    had = {
        (each.channel, name_of(each, what))
        for each, what in room.publications(since=ASKED)
        if TITLE in what.html + what.text and what.story in ("", STORY)
    }
    outbox = room.home / "outbox" / room.slug / "editions" / "2026-Q4"
    printed = {
        medium
        for medium in MAILED
        if any(TITLE in text_of(path.read_bytes()) for path in (outbox / medium).glob("*"))
    }
    readers = [each.recipient for each, document in room.deliveries() if document.kind == "newsletter"]
    room.edit(STORY, ("onthaal", "loket"))
    correction = room.propose(kind, STORY)
    room.settle(role="coordinator")
    room.decide(correction)
    room.publish_correction(correction)
    later = [(each.channel, name_of(each, what), what) for each, what in room.publications()]
    reached = Counter((channel, name) for channel, name, _ in later)
    assert had <= reached.keys()
    assert set(reached.values()) <= {1}
    for channel, name, what in later:
        if (channel, name) in had:
            assert NOTE in (what.html + what.text).replace("\n", " "), (channel, name)
    mailed = [each.recipient for each, d in room.deliveries() if d.kind == "newsletter-correction-1"]
    assert mailed == readers
    listed = [room.mail_text(d) for _, d in room.deliveries() if d.kind == "correction-by-hand"]
    told = "".join(listed)
    assert {medium for medium, address in MAILED.items() if f"Gemaild naar: {address}" in told} == printed


def name_of(delivery: Delivery, publication: Publication) -> str:
    return publication.story if publication.kind == "post" else delivery.recipient
