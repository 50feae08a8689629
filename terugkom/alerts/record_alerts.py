"""Which troubles are new and which are over, as rows: whoever looks next knows what was told."""

import platform
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from terugkom.alerts.model import (
    CHECKS_OF_ALL_MACHINES,
    UNWATCHED_AFTER,
    WEEKLY_DELAY,
    Alert,
    Trouble,
    TroubleKind,
)
from terugkom.database.add_if_absent import add_if_absent
from terugkom.settings import Settings

_TOLD_LATER = timedelta(days=1)  # a trouble that nobody could be told of in time is told with its end
_MARKED_EVERY = timedelta(hours=1)


def get_machine_name(settings: Settings) -> str:
    """Return the name of this machine, where others may work on the same database; else "".

    That of a host may be longer than its column.
    """
    is_alone = settings.database.startswith("sqlite")
    return "" if is_alone else (settings.machine or platform.node())[:60]


def record_troubles(
    session: Session,
    troubles: Iterable[Trouble],
    kinds: Collection[TroubleKind],
    now: datetime,
    machine: str = "",
    *,
    checks: Collection[str] | None = None,
) -> None:
    """Record the troubles that are new, and the end of those, of the kinds looked at, that are not found.

    Those of another machine than the one that looks go on: a full disk is not over because ours is not full.
    So do those of a check that was not made: `checks` are those that were; None for all.
    """
    found = {each.key: each for each in troubles}
    rows = session.scalars(
        select(Alert).where(
            Alert.open_key.is_not(None), Alert.kind.in_(kinds), Alert.machine.in_(("", machine))
        )
    ).all()
    known = {row.open_key: row for row in rows if row.open_key}
    for key in found.keys() - known.keys():
        earlier = known.pop(replace(found[key], machine="").key, None)
        if earlier is None:
            _open_alert(session, found[key])
        else:  # recorded before alerts named machines, and told: it is the same one
            earlier.machine, earlier.open_key, earlier.looked_at = machine, key, now
    for key, row in known.items():
        if key in found:
            _mark_looked_at(row, now)
        elif _was_looked_at(row, machine, checks):
            _end_alert(row, now)


def _was_looked_at(row: Alert, machine: str, checks: Collection[str] | None) -> bool:
    """Return whether a look of a machine says that this trouble is over if it was not found."""
    if row.kind is not TroubleKind.CHECK_BROKEN:
        return True
    is_of_unknown = bool(machine) and not row.machine and row.subject not in CHECKS_OF_ALL_MACHINES
    return not is_of_unknown and (checks is None or row.subject in checks)


def _mark_looked_at(row: Alert, now: datetime) -> None:
    """Record that somebody looked, once an hour: `serve` looks each minute."""
    if row.looked_at is None or abs(now - row.looked_at) > _MARKED_EVERY:
        row.looked_at = now


def _end_alert(row: Alert, now: datetime) -> None:
    row.over_at, row.looked_at, row.open_key = now, now, None


def end_unwatched_troubles(session: Session, now: datetime, machine: str) -> None:
    """End the troubles of services and checks at which nobody looked for days: their machine is gone, or what
    looked there. A service that is stopped is looked at by whoever runs on its machine."""
    of_one = (TroubleKind.SERVICE_STOPPED, TroubleKind.CHECK_BROKEN)
    for row in session.scalars(select(Alert).where(Alert.open_key.is_not(None), Alert.kind.in_(of_one))):
        is_ours = row.kind is TroubleKind.SERVICE_STOPPED and row.machine == machine
        is_ahead = (
            row.looked_at is not None and row.looked_at > now + _MARKED_EVERY
        )  # of a clock that was wrong
        if is_ours or is_ahead or row.looked_at is None:
            _mark_looked_at(row, now)
        elif now - row.looked_at >= UNWATCHED_AFTER + WEEKLY_DELAY:
            row.over_at, row.open_key = now, None


def end_trouble(session: Session, trouble: Trouble, now: datetime) -> None:
    """Record that one trouble is over, if it was recorded; also as of no machine, before alerts named one."""
    keys = {trouble.key, replace(trouble, machine="").key}
    for row in session.scalars(select(Alert).where(Alert.open_key.in_(keys))):
        _end_alert(row, now)


def open_trouble(session: Session, trouble: Trouble) -> None:
    """Record one trouble, unless it was."""
    if session.scalar(select(Alert.id).where(Alert.open_key == trouble.key)) is None:
        _open_alert(session, trouble)


def record_reported_outage(session: Session, trouble: Trouble, now: datetime) -> None:
    """Record a trouble that was told while nothing could be recorded, and is over: its end is told then."""
    row = build_alert(trouble)
    row.told_at, row.over_at, row.looked_at = trouble.since, now, now
    session.add(row)


def list_unsent_alerts(session: Session, now: datetime) -> list[Alert]:
    """Return the troubles, and ends of troubles, that a person is to be told of, oldest first."""
    untold = and_(Alert.told_at.is_(None), Alert.over_at.is_(None))
    recent = or_(Alert.told_at.is_not(None), Alert.over_at > now - _TOLD_LATER)
    ended = and_(Alert.over_at.is_not(None), Alert.over_told_at.is_(None), recent)
    return list(session.scalars(select(Alert).where(or_(untold, ended)).order_by(Alert.id)))


def mark_alert_sent(alert: Alert, now: datetime) -> None:
    """Record that a person was told what this alert now says."""
    if alert.is_over:
        alert.over_told_at = now
    else:
        alert.told_at = now


def build_alert(trouble: Trouble) -> Alert:
    """Return a new alert about a trouble, of which nobody was told."""
    return Alert(
        kind=trouble.kind,
        subject=trouble.subject,
        since=trouble.since,
        run_id=trouble.run_id,
        machine=trouble.machine,
        looked_at=trouble.since,
    )


def _open_alert(session: Session, trouble: Trouble) -> None:
    row = build_alert(trouble)
    row.subject, row.open_key = trouble.subject[:100], trouble.key
    add_if_absent(session, row)  # another machine may have seen it first
