"""The day of a run: another one than today would send as if that day were here."""

from collections.abc import Callable, Sequence
from datetime import date

from terugkom import clock
from terugkom.errors import Choices, Message, PublicInputError


def check_run_day(day: date, began_on: date, list_channels: Callable[[], Sequence[str | Message]]) -> None:
    """Raise PublicInputError if a run of a day that has not come, or was over when the run began, would
    really send: `list_channels` says through what, and is asked of such a day alone."""
    if began_on <= day <= clock.today():
        return
    channels = tuple(list_channels())
    if channels and day < began_on:
        raise PublicInputError("error.past-day", day=day, channels=Choices(channels))
    if channels:
        raise PublicInputError("error.future-day", day=day, channels=Choices(channels))
