"""The installation: the one place where settings, database, templates, folders and channels come together.

The command line and the Prefect tasks both get from here what they hand to the functions of the subject.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.exc import SQLAlchemyError

from terugkom import clock
from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.database.connection_pool import Database, describe_database_error
from terugkom.database.database_clock import DatabaseClock
from terugkom.delivery.channels.base import FOLDER, SMTP, ChannelUnavailable, ConnectionFactory
from terugkom.delivery.mail_channel import load_mail_channel, store_mail_channel
from terugkom.demo_home import is_demo_home
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.open_store import check_bundles_known, check_not_lost, open_documents
from terugkom.documents.plain_file import require_no_links
from terugkom.documents.render_context import RenderContext
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.publish_channels import PublishChannels
from terugkom.errors import InputError, Message, TerugkomError
from terugkom.home_folder import check_not_restoring, make_private
from terugkom.mail_settings import are_mailed_files_read, check_mail_settings, parse_smtp_server
from terugkom.plan.model import Municipality
from terugkom.plan.queries import find_municipality, list_slugs
from terugkom.run_day import check_run_day
from terugkom.settings import Settings

if TYPE_CHECKING:  # what few commands need, and takes long to import
    from terugkom.delivery.channels.mastodon import MastodonSite
    from terugkom.delivery.channels.smtp import SmtpServer
    from terugkom.delivery.due_deliveries import DeliveryFilter
    from terugkom.delivery.sender import SenderConfig
    from terugkom.documents.look import Look
    from terugkom.documents.templates import Templates
    from terugkom.imap.server import ImapServer
    from terugkom.municipality_files.synchronize import FileSync
    from terugkom.retention.model import Retention


class ChannelSource(Protocol):
    """Where the mail server and the publishing channels are configured, besides the settings."""

    def load_smtp_server(self) -> "SmtpServer | None":
        """Return the configured mail server, or None."""

    def load_mailbox(self, name: str) -> "ImapServer | None":
        """Return the mailbox that is configured under exactly this name, or None."""

    def get_connection_factory(self, channel: str) -> ConnectionFactory | None:
        """Return a factory of parallel connections for a publishing channel; None for an unknown one."""

    def load_publish_channels(self, slug: str) -> PublishChannels:
        """Return the publishing channels configured for a municipality."""

    def load_mentions_account(self, slug: str) -> "MastodonSite | None":
        """Return the Mastodon account whose mentions are fetched for a municipality, or None."""


class SettingsOnly:
    """No channels besides those of the settings: the outbox folder, and the mail server if one is set."""

    def load_smtp_server(self) -> "SmtpServer | None":
        """Return None."""
        return None

    def load_mailbox(self, name: str) -> "ImapServer | None":
        """Return None."""
        return None

    def get_connection_factory(self, channel: str) -> ConnectionFactory | None:
        """Return None."""
        return None

    def load_publish_channels(self, slug: str) -> PublishChannels:
        """Return no channels."""
        return PublishChannels()

    def load_mentions_account(self, slug: str) -> "MastodonSite | None":
        """Return None."""
        return None


@dataclass(frozen=True)
class Installation:
    """The settings, the database and the channels of one process."""

    settings: Settings
    database: Database
    channels: ChannelSource = field(default_factory=SettingsOnly)
    _own_templates: dict[tuple[str, Path, "Look"], "Templates"] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def now(self) -> DatabaseClock:
        """The time by which leases are taken, renewed and judged, as a function."""
        return DatabaseClock(self.database)

    @cached_property
    def documents(self) -> DocumentStore:
        """The store of all documents."""
        return open_documents(self.settings, self.database)

    @property
    def file_sync(self) -> "FileSync | None":
        """Where files of municipalities are synchronized with other machines; None if there are none."""
        from terugkom.municipality_files.synchronize import FileSync

        bundles = None if self.settings.document_store == "bundles" else self.documents.bundles
        return FileSync(self.database, bundles.blobs, self.settings.home.resolve()) if bundles else None

    @property
    def edition_folders(self) -> EditionFolders:
        """The folders of the editions of all municipalities."""
        return EditionFolders(self.settings.municipalities)

    def is_demo(self) -> bool:
        """Return whether this is the home of the demo."""
        with self.database.read_session() as session:
            return is_demo_home(session)

    def get_site_url(self) -> str:
        """Return the address of our pages as people reach them, "" if there are none.

        Of the demo it is on this machine, for its mails never leave it.
        """
        if self.settings.site_url:
            return self.settings.site_url
        return f"http://127.0.0.1:{self.settings.site_port}" if self.is_demo() else ""

    def get_municipality_folder(self, slug: str) -> Path:
        """Return the folder of a municipality, with its inbox and its templates."""
        return self.settings.municipalities / slug

    def load_templates(self, slug: str, language: str) -> "Templates":
        """Return the templates of a municipality, its own overrides first; compiled once per process.

        Raises NotPlainFile if their folder, or the municipality's, is a link.
        """
        self._find_own_templates(slug)
        with self.database.read_session() as session:
            municipality = find_municipality(session, slug)
        return self._load_templates(slug, language, municipality)

    def _load_templates(self, slug: str, language: str, municipality: Municipality | None) -> "Templates":
        from terugkom.plan.load_look import load_look

        look, own = load_look(self.settings.municipalities, municipality), self._find_own_templates(slug)
        if not own.is_dir():
            return _load_built_in_templates(language, look)
        from terugkom.documents.templates import Templates

        if (language, own, look) not in self._own_templates:
            self._own_templates[language, own, look] = Templates(language, own, look)
        return self._own_templates[language, own, look]

    def _find_own_templates(self, slug: str) -> Path:
        """Return the folder of its own templates. Raises NotPlainFile if it is a link, or lies in one."""
        own = self.get_municipality_folder(slug) / "templates"
        require_no_links(self.settings.municipalities, own)
        return own

    def load_common_templates(self, language: str) -> "Templates":
        """Return our own templates in this language, for a page that is no municipality's."""
        from terugkom.documents.look import DEFAULT_LOOK

        return _load_built_in_templates(language, DEFAULT_LOOK)

    def build_render_context(self, municipality: Municipality) -> RenderContext:
        """Return the render context of a municipality: database, document store, templates."""
        templates, tags = self.load_templates_of(municipality), self.settings.reply_tags
        reads = partial(are_mailed_files_read, self.settings, self.is_demo, self.channels, municipality.slug)
        return RenderContext(self.database, self.documents, templates, self.get_site_url(), tags, reads)

    def load_templates_of(self, municipality: Municipality) -> "Templates":
        """Return the templates of a municipality as `load_templates` does; the database is not asked."""
        return self._load_templates(municipality.slug, municipality.language, municipality)

    def build_render_context_for(self, slug: str) -> RenderContext:
        """Return the render context of a municipality that may not exist yet: then its language is Dutch."""
        with self.database.read_session() as session:
            municipality = find_municipality(session, slug)
        return self.build_render_context(municipality or Municipality(slug=slug, language=DEFAULT_LANGUAGE))

    def build_sender_config(self, today: date, which: "DeliveryFilter") -> "SenderConfig":
        """Return the configuration of a sender of these deliveries, in a run whose day is `today`."""
        from terugkom.delivery.sender import SenderConfig

        return SenderConfig(
            database=self.database,
            documents=self.documents,
            now=self.now,
            today=today,
            lease_seconds=self.settings.lease_seconds,
            retry_seconds=self.settings.retry_seconds,
            max_deliveries=self.settings.batch_size,
            which=which,
            give_up_after=timedelta(days=self.settings.give_up_days),
        )

    def get_connection_factory(self, channel: str) -> ConnectionFactory | None:
        """Return a factory of parallel connections for this channel; None if it is not configured.

        The demo has the folder and nothing else.
        """
        if channel == FOLDER:
            from terugkom.delivery.channels.folder import build_folder_connections

            return partial(build_folder_connections, self.settings.outbox)
        if self.is_demo():
            return None
        if channel == SMTP:
            from terugkom.delivery.channels.smtp import build_smtp_connections

            server = self.load_smtp_server()
            return partial(build_smtp_connections, server, self.settings.smtp_connections) if server else None
        return self.channels.get_connection_factory(channel)

    def choose_mail_channel(self) -> str:
        """Return the channel that mail goes through: SMTP if there is a server, else the folder.

        Once it is SMTP it stays so, also if the server's settings are lost, with Prefect's database for
        instance: then mail waits, and each run says so. `terugkom mail-channel folder` changes it back.
        The demo's mail always goes to the folder.
        """
        with self.database.read_session() as session:
            if is_demo_home(session):
                return FOLDER
            stored = load_mail_channel(session)
        if stored == SMTP:
            return stored
        with suppress(ChannelUnavailable):  # it cannot be read, but it is there
            if self._find_smtp_server() is None:
                return FOLDER
        with self.database.write_session() as session:
            store_mail_channel(session, SMTP)
        return SMTP

    def list_real_channels(self, slug: str | None) -> list[str | Message]:
        """Return the channels that leave this machine, for this municipality or all: those but the folder.

        One whose settings cannot be read counts: they may be readable when something is sent. Raises
        UnknownMunicipality.
        """
        with self.database.read_session() as session:
            if is_demo_home(session):
                return []
            found = {load_mail_channel(session)} - {FOLDER}
            slugs = list_slugs(session, slug)
        try:
            found |= {SMTP} if self.load_smtp_server() else set()
            for each in slugs:
                channels = self.channels.load_publish_channels(each)
                found |= channels.public | channels.internal
        except Exception:  # of a block that cannot be read: its text may hold a secret
            return [*sorted(found), Message("error.unread-channel")]
        return [*sorted(found)]

    def refuse_other_day(self, day: date, slug: str | None = None, began_on: date | None = None) -> None:
        """Raise PublicInputError as `check_run_day` does; a run that is not given began today."""
        check_run_day(day, began_on or clock.today(), lambda: self.list_real_channels(slug))

    def build_retention(self) -> "Retention":
        """Return what is to be kept for how long, as of now."""
        from terugkom.retention.model import Retention, RetentionPeriods

        periods = RetentionPeriods.of_settings(self.settings)
        return Retention(self.database, self.documents, self.settings.home.resolve(), periods, clock.now())

    def load_publish_channels(self, municipality: Municipality) -> PublishChannels:
        """Return the publishing channels configured for a municipality; the demo has none."""
        return PublishChannels() if self.is_demo() else self.channels.load_publish_channels(municipality.slug)

    def load_mentions_account(self, slug: str) -> "MastodonSite | None":
        """Return the Mastodon account whose mentions are fetched for a municipality; the demo has none."""
        return None if self.is_demo() else self.channels.load_mentions_account(slug)

    def load_smtp_server(self) -> "SmtpServer | None":
        """Return the mail server of the settings, else of the channel source; the demo has none."""
        return None if self.is_demo() else self._find_smtp_server()

    def _find_smtp_server(self) -> "SmtpServer | None":
        return parse_smtp_server(self.settings) or self.channels.load_smtp_server()


def load_settings() -> Settings:
    """Return the settings of this process. Raises ValidationError for an invalid one."""
    return Settings()


def load_checked_settings() -> Settings:
    """Return the settings; raises ValidationError or InputError for any that is invalid."""
    settings = load_settings()
    check_mail_settings(settings)
    return settings


def build_installation(channels: ChannelSource) -> Installation:
    """Return the installation of this process, with its database upgraded.

    The home becomes its user's alone. Raises InputError if the database cannot be opened, was lost or is
    being restored, UnknownSchema if it is none of this version, and ValidationError for an invalid setting.
    """
    settings = load_settings()
    make_private(settings.home)
    check_not_restoring(settings.home)
    database = None
    try:
        database = Database(settings.database)
        check_not_lost(settings, database)
        database.upgrade()
        check_bundles_known(settings, database)
    except TerugkomError:
        if database:
            database.close()
        raise
    except (OSError, SQLAlchemyError) as error:
        damaged = database.describe_damage(error) if database else None
        where = Message("error.database.of-url") if settings.database_url else settings.home
        why = describe_database_error(error)
        raise damaged or InputError("error.database.unopened", database=where, why=why) from error
    return Installation(settings, database, channels)


@contextmanager
def open_installation() -> Iterator[Installation]:
    """Open the installation for one command; then close its database. Raises as `build_installation` does."""
    installation = build_installation(SettingsOnly())
    try:
        yield installation
    finally:
        installation.database.close()


@lru_cache(64)  # loading templates takes as long as rendering a hundred mails
def _load_built_in_templates(language: str, look: "Look") -> "Templates":
    from terugkom.documents.templates import Templates

    return Templates(language, look=look)
