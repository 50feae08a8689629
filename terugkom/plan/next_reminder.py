"""The day on which an action is next checked for a reminder, stored on the action itself."""

from datetime import date

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.model import OPEN_STATUSES, Action
from terugkom.plan.reachability import is_orphaned
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.model import Reminder
from terugkom.schedule.reminder_stages import find_first_stage_day


def reschedule_reminder(action: Action | ActionRow, lead_times: LeadTimes) -> None:
    """Recalculate `next_reminder_on` after any change of the action, its owners or its last update.

    It is set to the first stage that still applies, even when that stage was already sent: the next digest
    finds it sent and advances. So this function needs no knowledge of what was sent before.
    """
    action.next_reminder_on = (
        find_first_stage_day(
            action.deadline,
            lead_times,
            last_update_on=action.last_update_on,
            snoozed_until=action.snoozed_until,
            followed_from=action.followed_from,
        )
        if action.deadline and action.status.is_open
        else None
    )


def schedule_orphaned_actions(session: Session, municipality_id: int, today: date) -> None:
    """Set `next_reminder_on` to `today` for each open action without a reachable owner (an orphaned action).

    Call it after an import: that is when owners are added, removed or lose their address.
    """
    session.execute(
        update(Action)
        .where(is_orphaned(municipality_id, today))
        .where(or_(Action.next_reminder_on.is_(None), Action.next_reminder_on > today))
        .values(next_reminder_on=today)
        .execution_options(synchronize_session=False)
    )


def repeat_reminders(session: Session, which: ColumnElement[bool], day: date) -> None:
    """Make the open actions of these reminders due again on a day, and forget the reminders.

    For digests that did not arrive: who did not get one was not reminded.
    """
    session.execute(
        update(Action)
        .where(Action.id.in_(select(Reminder.action_id).where(which)))
        .where(Action.deadline.is_not(None), Action.status.in_(OPEN_STATUSES))
        .values(next_reminder_on=day)
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(Reminder).where(which).execution_options(synchronize_session=False))
