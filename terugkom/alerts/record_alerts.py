"""Which troubles are new and which are over, as rows: whoever looks next knows what was told."""

import platform
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.alerts.model import Alert, Trouble, TroubleKind
from terugkom.settings import Settings

_TOLD_LATER = timedelta(days=1)  # a trouble that nobody could be told of in time is told with its end


def get_machine_name(settings: Settings) -> str:
    """Return the name of this machine, where others may work on the same database; else "".

    That of a host may be longer than its column.
    """
    is_alone = settings.database.startswith("sqlite")
    return "" if is_alone else (settings.machine or platform.node())[:60]


def record_troubles(
    session: Session,
    troubles: Iterable[Trouble],
    looked_at: Collection[TroubleKind],
    now: datetime,
    machine: str = "",
) -> None:
    """Record the troubles that are new, and the end of those, of the kinds looked at, that are not found.

    Those of another machine than the one that looks go on: a full disk is not over because ours is not full.
    """
    found = {each.key: each for each in troubles}
    rows = session.scalars(
        select(Alert).where(
            Alert.open_key.is_not(None), Alert.kind.in_(looked_at), Alert.machine.in_(("", machine))
        )
    ).all()
    known = {row.open_key: row for row in rows if row.open_key}
    for key in found.keys() - known.keys():
        _open_alert(session, found[key])
    for key in known.keys() - found.keys():
        known[key].over_at, known[key].open_key = now, None


def end_trouble(session: Session, trouble: Trouble, now: datetime) -> None:
    """Record that one trouble is over, if it was recorded; also as of no machine, before alerts named one."""
    keys = {trouble.key, replace(trouble, machine="").key}
    for row in session.scalars(select(Alert).where(Alert.open_key.in_(keys))):
        row.over_at, row.open_key = now, None


def open_trouble(session: Session, trouble: Trouble) -> None:
    """Record one trouble, unless it was."""
    if session.scalar(select(Alert.id).where(Alert.open_key == trouble.key)) is None:
        _open_alert(session, trouble)


def record_reported_outage(session: Session, trouble: Trouble, now: datetime) -> None:
    """Record a trouble that was told while nothing could be recorded, and is over: its end is told then."""
    row = build_alert(trouble)
    row.told_at, row.over_at = trouble.since, now
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
    )


def _open_alert(session: Session, trouble: Trouble) -> None:
    row = build_alert(trouble)
    row.subject, row.open_key = trouble.subject[:100], trouble.key
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another machine saw it first
        return
