"""A mailbox on a real server, and what is fetched from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.imap.fetch_mails import FetchResult, FetchRun, fetch_mails
from terugkom.imap.server import ImapServer
from tests.imap.dovecot import PROGRAM, Dovecot, DovecotUser, running_dovecot
from tests.mail_server import Certificates

NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)


@pytest.fixture(scope="session")
def dovecot(issued: Certificates) -> Iterator[Dovecot]:
    if PROGRAM is None:
        pytest.skip("no dovecot: it is the IMAP server that mails are fetched from (Debian: dovecot-imapd)")
    with running_dovecot(issued) as server:
        yield server


@dataclass
class FetchHome:
    """A mailbox, and the folders and the database that its mails are fetched to."""

    user: DovecotUser
    database: Database
    folder: Path

    @property
    def inbox(self) -> Path:
        return self.folder / "municipalities/lievegem/inbox"

    @property
    def run(self) -> FetchRun:
        return FetchRun(
            "lievegem",
            self.user.settings,
            self.database,
            self.folder / "mailbox",
            lambda _content: self.inbox,
            lambda: NOW,
            lease_seconds=60,
        )

    def fetch(self, server: ImapServer | None = None) -> FetchResult:
        return fetch_mails(replace(self.run, server=server) if server else self.run)

    def contents(self, folder: str = "") -> list[bytes]:
        """Return the mails of the inbox."""
        return sorted(path.read_bytes() for path in (self.inbox / folder).glob("*.eml"))


@pytest.fixture
def mailbox(dovecot: Dovecot, sqlite_database: Database, tmp_path: Path) -> FetchHome:
    return FetchHome(dovecot.add_user(), sqlite_database, tmp_path)
