"""The pack of a meeting: what its members read before they come."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from terugkom.delivery.mail import Attachment, Letter
from terugkom.documents.rendering import Templates
from terugkom.meetings.agenda import Point, points_of
from terugkom.meetings.letters import context_of
from terugkom.meetings.model import Meeting
from terugkom.meetings.peers import peer_pack
from terugkom.packs.group import group_pack
from terugkom.packs.markdown import markdown
from terugkom.packs.sitting import sitting_of
from terugkom.plan.model import Group, GroupKind, Municipality

DOCUMENT = "meeting-pack"


@dataclass(frozen=True)
class Pack:
    """A pack: the letter that each member gets, and a page for the run, which names nobody."""

    letter: Letter
    markdown: str


def pack_of(
    session: Session, templates: Templates, town: Municipality, meeting: Meeting, today: date
) -> Pack:
    """Make the pack of a meeting. Raises TemplateProblem.

    A subgroup's and a focus group's is a PDF with a page that says the same; the others have their points.
    """
    if meeting.group and meeting.group.kind is not GroupKind.CORE:
        return _of_group(session, templates, town, meeting, meeting.group, today)
    if meeting.group is None:
        return Pack(*peer_pack(session, templates, town, meeting, today))
    points = points_of(session, meeting)
    letter = templates.letter(DOCUMENT, context_of(town, meeting) | {"points": points, "today": today})
    return Pack(letter, _markdown(points))


def _of_group(
    session: Session, templates: Templates, town: Municipality, meeting: Meeting, group: Group, today: date
) -> Pack:
    kind = "subgroup-pack" if group.kind is GroupKind.SUB else "focus-group-pack"
    pack = group_pack(session, town, sitting_of(session, meeting, group), today)
    made_at = datetime.combine(today, time(), UTC)
    pdf = templates.pdf(kind, pack, made_at)
    letter = templates.letter(kind, context_of(town, meeting) | {"pack": pack})
    name = f"voorbereiding-{re.sub('[^a-z0-9]+', '-', group.code.lower())}-{meeting.moment.day}.pdf"
    return Pack(replace(letter, attachments=(Attachment(name, "application/pdf", pdf),)), markdown(pack))


def _markdown(points: list[Point]) -> str:
    lines = [
        f"| {at} | {each.code or '-'} | {each.reason} | {each.put_off} |" for at, each in enumerate(points, 1)
    ]
    head = ["| point | action | why | put off |", "| --- | --- | --- | --- |"]
    return "\n".join(["### On the agenda", "", *head, *lines] if lines else ["### Nothing is on the agenda"])
