"""A whole year of Zilverbeke, tick by tick, as a table for the eye.

``python -m tests.reminders.year`` writes it anew; read it before you commit it.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.demo import SLUG, write_demo_plan
from terugkom.plan.model import Action, ActionStatus, Person
from terugkom.reminders.supersede_digests import RECIPIENT_ROLES
from tests.clock import clock_on
from tests.import_workbook import import_workbook
from tests.reminders.tick_calendar import CalendarMunicipality, SentReminder, days

TABLE = Path(__file__).parent / "a_year_in_zilverbeke.txt"
FIRST = date(2027, 1, 4)
LAST = FIRST + timedelta(days=364)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STAGES = {0: "due today", 7: "7 late", 21: "21 late", -7: "7 before", -30: "30 before"}
# What people do meanwhile: in words, of which action or person, and what changes.
HAPPENINGS: dict[date, list[tuple[str, str, dict[str, Any]]]] = {
    date(2027, 1, 14): [("E-02: its owners report", "E-02", {"last_update_on": date(2027, 1, 14)})],
    date(2027, 2, 10): [("A-01: moved to 16 June", "A-01", {"deadline": date(2027, 6, 16)})],
    date(2027, 2, 24): [
        ("A-02: at rest until 31 August", "A-02", {"snoozed_until": date(2027, 8, 31), "snooze_reason": "-"}),
        ("A-03: NA becomes its owner", "A-03", {"owners": ["NA"]}),
    ],
    date(2027, 3, 3): [
        ("RO has an address", "RO", {"email": "rene.ost@zilverbeke.example.org"}),
        ("E-05: moved to 28 April", "E-05", {"deadline": date(2027, 4, 28)}),
    ],
    date(2027, 3, 17): [
        ("E-03: moved to 1 December", "E-03", {"deadline": date(2027, 12, 1)}),
        ("E-01: done", "E-01", {"status": ActionStatus.DONE, "last_update_on": date(2027, 3, 17)}),
    ],
}
OFF = (date(2027, 6, 21), date(2027, 7, 14))  # the machine stood still

_HEAD = """\
A year in Zilverbeke: a tick each day from {first} to {last}.
Digests go out on Mondays. Closed on 11 July, 2 November and the legal holidays, of which these fall on a
Monday: 29 March, 17 May, 1 November. From {off[0]} to {off[1]} the machine stood still.

{deadlines}
Days without a mail are left out; a star marks what people did.

date        day  to  as                what
----------  ---  --  ----------------  ------------------------------------------------------------
"""


def zilverbeke(database: Database, folder: Path) -> CalendarMunicipality:
    """Import the demo's workbook as it stands on the first day."""
    write_demo_plan(folder / "plan.xlsx", FIRST)
    import_workbook(database, folder / "plan.xlsx", slug=SLUG, today=FIRST, now=clock_on(FIRST))
    return CalendarMunicipality(database, folder, SLUG)


def table(town: CalendarMunicipality) -> str:
    """Tick through the year; return the table."""
    head = _HEAD.format(first=FIRST, last=LAST, off=OFF, deadlines="\n".join(_deadlines(town)) + "\n")
    lines = [line for day in days(FIRST, LAST) for line in _lines(town, day)]
    return head + "".join(f"{line}\n" for line in [*lines, "", *_count_mails(town)])


def _count_mails(town: CalendarMunicipality) -> Iterator[str]:
    """Yield how many mails each person got, and as what."""
    with town.database.read_session() as session:
        codes = {person.id: person.code for person in session.scalars(select(Person))}
    got = Counter((each.role, codes[each.person_id or 0]) for each in town.deliveries)
    for role in sorted({role for role, _ in got}):
        each = ", ".join(f"{code} {count}" for (as_, code), count in sorted(got.items()) if as_ == role)
        yield f"Mails as {role}: {each}"


def _deadlines(town: CalendarMunicipality) -> Iterator[str]:
    with town.database.read_session() as session:
        for action in session.scalars(select(Action).order_by(Action.code)):
            owners = ", ".join(owner.code for owner in action.owners) or "nobody"
            rest = f", at rest until {action.snoozed_until}" if action.snoozed_until else ""
            heard = f", heard on {action.last_update_on}" if action.last_update_on else ""
            yield f"  {action.code}  {action.deadline}  {action.status:<8} {owners}{rest}{heard}"


def _lines(town: CalendarMunicipality, day: date) -> Iterator[str]:
    for happened, code, change in HAPPENINGS.get(day, ()):
        _happens(town, code, change)
        yield _line(day, "", "", f"* {happened}")
    if OFF[0] <= day <= OFF[1]:
        return
    before, points = {delivery.id for delivery in town.deliveries}, len(town.agenda)
    told = town.tick(day) or []
    agenda = [f"{code} ({group})" for _, code, group in town.agenda[points:]]
    made = [delivery for delivery in town.deliveries if delivery.id not in before]
    readers = {each.key: each.person_id for each in made if each.role in RECIPIENT_ROLES}
    with town.database.read_session() as session:
        codes = {person.id: person.code for person in session.scalars(select(Person))}
    for delivery in made:
        if delivery.role == "coordinator":
            what = _summary(town, day, agenda)
        else:
            reader = codes[readers[delivery.key.removesuffix(":copy")] or 0]
            what = ["; ".join(_item(each) for each in told if each.reader == reader)]
        yield _line(day, codes[delivery.person_id or 0], delivery.role, what[0])
        yield from (f"{'':39}{more}" for more in what[1:])


def _line(day: date, to: str, role: str, what: str) -> str:
    return f"{day}  {_WEEKDAYS[day.weekday()]}  {to:<2}  {role:<16}  {what}"


def _happens(town: CalendarMunicipality, code: str, change: dict[str, Any]) -> None:
    if "email" in change:
        town.person(code, **change)
    else:
        town.change(code, **change)


def _item(told: SentReminder) -> str:
    stands_in = f" (for {told.owner})" if told.owner != told.reader else ""
    return f"{told.code} {_STAGES[told.stage]}{stands_in}"


def _summary(town: CalendarMunicipality, day: date, agenda: list[str]) -> list[str]:
    found = town.summary_on(day)
    lists = {
        "agenda": agenda,
        "orphans": [each.code for each in found.orphans.shown],
        "skipped": [f"{each.code} {each.why}" for each in found.skipped.shown],
    }
    told = [f"{found.reminded.total} reminded"]
    return told + [f"{name}: {', '.join(each)}" for name, each in lists.items() if each]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/terugkom.db")
        database.upgrade()
        TABLE.write_text(table(zilverbeke(database, Path(folder))), encoding="utf-8")
        database.close()
    sys.stdout.write(f"written: {TABLE}\n")
