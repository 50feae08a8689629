"""The installation: settings, database, templates and channels of this process."""

import gc
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from prefect.runtime import flow_run

from tasks.channel_blocks import CHANNEL_BLOCKS
from tasks.mail_blocks import SmtpSettings
from terugkom import clock
from terugkom.database import Database
from terugkom.delivery.channels import ConnectionFactory
from terugkom.delivery.channels.folder import FolderChannel, build_folder_connections
from terugkom.delivery.channels.smtp import SmtpChannel, SmtpServer, build_smtp_connections, parse_server_url
from terugkom.delivery.outbox import DeliveryFilter
from terugkom.delivery.sender import SenderConfig
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.select_publications import PublishChannels
from terugkom.plan.model import Municipality
from terugkom.settings import Settings


@dataclass(frozen=True)
class Installation:
    """The settings and the database of one process."""

    settings: Settings
    database: Database

    @property
    def documents(self) -> DocumentStore:
        """The store of all documents."""
        return DocumentStore(self.settings.documents)

    def build_render_context(self, municipality: Municipality) -> RenderContext:
        """Return the render context of a municipality: database, document store, templates."""
        own = self.settings.municipalities / municipality.slug / "templates"
        templates = _load_templates(municipality.language, own if own.is_dir() else None)
        return RenderContext(self.database, self.documents, templates)

    def build_sender_config(self, today: date, which: DeliveryFilter) -> SenderConfig:
        """Return the configuration of a sender of these deliveries."""
        return SenderConfig(
            database=self.database,
            documents=self.documents,
            now=clock.now,
            today=today,
            lease_seconds=self.settings.lease_seconds,
            retry_seconds=self.settings.retry_seconds,
            max_deliveries=self.settings.batch_size,
            which=which,
        )

    def get_connection_factory(self, channel: str) -> ConnectionFactory | None:
        """Return a factory of parallel connections for this channel; None if it is not configured."""
        if channel == FolderChannel.name:
            return partial(build_folder_connections, self.settings.outbox)
        if channel in CHANNEL_BLOCKS:
            return CHANNEL_BLOCKS[channel].build_connections
        server = self.load_smtp_server()
        if channel == SmtpChannel.name and server:
            return partial(build_smtp_connections, server, self.settings.smtp_connections)
        return None

    def choose_mail_channel(self) -> str:
        """Return the channel that mail goes through: SMTP if there is a server, else the folder."""
        return SmtpChannel.name if self.load_smtp_server() else FolderChannel.name

    def load_publish_channels(self, municipality: Municipality) -> PublishChannels:
        """Return the publishing channels configured for a municipality, public and internal."""
        saved = {name: block.load_for(municipality.slug) for name, block in CHANNEL_BLOCKS.items()}
        internal = {name for name, block in saved.items() if block and getattr(block, "internal", False)}
        return PublishChannels(
            frozenset(name for name, block in saved.items() if block) - internal, frozenset(internal)
        )

    def load_smtp_server(self) -> SmtpServer | None:
        """Return the mail server: of the settings, else of the Prefect block, else none."""
        if self.settings.smtp_url is not None:
            url = self.settings.smtp_url.get_secret_value()
            return parse_server_url(url, self.settings.smtp_password_file)
        return SmtpSettings.load_server()


@cache  # compiling templates takes as long as rendering a hundred mails
def _load_templates(language: str, own: Path | None) -> Templates:
    return Templates(language, own)


@cache
def get_installation() -> Installation:
    """Return this process's installation, with its database schema upgraded."""
    settings = Settings()
    database = Database(settings.database)
    database.upgrade()
    gc.freeze()  # Prefect's half a million objects stay: scanning them again costs a tenth of a large run
    gc.set_threshold(50_000)  # few reference cycles in a run: frequent collection costs a fifteenth
    return Installation(settings, database)


def get_run_id() -> str:
    """Return the id of the current flow run; empty outside a run."""
    return str(flow_run.get_id() or "")
