"""`terugkom doctor --connections`."""

import json
from typing import Any

import pytest

from terugkom.command_line import doctor, main
from terugkom.connections import ConnectionCheck


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
