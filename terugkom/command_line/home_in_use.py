"""Whether somebody uses a home that a command is about to change whole."""

import fcntl
from pathlib import Path

from terugkom.errors import CommandError


def refuse_while_served(prefect_home: Path, what_was_not_done: str) -> None:
    """Raise CommandError if `terugkom serve` runs in this home: it locks the file with its address."""
    try:
        with (prefect_home / "server.url").open() as url_file:
            fcntl.flock(url_file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return
    except BlockingIOError:
        raise CommandError(
            f"`terugkom serve` runs in this home: stop it first; {what_was_not_done}"
        ) from None
