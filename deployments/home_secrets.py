"""The two secrets of a home: the login of its Prefect server, and the key of the secrets in its database.

Each is made once, in a file that its user alone may read; one that the administrator gives is used as it is.
"""

import os
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from terugkom.errors import CommandError
from terugkom.home_folder import make_private
from terugkom.settings import Settings

_USER = "terugkom"
_LOGIN_VARIABLES = ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING")
_SHORTEST_PASSWORD = 12
_KEY_VARIABLE = "PREFECT_SERVER_ENCRYPTION_KEY"
_KEY_BYTES = 32  # of a Fernet key
_MAKE_KEY = "openssl rand -base64 32 | tr +/ -_"
_KEY = re.compile(r"[A-Za-z0-9_+/-]{43}=")


def load_login(settings: Settings) -> str:
    """Return the login of the server, ``user:password``: that of the environment, else that of the home.

    Raises InputError if it is not of that form, in ASCII: Prefect cannot compare another.
    """
    given = next(filter(None, map(os.environ.get, _LOGIN_VARIABLES)), None)
    login = given or _load_or_create(settings.login_file, f"{_USER}:{secrets.token_urlsafe(24)}")
    user, colon, password = login.partition(":")
    if not (user and colon and password) or not login.isascii() or not login.isprintable():
        where = _LOGIN_VARIABLES[0] if given else settings.login_file
        raise CommandError(f"the login of the server, in {where}, is not user:password in plain letters")
    return login


def set_password(settings: Settings, ask: Callable[[], str], *, running_at: str | None = None) -> str:
    """Set the password of the login of this home; return what was set. The user of the login stays.

    Raises InputError if the login is set elsewhere, if a server that knows the old one runs (at this URL), or
    for a password that is short or that Prefect cannot compare.
    """
    if given := next(filter(os.environ.get, _LOGIN_VARIABLES), None):
        raise CommandError(f"the login is set by {given}: change it there")
    if running_at:
        raise CommandError(f"a server of this home runs at {running_at}: stop it first, start it afterwards")
    make_private(settings.home)
    user = load_login(settings).partition(":")[0]
    password = ask()
    if len(password) < _SHORTEST_PASSWORD or not password.isascii():
        raise CommandError(f"a password has at least {_SHORTEST_PASSWORD} plain letters (no accents)")
    _write_private(settings.login_file, f"{user}:{password}").replace(settings.login_file)
    return f"the login {user}:PASSWORD of the UI, in {settings.login_file}"


def describe_login(settings: Settings, *, on_terminal: bool) -> str:
    """Return what to tell of the login: itself on a terminal, else where it is, for output may be a log."""
    login, file = load_login(settings), settings.login_file
    if not (file.exists() and file.read_text().strip() == login):  # the administrator's
        return f"Log in with the user:password of {_LOGIN_VARIABLES[0]}."
    return (
        f"Log in with {login} (it is kept in {file})." if on_terminal else f"Log in with what is in {file}."
    )


def load_encryption_key(settings: Settings) -> str:
    """Return the key of the secrets in Prefect's database.

    That of the environment variable, else of the file in the settings, else of the home, where one is made.
    Raises InputError if the file of the settings is not there, or if what is given is no key.
    """
    if given := os.environ.get(_KEY_VARIABLE):
        return _check_key(given, _KEY_VARIABLE)
    if elsewhere := settings.encryption_key_file:
        try:
            return _check_key(elsewhere.read_text().strip(), str(elsewhere))
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no text"
            raise CommandError(
                f"TERUGKOM_ENCRYPTION_KEY_FILE: the key cannot be read from {elsewhere} ({why}); none is made"
                f" there. To keep an existing one there, move {_own_key_file(settings)} to it; for a new"
                f" installation make one: {_MAKE_KEY} > {elsewhere}"
            ) from None
    path = _own_key_file(settings)
    new = urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
    return _check_key(_load_or_create(path, new), str(path))


def _own_key_file(settings: Settings) -> Path:
    return settings.prefect / "encryption.key"


def _check_key(key: str, where: str) -> str:
    """Return a key; raise InputError for what is none, or has more around it, which a decoder passes over."""
    if _KEY.fullmatch(key):
        return key
    raise CommandError(
        f"what is in {where} is no encryption key: 32 bytes in URL-safe base64, 44 characters that end with ="
        f" ({_MAKE_KEY} makes one)"
    )


def _write_private(path: Path, text: str) -> Path:
    """Write a new file beside this one, for its user alone; return it."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    return temporary


def _load_or_create(path: Path, new: str) -> str:
    """Return the text of a file; create it with the new text, for its user alone, if it does not exist."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _write_private(path, new)
        with suppress(FileExistsError):  # another process created it first: use that one
            path.hardlink_to(temporary)
        temporary.unlink()
    return path.read_text(errors="replace").strip()
