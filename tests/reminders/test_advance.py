"""The next step of an action is set as it was when it was read; what was changed meanwhile keeps its own."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update

from terugkom.plan.model import Action, Municipality
from terugkom.reminders.advance import ReminderAdvance, advance_reminders
from tests.reminders.tick_calendar import CalendarMunicipality, build_action_row

DEADLINE = date(2027, 3, 31)
BEFORE, AFTER = date(2027, 3, 1), date(2027, 3, 17)


def add_actions(town: CalendarMunicipality, count: int, last_update_on: date | None) -> list[int]:
    with town.database.write_session() as session:
        home = session.scalars(select(Municipality.id)).one()
        rows = [
            build_action_row(
                home, number, deadline=DEADLINE, next_reminder_on=BEFORE, last_update_on=last_update_on
            )
            for number in range(count)
        ]
        session.execute(insert(Action), rows)
        return list(session.scalars(select(Action.id).order_by(Action.id)))


@pytest.mark.parametrize("last_update_on", [None, date(2027, 2, 1)])
@pytest.mark.parametrize("following", [AFTER, None])
def test_only_what_is_as_it_was_read_is_advanced(
    town_of_each_kind: CalendarMunicipality, last_update_on: date | None, following: date | None
) -> None:
    town = town_of_each_kind
    moved, reported, snoozed, *same = add_actions(town, 2_003, last_update_on)
    changes = {
        moved: {"deadline": DEADLINE + timedelta(days=90)},
        reported: {"last_update_on": date(2027, 2, 20)},
        snoozed: {"snoozed_until": date(2027, 4, 5)},
    }
    with town.database.write_session() as session:
        for action, values in changes.items():
            session.execute(update(Action).where(Action.id == action).values(values))
    read = ReminderAdvance(following, DEADLINE, last_update_on, snoozed_until=None)
    with town.database.write_session() as session:
        advance_reminders(session, {read: [*changes, *same]})
    with town.database.read_session() as session:
        found = dict(session.execute(select(Action.id, Action.next_reminder_on)).tuples().all())
        deadlines = set(session.scalars(select(Action.deadline).where(Action.id.in_(same))))
    assert [found[action] for action in changes] == [BEFORE] * 3
    assert {found[action] for action in same} == {following}
    assert deadlines == {DEADLINE}
