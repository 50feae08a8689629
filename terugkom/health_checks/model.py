"""A check of the installation: what was found, and what to do about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from terugkom.documents.blobs import BlobStoreUnavailable
from terugkom.errors import CommandError, InputError

_OF_MACHINE = ("error.home.", "error.documents.")  # messages that name folders and settings alone


class CheckState(StrEnum):
    """How it stands; what is not set or was not looked at is no fault."""

    FINE = "fine"
    NOT_SET = "not set"
    NOT_CHECKED = "not checked"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """What a check found. `text` and `advice` hold no personal data and no secret."""

    state: CheckState
    text: str
    advice: str = ""


@dataclass(frozen=True)
class HealthCheck:
    """A check by its name, and what it found."""

    name: str
    state: CheckState
    finding: str
    advice: str = ""


def run_check(name: str, find: Callable[[], Finding]) -> HealthCheck:
    """Return what a check found; one that cannot be made is broken, and says why."""
    try:
        found = find()
    except Exception as error:
        found = describe_failure(error)
    return HealthCheck(name, found.state, found.text, found.advice)


def describe_failure(error: Exception) -> Finding:
    """Return that a check could not be made, and why; of an error whose text may hold a row or a secret only
    its kind."""
    is_of_machine = isinstance(error, InputError) and error.message_id.startswith(_OF_MACHINE)
    if is_of_machine or isinstance(error, CommandError | BlobStoreUnavailable):  # none has either in it
        return Finding(CheckState.BROKEN, str(error), "mend that first")
    if isinstance(error, OSError) and error.strerror:
        return Finding(CheckState.BROKEN, error.strerror, "see what is there, and whether its disk is full")
    kind = type(error).__name__
    return Finding(CheckState.BROKEN, f"the check itself failed ({kind})", "report it with this line")


def compute_exit_status(checks: Iterable[HealthCheck]) -> int:
    """Return 2 if one is broken, else 1 if one warns, else 0: as plugins of Nagios do."""
    states = {each.state for each in checks}
    if CheckState.BROKEN in states:
        return 2
    return int(CheckState.WARNING in states)
