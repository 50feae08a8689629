"""What the containers run, run without containers: from an empty PostgreSQL to a daily run."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from deployments.environment import PREFECT_SETTINGS
from terugkom.demo import write_demo_plan
from tests.deployments.container_files import FOLDER, list_services
from tests.deployments.container_processes import ContainerProcesses
from tests.deployments.serving import FINAL, wait_for
from tests.flows.plan_workbooks import MONDAY
from tests.postgres import NoPostgres, Postgres, running_postgres
from tests.tls_proxy import find_free_port

pytestmark = pytest.mark.soak_only  # two minutes; what the files say is in test_containers


@pytest.fixture
def postgres(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """A server with the extensions that Prefect asks for, as the image has; the one of the wheel has none."""
    monkeypatch.setattr("tests.postgres._wheel", lambda: None)
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_postgres())
        except NoPostgres as reason:
            pytest.skip(str(reason))
        yield server


@pytest.fixture
def containers(tmp_path: Path, postgres: Postgres) -> Iterator[ContainerProcesses]:
    postgres.execute("CREATE ROLE terugkom LOGIN SUPERUSER")
    postgres.create("terugkom")
    *_, statement = (FOLDER / "create-prefect-database.sql").read_text().strip().splitlines()
    postgres.execute(statement)
    server, site, worker = (str(find_free_port()) for _ in range(3))
    (tmp_path / "tmp").mkdir()
    env_file = PREFECT_SETTINGS | {
        "TERUGKOM_PREFECT_URL": f"http://127.0.0.1:{server}",
        "PREFECT_WORKER_WEBSERVER_PORT": worker,
    }
    replaced = {
        "@database/terugkom": f"@/terugkom?host={postgres.sockets}",
        "@database/prefect": f"@/prefect?host={postgres.sockets}",
        "//server:": "//127.0.0.1:",
        "0.0.0.0": "127.0.0.1",
        "/var/lib/terugkom": str(tmp_path / "home"),
        "/tmp/prefect-ui": str(tmp_path / "tmp/prefect-ui"),
        "4200": server,
        "4280": site,
        "8080": worker,
    }
    started = ContainerProcesses(tmp_path, env_file, replaced)
    try:
        yield started
    finally:
        started.stop()


def test_from_nothing_to_a_daily_run(containers: ContainerProcesses, tmp_path: Path) -> None:
    containers.start()
    write_demo_plan(tmp_path / "plan.xlsx", MONDAY)
    importing = {**list_services()["init"], "command": ["import", str(tmp_path / "plan.xlsx")]}
    importing["command"] += ["--municipality", "zilverbeke"]
    assert containers.run("import", importing).wait(120) == 0, containers.read_log("import")
    assert "could not" not in containers.read_log("import")
    api = containers.build_environment(importing)["PREFECT_API_URL"]
    user, _, password = (tmp_path / "home/prefect/login").read_text().partition(":")

    def ask(method: str, path: str, content: object = None) -> requests.Response:
        answer = requests.request(method, api + path, json=content, auth=(user, password), timeout=30)
        assert answer.ok, answer.text
        return answer

    calendar = ask("GET", "/deployments/name/follow-up-calendar/follow-up-calendar").json()["id"]
    run = ask("POST", f"/deployments/{calendar}/create_flow_run", {"state": {"type": "SCHEDULED"}}).json()[
        "id"
    ]

    def read_state() -> str:
        return str(ask("GET", f"/flow_runs/{run}").json()["state_type"])

    wait_for(lambda: read_state() in FINAL, 180)
    assert read_state() == "COMPLETED", containers.read_log("worker")
    page = requests.get(api.replace("/api", "/runs"), headers={"Accept": "text/html"}, timeout=30)
    assert 'id="app"' in page.text
    assert set(containers.stop().values()) <= {0, -15, 130}
