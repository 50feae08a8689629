"""The installation: settings, database, templates and channels of this process."""

import gc
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from prefect.runtime import flow_run

from tasks.channel_blocks import WAYS
from tasks.mail_blocks import SmtpSettings
from terugkom import clock
from terugkom.database import Database
from terugkom.delivery.channels import Lanes
from terugkom.delivery.channels.folder import FolderChannel, folder_lanes
from terugkom.delivery.channels.smtp import SmtpChannel, SmtpServer, server_from_url, smtp_lanes
from terugkom.delivery.sender import Post
from terugkom.delivery.sender_process import Orders
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.select_publications import Ways
from terugkom.plan.model import Municipality
from terugkom.settings import Settings


@dataclass(frozen=True)
class Installation:
    """The settings and the database of one process."""

    settings: Settings
    database: Database

    def desk(self, municipality: Municipality) -> RenderContext:
        """Return the render context of a municipality: database, documents folder, templates."""
        own = self.settings.municipalities / municipality.slug / "templates"
        templates = _templates(municipality.language, own if own.is_dir() else None)
        return RenderContext(self.database, self.settings.documents, templates)

    def post(self) -> Post:
        """Return the configuration of the sender."""
        return Post(
            database=self.database,
            documents=self.settings.documents,
            now=clock.now,
            lease=self.settings.lease_seconds,
            retry=self.settings.retry_seconds,
            limit=self.settings.batch_size,
        )

    def lanes(self, channel: str) -> Lanes | None:
        """Return a factory of parallel connections for this channel; None if it is not configured."""
        if channel == FolderChannel.name:
            return partial(folder_lanes, self.settings.outbox)
        if channel in WAYS:
            return WAYS[channel].lanes
        server = self.smtp_server()
        if channel == SmtpChannel.name and server:
            return partial(smtp_lanes, server, self.settings.smtp_connections)
        return None

    def orders(self, lanes: Lanes) -> Orders:
        """Return the configuration of the sender process."""
        post = self.post()
        return Orders(self.database.url, post.documents, post.now, post.lease, post.retry, post.limit, lanes)

    def mail_channel(self) -> str:
        """Return the channel that mail goes through: SMTP if there is a server, else the folder."""
        return SmtpChannel.name if self.smtp_server() else FolderChannel.name

    def ways(self, municipality: Municipality) -> Ways:
        """Return the publishing channels configured for a municipality, public and internal."""
        saved = {name: way.saved_for(municipality.slug) for name, way in WAYS.items()}
        internal = {name for name, way in saved.items() if way and getattr(way, "internal", False)}
        return Ways(frozenset(name for name, way in saved.items() if way) - internal, frozenset(internal))

    def smtp_server(self) -> SmtpServer | None:
        """Return the mail server: of the settings, else of the Prefect block, else none."""
        if self.settings.smtp_url is not None:
            url = self.settings.smtp_url.get_secret_value()
            return server_from_url(url, self.settings.smtp_password_file)
        return SmtpSettings.server()


@cache  # compiling templates takes as long as rendering a hundred mails
def _templates(language: str, own: Path | None) -> Templates:
    return Templates(language, own)


@cache
def installation() -> Installation:
    """Return this process's installation, with its database schema upgraded."""
    settings = Settings()
    database = Database(settings.database)
    database.upgrade()
    gc.freeze()  # Prefect's half a million objects stay: scanning them again costs a tenth of a large run
    gc.set_threshold(50_000)  # few reference cycles in a run: frequent collection costs a fifteenth
    return Installation(settings, database)


def run_id() -> str:
    """Return the id of the current flow run; empty outside a run."""
    return str(flow_run.get_id() or "")
