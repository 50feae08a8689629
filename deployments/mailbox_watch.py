"""See whether mails wait in a mailbox, so that a run is started only then.

Mailboxes are set in blocks of Prefect's: they are looked into by a process of its own, which imports Prefect
and ends. A server that hangs is left when the time is up.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

from terugkom.settings import Settings

_SECONDS = 120
_BLOCKS = {"block_types": {"slug": {"any_": ["terugkom-mailbox"]}}, "limit": 1}


@dataclass(frozen=True)
class MailboxWatch:
    """How often the mailboxes are looked into, in seconds, and whether one is in the settings."""

    seconds: float
    is_set: bool

    def count_waiting(self, ask: Callable[[str, str, dict[str, Any]], requests.Response]) -> int | None:
        """Return how many mails wait, 0 without a mailbox; None if it could not be seen: the time was up, or
        the process that looks failed. Raises requests.RequestException."""
        if not self.is_set and not ask("POST", "/block_documents/filter", _BLOCKS).json():
            return 0
        command = [sys.executable, "-m", "deployments.mailbox_watch"]
        try:
            found = subprocess.run(  # noqa: S603
                command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        said = found.stdout.strip()
        return int(said) if found.returncode == 0 and said.isdigit() else None


def build_mailbox_watch(settings: Settings) -> MailboxWatch:
    """Return how the mailboxes of an installation are watched."""
    return MailboxWatch(60 * settings.mailbox_minutes, settings.mailbox_url is not None)


if __name__ == "__main__":
    from tasks.installation import get_installation
    from tasks.saved_blocks import remember_block_names
    from terugkom.mailboxes import count_all_waiting

    with remember_block_names():
        waiting = count_all_waiting(get_installation())
    if waiting is None:
        sys.exit(1)
    sys.stdout.write(f"{waiting}\n")
