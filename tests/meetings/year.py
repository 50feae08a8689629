"""A whole year of Zilverbeke's meetings, tick by tick, as a table for the eye.

``python -m tests.meetings.year`` writes it anew; read it before you commit it.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from terugkom.database.connection_pool import Database
from terugkom.demo import SLUG, write_demo_plan, write_peer_file
from terugkom.meetings import open_meeting
from terugkom.meetings.execute_step import MeetingStepResult
from terugkom.meetings.model import MeetingState
from terugkom.meetings.occurrences import MeetingOccurrence, list_occurrences
from terugkom.peers.import_shared import import_shared_file
from terugkom.plan.queries import get_municipality
from tests.clock import clock_on
from tests.import_workbook import import_workbook
from tests.meetings.conftest import MeetingMunicipality

TABLE = Path(__file__).parent / "a_year_of_meetings_in_zilverbeke.txt"
FIRST = date(2027, 1, 4)
LAST = FIRST + timedelta(days=364)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFF = (date(2027, 6, 21), date(2027, 7, 14))  # the machine stood still
# What people do meanwhile: in words, and how.
RECORDED = {
    date(2027, 1, 27): ("KOP", "2027-01"),
    date(2027, 2, 2): ("ENERGIE", "2027-01"),
    date(2027, 3, 25): ("AANKOOP", "2027-03"),
    date(2027, 8, 12): ("MOBILITEIT", "2027-08"),
}
MOVED = {
    date(2027, 4, 6): ("FOCUS/2027-04", date(2027, 4, 28)),
    date(2027, 8, 31): ("AANKOOP/2027-09", date(2027, 11, 23)),
}
CANCELLED = {date(2027, 10, 12): "FOCUS/2027-10"}

_HEAD = """\
A year of meetings in Zilverbeke: a tick each day from {first} to {last}.
Closed on 11 July, 2 November and the legal holidays. From {off[0]} to {off[1]} the machine stood still.
Invited 21 days ahead, pack 7 days ahead, minutes asked for the day after, chased 7 days later; off days of
rest, backwards before a meeting and forwards after it. Days are counted from the meeting.

The meetings as planned:
{planned}

Days on which nothing is due are left out; a star marks what people did, a dash the meeting itself.

date        day  cycle               group       meeting on  days  what                 to
----------  ---  ------------------  ----------  ----------  ----  -------------------  --------------------
"""


def zilverbeke(database: Database, folder: Path) -> MeetingMunicipality:
    """Take in the demo's workbook and its neighbour's file as they stand on the first day."""
    write_demo_plan(folder / "plan.xlsx", FIRST)
    import_workbook(database, folder / "plan.xlsx", slug=SLUG, today=FIRST, now=clock_on(FIRST))
    write_peer_file(folder / "buur.json")
    with database.write_session() as session:
        import_shared_file(session, get_municipality(session, SLUG), folder / "buur.json", clock_on(FIRST))
    return MeetingMunicipality(database, folder, slug=SLUG)


def table(town: MeetingMunicipality) -> str:
    """Tick through the year; return the table."""
    with town.database.read_session() as session:
        found = list_occurrences(session, town.municipality(session), FIRST, LAST + timedelta(days=21))
    planned = [f"  {each.day}  {_weekday(each.day)}  {each.kind:<18}  {each.subject}" for each in found]
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    lines = [line for day in days for line in _lines(town, day)]
    head = _HEAD.format(first=FIRST, last=LAST, off=OFF, planned="\n".join(planned))
    return head + "".join(f"{line.rstrip()}\n" for line in lines)


def _lines(town: MeetingMunicipality, day: date) -> Iterator[str]:
    yield from _happenings(town, day)
    with town.database.read_session() as session:
        known = list_occurrences(session, town.municipality(session), day, day)
    for each in known:
        if each.day == day and each.state is MeetingState.PLANNED:
            yield _line(day, each, "- the meeting itself")
    if OFF[0] <= day <= OFF[1]:
        return
    with town.database.read_session() as session:
        municipality = town.municipality(session)
        due = open_meeting.list_due_meetings(session, municipality, day)
    for ready in due:
        for made in town.take(municipality, ready, day):
            yield _line(day, ready.occurrence, made.step.value, _outcome(made))
    if due:
        assert town.tick(day) == [], "a second tick the same day does nothing"


def _happenings(town: MeetingMunicipality, day: date) -> Iterator[str]:
    if day in RECORDED:
        subject, period = RECORDED[day]
        town.record_minutes(day, period, subject)
        yield f"{day}  {_weekday(day)}  * the minutes of {subject}/{period} are recorded"
    if day in MOVED:
        name, to = MOVED[day]
        town.move(day, to=to, name=name)
        yield f"{day}  {_weekday(day)}  * {name} is moved to {to}"
    if day in CANCELLED:
        town.cancel(day, name=CANCELLED[day])
        yield f"{day}  {_weekday(day)}  * {CANCELLED[day]} is cancelled"


def _line(day: date, of: MeetingOccurrence, what: str, to: str = "") -> str:
    away = f"{(day - of.day).days:+d}" if day != of.day else "0"
    return f"{day}  {_weekday(day)}  {of.kind:<18}  {of.subject:<10}  {of.day}  {away:>4}  {what:<19}  {to}"


def _outcome(made: MeetingStepResult) -> str:
    """Return who got it, by role and count, or why nobody did."""
    if made.skip_reason:
        return f"skipped: {made.skip_reason.value}"
    assert made.mail is not None
    roles = Counter(each.role for each in made.mail.recipients)
    told = [f"{number} {role}{'s' if number > 1 else ''}" for role, number in sorted(roles.items())]
    return ", ".join(told) + (f"; {made.unreachable_count} out of reach" if made.unreachable_count else "")


def _weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/terugkom.db")
        database.upgrade()
        TABLE.write_text(table(zilverbeke(database, Path(folder))), encoding="utf-8")
        database.close()
    sys.stdout.write(f"written: {TABLE}\n")
