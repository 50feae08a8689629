"""What the machine gives: space on its disks, a clock that is right, time zones, and versions."""

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from packaging.requirements import Requirement
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.clock import format_minute
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.daily_runs.due_runs import DailyRun
from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.health_checks.model import CheckState, Finding
from terugkom.leases import CLOCK_TOLERANCE, HeldLease, measure_clock_difference

_LITTLE_SPACE, _TOO_LITTLE_SPACE = 1_000_000_000, 200_000_000  # bytes: a year of a municipality, and a day
_FEW_FILES = 10_000
_CLOCK_TOLERANCE = timedelta(minutes=2)  # of rows that other machines wrote
_TIMES = (Delivery.created_at, Document.created_at, DailyRun.ended_at, DailyRunResult.ended_at)
_SHOWN = ("prefect", "sqlalchemy")
_ZONE = "Europe/Brussels"


def check_disk(folders: Iterable[Path]) -> Finding:
    """Return whether files can be written, and whether there is space for them; the fullest disk counts."""
    measured: dict[int, tuple[int, int, str]] = {}  # by device
    for folder in folders:
        at = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
        if not at.is_dir():
            advice = "see what it is: a link to a disk that is not mounted, or a file that has its name"
            return Finding(CheckState.BROKEN, f"{at} is no folder", advice)
        if not os.access(at, os.W_OK):
            advice = "see whether its disk was mounted read-only (`dmesg`), and whose it is"
            return Finding(CheckState.BROKEN, f"nothing can be written to {at}", advice)
        measured.setdefault(at.stat().st_dev, _measure_space(at))
    bytes_left, files_left, folder_name = min(measured.values())
    text = f"{bytes_left / 1e9:.1f} GB free at {folder_name}"
    advice = "make space, or shorten what is kept: docs/retention.md"
    if bytes_left < _TOO_LITTLE_SPACE or files_left == 0:
        return Finding(CheckState.BROKEN, text, advice)
    if bytes_left < _LITTLE_SPACE or files_left < _FEW_FILES:
        return Finding(CheckState.WARNING, text, advice)
    return Finding(CheckState.FINE, text)


def _measure_space(folder: Path) -> tuple[int, int, str]:
    """Return how many bytes and new files go into the file system of a folder."""
    found = os.statvfs(folder)
    files = found.f_favail if found.f_files else sys.maxsize  # some file systems do not count them
    return found.f_bavail * found.f_frsize, files, str(folder)


def check_clock(session: Session, now: datetime) -> Finding:
    """Return whether the clock is behind the newest row, or not that of the database's server.

    Leases that are held count too: they were renewed at the time that another process read. Where this clock
    is that of the database's server, a newer row is of another machine.
    """
    times = [session.scalar(select(func.max(each))) for each in (*_TIMES, HeldLease.acquired_at)]
    newest = max(filter(None, times), default=None)
    advice = (
        "set the clock, and keep it by NTP (`timedatectl set-ntp true`); if it is right, it was ahead then"
    )
    apart = abs(measure_clock_difference(session, lambda: now))
    if newest is not None and newest > now + _CLOCK_TOLERANCE:
        text = f"it is {format_minute(now)} here, and the newest row is of {format_minute(newest)}"
        if session.get_bind().dialect.name == "postgresql" and apart <= CLOCK_TOLERANCE:
            other = f"{text}, though this clock is that of the database's server"
            return Finding(CheckState.WARNING, other, "see the clock of the other machines: one was ahead")
        return Finding(CheckState.BROKEN, text, advice)
    if apart > CLOCK_TOLERANCE:
        text = f"it is {apart.total_seconds():.0f} seconds apart from that of the database's server"
        return Finding(CheckState.BROKEN, text, advice)
    return Finding(CheckState.FINE, f"{format_minute(now)} in Brussels")


def check_time_zone() -> Finding:
    """Return whether Python knows when summer time holds in Brussels."""
    advice = "install the package tzdata: `pip install tzdata`"
    try:
        zone = ZoneInfo(_ZONE)
    except ZoneInfoNotFoundError:
        return Finding(CheckState.BROKEN, f"{_ZONE} is not known", advice)
    hours = [datetime(2027, month, 1, 12, tzinfo=UTC).astimezone(zone).hour for month in (1, 7)]
    if hours != [13, 14]:
        return Finding(CheckState.BROKEN, f"{_ZONE} has no summer time", advice)
    return Finding(CheckState.FINE, _ZONE)


def check_versions() -> Finding:
    """Return the versions, and whether what is installed is what this version of Terugkom was tried with."""
    try:
        requirements = [Requirement(each) for each in requires("terugkom") or ()]
    except PackageNotFoundError:
        return Finding(CheckState.WARNING, "terugkom is not installed as a package", "install its wheel")
    wrong = [
        found for each in requirements if each.marker is None and (found := _find_mismatch(each)) is not None
    ]
    shown = ", ".join(f"{name} {version(name)}" for name in ("terugkom", *_SHOWN))
    text = f"Python {sys.version.partition(' ')[0]}, {shown}"
    if wrong:
        advice = "install the locked versions: `make install`, or pip with requirements.txt"
        return Finding(CheckState.WARNING, f"{text}; not as required: {', '.join(wrong)}", advice)
    return Finding(CheckState.FINE, text)


def _find_mismatch(requirement: Requirement) -> str | None:
    """Return what is wrong with an installed package; None if it is as required."""
    try:
        installed = version(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name} is missing"
    if requirement.specifier.contains(installed, prereleases=True):
        return None
    return f"{requirement.name} {installed} ({requirement.specifier})"
