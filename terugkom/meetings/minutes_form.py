"""Render the form for minutes: a prefilled Word document that the secretary completes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.documents.docx_template import TYPE
from terugkom.documents.letter import Attachment
from terugkom.documents.templates import Templates, one_line
from terugkom.meetings.agenda import points_of
from terugkom.meetings.letter_context import context_of
from terugkom.meetings.model import Meeting
from terugkom.meetings.parse_minutes import Reference
from terugkom.meetings.recipients import group_of
from terugkom.plan.model import Action, Group, GroupKind, Municipality, Person, Status, group_members
from terugkom.workbook.codes import slug

TEMPLATE = "minutes/minutes.docx"
EMPTY_ROWS = 8  # for decisions; the Tab key adds more in Word
_EMPTY_NEW = 3


@dataclass(frozen=True)
class ActionLine:
    """An action in the form."""

    code: str
    title: str
    owners: str
    deadline: date | None
    deadline_text: str
    status: Status


def minutes_form(
    session: Session, templates: Templates, town: Municipality, meeting: Meeting, today: date
) -> Attachment:
    """Return the form for the minutes of a meeting, as a Word attachment. Raises TemplateProblem."""
    moment = meeting.moment
    context = context_of(town, meeting) | {
        "reference": str(Reference(town.slug, moment.kind, moment.subject, moment.period)),
        "members": _members(session, town, meeting),
        "points": [(each.key, each) for each in points_of(session, meeting)],
        "actions": _actions(session, town, meeting),
        "empty_rows": range(1, EMPTY_ROWS + 1),
        "empty_new": range(_EMPTY_NEW),
    }
    name = f"verslag-{slug(moment.subject) or 'overleg'}-{moment.period}.docx"
    return Attachment(name, TYPE, templates.word(TEMPLATE, context))


def _members(session: Session, town: Municipality, meeting: Meeting) -> list[tuple[str, str]]:
    """Return code and name of the members who had not departed on the meeting's date."""
    day = meeting.moment.day
    query = (
        select(Person.code, Person.name)
        .join(group_members, group_members.c.person_id == Person.id)
        .join(Group, Group.id == group_members.c.group_id)
        .where(group_of(town, meeting), Person.departed_on.is_(None) | (Person.departed_on > day))
        .distinct()
        .order_by(Person.code)
    )
    return [(code, one_line(name)) for code, name in session.execute(query)]


def _actions(session: Session, town: Municipality, meeting: Meeting) -> list[ActionLine]:
    """Return the open actions of a subgroup; for any other meeting those of the whole plan."""
    query = (
        select(Action)
        .where(Action.municipality_id == town.id, Action.missing_since.is_(None))
        .where(Action.status.in_([status for status in Status if status.is_open]))
        .options(selectinload(Action.owners))
        .order_by(Action.code)
    )
    if meeting.group and meeting.group.kind is GroupKind.SUB:
        query = query.where(Action.group_id == meeting.group_id)
    return [
        ActionLine(
            each.code,
            one_line(each.title),
            ", ".join(one_line(person.name) for person in each.owners),
            each.deadline,
            one_line(each.deadline_text),
            each.status,
        )
        for each in session.scalars(query)
    ]
