"""When an action is next looked at: the reminders' clock, kept on the action itself."""

from terugkom.plan.model import Action
from terugkom.rhythm.lead_times import LeadTimes
from terugkom.rhythm.stages import first_step


def rearm(action: Action, lead_times: LeadTimes) -> None:
    """Set `next_step_on` anew after any change of the action, its owners or what was heard of it.

    It is set to the first stage that still counts, even when that stage was already sent: the next digest
    looks, finds it sent, and moves on. So nothing needs to be known here of what went out before.
    """
    action.next_step_on = (
        first_step(action.deadline, lead_times, heard_on=action.heard_on, snoozed_until=action.snoozed_until)
        if action.deadline and action.status.is_open
        else None
    )
