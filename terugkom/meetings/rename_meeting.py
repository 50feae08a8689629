"""Give a meeting another name because its group has one, and tell those who were invited by which name they
knew it: that of the last invitation or update, whatever the group was called since.

A rename is a move of the meeting with the key `name`, until an update is sent; if it changed nothing else,
`sequence` is the version that it made.
"""

from datetime import date
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.invitation_model import InvitationReply, MeetingInvitation
from terugkom.meetings.model import Meeting, MeetingStep
from terugkom.meetings.reschedule import record_change
from terugkom.normalize import normalize_text


def is_renamed(meeting: Meeting) -> bool:
    """Return whether the group has another name than the invited know or will be told; not one in other
    capitals."""
    if not meeting.announced_name or not meeting.group:
        return False
    return not _is_same(meeting.group.name, _get_coming_name(meeting))


def mark_renamed(meeting: Meeting) -> None:
    """Mark the last change of a meeting as one that gives it the present name of its group too."""
    if meeting.group:
        *before, last = meeting.moves
        meeting.moves = [*before, last | {"name": to_one_line(meeting.group.name)}]


def rename_meeting(session: Session, meeting: Meeting, language: str, today: date) -> None:
    """Record that a group has another name, and nothing else is different; the answers to a meeting stay.

    If it has again the name that people know, nothing is told that was not told yet.
    """
    if meeting.group and _is_same(meeting.group.name, meeting.announced_name):
        _withdraw_renames(session, meeting, language)
        return
    reason = translate("meeting.renamed", language, name=meeting.announced_name)
    _change_versions(session, meeting, meeting.sequence, 1)
    record_change(meeting, meeting.moment.day, reason, today)
    mark_renamed(meeting)
    *before, last = meeting.moves
    meeting.moves = [*before, last | {"sequence": meeting.sequence}]


def record_announced_name(meeting: Meeting) -> None:
    """Record that all who are invited were told the present name of a group."""
    if meeting.group:
        meeting.announced_name = to_one_line(meeting.group.name)
        meeting.moves = [_forget_name(each) for each in meeting.moves]


def _withdraw_renames(session: Session, meeting: Meeting, language: str) -> None:
    """Take the renames back that nobody was told: there is no update if nothing else changed.

    A version that somebody was sent, or for which a step was executed, stays, and its update is sent.
    """
    versions = [each["sequence"] for each in meeting.moves if "sequence" in each]
    if versions and not _is_version_used(session, meeting, min(versions)):
        meeting.moves = [each for each in meeting.moves if "sequence" not in each]
        meeting.sequence -= len(versions)
        meeting.moved_on = date.fromisoformat(meeting.moves[-1]["on"]) if meeting.moves else None
        for version in reversed(versions):
            _change_versions(session, meeting, version, -1)
    reason = {"reason": translate("meeting.changed-by-plan", language)}
    moves = [each | reason if "sequence" in each else each for each in meeting.moves]
    meeting.moves = [_forget_name(each) for each in moves]


def _is_version_used(session: Session, meeting: Meeting, version: int) -> bool:
    of = meeting.moment_id
    steps = exists().where(MeetingStep.moment_id == of, MeetingStep.sequence >= version)
    sent = exists().where(MeetingInvitation.moment_id == of, MeetingInvitation.sequence >= version)
    return bool(session.scalar(select(steps | sent)))


def _change_versions(session: Session, meeting: Meeting, first: int, by: int) -> None:
    """Have the answers to a version and later ones count for the next or the earlier one: who comes, comes by
    another name too."""
    session.execute(
        update(InvitationReply)
        .where(InvitationReply.moment_id == meeting.moment_id)
        .where(InvitationReply.sequence >= first)
        .values(sequence=InvitationReply.sequence + by)
    )


def _get_coming_name(meeting: Meeting) -> str:
    """Return the name that the next update tells, else the one that people know."""
    names: list[str] = [each["name"] for each in meeting.moves if "name" in each]
    return names[-1] if names else meeting.announced_name


def _forget_name(move: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in move.items() if key not in ("name", "sequence")}


def _is_same(left: str, right: str) -> bool:
    return normalize_text(left) == normalize_text(right)
