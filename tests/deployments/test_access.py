"""Who may get in: programs and pages that try what once worked without a password, against what is served."""

import base64
import json
import os
import socket
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.deployments.conftest import ServedHome
from tests.processes import list_listening, list_with_children, read_command_line

pytestmark = pytest.mark.long  # a whole installation is served, with a browser before it

# What a program on this machine did: read the mail password, run a command, approve an edition, and more.
ATTEMPTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "read secrets": ("POST", "/block_documents/filter", {"include_secrets": True}),
    "run a command": (
        "POST",
        "/deployments/{deployment}/create_flow_run",
        {"parameters": {}, "job_variables": {"command": "touch {witness}"}},
    ),
    "approve": ("POST", "/flow_runs/{run}/resume", {"run_input": {"decision": "approve", "name": "Niemand"}}),
    "change a schedule": ("PATCH", "/deployments/{deployment}", {"paused": True}),
    "delete": ("DELETE", "/deployments/{deployment}", {}),
    "read settings": ("GET", "/admin/settings", {}),
    "read logs": ("POST", "/logs/filter", {}),
    "clear the database": ("POST", "/admin/database/clear", {"confirm": True}),
}
SOCKETS = (
    "/events/in",
    "/events/out",
    "/logs/out",
    "/task_runs/subscriptions/scheduled",
    "/work_pools/terugkom/workers/connect",
)


def attempt(office: ServedHome, name: str, witness: Path, login: str | None, **headers: str) -> int:
    """Try one of the attempts; return the status of the answer."""
    method, path, content = ATTEMPTS[name]
    deployment = office.serving.deployment("follow-up-calendar")["id"]
    path = path.format(deployment=deployment, run=deployment)
    body = json.dumps(content).replace("{witness}", str(witness))
    headers["Content-Type"] = "application/json"
    if login is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
    url = f"{office.serving.url}/api{path}"
    return requests.request(method, url, data=body, headers=headers, timeout=30).status_code


@pytest.mark.parametrize("name", ATTEMPTS)
def test_nothing_is_done_for_who_does_not_know_the_password(
    office: ServedHome, tmp_path: Path, name: str
) -> None:
    user, _, password = office.serving.login.partition(":")
    for login in (None, "", f"{user}:", f"{user}:wrong", password, f"{user}:{password}é", "é:é"):
        assert attempt(office, name, tmp_path / "witness", login) == 401
    assert not (tmp_path / "witness").exists()
    calendar = office.serving.deployment("follow-up-calendar")
    assert not calendar["paused"]


@pytest.mark.parametrize("name", ATTEMPTS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:8081"},
        {"Origin": "null"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1.evil.example"},
    ],
    ids=lambda headers: " ".join(map(": ".join, headers.items())),
)
def test_no_foreign_page_gets_in_even_with_the_password(
    office: ServedHome, tmp_path: Path, name: str, headers: dict[str, str]
) -> None:
    given = {key: value.format(port=office.serving.port) for key, value in headers.items()}
    assert attempt(office, name, tmp_path / "witness", office.serving.login, **given) == 403


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_cors_lets_the_own_interface_in_and_no_other(office: ServedHome, name: str) -> None:
    url, own = f"{office.serving.url}/api/block_documents/filter", f"http://{name}:{office.serving.port}"
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = requests.options(url, headers=asked | {"Origin": own}, timeout=30)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, own)
    for other in ("http://evil.example", f"http://{name}:1", "null"):
        answer = requests.options(url, headers=asked | {"Origin": other}, timeout=30)
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers
    answer = office.serving.http.post(url, json={}, headers={"Origin": own}, timeout=30)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, own)


@pytest.mark.parametrize(
    "path",
    ["/docs", "/redoc", "/openapi.json", "/api/docs", "/api/redoc", "/api/openapi.json", "/v2/", "/v2/runs"],
)
def test_descriptions_and_the_v2_interface_are_refused_with_the_password_too(
    office: ServedHome, path: str
) -> None:
    html = {"Accept": "text/html"}
    for client in (requests, office.serving.http):
        answer = client.get(office.serving.url + path, headers=html, timeout=30)  # type: ignore[attr-defined]
        assert answer.status_code == 403
    settings = requests.get(f"{office.serving.url}/ui-settings", timeout=30).json()
    assert (settings["auth"], settings["available_uis"]) == ("BASIC", ["v1"])


def test_whether_it_is_up_needs_no_password(office: ServedHome) -> None:
    assert requests.get(f"{office.serving.url}/api/health", timeout=30).json() is True


def open_socket(office: ServedHome, path: str, token: object, **more: Any) -> Any:
    """Open a WebSocket as Prefect's client does; return its first answer."""
    url = f"ws://127.0.0.1:{office.serving.port}/api{path}"
    with connect(url, subprotocols=[Subprotocol("prefect")], proxy=None, **more) as opened:
        opened.send(json.dumps({"type": "auth", "token": token}))
        return json.loads(opened.recv(timeout=20))


@pytest.mark.parametrize("path", SOCKETS)
def test_a_websocket_opens_with_the_password_only_and_for_no_foreign_page(
    office: ServedHome, path: str
) -> None:
    login, port = office.serving.login, office.serving.port
    own = Origin(f"http://127.0.0.1:{port}")
    assert open_socket(office, path, login, origin=own)["type"] == "auth_success"
    for wrong in (None, "", "terugkom:wrong"):
        with pytest.raises(ConnectionClosed):
            open_socket(office, path, wrong, origin=own)
    for foreign in ("http://evil.example", f"http://127.0.0.1:{port + 1}", "null"):
        with pytest.raises(InvalidStatus, match="403"):
            open_socket(office, path, login, origin=Origin(foreign))
    with pytest.raises(InvalidStatus, match="403"):
        open_socket_as("evil.example", office, path)
    with (
        pytest.raises((InvalidStatus, ConnectionClosed)),
        connect(  # as old clients did: no handshake
            f"ws://127.0.0.1:{port}/api{path}", proxy=None
        ) as old,
    ):
        old.recv(timeout=20)


def open_socket_as(name: str, office: ServedHome, path: str) -> None:
    """Open a WebSocket at a name that was pointed at this machine."""
    with socket.create_connection(("127.0.0.1", office.serving.port), timeout=20) as raw:
        open_at = f"ws://{name}:{office.serving.port}/api{path}"
        with connect(open_at, sock=raw, subprotocols=[Subprotocol("prefect")], proxy=None):
            pass


def test_the_password_stands_in_no_argument_log_or_table(office: ServedHome, ticked: str) -> None:
    home = office.serving.home / "home"
    login = office.serving.login
    password = login.partition(":")[2]
    secret = (password, base64.b64encode(login.encode()).decode())
    for process in list_with_children(office.serving.process):
        assert not any(word in read_command_line(process) for word in secret)
    assert password not in office.serving.said.read_text()
    assert str(home / "prefect" / "login") in office.serving.said.read_text()
    # Prefect hands its settings to a run in a temporary file, in a folder that only its user enters.
    assert stat.S_IMODE((home / "tmp").stat().st_mode) == 0o700
    kept = (path for path in home.rglob("*") if not path.is_relative_to(home / "tmp"))
    files = [path for path in kept if path.is_file() and path.name != "login"]
    assert len(files) > 10
    found = [path for path in files if any(word.encode() in path.read_bytes() for word in secret)]
    assert found == []
    with sqlite3.connect(f"file:{home / 'prefect' / 'prefect.db'}?mode=ro", uri=True) as database:
        assert not any(word in line for line in database.iterdump() for word in secret)
    database.close()


def test_nobody_else_may_enter_anything_of_the_home(office: ServedHome, ticked: str) -> None:
    home = office.serving.home / "home"
    opened = [str(path) for path in (home, *home.rglob("*")) if path.lstat().st_mode & 0o077]
    assert opened == []
    for name in ("login", "encryption.key", "server.log", "worker.log"):
        assert (home / "prefect" / name).stat().st_mode & 0o777 == 0o600


def test_an_officer_logs_in_on_the_page(office: ServedHome, page: Page, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("TERUGKOM_PICTURES", tmp_path))
    page.goto(office.serving.url + "/deployments")
    page.wait_for_url("**/login**")
    field = page.locator("input")
    field.fill("terugkom:wrong")
    page.get_by_role("button", name="Login").click()
    page.get_by_text("Authentication failed").first.wait_for()
    page.screenshot(path=pictures / "login.png")
    field.fill(office.serving.login)
    page.get_by_role("button", name="Login").click()
    page.get_by_text("follow-up-calendar").first.wait_for()
    page.screenshot(path=pictures / "logged-in.png")


def test_processes_of_what_is_served_listen_on_this_machine_alone(office: ServedHome) -> None:
    parts = list_with_children(office.serving.process)
    assert {address for part in parts for address in list_listening(part)} == {"127.0.0.1"}
