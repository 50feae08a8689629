"""`terugkom secret`: what is typed goes where it is kept, and is printed nowhere."""

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from deployments.home_secrets import load_login, set_password
from tasks.block_secrets import SECRET_PLACES
from terugkom.command_line import secret
from terugkom.command_line.secret_arguments import LOGIN, SECRETS
from terugkom.errors import InputError
from terugkom.settings import Settings
from tests.command_line.conftest import Call

PASSWORD = "een lang wachtwoord: 1"


class Terminal(io.StringIO):
    """Standard input that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have standard input hold a text; the environment is as it was afterwards."""
    monkeypatch.setattr(os, "environ", dict(os.environ))
    for name in ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"):
        os.environ.pop(name, None)
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_login_of_the_ui_is_chosen_and_shown_nowhere(
    terugkom: Call, home: Path, given: Callable[[str], None]
) -> None:
    given(PASSWORD + "\r\n")
    said = terugkom("secret", "login")
    file = home / "prefect" / "login"
    assert (said.status, file.read_text()) == (0, f"terugkom:{PASSWORD}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in said.out + said.err
    assert str(file) in said.out.replace("\n", "")
    assert [path.name for path in file.parent.iterdir()] == ["login"]
    assert load_login(Settings()) == f"terugkom:{PASSWORD}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "kort\n",
        " een lang wachtwoord\n",
        "een lang wachtwoord \n",
        "wachtwoord met é\n",
        "a\tb" * 9,
    ],
)
def test_what_is_no_password_is_refused_and_the_old_one_stays(
    terugkom: Call, home: Path, given: Callable[[str], None], text: str
) -> None:
    before = load_login(Settings())
    given(text)
    said = terugkom("secret", "login")
    assert said.status == 2
    assert load_login(Settings()) == before
    assert not text.strip() or text.strip() not in said.out + said.err


def test_the_login_is_not_changed_under_a_server_that_knows_the_old_one(
    home: Path, given: Callable[[str], None]
) -> None:
    before = load_login(Settings())
    with pytest.raises(InputError, match="stop it first"):
        set_password(Settings(), lambda: PASSWORD, running_at="http://127.0.0.1:4200/api")
    os.environ["PREFECT_SERVER_API_AUTH_STRING"] = "admin:given-elsewhere"
    with pytest.raises(InputError, match="is set by PREFECT_SERVER_API_AUTH_STRING"):
        set_password(Settings(), lambda: PASSWORD)
    del os.environ["PREFECT_SERVER_API_AUTH_STRING"]
    assert load_login(Settings()) == before


@pytest.mark.parametrize(("second", "same"), [(PASSWORD, True), (PASSWORD + "x", False)])
def test_on_a_terminal_it_is_asked_for_twice_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, second: str, same: bool
) -> None:
    typed = iter([PASSWORD, second])
    monkeypatch.setattr("sys.stdin", Terminal("never read"))
    monkeypatch.setattr(secret, "getpass", lambda prompt: next(typed))
    if same:
        assert secret.ask_secret("Secret") == PASSWORD
    else:
        with pytest.raises(InputError, match="not the same"):
            secret.ask_secret("Secret")


def test_each_secret_that_is_offered_has_its_place() -> None:
    assert set(SECRETS) == {*SECRET_PLACES, LOGIN}


def test_an_unknown_name_is_answered_with_the_right_ones(terugkom: Call) -> None:
    said = terugkom("secret", "smtp")
    assert said.status == 2
    assert all(name in said.err for name in SECRETS)
