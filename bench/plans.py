"""Large plans, written with plain inserts: they are what is measured on, not what is measured."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from terugkom.batches import batched
from terugkom.database.connection_pool import Database
from terugkom.plan.model import Action, ActionStatus, Municipality, Ownership, Person, Precision
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.reminder_stages import find_first_stage_day

TODAY = date(2026, 11, 23)  # a Monday
ACTIONS_EACH = 5
_TITLES = (
    "Het dak van de sporthal isoleren (1.200 m²)",
    "Ledverlichting in de gemeentelijke basisschool",
    "Veertig overdekte fietsplaatsen aan het station",
    "Milieucriteria in elk bestek voor schoonmaak",
    "Herbruikbare bekers op gemeentelijke evenementen",
)


def fill(database: Database, owners: int, *, due: bool = True) -> None:
    """Write one municipality with so many owners of five actions each: all due today, or none for a year."""
    first = TODAY + timedelta(days=7 if due else 500)
    step = {n: first + timedelta(days=n) for n in range(ACTIONS_EACH)}
    with database.write_session() as session:
        town = Municipality(slug="bench", name="Gemeente Zilverbeke", lead_times={}, column_map={})
        town.sender = town.reply_to = "mvo@zilverbeke.example.org"
        session.add(town)
        session.flush()
        for some in batched(range(1, owners + 1), 5000):
            session.execute(insert(Person), [_person(town.id, n) for n in some])
            session.execute(insert(Action), [row for n in some for row in _actions(town.id, n, step)])
            session.execute(insert(Ownership), list(_ownerships(some)))


def _person(town: int, n: int) -> dict[str, Any]:
    email = f"owner{n}@example.org"
    return {"id": n, "municipality_id": town, "code": f"P{n}", "name": f"René Dewaard {n}", "email": email}


def _actions(town: int, n: int, deadlines: dict[int, date]) -> Iterable[dict[str, Any]]:
    for k, deadline in deadlines.items():
        yield {
            "id": n * ACTIONS_EACH + k,
            "municipality_id": town,
            "code": f"A-{n}-{k}",
            "title": _TITLES[k],
            "deadline": deadline,
            "deadline_precision": Precision.DAY,
            "status": ActionStatus.RUNNING,
            "next_reminder_on": find_first_stage_day(
                deadline, LeadTimes(), last_update_on=None, snoozed_until=None
            ),
        }


def _ownerships(owners: Iterable[int]) -> Iterable[dict[str, int]]:
    for n in owners:
        for k in range(ACTIONS_EACH):
            yield {"action_id": n * ACTIONS_EACH + k, "person_id": n}
