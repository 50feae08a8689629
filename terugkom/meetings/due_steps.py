"""List the due steps of a meeting, from its date and its executed steps.

A step is executed once, and again only if its meeting was moved afterwards to a date far enough ahead
for it to be due again: a pack sent in March is outdated in June. An invitation is never repeated; whoever was
invited gets an update. A step that no longer applies is skipped with its reason.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from terugkom.meetings.model import MeetingState, Step
from terugkom.meetings.occurrences import Occasion
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.moments import Meeting, steps
from terugkom.schedule.working_days import WorkingDays

HELD = "meeting"  # the date of the meeting; no step to execute


@dataclass(frozen=True)
class Due:
    """A step that is due since `day`; `skip` is the reason to skip it, if any."""

    step: Step
    day: date
    skip: str = ""


@dataclass(frozen=True)
class Calendar:
    """The lead times and working days of a municipality."""

    leads: LeadTimes
    days: WorkingDays

    def of(self, occasion: Occasion) -> dict[str, date]:
        """Return the date of each step, on a working day: moved earlier before the meeting, later after it.

        The chase counts from the date on which the minutes were requested.
        """
        raw = {each.name: each.day for each in steps(Meeting(occasion.period, occasion.day), self.leads)}
        asked = [each.day for each in occasion.took(Step.MINUTES) if each.day > occasion.day]
        if asked:
            raw[Step.CHASE] = max(raw[Step.CHASE], asked[-1] + timedelta(days=self.leads.chase))
        return {
            Step.INVITATION: self.days.on_or_before(raw[Step.INVITATION]),
            Step.PACK: self.days.on_or_before(raw[Step.PACK]),
            HELD: occasion.day,
            Step.MINUTES: self.days.on_or_after(raw[Step.MINUTES]),
            Step.CHASE: self.days.on_or_after(raw[Step.CHASE]),
        }


def steps_due(occasion: Occasion, calendar: Calendar, today: date) -> list[Due]:
    """Return the steps that are due up to today and not executed, in order."""
    if occasion.closed:
        return []
    if occasion.state is MeetingState.CANCELLED:
        return _cancelling(occasion, today)
    if occasion.state is MeetingState.MINUTED:
        sent = [each for each in occasion.taken if each.step is Step.MINUTES_SENT]
        return [] if sent else [Due(Step.MINUTES_SENT, today)]
    found = [*_update(occasion, today), *_told_before(occasion, calendar, today)]
    return found + _asked_after(occasion, calendar, today)


def steps_to_come(occasion: Occasion, calendar: Calendar) -> list[tuple[str, date]]:
    """Return the steps not yet executed with their dates, including the meeting itself."""
    if occasion.closed or occasion.state in (MeetingState.CANCELLED, MeetingState.MINUTED):
        return []
    days = calendar.of(occasion)
    return [
        (name, day) for name, day in days.items() if name == HELD or not _settled(occasion, Step(name), day)
    ]


def next_early(occasion: Occasion, calendar: Calendar) -> tuple[Due, ...]:
    """Return the next step that can be executed early: the invitation or the pack; empty if none is left."""
    early = [
        Due(Step(name), day)
        for name, day in steps_to_come(occasion, calendar)
        if name in (Step.INVITATION, Step.PACK)
    ]
    return tuple(early[:1])


def _settled(occasion: Occasion, step: Step, day: date) -> bool:
    """Return whether a step was executed since the last move, or before it and is still valid."""
    if any(each.step is step and each.round == occasion.sequence for each in occasion.taken):
        return True
    done = bool(occasion.took(step))
    if step is Step.INVITATION or not done:
        return done
    return occasion.moved_on is not None and day <= occasion.moved_on


def _told_before(occasion: Occasion, calendar: Calendar, today: date) -> list[Due]:
    days, past = calendar.of(occasion), _past(occasion, today)
    return [
        Due(step, days[step], past)
        for step in (Step.INVITATION, Step.PACK)
        if days[step] <= today and not _settled(occasion, step, days[step])
    ]


def _asked_after(occasion: Occasion, calendar: Calendar, today: date) -> list[Due]:
    days = calendar.of(occasion)
    if days[Step.MINUTES] > today:
        return []
    if not _settled(occasion, Step.MINUTES, days[Step.MINUTES]):
        told = occasion.took(Step.INVITATION) or occasion.took(Step.PACK)
        long_ago = not told and days[Step.CHASE] < today
        why = f"nobody was invited to the meeting of {occasion.day}, and it is long past" if long_ago else ""
        return [Due(Step.MINUTES, days[Step.MINUTES], why)]
    asked = bool(occasion.took(Step.MINUTES))
    if asked and days[Step.CHASE] <= today and not _settled(occasion, Step.CHASE, days[Step.CHASE]):
        return [Due(Step.CHASE, days[Step.CHASE])]
    return []


def was_told(occasion: Occasion) -> bool:
    """Return whether an invitation was sent."""
    return bool(occasion.took(Step.INVITATION))


def _update(occasion: Occasion, today: date) -> list[Due]:
    """Return the due update, if the meeting changed since the last invitation or update."""
    told = [each.round for each in (*occasion.took(Step.INVITATION), *occasion.took(Step.UPDATE))]
    skipped = [each.round for each in occasion.took(Step.UPDATE, done=False)]
    if not told or max(told + skipped) >= occasion.sequence:
        return []
    return [Due(Step.UPDATE, occasion.moved_on or today, _past(occasion, today))]


def _cancelling(occasion: Occasion, today: date) -> list[Due]:
    taken = any(each.step is Step.CANCEL for each in occasion.taken)
    return [] if taken or not was_told(occasion) else [Due(Step.CANCEL, today, _past(occasion, today))]


def _past(occasion: Occasion, today: date) -> str:
    return f"the meeting was on {occasion.day}" if occasion.day < today else ""
