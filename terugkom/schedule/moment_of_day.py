"""A moment of one day, for a mail that nobody planned: it is complete at once, so no run goes on with it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.add_if_absent import add_if_absent
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.run_stamp import RunStamp


def open_moment_of_day(
    session: Session,
    municipality_id: int,
    kind: str,
    subject: str,
    stamp: RunStamp,
) -> Moment:
    """Return the moment of this kind and subject on this day, created if needed."""
    key = {
        "municipality_id": municipality_id,
        "kind": kind,
        "subject": subject[:100],
        "period": stamp.today.isoformat(),
    }
    found = session.scalar(select(Moment).filter_by(**key))
    if found is not None:
        return found
    made = Moment(
        **key,
        day=stamp.today,
        run_id=stamp.run_id,
        opened_at=stamp.now,
        state=MomentState.DONE,
        done_at=stamp.now,
    )
    if add_if_absent(session, made):
        return made
    return session.scalars(select(Moment).filter_by(**key)).one()
