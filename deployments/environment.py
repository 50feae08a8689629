"""Prefect's environment variables for one home: all data in that home, no telemetry.

To be set before Prefect is imported; variables that are already set are kept.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from deployments.home_secrets import load_encryption_key, load_login
from terugkom.errors import TerugkomError
from terugkom.home_folder import TEMPORARY, is_served, make_private
from terugkom.process.memory import return_large_blocks
from terugkom.settings import Settings

PREFECT_SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # it contacts amplitude.com despite the two settings above
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",  # their logos are external; our own blocks suffice
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_COLORS": "false",
    "PREFECT_WORKER_QUERY_SECONDS": "3",  # runs started in the UI should start soon
}
_LOG_LINES = {  # as Prefect has them, with the id of the run
    "PREFECT_LOGGING_FORMATTERS_STANDARD_FLOW_RUN_FMT": "%(asctime)s.%(msecs)03d | %(levelname)-7s | "
    "Flow run %(flow_run_name)r, %(flow_run_id)s - %(message)s",
    "PREFECT_LOGGING_FORMATTERS_STANDARD_TASK_RUN_FMT": "%(asctime)s.%(msecs)03d | %(levelname)-7s | "
    "Task run %(task_run_name)r of flow run %(flow_run_id)s - %(message)s",
}
_LOOPBACK = "127.0.0.1"
_SECRET_FILES = (
    "smtp_password_file",
    "mailbox_password_file",
    "oauth2_client_secret_file",
    "alert_smtp_password_file",
)


def configure_environment(settings: Settings) -> None:
    """Configure Prefect to store its data in this home, and to use this home's server if one runs.

    The login is for whatever server this process starts or asks: both names, for both sides.
    Raises InputError if the home cannot be made its user's alone, or for an unusable key or login.
    """
    return_large_blocks()
    make_private(settings.home)
    _remove_empty_settings()
    home = settings.prefect
    home.mkdir(parents=True, exist_ok=True)
    temporary = settings.home.resolve() / TEMPORARY  # the system's may hold folders of another user's worker
    temporary.mkdir(mode=0o700, exist_ok=True)
    login = load_login(settings)
    os.environ.update(
        TERUGKOM_HOME=str(settings.home.resolve()),
        TMPDIR=str(temporary),
        PREFECT_HOME=str(home),
        PREFECT_PROFILES_PATH=str(home / "profiles.toml"),
        PREFECT_SERVER_ENCRYPTION_KEY=load_encryption_key(settings),
        PREFECT_SERVER_API_AUTH_STRING=login,
    )
    if not os.environ.get("PREFECT_API_KEY"):  # of somebody else's server, which Prefect would then not send
        os.environ["PREFECT_API_AUTH_STRING"] = os.environ.get("PREFECT_API_AUTH_STRING") or login
    if settings.prefect_url:  # what the UI calls, and what links to runs in mails start with
        os.environ["PREFECT_UI_API_URL"] = f"{settings.prefect_url}/api"
        os.environ["PREFECT_UI_URL"] = settings.prefect_url
    _resolve_secret_files(settings)
    tempfile.tempdir = None  # it may have been looked up before
    for name, value in (PREFECT_SETTINGS | _LOG_LINES).items():
        os.environ.setdefault(name, value)
    for name in ("NO_PROXY", "no_proxy"):  # no proxy for loopback connections
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), _LOOPBACK]))
    if settings.keep_runs_days:
        _have_older_runs_deleted(settings.keep_runs_days)
    if "PREFECT_API_URL" not in os.environ and (url := find_running_server(home)):
        os.environ["PREFECT_API_URL"] = url
    if not os.environ.get("PREFECT_API_URL", "").startswith("https:"):
        os.environ.setdefault("PREFECT_API_SSL_CERT_FILE", str(_write_one_authority(home)))


def _remove_empty_settings() -> None:
    """Remove Prefect's settings that are set to nothing; an empty PREFECT_API_URL stays.

    It says that no server is used, even if one runs in this home.
    """
    empty = [name for name, value in os.environ.items() if name.startswith("PREFECT_") and not value]
    for name in empty:
        if name != "PREFECT_API_URL":
            del os.environ[name]


def _resolve_secret_files(settings: Settings) -> None:
    """Set the files of secrets by their whole paths: a worker's runs start in folders of their own."""
    for name in _SECRET_FILES:
        if path := getattr(settings, name):
            os.environ[f"TERUGKOM_{name.upper()}"] = str(path.resolve())


def _have_older_runs_deleted(days: int) -> None:
    """Have Prefect itself delete runs that are older than so many days."""
    os.environ.setdefault("PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED", "events,flow_runs")
    os.environ.setdefault("PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD", str(days * 86400))


def _write_one_authority(home: Path) -> Path:
    """Write the file with the authorities that are trusted where Prefect's server speaks no TLS: any one.

    Prefect reads all of them for each client that it opens, a fiftieth of a second, and a start of `serve`
    opens a hundred (measured).
    """
    path, end = home / "authority.pem", "-----END CERTIFICATE-----\n"
    if not path.exists():
        content = Path(DEFAULT_CA_BUNDLE_PATH).read_text(encoding="utf-8").partition(end)[0] + end
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(content, encoding="utf-8")
        unfinished.replace(path)
    return path


@contextmanager
def lock_server_url(home: Path, url: str) -> Iterator[None]:
    """Write the URL of this home's server to a locked file. Raises TerugkomError if a server runs already.

    The file is valid only while it is locked, so a file left by a killed process is ignored:
    another home's server may listen on that port.
    """
    with (home / "server.url").open("a+") as url_file:
        try:
            fcntl.flock(url_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise TerugkomError(
                f"a server of this home is running already, at {_read_url(url_file.name)}"
            ) from None
        url_file.truncate(0)
        url_file.write(url)
        url_file.flush()
        try:
            yield
        finally:
            url_file.truncate(0)


def find_running_server(home: Path) -> str | None:
    """Return the API of the server that `terugkom serve` runs for this home, or None if none answers."""
    with suppress(OSError, requests.RequestException):
        if is_served(home):
            url = _read_url(home / "server.url")
            return url if requests.get(f"{url}/health", timeout=5).ok else None
    return None


def _read_url(path: str | Path) -> str:
    return Path(path).read_text().strip()
