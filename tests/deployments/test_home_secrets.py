"""The login and the encryption key of a home: made once, for its user alone; one that was given stays."""

import os
import re
import shutil
import ssl
import stat
import subprocess
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from deployments.environment import configure_environment
from deployments.home_secrets import describe_login, load_encryption_key, load_login
from deployments.serve import describe_address
from deployments.server import list_public_urls
from terugkom.errors import InputError
from terugkom.settings import Settings

KEY = urlsafe_b64encode(bytes(range(32))).decode()
VARIABLES = (
    "PREFECT_SERVER_API_AUTH_STRING",
    "PREFECT_API_AUTH_STRING",
    "PREFECT_SERVER_ENCRYPTION_KEY",
    "PREFECT_API_KEY",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A new home, and the environment as it was afterwards."""
    monkeypatch.setattr(os, "environ", dict(os.environ))
    for name in VARIABLES:
        os.environ.pop(name, None)
    return Settings(home=tmp_path / "home")


def test_both_are_made_once_for_their_user_alone(home: Settings, tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        login, key = load_login(home), load_encryption_key(home)
    finally:
        os.umask(before)
    assert (load_login(home), load_encryption_key(home)) == (login, key)
    assert load_login(Settings(home=tmp_path / "other")) != login
    assert login.startswith("terugkom:")
    assert len(login) >= 40
    for name in ("login", "encryption.key"):
        assert stat.S_IMODE((home.prefect / name).stat().st_mode) == 0o600
    assert {path.name for path in home.prefect.iterdir()} == {"login", "encryption.key"}


def test_prefect_gets_the_login_for_both_sides_and_the_key(home: Settings) -> None:
    configure_environment(home)
    login = home.login_file.read_text()
    assert os.environ["PREFECT_SERVER_API_AUTH_STRING"] == login
    assert os.environ["PREFECT_API_AUTH_STRING"] == login
    assert os.environ["PREFECT_SERVER_ENCRYPTION_KEY"] == (home.prefect / "encryption.key").read_text()


@pytest.mark.parametrize("kind", ["FLOW", "TASK"])
def test_each_line_of_the_log_of_a_run_has_its_id(home: Settings, kind: str) -> None:
    name = f"PREFECT_LOGGING_FORMATTERS_STANDARD_{kind}_RUN_FMT"
    os.environ.pop(name, None)
    configure_environment(home)
    words = {"asctime": "06:00", "msecs": 0, "levelname": "INFO", "message": "done", "flow_run_id": "4d1c"}
    line = os.environ[name] % (words | {"flow_run_name": "x", "task_run_name": "y"})
    assert "4d1c - done" in line


def test_what_the_administrator_gives_is_used_and_none_is_made(home: Settings) -> None:
    os.environ["PREFECT_SERVER_API_AUTH_STRING"] = "admin:given"
    os.environ["PREFECT_SERVER_ENCRYPTION_KEY"] = KEY
    configure_environment(home)
    assert (
        os.environ["PREFECT_SERVER_API_AUTH_STRING"] == os.environ["PREFECT_API_AUTH_STRING"] == "admin:given"
    )
    assert os.environ["PREFECT_SERVER_ENCRYPTION_KEY"] == KEY
    assert {path.name for path in home.prefect.iterdir()} <= {"authority.pem"}, "neither login nor key"
    assert "given" not in describe_login(home, on_terminal=True)


@pytest.mark.parametrize(
    ("url", "few"),
    [("", True), ("http://10.0.0.4:4200/api", True), ("https://prefect.example.org/api", False)],
)
def test_all_authorities_are_read_only_where_the_server_speaks_tls(
    home: Settings, monkeypatch: pytest.MonkeyPatch, url: str, few: bool
) -> None:
    monkeypatch.delenv("PREFECT_API_SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("PREFECT_API_URL", url)
    configure_environment(home)
    assert ("PREFECT_API_SSL_CERT_FILE" in os.environ) is few
    if few:
        context = ssl.create_default_context(cafile=os.environ["PREFECT_API_SSL_CERT_FILE"])
        assert len(context.get_ca_certs()) == 1


def test_the_key_of_somebody_elses_server_is_not_replaced_by_our_login(home: Settings) -> None:
    os.environ["PREFECT_API_KEY"] = "theirs"
    configure_environment(home)
    assert "PREFECT_API_AUTH_STRING" not in os.environ


def test_prefect_gets_the_address_at_which_people_reach_it(home: Settings) -> None:
    os.environ["PREFECT_UI_API_URL"] = "http://127.0.0.1:4200/api"
    configure_environment(home)
    assert os.environ["PREFECT_UI_API_URL"] == "http://127.0.0.1:4200/api"
    assert "PREFECT_UI_URL" not in os.environ
    configure_environment(Settings(home=home.home, prefect_url="https://MVO.linde.example/"))
    assert os.environ["PREFECT_UI_API_URL"] == "https://mvo.linde.example/api"
    assert os.environ["PREFECT_UI_URL"] == "https://mvo.linde.example"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (None, "http://127.0.0.1:4200, from this machine alone"),
        ("https://mvo.linde.example", "https://mvo.linde.example; the proxy of that address passes"),
        ("http://mvo.linde.example", "without TLS, anybody on the network can read the login"),
        ("http://localhost:8080", "http://localhost:8080; the proxy"),
    ],
)
def test_serve_says_where_the_ui_is_and_for_whom(home: Settings, url: str | None, words: str) -> None:
    assert words in describe_address(Settings(home=home.home, prefect_url=url), "http://127.0.0.1:4200")


@pytest.mark.parametrize("name", ["PREFECT_UI_API_URL", "PREFECT_API_URL"])
def test_an_address_of_the_server_that_is_none_is_refused(home: Settings, name: str) -> None:
    os.environ[name] = "mvo.linde.example"
    with pytest.raises(InputError, match=f"{name} must read https://HOST/api"):
        list_public_urls()


def test_an_empty_login_is_none(home: Settings) -> None:
    os.environ["PREFECT_SERVER_API_AUTH_STRING"] = ""
    configure_environment(home)
    assert os.environ["PREFECT_SERVER_API_AUTH_STRING"] == home.login_file.read_text()


@pytest.mark.parametrize("login", ["geheim", ":geheim", "geheim:", "gebruiker:één", "user:ge\nheim"])
def test_a_login_that_prefect_cannot_compare_is_refused(home: Settings, login: str) -> None:
    os.environ["PREFECT_SERVER_API_AUTH_STRING"] = login
    with pytest.raises(InputError, match="PREFECT_SERVER_API_AUTH_STRING") as refused:
        load_login(home)
    assert login not in str(refused.value)


def test_the_key_can_lie_elsewhere_and_is_never_written_there(home: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "mounted" / "key"
    settings = Settings(home=home.home, encryption_key_file=elsewhere)
    with pytest.raises(InputError, match="none is made there") as refused:
        load_encryption_key(settings)
    assert not elsewhere.parent.exists()
    elsewhere.parent.mkdir()
    make = re.search(r"make one: (openssl .+)$", str(refused.value))
    assert make is not None
    if shutil.which("openssl"):  # what it says works
        subprocess.run(make[1], shell=True, check=True)
        assert load_encryption_key(settings) == elsewhere.read_text().strip()
    elsewhere.write_text(KEY + "\n")
    assert load_encryption_key(settings) == KEY
    assert elsewhere.read_text() == KEY + "\n"
    assert not (home.prefect / "encryption.key").exists()


@pytest.mark.parametrize(
    "content",
    ["", "short", KEY[:-2], "é" * 44, f"{KEY}\n{KEY}", f"KEY={KEY}", f"{KEY[:20]} {KEY[20:]}", KEY * 2],
)
def test_what_is_no_key_is_refused_and_stays_as_it_is(home: Settings, content: str) -> None:
    file = home.prefect / "encryption.key"
    file.parent.mkdir(parents=True)
    file.write_text(content)
    with pytest.raises(InputError, match="is no encryption key") as refused:
        load_encryption_key(home)
    assert file.read_text() == content
    assert not content or content not in str(refused.value)


def test_the_password_is_shown_on_a_terminal_only(home: Settings) -> None:
    login = load_login(home)
    assert login in describe_login(home, on_terminal=True)
    told = describe_login(home, on_terminal=False)
    assert str(home.login_file) in told
    assert login.partition(":")[2] not in told


def test_a_setting_of_prefect_that_is_empty_is_not_set(home: Settings) -> None:
    os.environ["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = ""
    os.environ["PREFECT_API_URL"] = ""  # no server, even if one runs
    configure_environment(home)
    assert "PREFECT_SERVER_DATABASE_CONNECTION_URL" not in os.environ
    assert os.environ["PREFECT_API_URL"] == ""
