"""The table of the coming year shows what `terugkom upcoming` lists, in the installation's language."""

from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from tasks import calendar_page
from terugkom.database.connection_pool import Database
from terugkom.meetings.upcoming_meetings import UpcomingStep
from terugkom.overview.report_texts import format_word
from terugkom.overview.upcoming import list_upcoming_steps
from terugkom.plan.model import Group, GroupKind, Person
from terugkom.plan.queries import get_municipality
from tests.query_steps import count_query_steps
from tests.reminders.tick_calendar import CalendarMunicipality

SUNDAY = date(2027, 3, 7)
UNTIL = SUNDAY + timedelta(days=365)
Row = tuple[str, str, str, str]
said: list[str] = []  # of each table, what it is


@pytest.fixture
def town(sqlite_database: Database, tmp_path: Path) -> CalendarMunicipality:
    """Two groups that meet at one hour, and actions of which some are due on a Saturday or late."""
    town = CalendarMunicipality.new(sqlite_database, tmp_path, peer_anchor=date(2027, 5, 10))
    for code, kind in (("kop", GroupKind.CORE), ("energie", GroupKind.SUB)):
        town.group(code, kind=kind, anchor=date(2027, 4, 12), interval_months=6, meets_at=time(10))
    for number, days in enumerate((-30, 1, 20, 20, 34, 100, 300)):
        town.action(f"E-{number}", SUNDAY + timedelta(days=days), owners=("an", "bo"))
    with town.database.write_session() as session:
        an = session.scalars(select(Person).where(Person.code == "an")).one()
        for group in session.scalars(select(Group)):
            group.members.append(an)
    return town


def show(town: CalendarMunicipality, monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    """Return the rows of the table."""
    rows: list[Row] = []

    def keep(_key: str, _columns: str, given: list[Row], what: str) -> None:
        rows.extend(given)
        said.append(what)

    monkeypatch.setattr(calendar_page, "create_table", keep)
    monkeypatch.setattr(calendar_page, "get_installation", lambda: SimpleNamespace(database=town.database))
    calendar_page._show_coming_year(None, SUNDAY)
    return rows


def list_steps(town: CalendarMunicipality) -> list[UpcomingStep]:
    """Return what the command prints."""
    with town.database.read_session() as session:
        return list_upcoming_steps(session, get_municipality(session, town.slug), SUNDAY, UNTIL)


def test_the_table_has_the_days_and_steps_that_the_command_prints(
    town: CalendarMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It left out editions and overlaps, and counted reminders on days on which no mail goes out."""
    rows, steps = show(town, monkeypatch), list_steps(town)
    assert {each.kind for each in steps} >= {
        "owner-reminders",
        "newsletter",
        "peer-exchange",
        "subgroup-review",
    }
    reminders = Counter(each.date for each in steps if each.kind == "owner-reminders")
    assert len(reminders) > 5
    cycle = format_word("cycle", "owner-reminders", "nl")
    counted = {day: f"{count} {'actie' if count == 1 else 'acties'}" for day, count in reminders.items()}
    assert {date.fromisoformat(day): what for day, _, kind, what in rows if kind == cycle} == counted
    others = Counter(
        (each.date.isoformat(), format_word("cycle", each.kind, "nl"))
        for each in steps
        if each.kind != "owner-reminders"
    )
    assert Counter((day, kind) for day, _, kind, _ in rows if kind != cycle) == others
    assert rows == sorted(rows)


def test_editions_and_meetings_at_one_hour_are_named_in_words(
    town: CalendarMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [what for _, _, _, what in show(town, monkeypatch)]
    assert "eerste kwartaal van 2027: de teksten worden klaargezet" in shown
    assert "kop: valt samen met energie, voor 1 lid" in shown
    assert not any("overlap" in each or "begun" in each for each in shown)


def test_a_table_that_is_cut_off_says_until_when_it_goes(
    town: CalendarMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = show(town, monkeypatch)
    monkeypatch.setattr(calendar_page, "MAX_ROWS", 5)
    assert show(town, monkeypatch) == everything[:5]
    last = everything[4][0]
    assert said[-2:] == [
        "Het jaar vanaf 2027-03-07",
        f"Het jaar vanaf 2027-03-07, hier tot en met {last}; de rest toont `terugkom upcoming`",
    ]


def count_steps_of(database: Database, folder: Path, people: int) -> int:
    town = CalendarMunicipality.new(database, folder)
    for number in range(people):
        town.action(f"E-{number}", SUNDAY + timedelta(days=20), owners=(f"p{number}",))
    return count_query_steps(
        database,
        lambda session: list_upcoming_steps(session, get_municipality(session, town.slug), SUNDAY, UNTIL),
    )


@pytest.mark.long
def test_what_is_upcoming_grows_with_the_plan_and_not_with_its_square(tmp_path: Path) -> None:
    """Everybody was looked at again for each action: two minutes for a hundred thousand."""
    counts = []
    for people in (40, 160):
        database = Database(f"sqlite:///{tmp_path}/{people}.db")
        database.upgrade()
        counts.append(count_steps_of(database, tmp_path, people))
        database.close()
    assert counts[1] < 5 * counts[0]
