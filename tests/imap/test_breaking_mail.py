"""A mail at which the connection breaks, or that never arrives, keeps no other from being read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.smtp import Security
from terugkom.imap import fetch_mails as module
from terugkom.imap.fetch_mails import FetchResult, FetchRun, fetch_mails
from terugkom.imap.server import ImapServer
from terugkom.installation import Installation, SettingsOnly
from terugkom.mailboxes import fetch_all
from terugkom.settings import Settings
from tests.delivery.delivery_rows import get_or_add_municipality
from tests.imap.breaking_server import BreakingServer, running_server


def build_run(server: BreakingServer, database: Database, folder: Path) -> FetchRun:
    return FetchRun(
        "lievegem",
        ImapServer("127.0.0.1", server.port, Security.NONE, "u", "p", timeout=5, total_timeout=30),
        database,
        folder / "mailbox",
        lambda _content: folder / "inbox",
        lambda: datetime(2026, 12, 1, 6, tzinfo=UTC),
        lease_seconds=60,
    )


@pytest.mark.parametrize("how", ["breaking", "dripping"])
def test_the_mails_after_one_that_does_not_arrive_are_read(
    how: str, sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest comes first: each visit broke off there, and nothing after it was ever read."""
    monkeypatch.setattr(module, "_MAIL_SECONDS", 0.5)
    server = BreakingServer(5, **{how: frozenset({2})})
    with running_server(server):
        run = build_run(server, sqlite_database, tmp_path)
        result = fetch_mails(run)
        assert (result.filed, server.seen, server.logins) == (4, {1, 3, 4, 5}, 2)
        assert result.errors == ["a mail could not be fetched: the connection broke, or its time was up"]
        again = fetch_mails(run)
        assert (again.filed, len(again.errors)) == (0, 1), "it is told each time"


def test_a_mailbox_that_breaks_at_every_mail_is_left_after_some(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with running_server(BreakingServer(50, breaking=frozenset(range(1, 51)))) as server:
        result = FetchResult()
        with pytest.raises(ChannelUnavailable):
            fetch_mails(build_run(server, sqlite_database, tmp_path), result)
        assert (server.logins, len(result.errors)) == (6, 5)


def test_what_was_fetched_before_a_mailbox_broke_off_is_told(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """The run told of the mailbox alone: its municipality was not imported, its refused mails not counted."""
    with sqlite_database.write_session() as session:
        get_or_add_municipality(session, "lievegem")
    server = BreakingServer(50, breaking=frozenset(range(2, 51)))

    class Saved(SettingsOnly):
        def load_mailbox(self, name: str) -> ImapServer | None:
            return (
                ImapServer("127.0.0.1", server.port, Security.NONE, "u", "p") if name == "lievegem" else None
            )

    with running_server(server):
        found = fetch_all(Installation(Settings(home=tmp_path), sqlite_database, Saved()), "lievegem")
    assert [each.municipality for each in found.outages] == ["lievegem"]
    assert (found.municipalities, len(found.errors)) == ({"lievegem"}, 5)
