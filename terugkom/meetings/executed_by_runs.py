"""What some runs did for moments, also without a mail: which they opened, and the steps of meetings."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from terugkom.delivery.run_counts import DueWork
from terugkom.meetings.model import MeetingStep, StepOutcome
from terugkom.report import MomentLine, RunReport
from terugkom.schedule.model import Moment


def report_executed(session: Session, work: DueWork, run_ids: Collection[str]) -> RunReport:
    """Return the moments of some work for which these runs did something, and how many steps they skipped."""
    steps = select(MeetingStep.moment_id).where(MeetingStep.run_id.in_(run_ids))
    is_of_work = work.build_moment_condition()
    moments = select(Moment).where(is_of_work, or_(Moment.run_id.in_(run_ids), Moment.id.in_(steps)))
    skipped = (
        select(func.count())
        .select_from(MeetingStep)
        .join(Moment, Moment.id == MeetingStep.moment_id)
        .where(is_of_work, MeetingStep.run_id.in_(run_ids), MeetingStep.outcome == StepOutcome.SKIPPED)
    )
    lines = [
        MomentLine(work.municipality, each.kind, each.subject or work.municipality, each.period)
        for each in session.scalars(moments.order_by(Moment.id))
    ]
    attention = Counter(steps_skipped=session.scalar(skipped) or 0)
    return RunReport(moments=tuple(lines), attention=+attention)
