"""Render the form for minutes: a prefilled Word document that the secretary completes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import not_, or_, select
from sqlalchemy.orm import Session, selectinload

from terugkom.documents.docx_template import DOCX_MEDIA_TYPE
from terugkom.documents.letter import Attachment
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.documents.templates import Templates
from terugkom.meetings.agenda import MeetingAgendaPoint, list_agenda_points
from terugkom.meetings.invitation_replies import load_expected_presence
from terugkom.meetings.letter_context import build_letter_context
from terugkom.meetings.minutes.minutes_words import PRESENCE_WORDS, get_first_word
from terugkom.meetings.minutes.written_minutes import MeetingReference
from terugkom.meetings.model import InvitationState, Meeting
from terugkom.meetings.recipients import build_group_condition, load_invitations, load_members
from terugkom.plan.action_scope import is_in_plan
from terugkom.plan.departures import has_departed
from terugkom.plan.model import (
    OPEN_STATUSES,
    Action,
    ActionStatus,
    Group,
    GroupKind,
    Municipality,
    Person,
    group_members,
)
from terugkom.workbook.codes import slugify

TEMPLATE = "minutes/minutes.docx"
EMPTY_ROWS = 8  # for decisions; the Tab key adds more in Word
_EMPTY_NEW_ACTION_ROWS = 3


@dataclass(frozen=True)
class MinutesFormAction:
    """An action in the form."""

    code: str
    title: str
    owners: str
    deadline: date | None
    deadline_text: str
    status: ActionStatus


def render_minutes_form(
    session: Session, templates: Templates, municipality: Municipality, meeting: Meeting
) -> Attachment:
    """Return the form for the minutes of a meeting, as a Word attachment. Raises TemplateError."""
    moment = meeting.moment
    points = list_agenda_points(session, meeting)
    context = build_letter_context(municipality, meeting) | {
        "reference": str(MeetingReference(municipality.slug, moment.kind, moment.subject, moment.period)),
        "members": _list_members(session, municipality, meeting),
        "topics": meeting.topics or _list_point_titles(points),
        "points": [(each.minutes_key, each) for each in points],
        "actions": _list_open_actions(session, municipality, meeting),
        "empty_rows": range(1, EMPTY_ROWS + 1),
        "empty_new": range(_EMPTY_NEW_ACTION_ROWS),
    }
    language = templates.language
    subject = slugify(moment.subject) or translate("file.meeting", language)
    name = translate("file.minutes", language, meeting=subject, period=moment.period)
    return Attachment(name, DOCX_MEDIA_TYPE, templates.render_docx(TEMPLATE, context))


def _list_point_titles(points: Sequence[MeetingAgendaPoint]) -> list[str]:
    """Return the points as topics, where no pack said the agenda."""
    return [to_one_line(f"{each.title} ({each.code})" if each.code else each.title) for each in points]


def _list_members(
    session: Session, municipality: Municipality, meeting: Meeting
) -> list[tuple[str, str, str]]:
    """Return code and name of the members who had not departed, of who stood in for one and of who else
    stands invited, such as a member who left the group since, and what they answered to the invitation; of
    an exchange, to which the coordinator is invited too, also of that one."""
    in_group = (
        select(group_members.c.person_id)
        .join(Group, Group.id == group_members.c.group_id)
        .where(build_group_condition(municipality, meeting))
    )
    coordinator = municipality.coordinator_id if meeting.group_id is None else None
    of = (meeting.group_id, meeting.moment.day)
    receivers = {each for each in load_members(session, municipality, [of])[of].by_member.values() if each}
    receivers |= {
        person
        for person, known in load_invitations(session, [meeting.moment_id])[meeting.moment_id].items()
        if known.state is InvitationState.INVITED
    }
    query = (
        select(Person.id, Person.code, Person.name)
        .where(or_(Person.id.in_(in_group), Person.id == coordinator, Person.id.in_(receivers)))
        .where(not_(has_departed(meeting.moment.day)))
        .order_by(Person.code)
    )
    expected = load_expected_presence(session, meeting)
    return [
        (
            code,
            to_one_line(name),
            get_first_word(PRESENCE_WORDS, expected[person]) if person in expected else "",
        )
        for person, code, name in session.execute(query).tuples()
    ]


def _list_open_actions(
    session: Session, municipality: Municipality, meeting: Meeting
) -> list[MinutesFormAction]:
    """Return the open actions of a subgroup; for any other meeting those of the whole plan."""
    query = (
        select(Action)
        .where(is_in_plan(municipality.id), Action.status.in_(OPEN_STATUSES))
        .options(selectinload(Action.owners))
        .order_by(Action.code)
    )
    if meeting.group and meeting.group.kind is GroupKind.SUB:
        query = query.where(Action.group_id == meeting.group_id)
    return [
        MinutesFormAction(
            each.code,
            to_one_line(each.title),
            ", ".join(to_one_line(person.name) for person in each.owners),
            each.deadline,
            to_one_line(each.deadline_text),
            each.status,
        )
        for each in session.scalars(query)
    ]
