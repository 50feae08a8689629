"""Each stage at its day, on the municipality's weekday, once."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.plan.model import ActionStatus
from terugkom.reminders.summary_lists import SummaryAction
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.model import Moment, MomentState
from tests.reminders.tick_calendar import CalendarMunicipality, SentReminder

DEADLINE = date(2026, 11, 30)  # a Monday
BEFORE, AFTER = date(2026, 10, 26), date(2027, 1, 31)


def when(told: list[SentReminder]) -> list[tuple[str, int]]:
    return [(each.day.isoformat(), each.stage) for each in told]


@pytest.mark.long
def test_nobody_says_anything_and_each_stage_comes_on_the_monday_of_its_day_or_after(
    town: CalendarMunicipality,
) -> None:
    town.group("energie")
    town.action("E1", DEADLINE, group="energie")
    assert when(town.ticks(BEFORE, AFTER)) == [
        ("2026-11-02", -30),  # 31 October is a Saturday
        ("2026-11-23", -7),
        ("2026-11-30", 0),
        ("2026-12-07", 7),
        ("2026-12-21", 21),
    ]
    assert town.agenda == [(date(2027, 1, 18), "E1", "energie")]  # 14 January is a Thursday
    assert {each.role for each in town.told} == {"owner"}


@pytest.mark.long
def test_a_municipality_chooses_its_weekday(sqlite_database: Database, tmp_path: Path) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path, digest_weekday=4)
    town.action("E1", DEADLINE)
    assert when(town.ticks(BEFORE, AFTER)) == [
        ("2026-11-05", -30),
        ("2026-11-26", -7),
        ("2026-12-03", 0),
        ("2026-12-10", 7),
        ("2026-12-24", 21),
    ]
    assert town.agenda == [(date(2027, 1, 14), "E1", None)]


@pytest.mark.long
def test_what_comes_up_after_the_weekday_waits_for_the_next_one(town: CalendarMunicipality) -> None:
    town.action("E1", date(2026, 12, 2))  # seven days before: Wednesday 25 November
    assert town.tick(date(2026, 11, 23)) is not None  # the first reminder, since 2 November
    assert town.ticks(date(2026, 11, 24), date(2026, 11, 29)) == []
    assert when(town.ticks(date(2026, 11, 30), date(2026, 11, 30))) == [("2026-11-30", -7)]


@pytest.mark.long
def test_a_week_without_anything_on_its_day_stays_silent_to_its_end(town: CalendarMunicipality) -> None:
    town.action("E1", date(2026, 12, 25))  # thirty days before: Wednesday 25 November
    assert [town.tick(date(2026, 11, 23) + timedelta(days=n)) for n in range(7)] == [None] * 7
    assert town.tick(date(2026, 11, 30)) == [SentReminder(date(2026, 11, 30), "an", "an", "E1", -30)]


@pytest.mark.long
def test_a_digest_is_moved_off_a_holiday_within_its_week(town: CalendarMunicipality) -> None:
    town.action("E1", date(2027, 4, 28))  # thirty days before: Easter Monday 29 March 2027
    assert when(town.ticks(date(2027, 3, 1), date(2027, 4, 4))) == [("2027-03-30", -30)]


def test_a_digest_on_a_friday_is_moved_back_from_christmas(sqlite_database: Database, tmp_path: Path) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path, digest_weekday=5)
    town.action("E1", date(2026, 12, 24))
    found = when(town.ticks(date(2026, 12, 21), date(2026, 12, 27)))
    assert found == [("2026-12-24", 0)]


@pytest.mark.long
def test_no_mail_goes_out_while_the_municipality_is_closed(sqlite_database: Database, tmp_path: Path) -> None:
    closed = [date(2026, 12, 24) + timedelta(days=n) for n in range(11)]
    town = CalendarMunicipality.new(sqlite_database, tmp_path, closing_days=closed)
    town.action("E1", date(2026, 12, 28))  # a Monday in the middle of it
    assert when(town.ticks(date(2026, 12, 22), date(2027, 1, 10))) == [("2026-12-22", -7), ("2027-01-04", 7)]


@pytest.mark.long
def test_a_week_that_is_closed_on_its_day_tells_on_the_next_day(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town = CalendarMunicipality.new(
        sqlite_database, tmp_path, closing_days=[date(2026, 11, 23), date(2026, 11, 24)]
    )
    town.action("E1", DEADLINE)
    assert when(town.ticks(date(2026, 11, 16), date(2026, 11, 29))) == [
        ("2026-11-16", -30),
        ("2026-11-25", -7),
    ]


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 11)])
def test_a_day_of_rest_waits_for_the_next_tick(town: CalendarMunicipality, day: date) -> None:
    town.action("E1", date(2026, 11, 9))
    assert town.tick(day) is None
    assert town.deliveries == []


@pytest.mark.long
def test_a_municipality_has_its_own_lead_times(sqlite_database: Database, tmp_path: Path) -> None:
    own = {
        "first_reminder": 60,
        "second_reminder": 14,
        "late": 14,
        "coordinator_in_copy": 28,
        "on_agenda": 56,
    }
    town = CalendarMunicipality.new(sqlite_database, tmp_path, lead_times=own)
    town.action("E1", DEADLINE)
    found = when(town.ticks(date(2026, 9, 28), AFTER))
    assert [stage for _, stage in found] == [-60, -14, 0, 14, 28]
    assert found[0] == ("2026-10-05", -60)  # 1 October is a Thursday
    assert town.agenda == [(date(2027, 1, 25), "E1", None)]


@pytest.mark.long
def test_of_several_missed_stages_only_the_highest_is_told_and_the_summary_says_so(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", DEADLINE)
    town.tick(date(2026, 11, 2))
    told = town.tick(date(2026, 12, 8))  # five weeks of silence: -7, 0 and 7 were reached; a Tuesday
    assert told == [SentReminder(date(2026, 12, 8), "an", "an", "E1", 7)]
    assert town.summary_on(date(2026, 12, 8)).skipped.shown == [
        SummaryAction("E1", "Titel van E1", why="stages")
    ]
    assert when(town.ticks(date(2026, 12, 9), AFTER)) == [("2026-12-21", 21)]


@pytest.mark.long
def test_after_a_very_long_silence_an_action_goes_straight_to_the_agenda(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE)
    assert town.tick(date(2027, 2, 1)) == []
    assert town.agenda == [(date(2027, 2, 1), "E1", None)]
    assert town.ticks(date(2027, 2, 2), date(2027, 3, 31)) == []


@pytest.mark.long
def test_a_moved_deadline_is_told_from_the_start(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE)
    town.ticks(BEFORE, date(2026, 12, 10))
    town.change("E1", deadline=date(2027, 3, 29))
    found = when(town.ticks(date(2027, 2, 22), date(2027, 4, 30)))
    # 27 February is a Saturday; 29 March is Easter Monday, told on Tuesday
    assert found == [
        ("2027-03-01", -30),
        ("2027-03-22", -7),
        ("2027-03-30", 0),
        ("2027-04-05", 7),
        ("2027-04-19", 21),
    ]


@pytest.mark.long
def test_a_deadline_that_is_moved_back_again_tells_no_stage_twice(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE)
    town.ticks(BEFORE, date(2026, 11, 24))
    town.change("E1", deadline=date(2027, 6, 30))
    town.ticks(date(2026, 11, 25), date(2026, 11, 26))
    town.change("E1", deadline=DEADLINE)
    town.ticks(date(2026, 11, 27), date(2026, 12, 1))
    assert [each.stage for each in town.told] == [-30, -7, 0]


@pytest.mark.long
def test_a_progress_report_resets_the_clock(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE)
    town.ticks(BEFORE, date(2026, 12, 8))
    town.report("E1", date(2026, 12, 9))
    # late was told already; the coordinator reads along 21 days after the report, the agenda 45
    assert when(town.ticks(date(2026, 12, 10), AFTER)) == [("2027-01-04", 21)]  # 30 December is a Wednesday
    assert town.agenda == [(date(2027, 1, 25), "E1", None)]  # 23 January is a Saturday


@pytest.mark.long
def test_a_progress_report_settles_the_stage_that_was_reached(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE)
    town.report("E1", date(2026, 11, 2))
    assert town.tick(date(2026, 11, 2)) is None
    assert when(town.ticks(date(2026, 11, 3), DEADLINE)) == [("2026-11-23", -7), ("2026-11-30", 0)]


@pytest.mark.long
def test_a_snooze_is_silent_to_its_last_day_and_the_summary_says_why(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE)
    town.action("E2", DEADLINE, ["bo"])
    until = date(2026, 12, 14)
    town.change("E1", snoozed_until=until, snooze_reason="De aannemer is failliet")
    found = town.ticks(BEFORE, date(2027, 1, 10))
    assert when([each for each in found if each.code == "E1"]) == [("2026-12-21", 7), ("2027-01-04", 21)]
    about = SummaryAction("E1", "Titel van E1", why="snoozed", reason="De aannemer is failliet", until=until)
    assert town.summary_on(DEADLINE).skipped.shown == [about]


@pytest.mark.long
@pytest.mark.parametrize("status", [ActionStatus.DONE, ActionStatus.STOPPED])
def test_an_action_that_is_done_or_stopped_is_silent(
    town: CalendarMunicipality, status: ActionStatus
) -> None:
    town.action("E1", DEADLINE)
    town.tick(date(2026, 11, 2))
    town.change("E1", status=status)
    assert town.ticks(date(2026, 11, 3), AFTER) == []
    assert town.agenda == []


@pytest.mark.long
def test_an_action_that_starts_again_is_told_from_where_it_stands(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE, status=ActionStatus.DONE)
    town.tick(date(2026, 11, 23))
    town.change("E1", status=ActionStatus.RUNNING, last_update_on=date(2026, 11, 25))
    assert when(town.ticks(date(2026, 11, 26), date(2026, 12, 8))) == [("2026-11-30", 0), ("2026-12-07", 7)]


@pytest.mark.long
def test_an_action_without_a_deadline_is_silent(town: CalendarMunicipality) -> None:
    town.action("E1", None)
    assert town.ticks(BEFORE, AFTER) == []
    assert town.deliveries == []


def test_each_of_several_owners_is_told(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE, ["an", "bo"])
    found = town.tick(DEADLINE)
    assert found == [SentReminder(DEADLINE, "an", "an", "E1", 0), SentReminder(DEADLINE, "bo", "bo", "E1", 0)]


@pytest.mark.long
def test_an_owner_who_comes_later_is_told_of_the_stage_reached_and_the_first_is_not_told_again(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", DEADLINE)
    town.tick(date(2026, 11, 2))
    town.person("bo")
    town.change("E1", owners=["an", "bo"])
    assert town.tick(date(2026, 11, 9)) == [SentReminder(date(2026, 11, 9), "bo", "bo", "E1", -30)]


def test_one_mail_a_week_tells_all_of_a_person_the_most_urgent_first(town: CalendarMunicipality) -> None:
    for code, days in (("C", 30), ("A", 7), ("D", -7), ("B", 0)):
        town.action(code, DEADLINE + timedelta(days=days))
    town.tick(DEADLINE)
    assert [each.code for each in town.told] == ["D", "B", "A", "C"]
    (delivery, document) = town.mails()[0]
    assert len(town.mails()) == 1
    assert (delivery.recipient, document.subject) == (
        "an@x.example",
        "4 acties vragen uw aandacht, de eerste: Titel van D",
    )


@pytest.mark.long
def test_at_21_days_late_the_coordinator_gets_a_copy_and_the_owner_sees_it(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", DEADLINE)
    town.ticks(date(2026, 11, 30), date(2026, 12, 20))
    assert {delivery.role for delivery, _ in town.mails()} == {"owner"}
    town.tick(date(2026, 12, 21))
    (owner, sent), (copy, copied) = town.mails()[-2:]
    assert [(each.role, each.recipient) for each in (owner, copy)] == [
        ("owner", "an@x.example"),
        ("coordinator-copy", "lw@lievegem.example"),
    ]
    assert sent.subject == copied.subject
    assert owner.document_id != copy.document_id, "the copy has no code by which to answer as the owner"
    assert owner.message_id != copy.message_id
    for each in (owner, copy):
        assert "To: An <an@x.example>\r\n" in each.headers
        assert "Cc: Lotte W <lw@lievegem.example>\r\n" in each.headers
    assert len(list((town.folder / "outbox").rglob("*.eml"))) == len(town.deliveries)


@pytest.mark.long
def test_a_coordinator_who_owns_the_action_gets_no_copy_of_their_own_mail(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE, ["lw"])
    town.tick(date(2026, 12, 21))
    assert Counter(each.role for each in town.deliveries) == {"owner": 1, "coordinator": 1}


@pytest.mark.long
def test_at_45_days_late_the_group_speaks_of_it_and_the_mails_stop(town: CalendarMunicipality) -> None:
    town.group("energie")
    town.action("E1", DEADLINE, group="energie")
    town.ticks(BEFORE, date(2027, 1, 17))
    mailed = len(town.mails())
    assert town.ticks(date(2027, 1, 18), date(2027, 3, 31)) == []
    assert len(town.mails()) == mailed
    assert town.agenda == [(date(2027, 1, 18), "E1", "energie")]
    about = SummaryAction(
        "E1", "Titel van E1", group="Energie", has_meeting=False, deadline=DEADLINE, days_left=-49
    )
    assert town.summary_on(date(2027, 1, 18)).agenda.shown == [about]


@pytest.mark.long
def test_the_moment_of_a_week_is_there_once_and_done(town: CalendarMunicipality) -> None:
    town.action("E1", DEADLINE)
    town.ticks(BEFORE, AFTER)
    with town.database.read_session() as session:
        moments = session.scalars(select(Moment).order_by(Moment.id)).all()
    assert {each.state for each in moments} == {MomentState.DONE}
    assert len({each.period for each in moments}) == len(moments) == 6
    assert {each.day.weekday() for each in moments} == {0}


def test_the_defaults_are_those_of_the_design() -> None:
    lead = LeadTimes()
    assert (lead.first_reminder, lead.second_reminder, lead.late) == (30, 7, 7)
    assert (lead.coordinator_in_copy, lead.on_agenda) == (21, 45)
