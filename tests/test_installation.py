"""The one place where settings, database, templates and channels come together."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import ChannelUnavailable, ConnectionFactory
from terugkom.delivery.channels.mastodon import MastodonSite
from terugkom.delivery.channels.smtp import SmtpServer
from terugkom.delivery.due_deliveries import EVERYTHING
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.return_to_folder import return_to_folder
from terugkom.documents.blobs import DatabaseBlobs, FolderBlobs
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import sha256
from terugkom.documents.logo import encode_logo
from terugkom.documents.object_blobs import ObjectBlobs
from terugkom.documents.plain_file import NotPlainFile
from terugkom.editions.publish_channels import PublishChannels
from terugkom.errors import InputError
from terugkom.installation import Installation, build_installation, open_installation
from terugkom.plan.model import Municipality
from terugkom.settings import Settings
from tests.delivery.delivery_rows import NOON, add_deliveries, change, rows
from tests.documents.own_look import BLUE, ORANGE, draw_logo


class SavedChannels:
    """Channels that somebody configured elsewhere."""

    server = SmtpServer("mail.example.org", 25)

    def load_smtp_server(self) -> SmtpServer | None:
        return self.server

    def get_connection_factory(self, channel: str) -> ConnectionFactory | None:
        return list if channel == "website" else None

    def load_publish_channels(self, slug: str) -> PublishChannels:
        return PublishChannels(frozenset({slug}))

    def load_mentions_account(self, slug: str) -> MastodonSite | None:
        return None


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def here(sqlite_database: Database) -> Installation:
    return Installation(Settings(), sqlite_database, SavedChannels())


def test_a_command_opens_an_upgraded_database_in_the_home_and_closes_it(home: Path) -> None:
    with open_installation() as installation:
        assert installation.settings.home == home
        with installation.database.read_session() as session:
            assert session.scalar(text("SELECT count(*) FROM municipalities")) == 0
        assert installation.choose_mail_channel() == "folder"
    assert installation.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_database_that_cannot_be_opened_is_an_error_that_says_where(home: Path) -> None:
    home.write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be opened"):
        build_installation(SavedChannels())


def test_mail_goes_through_the_server_of_the_settings_before_a_saved_one(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert here.load_smtp_server() == SavedChannels.server
    assert here.choose_mail_channel() == "smtp"
    monkeypatch.setenv("TERUGKOM_SMTP_URL", "smtp://other.example.org:25")
    server = Installation(Settings(), here.database, SavedChannels()).load_smtp_server()
    assert server is not None
    assert server.host == "other.example.org"


def test_once_mail_goes_by_smtp_it_never_goes_to_the_folder_in_silence(here: Installation) -> None:
    assert here.choose_mail_channel() == "smtp"
    lost = Installation(here.settings, here.database)  # prefect.db was thrown away, and its blocks with it
    assert lost.choose_mail_channel() == "smtp"
    assert lost.get_connection_factory("smtp") is None
    with here.database.write_session() as session:
        assert return_to_folder(session, datetime.now(UTC)) == 0
    assert lost.choose_mail_channel() == "folder"
    assert here.choose_mail_channel() == "smtp", "a mail server is configured again"


def test_what_waits_for_the_mail_server_goes_to_the_folder_when_a_person_says_so(
    here: Installation, tmp_path: Path
) -> None:
    add_deliveries(here.database, tmp_path, 3)
    change(here.database, 1, state=DeliveryState.SENT, sent_at=NOON)
    change(here.database, 2, lease="a sender", lease_until=NOON + timedelta(seconds=60))
    with here.database.write_session() as session:
        assert return_to_folder(session, NOON) == 1
    assert [each.channel for each in rows(here.database)] == ["smtp", "smtp", "folder"]


def test_a_mail_server_whose_settings_cannot_be_read_is_no_reason_for_the_folder(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> SmtpServer:
        raise ChannelUnavailable("the block cannot be read")

    monkeypatch.setattr(SavedChannels, "load_smtp_server", fail)
    assert here.choose_mail_channel() == "smtp"


def test_a_channel_that_is_not_configured_has_no_connections(here: Installation) -> None:
    assert here.get_connection_factory("folder") is not None
    assert here.get_connection_factory("smtp") is not None
    assert here.get_connection_factory("website") is list
    assert here.get_connection_factory("mastodon") is None
    alone = Installation(here.settings, here.database)
    assert alone.get_connection_factory("folder") is not None
    assert alone.get_connection_factory("smtp") is None
    assert alone.load_publish_channels(Municipality(slug="linde")) == PublishChannels()


def test_a_municipality_has_its_own_templates_and_its_own_language(here: Installation, home: Path) -> None:
    own = here.get_municipality_folder("linde") / "templates"
    own.mkdir(parents=True)
    (own / "hello.txt").write_text("Linde", encoding="utf-8")
    with here.database.write_session() as session:
        session.add(
            Municipality(
                slug="linde", name="Linde", language="fr", lead_times={}, column_map={}, media_settings={}
            )
        )
    context = here.build_render_context_for("linde")
    assert context.templates.render_text("hello.txt", {}) == "Linde"
    assert context.documents == DocumentStore(home / "documents")
    assert here.build_render_context_for("linde").templates is context.templates, "compiled once"
    assert here.build_render_context_for("new").templates.language == "nl", "one that is not there yet"
    built_in = here.load_templates("other", "nl")
    assert built_in is Installation(here.settings, here.database).load_templates("another", "nl")


def test_a_municipality_has_its_own_look_and_the_others_ours(here: Installation, home: Path) -> None:
    settings = {"primary_colour": BLUE, "accent_colour": ORANGE, "font": "Open Sans"}
    with here.database.write_session() as session:
        for slug, own in (("linde", settings), ("wilg", {})):
            session.add(Municipality(slug=slug, name=slug.title(), language="nl", media_settings=own))
    logo = home / "municipalities/linde/look/logo.png"
    logo.parent.mkdir(parents=True)
    logo.write_bytes(draw_logo())
    look = here.load_templates("linde", "nl").look
    assert (look.primary, look.accent, look.font, look.logo_alt) == (BLUE, ORANGE, "Open Sans", "Linde")
    assert look.logo == encode_logo(draw_logo())
    context = here.build_render_context_for("linde")
    assert context.templates is here.load_templates("linde", "nl")
    for slug in ("wilg", "nergens"):
        assert here.load_templates(slug, "nl").look.is_default
    logo.write_bytes(b"<svg/>")
    with pytest.raises(InputError, match=r"linde/look/logo\.png: it cannot be read: it is no JPEG"):
        here.build_render_context_for("linde")
    assert here.build_render_context_for("wilg").templates.look.is_default, "only linde's documents fail"
    logo.unlink()
    logo.symlink_to(home / "elsewhere.png")
    (home / "elsewhere.png").write_bytes(draw_logo())
    with pytest.raises(NotPlainFile):
        here.load_templates("linde", "nl")


def test_a_sender_gets_the_limits_of_the_settings(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_BATCH_SIZE", "7")
    config = Installation(Settings(), here.database).build_sender_config(date(2026, 11, 24), EVERYTHING)
    assert (config.max_deliveries, config.documents) == (7, DocumentStore(Settings().documents))


@pytest.mark.parametrize(
    ("setting", "kind"),
    [
        ("", None),
        ("bundles", FolderBlobs),
        ("database", DatabaseBlobs),
        ("file:///srv/packs/", FolderBlobs),
        ("memory://terugkom/tests", ObjectBlobs),
    ],
)
def test_documents_are_kept_where_the_setting_says(
    here: Installation, setting: str, kind: type | None
) -> None:
    settings = Settings(document_store=setting)
    bundles = Installation(settings, here.database).documents.bundles
    assert (type(bundles.blobs) if bundles else None) is kind


def test_documents_written_under_the_earlier_name_of_the_setting_are_read(
    home: Path, here: Installation
) -> None:
    content = b"Beste Jan"
    Installation(Settings(document_store="packs"), here.database).documents.write("linde/1.eml", content)
    assert len(list((home / "packs/packs").iterdir())) == 1
    now = Installation(Settings(document_store="bundles"), here.database).documents
    assert now.read("linde/1.eml", sha256(content)) == content


@pytest.mark.parametrize(
    "setting", ["s3", "s3://", "s3://key:secret@bucket/x", "https://x.example", "file://", "s3://b/x?y=1"]
)
def test_a_place_that_cannot_keep_documents_is_refused_and_not_repeated(setting: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(document_store=setting)
    assert "secret" not in str(refused.value)


def test_an_object_store_without_its_library_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("terugkom.settings.find_spec", lambda _: None)
    with pytest.raises(ValidationError, match=r"terugkom\[s3\]"):
        Settings(document_store="s3://bucket/terugkom")


def test_bundles_without_the_database_that_names_them_start_no_new_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", "bundles")
    with open_installation() as installation:
        installation.documents.write("linde/1.eml", b"x")
    for path in home.glob("terugkom.db*"):
        path.unlink()
    with pytest.raises(InputError, match=r"documents"), open_installation():
        pass


def test_a_process_that_is_not_told_where_documents_are_gives_none_of_them_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", "database")
    with open_installation() as installation:
        installation.documents.write("linde/1.eml", b"x")
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", "")
    with pytest.raises(InputError, match="TERUGKOM_DOCUMENT_STORE"), open_installation():
        pass
