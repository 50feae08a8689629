"""The pack of a meeting: what its members read before they come."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from terugkom.delivery.mail import Letter
from terugkom.documents.rendering import Templates
from terugkom.meetings.agenda import Point, points_of
from terugkom.meetings.letters import context_of
from terugkom.meetings.model import Meeting
from terugkom.plan.model import Municipality

DOCUMENT = "meeting-pack"


@dataclass(frozen=True)
class Pack:
    """A pack: the letter that each member gets, and a page for the run, which names nobody."""

    letter: Letter
    markdown: str


def pack_of(
    session: Session, templates: Templates, town: Municipality, meeting: Meeting, today: date
) -> Pack:
    """Make the pack of a meeting. Raises TemplateProblem."""
    points = points_of(session, meeting)
    letter = templates.letter(DOCUMENT, context_of(town, meeting) | {"points": points, "today": today})
    return Pack(letter, _markdown(points))


def _markdown(points: list[Point]) -> str:
    lines = [
        f"| {at} | {each.code or '-'} | {each.reason} | {each.put_off} |" for at, each in enumerate(points, 1)
    ]
    head = ["| point | action | why | put off |", "| --- | --- | --- | --- |"]
    return "\n".join(["### On the agenda", "", *head, *lines] if lines else ["### Nothing is on the agenda"])
