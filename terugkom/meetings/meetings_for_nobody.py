"""Meetings of which no minutes are asked, for nobody was there: who was invited withdrew or left before their
day, or nobody was invited and their group has no members that can be reached."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, not_, select
from sqlalchemy.orm import Session

from terugkom.meetings.due_steps import DueMeetingStep, was_held_after_all
from terugkom.meetings.invitation_differences import OwnDueSteps
from terugkom.meetings.invitation_model import MeetingInvitation
from terugkom.meetings.model import InvitationState, SkipReason, StepKind
from terugkom.meetings.recipients import load_members_in
from terugkom.plan.departures import has_departed
from terugkom.plan.model import Person
from terugkom.schedule.model import Moment


def skip_minutes_for_nobody(session: Session, due: Sequence[OwnDueSteps]) -> list[OwnDueSteps]:
    """Return the due steps with the request for minutes skipped of a meeting at which nobody was.

    No statement where no minutes are due; else one, and those of the members of groups that nobody was
    invited to.
    """
    asking = [
        each
        for each in due
        if any(_is_request(step) for step in each.steps) and not was_held_after_all(each.occurrence)
    ]
    if not asking:
        return [*due]
    invited = _count_invited(session, [each.occurrence.moment_id for each in asking])
    days = {
        id(each): (each.municipality, (each.occurrence.group_id, each.occurrence.day))
        for each in asking
        if each.occurrence.moment_id not in invited
    }
    members = load_members_in(session, days.values()) if days else {}

    def is_for_nobody(each: OwnDueSteps) -> bool:
        if id(each) not in days:
            return not invited[each.occurrence.moment_id]
        municipality, group_day = days[id(each)]
        return not members[municipality.id, group_day].recipients.reachable

    for_nobody = {id(each) for each in asking if is_for_nobody(each)}
    return [_skip_request(each) if id(each) in for_nobody else each for each in due]


def _is_request(step: DueMeetingStep) -> bool:
    return step.step is StepKind.MINUTES_REQUEST and step.skip_reason is None


def _skip_request(due: OwnDueSteps) -> OwnDueSteps:
    steps = [
        replace(each, skip_reason=SkipReason.NOBODY_INVITED) if _is_request(each) else each
        for each in due.steps
    ]
    return replace(due, steps=steps)


def _count_invited(session: Session, meetings: Sequence[int | None]) -> dict[int | None, int]:
    """Return by meeting how many stood invited on its day and still worked here; only those of which it is
    known who was invited at all."""
    return dict(session.execute(_select_invited(), {"meetings": meetings}).tuples().all())


@cache
def _select_invited() -> Select[Any]:
    is_there = and_(MeetingInvitation.state == InvitationState.INVITED, not_(has_departed(Moment.day)))
    return (
        select(MeetingInvitation.moment_id, func.count(Person.id).filter(is_there))
        .join(Person, Person.id == MeetingInvitation.person_id)
        .join(Moment, Moment.id == MeetingInvitation.moment_id)
        .where(MeetingInvitation.moment_id.in_(bindparam("meetings", expanding=True)))
        .group_by(MeetingInvitation.moment_id)
    )
