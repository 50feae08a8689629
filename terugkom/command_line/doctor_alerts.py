"""What `doctor --alert` tells a person: for cron and systemd, where neither `serve` nor `watch` does."""

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

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
from terugkom.command_line.database_mark import DatabaseMark, read_mark, write_mark
from terugkom.daily_runs.daily_run_status import find_daily_run_troubles, load_daily_run_status
from terugkom.database.answer_check import DatabaseFault, describe_outage, find_fault
from terugkom.database.connection_pool import Database
from terugkom.database.database_clock import DatabaseClock
from terugkom.health_checks.model import CheckState, HealthCheck
from terugkom.home_folder import DATABASE_ALERT
from terugkom.settings import Settings

_LOOKED_AT = (TroubleKind.DAILY_RUN_FAILED, TroubleKind.DAILY_RUN_MISSED, TroubleKind.CHECK_BROKEN)
_MADE = (CheckState.FINE, CheckState.NOT_SET, CheckState.WARNING, CheckState.BROKEN)
_DAILY_RUN, _DATABASE, _MIGRATIONS = "daily run", "database", "migrations"
_TOLD_FAULTS = set(DatabaseFault) - {DatabaseFault.PROGRAM}
_OF_DATABASE = {_DATABASE, _MIGRATIONS, *(fault.value for fault in _TOLD_FAULTS)}
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
    file = settings.home / DATABASE_ALERT
    database = Database(settings.database)
    lease_now = DatabaseClock(database, now)
    try:
        mark = read_mark(file, now())
        _record(database, settings, broken, _list_made(by_name), now(), lease_now(), mark)
        if mark:
            write_mark(file, replace(mark, is_recorded=True))
        failures = send_alerts(database, settings, lease_now)
        file.unlink(missing_ok=True)
        return failures
    except SQLAlchemyError as error:
        fault = find_fault(database, error)
        untold = _tell_without_rows(settings, [fault.value], now()) if fault in _TOLD_FAULTS else []
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
    mark: DatabaseMark | None,
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
        if mark and not mark.is_recorded:
            told = Trouble(TroubleKind.CHECK_BROKEN, now, mark.subject, machine=machine)
            record_reported_outage(session, told, now)
        record_troubles(session, troubles, _LOOKED_AT, now, machine, checks=made)
        end_unwatched_troubles(session, lease_now, machine)


def _tell_without_rows(settings: Settings, broken: list[str], now: datetime) -> list[str]:
    """Tell that the database is broken, unless it was; an empty one, or one to be upgraded, is no trouble."""
    file = settings.home / DATABASE_ALERT
    which = [name for name in broken if name in _OF_DATABASE]
    mark = read_mark(file, now)
    if not which or (mark and (mark.next_try_at is None or now < mark.next_try_at)):
        return []
    since = mark.since if mark and mark.since else now
    trouble = Trouble(TroubleKind.CHECK_BROKEN, since, which[0], machine=get_machine_name(settings))
    told = send_unrecorded_alert(settings, trouble, now)
    if told is None:
        return []
    if told.is_taken or told.is_in_doubt:
        again = None if told.is_taken else now + compute_doubt_wait(now - since)
        write_mark(file, DatabaseMark(which[0], since, again))
    return told.failures


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
