"""Two workers of a pool with a home each, and no shared disk: one is killed half-way, and nothing is lost.

What they share is PostgreSQL and Prefect's server. Documents lie in PostgreSQL, or in an object store.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from sqlalchemy import func, select

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.documents.open_store import open_documents
from terugkom.settings import Settings
from terugkom.work_batches.model import BatchState, WorkBatch
from tests.deployments.served_runs import SlowRecipients
from tests.deployments.serving import FINAL, wait_for
from tests.documents.s3_server import endpoint, url
from tests.flows.plan_workbooks import MONDAY, write_small_plan
from tests.import_workbook import import_workbook
from tests.mail_server import MailServer
from tests.postgres import Postgres
from tests.processes import kill_all, list_with_children
from tests.tls_proxy import find_free_port

__all__ = ["endpoint", "url"]
pytestmark = pytest.mark.soak

TOWNS, OWNERS = 12, 40
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
LEASE = 20.0  # seconds


@dataclass
class Pool:
    """A Prefect server, and workers that were started on it."""

    folder: Path
    database: Database
    api: str
    settings: dict[str, str]

    def run(self, home: str, *arguments: str) -> psutil.Popen:
        """Start a module in a home of its own."""
        folder = self.folder / home
        folder.mkdir(exist_ok=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("TERUGKOM_", "PREFECT_"))}
        environment |= self.settings | {
            "TERUGKOM_HOME": str(folder),
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
        }
        command = [sys.executable, "-m", *arguments]
        with (self.folder / f"{home}.log").open("ab") as log:
            return psutil.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)

    def start_worker(self, name: str, limit: int) -> psutil.Popen:
        """Start a worker that does so many runs at a time."""
        return self.run(name, "terugkom", "worker", "--name", name, "--limit", str(limit))

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        answer = requests.request(method, self.api + path, json=content, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def start_tick(self) -> str:
        found = self.ask("GET", "/deployments/name/follow-up-calendar/follow-up-calendar")
        wanted = {"parameters": {"today": MONDAY.isoformat(), "really": True}, "state": {"type": "SCHEDULED"}}
        return str(self.ask("POST", f"/deployments/{found['id']}/create_flow_run", wanted)["id"])

    def state_of(self, run: str) -> str:
        return str(self.ask("GET", f"/flow_runs/{run}")["state_type"])

    def batches(self) -> list[WorkBatch]:
        with self.database.read_session() as session:
            return list(session.scalars(select(WorkBatch).order_by(WorkBatch.id)))

    def worker_of(self, batch: WorkBatch) -> str:
        """The name of the worker that started the run of a batch."""
        if not batch.run_id:
            return ""
        return str(self.ask("GET", f"/flow_runs/{batch.run_id}")["labels"].get("prefect.worker.name", ""))


@contextmanager
def running_pool(folder: Path, database: Database, mail: MailServer, store: str) -> Iterator[Pool]:
    port = find_free_port()
    settings = {
        "TERUGKOM_DATABASE_URL": database.url,
        "TERUGKOM_DOCUMENT_STORE": store,
        "TERUGKOM_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
        "TERUGKOM_LEASE_SECONDS": str(LEASE),
        "TERUGKOM_WORK_BATCH_SECONDS": "0.25",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    pool = Pool(folder, database, f"http://127.0.0.1:{port}/api", settings)
    server = pool.run("server", "prefect", "server", "start", "--port", str(port))
    try:
        wait_for(lambda: _answers(f"{pool.api}/health"))
        assert pool.run("server", "terugkom", "deploy").wait(120) == 0
        yield pool
    finally:
        kill(server)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def kill(process: psutil.Popen) -> None:
    """Kill a process with all that it started."""
    if not process.is_running():
        return
    kill_all(list_with_children(process))


def until(look: Callable[[], bool]) -> None:
    wait_for(look, 240)


@pytest.fixture(params=["database", "object store"])
def store(request: pytest.FixtureRequest) -> str:
    """The setting of the store of documents; the credentials of the object store are in the environment."""
    return "database" if request.param == "database" else str(request.getfixturevalue("url"))


@pytest.fixture
def pool(tmp_path: Path, postgres: Postgres, store: str) -> Iterator[tuple[Pool, MailServer]]:
    with ExitStack() as stack:
        mail = stack.enter_context(MailServer(at_rcpt=SlowRecipients()))
        database = stack.enter_context(postgres.database())
        for number in range(TOWNS):
            slug = f"town{number}"
            plan = write_small_plan(
                tmp_path / f"{slug}.xlsx", addresses=[f"p{n}@{slug}.example" for n in range(OWNERS)],
                names=[f"Trekker {n}" for n in range(OWNERS)],
            )  # fmt: skip
            import_workbook(database, plan, slug=slug, today=MONDAY, now=NOW)
        yield stack.enter_context(running_pool(tmp_path, database, mail, store)), mail


def test_a_worker_that_is_killed_half_way_loses_nothing(
    pool: tuple[Pool, MailServer], store: str, tmp_path: Path
) -> None:
    this, mail = pool
    with ExitStack() as stack:
        first = this.start_worker("first", 2)  # the daily run, and one batch at a time
        stack.callback(kill, first)
        tick = this.start_tick()
        until(lambda: this.state_of(tick) == "RUNNING")
        second = this.start_worker("second", 2)
        stack.callback(kill, second)

        def is_second_at_work() -> bool:
            running = [each for each in this.batches() if each.state is BatchState.RUNNING]
            return any(this.worker_of(each) == "second" for each in running)

        until(is_second_at_work)
        wanted = len(mail.mails) + 5
        until(lambda: len(mail.mails) >= wanted)
        kill(second)
        with this.database.read_session() as session:
            query = select(func.count()).where(Delivery.state == DeliveryState.SENDING)
            in_flight = session.scalar(query) or 0
        killed = [each.run_id for each in this.batches() if each.state is BatchState.RUNNING]
        of_second = [
            run
            for run in killed
            if run and this.ask("GET", f"/flow_runs/{run}")["labels"]["prefect.worker.name"] == "second"
        ]
        watch = this.run("watch", "terugkom", "watch")
        stack.callback(kill, watch)
        until(lambda: this.state_of(tick) in FINAL)
        until(lambda: all(this.state_of(run) == "CRASHED" for run in of_second))
    assert of_second

    batches = this.batches()
    assert {each.state for each in batches} == {BatchState.DONE}
    assert len(batches) > 2
    assert any(each.attempts == 2 for each in batches), "the killed one's was gone on with"
    with this.database.read_session() as session:
        rows = list(session.scalars(select(Delivery)))
    # What the killed worker was handing over is sent again, under the same Message-ID, by the next attempt.
    assert Counter(each.state.value for each in rows if each.role == "owner") == {"sent": TOWNS * OWNERS}
    arrived = mail.message_ids
    assert set(arrived) == {each.message_id for each in rows}, "nothing is lost, nothing has a new Message-ID"
    again = arrived.total() - len(arrived)
    assert again <= in_flight + 4
    # A machine that did none of it reads all that was sent, and none of them kept a document of its own.
    elsewhere = Settings(home=tmp_path / "elsewhere", document_store=store)
    documents = open_documents(elsewhere, this.database)
    with this.database.read_session() as session:
        assert all(documents.read(each.path, each.sha256) for each in session.scalars(select(Document)))
    assert not [*tmp_path.glob("*/documents/**/*.eml")]
    by = Counter(each.attempts for each in batches)
    print(f"\n{len(batches)} batches, attempts {dict(by)}, {arrived.total()} mails, {again} again")  # noqa: T201
