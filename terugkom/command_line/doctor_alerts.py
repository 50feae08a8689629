"""What `doctor --alert` tells a person: for cron and systemd, where neither `serve` nor `watch` does."""

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from terugkom.alerts.model import CHECKS_OF_ALL_MACHINES, Trouble, TroubleKind
from terugkom.alerts.record_alerts import (
    end_trouble,
    end_unwatched_troubles,
    get_machine_name,
    open_trouble,
    record_reported_outage,
    record_troubles,
)
from terugkom.alerts.send_alerts import compute_doubt_wait, send_alerts, send_unrecorded_alert
from terugkom.clock import LONGEST_WAIT
from terugkom.daily_runs.daily_run_status import find_daily_run_troubles, load_daily_run_status
from terugkom.database.answer_check import describe_outage, is_outage
from terugkom.database.connection_pool import Database
from terugkom.database.database_clock import DatabaseClock
from terugkom.health_checks.model import CheckState, HealthCheck
from terugkom.home_folder import DATABASE_ALERT
from terugkom.settings import Settings

_LOOKED_AT = (TroubleKind.DAILY_RUN_FAILED, TroubleKind.DAILY_RUN_MISSED, TroubleKind.CHECK_BROKEN)
_MADE = (CheckState.FINE, CheckState.NOT_SET, CheckState.WARNING, CheckState.BROKEN)
_DAILY_RUN, _DATABASE, _MIGRATIONS = "daily run", "database", "migrations"
_CONNECTIONS, _MAIL_SERVER = "connections", "mail server"


def send_check_alerts(
    settings: Settings, checks: Iterable[HealthCheck], now: Callable[[], datetime]
) -> list[str]:
    """Tell a person of the daily run and of each check that is broken, once; return what failed.

    If the database itself is what is broken, or refuses to be written to, as one that somebody keeps locked,
    nothing can be recorded: then a file in the home remembers it. A question that it refuses is a fault of
    ours, which the command prints, and no outage.
    """
    by_name = {each.name: each for each in checks}
    broken = [name for name, each in by_name.items() if each.state is CheckState.BROKEN]
    is_usable = all(
        name in by_name and by_name[name].state is CheckState.FINE for name in (_DATABASE, _MIGRATIONS)
    )
    if not is_usable:
        return _tell_without_rows(settings, broken, now())
    mark = settings.home / DATABASE_ALERT
    database = Database(settings.database)
    lease_now = DatabaseClock(database, now)
    try:
        made = _list_made(by_name)
        _record(database, settings, broken, made, now(), lease_now(), was_down=_is_there(mark))
        mark.unlink(missing_ok=True)
        return send_alerts(database, settings, lease_now)
    except SQLAlchemyError as error:
        untold = _tell_without_rows(settings, [_DATABASE], now()) if is_outage(error) else []
        return [describe_outage(error), *untold]
    finally:
        database.close()


def _list_made(by_name: Mapping[str, HealthCheck]) -> set[str]:
    """Return the names of the checks that were made. That of the connections as a whole has a line only while
    none of them can be tried: with a line for the mail server, they could."""
    made = {name for name, each in by_name.items() if each.state in _MADE}
    return made | ({_CONNECTIONS} if _MAIL_SERVER in made and _CONNECTIONS not in by_name else set())


def _record(
    database: Database,
    settings: Settings,
    broken: list[str],
    made: Collection[str],
    now: datetime,
    lease_now: datetime,
    *,
    was_down: bool,
) -> None:
    grace = timedelta(minutes=settings.alert_after_minutes)
    machine = get_machine_name(settings)
    with database.write_session() as session:
        troubles = find_daily_run_troubles(load_daily_run_status(session, now, grace, lease_now=lease_now))
        troubles += [
            Trouble(
                TroubleKind.CHECK_BROKEN, now, name, machine="" if name in CHECKS_OF_ALL_MACHINES else machine
            )
            for name in broken
            if name != _DAILY_RUN
        ]
        if was_down:
            record_reported_outage(
                session, Trouble(TroubleKind.CHECK_BROKEN, now, _DATABASE, machine=machine), now
            )
        record_troubles(session, troubles, _LOOKED_AT, now, machine, checks=made)
        end_unwatched_troubles(session, lease_now, machine)


def _tell_without_rows(settings: Settings, broken: list[str], now: datetime) -> list[str]:
    """Tell that the database is broken, unless it was; an empty one, or one to be upgraded, is no trouble."""
    mark = settings.home / DATABASE_ALERT
    which = [name for name in broken if name in (_DATABASE, _MIGRATIONS)]
    doubt = _read_doubt(mark, now)
    if not which or (_is_there(mark) and (doubt is None or now < doubt.next_try_at)):
        return []
    since = doubt.since if doubt else now
    trouble = Trouble(TroubleKind.CHECK_BROKEN, since, which[0], machine=get_machine_name(settings))
    told = send_unrecorded_alert(settings, trouble, now)
    if told is None:
        return []
    if told.is_taken or told.is_in_doubt:
        again = now + compute_doubt_wait(now - since)
        content = "" if told.is_taken else f"{since.isoformat()} {again.isoformat()}"
        try:
            mark.touch(mode=0o600)
            mark.write_text(content)
        except OSError as error:  # told again the next time, rather than never
            print(f"terugkom: {mark} cannot be written: {error.strerror}", file=sys.stderr)
    return told.failures


@dataclass(frozen=True)
class _Doubt:
    """Since when the database is broken, which may have been told, and when it is told again."""

    since: datetime
    next_try_at: datetime


def _read_doubt(mark: Path, now: datetime) -> _Doubt | None:
    """Return what the file says that remembers an alert; None if it was told, or there is no such file. Times
    that are ahead of every wait are of a clock that was wrong: it is told again now."""
    try:
        since, again = (datetime.fromisoformat(each) for each in mark.read_text().split())
    except (OSError, ValueError):
        return None
    return _Doubt(min(since, now), again if again <= now + LONGEST_WAIT else now)


def _is_there(mark: Path) -> bool:
    """Return whether there is a mark; of a home that may not be looked into, as after a restore by root, none
    is known."""
    try:
        return mark.exists()
    except OSError:
        return False


def send_service_alert(settings: Settings, failed: str | None, started: str | None, now: datetime) -> int:
    """Tell a person that a service stopped, or that it was started again; exit status 1 if that failed."""
    machine = get_machine_name(settings)
    trouble = Trouble(TroubleKind.SERVICE_STOPPED, now, failed or started or "", machine=machine)
    try:
        with closing(Database(settings.database)) as database:
            with database.write_session() as session:
                (open_trouble(session, trouble) if failed else end_trouble(session, trouble, now))
            failures = send_alerts(database, settings, DatabaseClock(database, lambda: now))
    except (SQLAlchemyError, OSError):  # perhaps that is why it stopped
        told = send_unrecorded_alert(settings, trouble, now) if failed else None
        failures = told.failures if told else []
    for failure in failures:
        print(f"terugkom: nobody could be told: {failure}", file=sys.stderr)
    return int(bool(failures))
