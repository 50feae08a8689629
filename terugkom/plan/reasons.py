"""Why an action was stopped, rests or is late, in the words of who decided or reported it.

Packs, editions and summaries all find the reason here, so that what one prints the other does not ask for.
"""

from dataclasses import dataclass
from datetime import date

from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.model import ActionStatus


@dataclass(frozen=True)
class Reason:
    """A reason, and the day on which it was written; None if that is not known."""

    text: str = ""
    written_on: date | None = None


def find_reason(fact: ActionFacts, today: date, since: date | None = None) -> Reason:
    """Return the reason, with an empty text if none is known.

    Of a stopped action: what was noted with the decision, else its last report. Of an open one: the reason of
    its snooze while that lasts, else the latest of what was noted when its deadline was last moved, its last
    report, and what was written into an edition that asked for it. If there is none: the reason of a snooze
    that is over. Only what was said after `since` and up to `today` counts: of what is published about a
    period, the reason must be of that period too. An edition is approved after its period, also on its last
    day. Why an owner is stuck is no reason that others read.
    """
    snooze = Reason(fact.snooze_reason, fact.find_snooze_day())
    if fact.status.is_open and fact.snoozed_until and fact.snoozed_until >= today and fact.snooze_reason:
        return snooze
    after = since or date.min
    reported = max(((day, 0, text) for day, text in fact.news if after < day <= today), default=None)
    noted, written = _find_note(fact, after), _find_written(fact, after, today)
    if noted and fact.status is ActionStatus.STOPPED:
        return Reason(noted[2], noted[0])
    if found := max((each for each in (reported, noted, written) if each), default=None):
        return Reason(found[2], found[0])
    return snooze if fact.snoozed_until is None or fact.snoozed_until > after else Reason()


def _find_note(fact: ActionFacts, after: date) -> tuple[date, int, str] | None:
    """Return what was noted with the change that made it so; it sorts after a report of the same day."""
    field = {ActionStatus.STOPPED: "status", ActionStatus.DONE: ""}.get(fact.status, "deadline")
    noted = fact.reason_of_last_change(field)
    return (noted[0], 1, noted[1]) if noted and noted[0] > after else None


def _find_written(fact: ActionFacts, after: date, today: date) -> tuple[date, int, str] | None:
    written = fact.written_reason
    return (written[0], 2, written[1]) if written and after <= written[0] <= today else None
