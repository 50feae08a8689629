"""Prefect's environment for one home: everything in that home, and nothing said to the outside.

Set before Prefect is imported; what the caller set already stays as it is.
"""

import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

import requests

from terugkom.settings import Settings

_ALWAYS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_COLORS": "false",
}


def use_home(settings: Settings) -> None:
    """Have Prefect keep all that is its own in this home, and talk to this home's server if one runs."""
    home = settings.prefect
    home.mkdir(parents=True, exist_ok=True)
    own = {
        "TERUGKOM_HOME": str(settings.home.resolve()),
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_SERVER_ENCRYPTION_KEY": _encryption_key(home / "encryption.key"),
    }
    os.environ.update(own)
    for name, value in _ALWAYS.items():
        os.environ.setdefault(name, value)
    if "PREFECT_API_URL" not in os.environ and (url := running_server(home)):
        os.environ["PREFECT_API_URL"] = url


def running_server(home: Path) -> str | None:
    """Return the API of the server that `terugkom serve` runs for this home, or None if none answers."""
    try:
        url = (home / "server.url").read_text().strip()
        return url if requests.get(f"{url}/health", timeout=2).ok else None
    except (OSError, requests.RequestException):
        return None


def _encryption_key(path: Path) -> str:
    """Return the key of this home's secrets, kept beside Prefect's database and not in it."""

    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(urlsafe_b64encode(secrets.token_bytes(32)))
    return path.read_text()
