"""The day on which an action is next checked for a reminder, stored on the action itself."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.model import Action, ActionStatus, Ownership, Person
from terugkom.schedule.lead_times import LeadTimes
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
        .where(Action.municipality_id == municipality_id)
        .where(Action.status.in_([status for status in ActionStatus if status.is_open]))
        .where(or_(Action.next_reminder_on.is_(None), Action.next_reminder_on > today))
        .where(~has_reachable_owner(today))
        .values(next_reminder_on=today)
        .execution_options(synchronize_session=False)
    )


def has_reachable_owner(today: date) -> ColumnElement[bool]:
    """Return the SQL condition that an action has an employed owner with an address, or with such a
    stand-in."""
    stand_in = aliased(Person)
    away = and_(
        or_(Person.absent_from.is_(None), Person.absent_from <= today),
        or_(Person.absent_until.is_(None), Person.absent_until >= today),
        or_(Person.absent_from.is_not(None), Person.absent_until.is_not(None)),
    )
    return exists(
        select(Ownership.action_id)
        .join(Person, Person.id == Ownership.person_id)
        .outerjoin(stand_in, stand_in.id == Person.stand_in_id)
        .where(
            Ownership.action_id == Action.id,
            _is_employed(Person, today),
            or_(Person.email != "", and_(away, stand_in.email != "", _is_employed(stand_in, today))),
        )
    )


def _is_employed(person: type[Person], today: date) -> ColumnElement[bool]:
    return or_(person.departed_on.is_(None), person.departed_on > today)
