"""List the due steps of a meeting, from its date and its executed steps.

A step is executed once, and again only if its meeting was moved afterwards to a date far enough ahead
for it to be due again: a pack sent in March is outdated in June. An invitation is never repeated; whoever was
invited gets an update. A step that no longer applies is skipped with its reason.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from terugkom.meetings.model import MeetingState, SkipReason, StepKind, WithdrawalReason
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.moments import ScheduledMeeting, list_steps
from terugkom.schedule.working_days import WorkingDays

MEETING_DAY = "meeting"  # the date of the meeting; no step to execute


@dataclass(frozen=True)
class Withdrawal:
    """Why people are not invited any more, and the day of the meeting as they were told it."""

    reason: WithdrawalReason
    day: date


@dataclass(frozen=True)
class DueMeetingStep:
    """A step that is due since `day`, to be executed unless there is a reason to skip it."""

    step: StepKind
    day: date
    skip_reason: SkipReason | None = None
    withdrawal: Withdrawal | None = None  # for which of those who are told


@dataclass(frozen=True)
class StepCalendar:
    """The lead times and working days of a municipality."""

    lead_times: LeadTimes
    working_days: WorkingDays

    def list_step_days(self, occurrence: MeetingOccurrence) -> dict[str, date]:
        """Return the date of each step, on a working day: moved earlier before the meeting, later after it.

        The chase counts from the date on which the minutes were requested.
        """
        nominal = {
            each.name: each.day
            for each in list_steps(ScheduledMeeting(occurrence.period, occurrence.day), self.lead_times)
        }
        asked = [
            each.day
            for each in occurrence.list_executions(StepKind.MINUTES_REQUEST)
            if each.day > occurrence.day
        ]
        if asked:
            nominal[StepKind.CHASE] = max(
                nominal[StepKind.CHASE], asked[-1] + timedelta(days=self.lead_times.chase)
            )
        return {
            StepKind.INVITATION: self.working_days.on_or_before(nominal[StepKind.INVITATION]),
            StepKind.PACK: self.working_days.on_or_before(nominal[StepKind.PACK]),
            MEETING_DAY: occurrence.day,
            StepKind.MINUTES_REQUEST: self.working_days.on_or_after(nominal[StepKind.MINUTES_REQUEST]),
            StepKind.CHASE: self.working_days.on_or_after(nominal[StepKind.CHASE]),
        }


def list_due_steps(
    occurrence: MeetingOccurrence, calendar: StepCalendar, today: date
) -> list[DueMeetingStep]:
    """Return the steps that are due up to today and not executed, in order."""
    if occurrence.closed:
        return []
    if occurrence.state is MeetingState.CANCELLED:
        return _list_cancellation(occurrence, today)
    if occurrence.state is MeetingState.MINUTED:
        sent = [each for each in occurrence.executed_steps if each.step is StepKind.MINUTES_SENT]
        if not sent:
            return [DueMeetingStep(StepKind.MINUTES_SENT, today)]
        rounds = [each.round for each in occurrence.executed_steps if each.step is StepKind.MINUTES_CORRECTED]
        is_due = occurrence.corrections > max(rounds, default=0)
        return [DueMeetingStep(StepKind.MINUTES_CORRECTED, today)] if is_due else []
    found = [*_list_update(occurrence, today), *_list_steps_before(occurrence, calendar, today)]
    found += _list_steps_after(occurrence, calendar, today)
    return found or _list_cut_off(occurrence, calendar)


def list_steps_to_come(occurrence: MeetingOccurrence, calendar: StepCalendar) -> list[tuple[str, date]]:
    """Return the steps not yet executed with their dates, including the meeting itself."""
    if occurrence.closed or occurrence.state in (MeetingState.CANCELLED, MeetingState.MINUTED):
        return []
    days = calendar.list_step_days(occurrence)
    return [
        (name, day)
        for name, day in days.items()
        if name == MEETING_DAY or not is_settled(occurrence, StepKind(name), day)
    ]


def find_early_step(occurrence: MeetingOccurrence, calendar: StepCalendar) -> tuple[DueMeetingStep, ...]:
    """Return the next step that can be executed early: the invitation or the pack; empty if none is left."""
    early = [
        DueMeetingStep(StepKind(name), day)
        for name, day in list_steps_to_come(occurrence, calendar)
        if name in (StepKind.INVITATION, StepKind.PACK)
    ]
    return tuple(early[:1])


def is_settled(occurrence: MeetingOccurrence, step: StepKind, day: date) -> bool:
    """Return whether a step was executed since the last move, or before it and is still valid."""
    if any(each.step is step and each.round == occurrence.sequence for each in occurrence.executed_steps):
        return True
    done = bool(occurrence.list_executions(step))
    if step is StepKind.INVITATION or not done:
        return done
    return occurrence.moved_on is not None and day <= occurrence.moved_on


def _list_steps_before(
    occurrence: MeetingOccurrence, calendar: StepCalendar, today: date
) -> list[DueMeetingStep]:
    days, past = calendar.list_step_days(occurrence), _explain_past(occurrence, today)
    return [
        DueMeetingStep(step, days[step], past)
        for step in (StepKind.INVITATION, StepKind.PACK)
        if days[step] <= today and not is_settled(occurrence, step, days[step])
    ]


def _list_steps_after(
    occurrence: MeetingOccurrence, calendar: StepCalendar, today: date
) -> list[DueMeetingStep]:
    days = calendar.list_step_days(occurrence)
    if days[StepKind.MINUTES_REQUEST] > today:
        return []
    if not is_settled(occurrence, StepKind.MINUTES_REQUEST, days[StepKind.MINUTES_REQUEST]):
        announced = occurrence.list_executions(StepKind.INVITATION) or occurrence.list_executions(
            StepKind.PACK
        )
        long_ago = days[StepKind.CHASE] < today
        is_unannounced = not announced and not was_held_after_all(occurrence)
        is_for_nobody = is_unannounced and (long_ago or _is_for_nobody(occurrence))
        skip_reason = SkipReason.NOBODY_INVITED if is_for_nobody else None
        return [DueMeetingStep(StepKind.MINUTES_REQUEST, days[StepKind.MINUTES_REQUEST], skip_reason)]
    asked = bool(occurrence.list_executions(StepKind.MINUTES_REQUEST))
    if (
        asked
        and days[StepKind.CHASE] <= today
        and not is_settled(occurrence, StepKind.CHASE, days[StepKind.CHASE])
    ):
        return [DueMeetingStep(StepKind.CHASE, days[StepKind.CHASE])]
    return []


def _is_for_nobody(occurrence: MeetingOccurrence) -> bool:
    """Return whether neither invitation nor pack could go to anybody, in time for the meeting: a group that
    has no members any more does not meet."""
    skipped = {
        step
        for step in (StepKind.INVITATION, StepKind.PACK)
        for each in occurrence.list_executions(step, done=False)
        if each.day < occurrence.day
    }
    return len(skipped) == 2  # both


def was_held_after_all(occurrence: MeetingOccurrence) -> bool:
    """Return whether a person said of a past day that the meeting, which was cancelled, was held on it."""
    return occurrence.moved_on is not None and occurrence.day < occurrence.moved_on


def _list_cut_off(occurrence: MeetingOccurrence, calendar: StepCalendar) -> list[DueMeetingStep]:
    """Return the step that was started before its day, if that run was cut off before it.

    An earlier version recorded no such step, but opened the meeting for it. Whoever moves a meeting opens it
    too, and waits for no step.
    """
    early = find_early_step(occurrence, calendar)
    is_opened = occurrence.moment_id is not None and occurrence.sequence == 0
    if early and (occurrence.early_step is early[0].step or (is_opened and not occurrence.executed_steps)):
        return list(early)
    return []


def is_invited(occurrence: MeetingOccurrence) -> bool:
    """Return whether an invitation was sent."""
    return bool(occurrence.list_executions(StepKind.INVITATION))


def _list_update(occurrence: MeetingOccurrence, today: date) -> list[DueMeetingStep]:
    """Return the due update, if the meeting changed since the last invitation or update."""
    announced_rounds = [
        each.round
        for each in (
            *occurrence.list_executions(StepKind.INVITATION),
            *occurrence.list_executions(StepKind.UPDATE),
        )
    ]
    skipped_rounds = [each.round for each in occurrence.list_executions(StepKind.UPDATE, done=False)]
    if not announced_rounds or max(announced_rounds + skipped_rounds) >= occurrence.sequence:
        return []
    return [DueMeetingStep(StepKind.UPDATE, occurrence.moved_on or today, _explain_past(occurrence, today))]


def _list_cancellation(occurrence: MeetingOccurrence, today: date) -> list[DueMeetingStep]:
    is_executed = any(
        each.step is StepKind.CANCEL and each.round == occurrence.sequence
        for each in occurrence.executed_steps
    )
    return (
        []
        if is_executed or not is_invited(occurrence)
        else [DueMeetingStep(StepKind.CANCEL, today, _explain_past(occurrence, today))]
    )


def _explain_past(occurrence: MeetingOccurrence, today: date) -> SkipReason | None:
    return SkipReason.MEETING_PAST if occurrence.day < today else None
