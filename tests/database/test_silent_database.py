"""A PostgreSQL that takes questions and answers nothing, as one whose disk or machine stands still."""

import json
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest

from deployments.alert_watch import AlertWatch, send_alerts_and_print
from deployments.watch import Watch, start_and_print
from terugkom.command_line import main
from terugkom.database import answer_check
from terugkom.database.connection_pool import Database
from terugkom.settings import Settings
from tests.alerts.webhook_server import WebhookServer
from tests.postgres import Postgres

NOW = datetime(2027, 3, 2, 5, tzinfo=UTC)
SILENT = "it took a question, and did not answer"
SAID = f"the database does not answer: {SILENT}"


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """Take back what a command sets for Prefect, and for temporary folders."""
    with mock.patch.dict(os.environ):
        yield
    tempfile.tempdir = None


class Relay:
    """Passes on what is said to a server of PostgreSQL and what it answers, unless it stands still."""

    def __init__(self, postgres: Postgres) -> None:
        self._target = f"{postgres.sockets}/.s.PGSQL.5432"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.passes = threading.Event()
        self.passes.set()
        self._open: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self.passes.set()
        for each in (self._listener, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self._listener.accept()
                theirs = socket.socket(socket.AF_UNIX)
                theirs.connect(self._target)
                self._open += [ours, theirs]
                for pair in ((ours, theirs), (theirs, ours)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while said := source.recv(65536):
                self.passes.wait()
                target.sendall(said)


@pytest.fixture
def relay(postgres: Postgres) -> Iterator[Relay]:
    relay = Relay(postgres)
    yield relay
    relay.close()


@pytest.mark.long
def test_who_watches_goes_on_and_tells_it_and_its_end(
    postgres: Postgres, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_check, "ANSWER_SECONDS", 0.5)
    lines: list[str] = []
    with postgres.database() as direct, WebhookServer() as webhook, ThreadPoolExecutor(1) as looks:
        url = direct.engine.url.set(host="127.0.0.1", port=relay.port, query={})
        database = Database(url.render_as_string(hide_password=False))
        settings = Settings(alert_webhook_url=webhook.url)
        now = NOW
        watch = Watch(database, "http://127.0.0.1:9/api", 300, lambda: now)
        alerts = AlertWatch(database, settings, lambda: now)

        def look(minutes: int) -> tuple[str, str]:
            nonlocal now
            now = NOW + timedelta(minutes=minutes)
            said = looks.submit(
                lambda: (start_and_print(watch, lines.append), send_alerts_and_print(alerts, lines.append))
            )
            return said.result(timeout=30)

        try:
            assert look(0) == ("", "")
            relay.passes.clear()
            assert [look(minutes)[0] for minutes in (1, 4)] == [SAID] * 2
            assert webhook.messages == []
            assert look(7) == (SAID, SAID)
            assert [each["subject"] for each in webhook.messages] == ["database"]
            assert look(8) == (SAID, SAID), "told once"
            relay.passes.set()
            while look(9) != ("", ""):
                pass
            assert [each["status"] for each in webhook.messages] == ["trouble", "over"]
        finally:
            relay.passes.set()
            database.close()


@pytest.mark.long
def test_doctor_says_it_and_tells_it_and_ends(
    postgres: Postgres,
    relay: Relay,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(answer_check, "ANSWER_SECONDS", 0.5)
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with postgres.database() as direct, WebhookServer() as webhook, ThreadPoolExecutor(1) as looks:
        url = direct.engine.url.set(drivername="postgresql", host="127.0.0.1", port=relay.port, query={})
        monkeypatch.setenv("TERUGKOM_DATABASE_URL", url.render_as_string(hide_password=False))
        monkeypatch.setenv("TERUGKOM_ALERT_WEBHOOK_URL", webhook.url)
        try:
            assert main(["doctor", "--alert"]) == 0
            capsys.readouterr()
            relay.passes.clear()
            assert looks.submit(main, ["doctor", "--alert", "--json"]).result(timeout=60) == 2
        finally:
            relay.passes.set()
        found = {each["name"]: each for each in json.loads(capsys.readouterr().out)["checks"]}
        assert found["database"]["finding"] == f"PostgreSQL does not answer: {SILENT}"
        assert [each["subject"] for each in webhook.messages] == ["database"]


def test_a_server_whose_machine_is_gone_is_given_up_soon_unless_the_address_says_otherwise(
    postgres: Postgres,
) -> None:
    url = postgres.url("postgres")
    for given, wanted in ((url, "60000"), (f"{url}&tcp_user_timeout=5000", "5000")):
        database = Database(given)
        with database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            known = driver.info.get_parameters()
        database.close()
        assert known["tcp_user_timeout"] == wanted
        assert (known["keepalives_idle"], known["keepalives_count"]) == ("30", "3")
