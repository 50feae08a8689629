"""`terugkom doctor --connections`."""

import json
from typing import Any

import pytest

from terugkom.command_line import doctor, main
from terugkom.health_checks.connections import ConnectionCheck
from tests.mail_server import MailServer


@pytest.mark.parametrize(("failure", "status"), [("", 0), ("the login is refused", 1)])
def test_the_exit_status_says_whether_all_that_is_set_works(
    failure: str,
    status: int,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    checks = [ConnectionCheck("smtp", ""), ConnectionCheck("mailbox", "zulte", failure)]
    monkeypatch.setattr(doctor, "_check_connections", lambda slug: checks)
    assert main(["doctor"]) == main(["doctor", "--connections"]) == status
    assert (failure or "works") in capsys.readouterr().out
    assert main(["doctor", "--connections", "--json"]) == status
    found = json.loads(capsys.readouterr().out)["connections"]
    assert [each["works"] for each in found] == [True, not failure]


def test_no_channel_is_asked_for_while_the_server_that_has_them_is_not_there(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setattr(doctor, "_check_connections", lambda slug: pytest.fail("each takes four seconds"))
    assert main(["doctor", "--json"]) == 2
    checks = {each["name"]: each for each in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["prefect server"]["state"] == "broken"
    assert checks["connections"] == {
        "name": "connections",
        "state": "not checked",
        "finding": "Prefect's server comes first",
        "advice": "",
    }


@pytest.mark.parametrize(("port", "state"), [(None, "fine"), (1, "broken")])
def test_what_the_settings_say_is_tried_while_the_server_is_not_there(
    port: int | None,
    state: str,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setenv("TERUGKOM_MAILBOX_URL", "imap://mvo%40linde.example.org:geheim@127.0.0.1:1")
    with MailServer() as server:
        monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{port or server.port}")
        assert main(["doctor", "--json"]) == 2
    checks = {each["name"]: each for each in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["mail server"]["state"] == state
    assert checks["mailbox"]["state"] == "warning"
    assert checks["connections"]["finding"] == "Prefect's server comes first", "it has the others"


@pytest.mark.parametrize(("server", "is_said"), [("", True), ("mx.linde.example.org", False)])
def test_that_no_mailed_file_is_read_is_said_where_nothing_proves_who_wrote_a_mail(
    server: str,
    is_said: bool,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("TERUGKOM_MAILBOX_URL", "imap://mvo%40linde.example.org:geheim@127.0.0.1:1")
    monkeypatch.setenv("TERUGKOM_AUTHENTICATION_SERVER", server)
    assert main(["doctor", "--json"]) == 1
    checks = {each["name"]: each for each in json.loads(capsys.readouterr().out)["checks"]}
    assert ("mailed files" in checks) is is_said
    if is_said:
        assert checks["mailed files"]["state"] == "not set"
        assert "TERUGKOM_AUTHENTICATION_SERVER" in checks["mailed files"]["advice"]
