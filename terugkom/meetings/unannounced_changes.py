"""The changes of a meeting that the invited were not told yet: why it changed, and taking them back where it
is again as they know it.

Such a change has in `meetings.moves` the key `minutes`: how long the meeting was to take before it. An
invitation or an update to all takes that key away.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from terugkom.documents.one_line import to_one_line
from terugkom.meetings.invitation_model import InvitationReply, MeetingInvitation
from terugkom.meetings.model import InvitationState, Meeting, MeetingState, MeetingStep, StepKind, StepOutcome

UNANNOUNCED = "minutes"
_RESUMED = "resumed"  # the key of a change by which a cancelled meeting takes place after all
_ANNOUNCING = (StepKind.INVITATION, StepKind.UPDATE)  # to all


def describe_changes(meeting: Meeting) -> str:
    """Return why a meeting changed since the last invitation or update: each reason once, in their order."""
    changes = _list_unannounced(meeting) or meeting.moves[-1:]
    reasons = [*dict.fromkeys(reason for each in changes if (reason := to_one_line(each.get("reason", ""))))]
    return " ".join(
        each if each is reasons[-1] or each.endswith((".", "!", "?")) else f"{each}." for each in reasons
    )


def mark_resumed(meeting: Meeting) -> None:
    """Record of the last change of a meeting that it takes place after all."""
    meeting.moves = [*meeting.moves[:-1], {**meeting.moves[-1], _RESUMED: True}]


def is_resumed(meeting: Meeting) -> bool:
    """Return whether a meeting that was cancelled takes place after all since the last mail to all."""
    return any(_RESUMED in each for each in _list_unannounced(meeting) or meeting.moves[-1:])


def take_back_changes(session: Session, meeting: Meeting) -> None:
    """Take the changes back that nobody was told, if the meeting is again as all who are invited know it.

    So nobody gets a mail about it, and their answers count. A version that somebody was sent, or for which a
    step was executed, stays.
    """
    unannounced = _list_unannounced(meeting)
    if (
        not unannounced
        or any("name" in each for each in unannounced)
        or meeting.state is not MeetingState.PLANNED
    ):
        return
    announced = _find_announced_version(session, meeting)
    if announced is None or not _is_as_announced(session, meeting, announced, unannounced[0][UNANNOUNCED]):
        return
    meeting.moves = [each for each in meeting.moves if UNANNOUNCED not in each]
    meeting.moved_on = date.fromisoformat(meeting.moves[-1]["on"]) if meeting.moves else None
    meeting.sequence = announced
    session.execute(
        update(InvitationReply)
        .where(InvitationReply.moment_id == meeting.moment_id, InvitationReply.sequence > announced)
        .values(sequence=announced)
    )


def mark_announced(meeting: Meeting) -> None:
    """Record that all who are invited were told the changes of a meeting."""
    meeting.moves = [
        {key: value for key, value in each.items() if key != UNANNOUNCED} for each in meeting.moves
    ]


def _list_unannounced(meeting: Meeting) -> list[dict[str, Any]]:
    return [each for each in meeting.moves if UNANNOUNCED in each]


def _find_announced_version(session: Session, meeting: Meeting) -> int | None:
    """Return the version that all were told last; None if nobody was, or a later one had a step."""
    steps: Sequence[MeetingStep] = session.scalars(
        select(MeetingStep).where(MeetingStep.moment_id == meeting.moment_id)
    ).all()
    told = [each.sequence for each in steps if each.step in _ANNOUNCING and each.outcome is StepOutcome.DONE]
    if not told or any(each.sequence > max(told) for each in steps):
        return None
    return max(told)


def _is_as_announced(session: Session, meeting: Meeting, version: int, minutes: int) -> bool:
    """Return whether a meeting is as all invited were told it, and nobody was sent a later version."""
    rows = session.scalars(
        select(MeetingInvitation).where(MeetingInvitation.moment_id == meeting.moment_id)
    ).all()
    known = {(each.day, each.starts_at, each.place) for each in rows if each.state is InvitationState.INVITED}
    is_unsent = all(each.sequence <= version for each in rows)
    now = (meeting.moment.day, meeting.starts_at, meeting.place)
    return is_unsent and known == {now} and minutes == meeting.duration_minutes
