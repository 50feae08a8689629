"""The commands with which an administrator of many machines starts a server and workers."""

import os
import platform
import sys
from pathlib import Path

import pytest

from deployments.forms import find_api
from terugkom.command_line import main
from terugkom.installation import load_settings


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment of its own, with a new home and no Prefect server."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "TERUGKOM_"))
    }
    monkeypatch.setattr(os, "environ", kept | {"TERUGKOM_HOME": str(tmp_path / "home")})


def test_a_server_for_others_needs_its_public_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["server", "--host", "0.0.0.0"]) == 2
    assert "set TERUGKOM_PREFECT_URL" in capsys.readouterr().err


def test_a_worker_needs_a_server(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker"]) == 2
    assert "set PREFECT_API_URL" in capsys.readouterr().err


def test_a_worker_has_the_login_of_the_home_in_its_environment_and_in_no_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    def execute(program: str, arguments: list[str]) -> None:
        started.extend([program, *arguments])
        raise KeyboardInterrupt  # it never returns

    os.environ["PREFECT_API_URL"] = "http://server:4200/api"
    monkeypatch.setattr(os, "execv", execute)
    assert main(["worker", "--name", "second", "--limit", "2"]) == 130
    wanted = ["-m", "deployments.worker", "--pool", "terugkom", "--limit", "2", "--name", "second"]
    assert started == [sys.executable, sys.executable, *wanted]
    login = (tmp_path / "home" / "prefect" / "login").read_text()
    assert os.environ["PREFECT_API_AUTH_STRING"] == login
    assert not any(login.partition(":")[2] in each for each in started)


def test_an_import_completes_the_forms_with_the_login_of_the_home(tmp_path: Path) -> None:
    os.environ["PREFECT_API_URL"] = "http://server:4200/api"
    api = find_api(load_settings())
    assert api is not None
    assert api.login == (tmp_path / "home" / "prefect" / "login").read_text()


def test_a_server_of_somebody_else_is_not_told_that_login() -> None:
    os.environ.update(PREFECT_API_URL="https://elsewhere.example/api", PREFECT_API_KEY="theirs")
    api = find_api(load_settings())
    assert api is not None
    assert api.login == ""


def test_a_worker_answers_who_watches_containers_if_it_is_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []

    def execute(program: str, arguments: list[str]) -> None:
        started.extend(arguments)
        raise KeyboardInterrupt  # it never returns

    os.environ["PREFECT_API_URL"] = "http://server:4200/api"
    monkeypatch.setattr(os, "execv", execute)
    assert main(["worker", "--with-healthcheck"]) == 130
    assert started[1:4] == ["-m", "deployments.worker", "--pool"]
    assert started[-1] == "--with-healthcheck"
    assert started[started.index("--name") + 1] == f"worker-{platform.node()}"
