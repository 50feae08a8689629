"""Minutes that were asked and chased, and never came, are named in the coordinator's summary."""

from datetime import date, timedelta

import pytest

from terugkom.plan.model import GroupKind, QuietSummary
from tests.meetings.conftest import MeetingMunicipality
from tests.reminders.test_idle_groups import join, read_summaries
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
FIRST_NAMED = date(2027, 3, 30)  # the day after Easter Monday
HEADING = "VERSLAGEN DIE NIET KWAMEN"


def fill(town: CalendarMunicipality, interval: int = 12) -> MeetingMunicipality:
    town.group(
        "kop", kind=GroupKind.CORE, anchor=date(2027, 3, 15), interval_months=interval, meets_in="Zaal"
    )
    town.person("bo")
    join(town, "kop", "bo")
    return MeetingMunicipality(town.database, town.folder, slug=town.slug)


def send_each_week(town: CalendarMunicipality) -> None:
    town.set_quiet_summary(QuietSummary.WEEKLY)
    for code, deadline in (("E1", date(2027, 3, 1)), ("E2", date(2027, 4, 20))):
        town.action(code, deadline, [])  # nobody answers for it: there is work each week


def tick(
    town: CalendarMunicipality, meetings: MeetingMunicipality, last: date, first: date = date(2027, 2, 22)
) -> list[tuple[date, str]]:
    """Tick each weekday; return the day and the section of each summary that names minutes."""
    day = first
    while day <= last:
        if day.weekday() < 5:
            town.tick(day)
            meetings.tick(day)
        day += timedelta(days=1)
    found = read_summaries(town)
    return [(on, text.partition(HEADING)[2].split("\n\n")[0]) for on, text in found if HEADING in text]


def test_minutes_that_never_came_are_named_a_week_after_the_chase(town: CalendarMunicipality) -> None:
    """Nobody heard of it until the next pack of the group: of a core group a year later."""
    ((day, text),) = tick(town, fill(town), date(2027, 4, 7), date(2027, 3, 8))
    assert day == FIRST_NAMED
    assert text == (
        " (1)\nTe doen: bezorg het verslag alsnog aan wie Terugkom beheert. Een paar regels volstaan: wat is "
        "er beslist, en wie was er? Ging het overleg niet door? Zeg dat dan aan wie Terugkom beheert, met de "
        "naam tussen haakjes: die zegt het af. Tot dan staan de beslissingen niet in het plan. Wij noemen "
        "een verslag hoogstens één keer per maand.\n- maandag 15 maart 2027: Kop (kop/2027-03)"
    )


@pytest.mark.long
def test_they_are_named_once_a_month_beside_other_news(town: CalendarMunicipality) -> None:
    meetings = fill(town)
    send_each_week(town)
    found = tick(town, meetings, date(2027, 6, 8))
    assert [day for day, _ in found] == [FIRST_NAMED, date(2027, 4, 5), date(2027, 5, 3), date(2027, 6, 7)]


@pytest.mark.long
@pytest.mark.parametrize("ends", ["minuted", "cancelled"])
def test_minutes_that_came_or_will_never_come_are_named_no_more(
    town: CalendarMunicipality, ends: str
) -> None:
    meetings = fill(town)
    send_each_week(town)
    tick(town, meetings, FIRST_NAMED)
    if ends == "minuted":
        meetings.record_minutes(FIRST_NAMED, "2027-03", "kop")
    else:
        meetings.cancel(FIRST_NAMED, "Het overleg ging niet door.", "kop/2027-03")
    found = tick(town, meetings, date(2027, 4, 20), FIRST_NAMED + timedelta(days=1))
    assert [day for day, _ in found] == [FIRST_NAMED]


@pytest.mark.long
def test_a_later_meeting_of_the_group_takes_over(town: CalendarMunicipality) -> None:
    """Its pack has what was left open; of its own minutes it is said."""
    meetings = fill(town, interval=2)
    send_each_week(town)
    found = tick(town, meetings, date(2027, 6, 8))
    assert [(day, text.rpartition("(")[2]) for day, text in found] == [
        (FIRST_NAMED, "kop/2027-03)"),
        (date(2027, 4, 5), "kop/2027-03)"),
        (date(2027, 5, 3), "kop/2027-03)"),
        (date(2027, 6, 7), "kop/2027-05)"),
    ]
