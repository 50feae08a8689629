"""A point stays on the agenda until a meeting has dealt with it: in the pack and in the minutes alike."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from terugkom.meetings.agenda import list_agenda_points
from terugkom.meetings.kinds import FOCUS_GROUP, SUBGROUP
from terugkom.meetings.minutes.minutes_model import OpenPoint
from terugkom.meetings.model import Meeting
from terugkom.plan.model import Action, ActionStatus
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment
from tests.meetings.packs.conftest import DAY, LAST, TODAY, PackMunicipality

TownOf = Callable[..., PackMunicipality]


def spoken_of(town: PackMunicipality, kind: str = SUBGROUP) -> bool:
    """Return whether E-00 is a point of its own, and see that the pack and the minutes agree."""
    asked = [each.code for each in town.context(kind).decision_requests]
    with town.database.read_session() as session:
        query = select(Meeting).join(Moment).where(Moment.kind == kind, Moment.day == DAY)
        points = [each.code for each in list_agenda_points(session, session.scalars(query).one())]
    assert ("E-00" in asked) == ("E-00" in points)
    return "E-00" in points


def raised_by_the_last_meeting(session: Session) -> None:
    session.scalars(select(AgendaPoint)).one().raised_on = LAST - timedelta(days=9)


def put_off_then(session: Session, *, closed: bool) -> None:
    raised_by_the_last_meeting(session)
    session.execute(delete(OpenPoint))
    point = session.scalars(select(AgendaPoint)).one()
    session.add(OpenPoint(
        municipality_id=point.municipality_id, group_id=point.group_id, action_id=point.action_id,
        text="Het dak", raised_moment_id=point.moment_id, times_postponed=1,
        closed_moment_id=point.moment_id if closed else None,
    ))  # fmt: skip


def late_action(session: Session) -> Action:
    return session.scalars(select(Action).where(Action.code == "E-00")).one()


def new_deadline(session: Session) -> None:
    late_action(session).deadline = date(2027, 12, 1)


def done(session: Session) -> None:
    late_action(session).status = ActionStatus.DONE


@pytest.mark.parametrize(
    ("happened", "stays"),
    [
        (lambda session: None, True),
        (lambda session: put_off_then(session, closed=False), True),
        (lambda session: put_off_then(session, closed=True), False),
        (raised_by_the_last_meeting, False),
        (new_deadline, False),
        (done, False),
    ],
    ids=["nothing", "put off", "closed", "dealt with by the last meeting", "new deadline", "done"],
)
def test_a_point_stays_until_a_meeting_has_dealt_with_it(
    town_of: TownOf, happened: Callable[[Session], None], stays: bool
) -> None:
    town = town_of(10)
    with town.database.write_session() as session:
        happened(session)
    assert spoken_of(town) is stays


def test_the_focus_group_which_follows_the_whole_plan_has_the_points_of_all_groups(town_of: TownOf) -> None:
    assert spoken_of(town_of(10), FOCUS_GROUP)


def test_what_the_gate_asks_is_a_point_beside_what_missed_its_deadline(town_of: TownOf) -> None:
    town = town_of(10)
    with town.database.write_session() as session:
        of_reminders = session.scalars(select(AgendaPoint)).one()
        for code in (
            "E-00",
            "E-05",
            "E-02",
        ):  # overdue too, late, and neither
            action = session.scalars(select(Action).where(Action.code == code)).one()
            session.add(AgendaPoint(
                municipality_id=action.municipality_id, group_id=of_reminders.group_id, action_id=action.id,
                reason="vague", text_sha256="0" * 64, raised_on=TODAY,
            ))  # fmt: skip
    asked = [each.code for each in town.context().decision_requests]
    assert asked.count("E-00") == 1
    assert not {"E-05", "E-02"} & set(asked)
    with town.database.read_session() as session:
        query = select(Meeting).join(Moment).where(Moment.kind == SUBGROUP, Moment.day == DAY)
        points = list_agenda_points(session, session.scalars(query).one())
    found = [(each.code, each.reason) for each in points if not each.open_point_id]
    assert found == [("E-00", "overdue"), ("E-02", "vague"), ("E-05", "vague")]
