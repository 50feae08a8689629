"""What is told stays told, and what did not get through is told anew: by hand, at once, killed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from terugkom.database.connection_pool import Database
from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.model import MAX_ATTEMPTS, Delivery, DeliveryState
from terugkom.documents.render_context import RenderContext
from terugkom.plan.model import Action, ActionStatus, Municipality
from terugkom.plan.queries import get_municipality
from terugkom.reminders import digest, week
from terugkom.reminders.summary_lists import SummaryAction
from terugkom.schedule.model import Moment, MomentState, Reminder
from terugkom.schedule.run_stamp import RunStamp
from terugkom.schedule.working_days import format_week
from tests.clock import clock_on
from tests.refused_rows import refused_deliveries
from tests.reminders.tick_calendar import TEMPLATES, CalendarMunicipality, SentReminder

MONDAY = date(2026, 11, 30)
NEXT = MONDAY + timedelta(days=7)


def test_a_tick_that_comes_twice_does_nothing_twice(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY)
    assert town.tick(MONDAY) == [SentReminder(MONDAY, "an", "an", "E1", 0)]
    before = [(each.id, each.state) for each in town.deliveries]
    assert town.tick(MONDAY) is None
    assert town.tick(MONDAY, by_hand=True) is None
    assert [(each.id, each.state) for each in town.deliveries] == before


@pytest.mark.long
def test_started_by_hand_before_the_day_it_tells_at_once_and_that_week_nobody_hears_again(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path, digest_weekday=4)
    town.action("E1", MONDAY)
    assert town.tick(MONDAY, by_hand=True) == [SentReminder(MONDAY, "an", "an", "E1", 0)]
    town.action("E2", MONDAY, ["an"])
    town.action("E3", MONDAY, ["bo"])
    assert town.ticks(MONDAY, MONDAY + timedelta(days=2)) == []
    thursday = MONDAY + timedelta(days=3)
    assert town.tick(thursday) == [
        SentReminder(thursday, "bo", "bo", "E3", 0)
    ]  # and not E2 to An, who had a mail
    assert town.tick(MONDAY + timedelta(days=10)) == [
        SentReminder(date(2026, 12, 10), "an", "an", "E1", 7),
        SentReminder(date(2026, 12, 10), "an", "an", "E2", 7),
        SentReminder(date(2026, 12, 10), "bo", "bo", "E3", 7),
    ]


@pytest.mark.long
def test_who_had_a_mail_by_hand_hears_the_rest_a_week_later_and_not_a_stage_later(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path, digest_weekday=4)
    town.action("E1", MONDAY)
    town.tick(MONDAY, by_hand=True)
    town.action("E2", MONDAY + timedelta(days=29))
    assert town.ticks(MONDAY, MONDAY + timedelta(days=9)) == []
    told = town.tick(MONDAY + timedelta(days=10))
    assert [(each.code, each.stage) for each in told or []] == [("E1", 7), ("E2", -30)]


@pytest.mark.long
def test_a_week_started_by_hand_that_was_cut_off_is_due_on_any_day_and_others_are_not(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path, digest_weekday=4)
    town.action("E1", MONDAY)

    def is_due(day: date, *, was_interrupted: bool) -> bool:
        with sqlite_database.read_session() as session:
            return week.is_week_due(
                session, get_municipality(session, town.slug), day, was_interrupted=was_interrupted
            )

    assert not is_due(MONDAY, was_interrupted=True), "this week was not started"
    town.tick(MONDAY, by_hand=True, killed="settling")
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        assert (is_due(day, was_interrupted=False), is_due(day, was_interrupted=True)) == (False, True)
    saturday = NEXT + timedelta(days=5)
    town.action("E2", NEXT, ["bo"])
    town.tick(saturday, by_hand=True, killed="settling")
    assert (is_due(saturday, was_interrupted=False), is_due(saturday, was_interrupted=True)) == (False, True)


@pytest.mark.long
def test_started_by_hand_twice_before_the_day_nobody_hears_twice(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path, digest_weekday=5)
    town.action("E1", MONDAY)
    assert town.tick(MONDAY, by_hand=True) == [SentReminder(MONDAY, "an", "an", "E1", 0)]
    assert town.tick(MONDAY, by_hand=True) == []
    assert town.tick(MONDAY + timedelta(days=1), by_hand=True) == []
    assert town.ticks(MONDAY, MONDAY + timedelta(days=9)) == []


@pytest.mark.long
def test_the_summary_of_a_week_started_by_hand_waits_for_its_day_and_tells_both(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path, digest_weekday=4)
    town.action("E1", MONDAY)
    town.tick(MONDAY, by_hand=True)
    assert town.mails("coordinator-summary") == []
    town.action("E2", MONDAY - timedelta(days=45), ["bo"])
    town.ticks(MONDAY + timedelta(days=1), MONDAY + timedelta(days=6))
    assert len(town.mails("coordinator-summary")) == 1
    found = town.summary_on(MONDAY + timedelta(days=3))
    assert [each.code for each in found.reminded.shown] == ["E1"]
    assert [each.code for each in found.agenda.shown] == ["E2"]


@pytest.mark.long
def test_a_mail_that_did_not_get_away_is_told_anew_next_week_with_the_stage_of_that_day(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", MONDAY)
    town.action("E2", NEXT - timedelta(days=15), ["bo"])
    town.down = True
    assert [each.code for each in town.tick(MONDAY) or []] == ["E1", "E2"]
    town.down = False
    assert town.tick(NEXT) == [
        SentReminder(NEXT, "an", "an", "E1", 7),
        SentReminder(NEXT, "bo", "bo", "E2", 7),
    ]
    states = [(each.role, each.state) for each, _ in town.mails()]
    assert states == [("owner", DeliveryState.SKIPPED)] * 2 + [("owner", DeliveryState.SENT)] * 2
    reasons = {each.reason for each, _ in town.mails() if each.state is DeliveryState.SKIPPED}
    assert reasons == {"superseded: repeated in 2026-W50"}
    whys = [each.why for each in town.summary_on(NEXT).skipped.shown]
    assert whys.count("superseded") == 2


def test_a_mail_that_waits_while_nothing_new_is_due_stays_and_still_goes_out(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", MONDAY - timedelta(days=7), status=ActionStatus.RUNNING)
    town.down = True
    town.tick(MONDAY)
    town.report("E1", MONDAY + timedelta(days=1))
    assert town.tick(NEXT) is None
    assert {each.state for each in town.deliveries} == {DeliveryState.PENDING}


@pytest.mark.long
def test_a_mail_that_waited_is_not_told_anew_when_the_owner_answered_meanwhile(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", MONDAY)
    town.down = True
    town.tick(MONDAY)
    town.report("E1", MONDAY + timedelta(days=1))
    town.action("E2", NEXT + timedelta(days=30), ["bo"])
    town.down = False
    assert town.tick(NEXT) == [SentReminder(NEXT, "bo", "bo", "E2", -30)]
    assert [each.state for each, _ in town.mails()] == [DeliveryState.SKIPPED, DeliveryState.SENT]
    assert town.tick(date(2026, 12, 14)) == [SentReminder(date(2026, 12, 14), "an", "an", "E1", 7)]


@pytest.mark.long
def test_a_copy_or_a_summary_that_waits_still_goes_out_for_nobody_would_tell_it_again(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", MONDAY - timedelta(days=21))
    town.action("E2", NEXT + timedelta(days=30), ["bo"])
    town.down = True
    town.tick(MONDAY)
    with town.database.write_session() as session:  # the owner's own mail did get away
        session.execute(update(Delivery).where(Delivery.role == "owner").values(state=DeliveryState.SENT))
    town.down = False
    town.tick(NEXT)
    assert {each.state for each in town.deliveries} == {DeliveryState.SENT}
    assert [each.role for each in town.deliveries][:3] == ["owner", "coordinator-copy", "coordinator"]


@pytest.mark.long
def test_a_copy_goes_back_with_its_mail(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY - timedelta(days=21))
    town.action("E2", NEXT + timedelta(days=30), ["bo"])
    town.down = True
    town.tick(MONDAY)
    town.down = False
    assert SentReminder(NEXT, "an", "an", "E1", 21) in (town.tick(NEXT) or [])
    states = {"owner": [], "coordinator-copy": []}  # type: dict[str, list[DeliveryState]]
    for each, document in town.mails():
        if "E1" in document.subject:
            states[each.role].append(each.state)
    assert states == {key: [DeliveryState.SKIPPED, DeliveryState.SENT] for key in states}


@pytest.mark.long
def test_a_mail_that_a_living_sender_holds_is_left_to_it(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY)
    town.down = True
    town.tick(MONDAY)
    with town.database.write_session() as session:
        values = {"lease": "somebody", "lease_until": clock_on(NEXT) + timedelta(minutes=1)}
        session.execute(update(Delivery).where(Delivery.role == "owner").values(**values))
    town.action("E2", NEXT, ["bo"])
    assert town.tick(NEXT) == [
        SentReminder(NEXT, "an", "an", "E1", 7),
        SentReminder(NEXT, "bo", "bo", "E2", 0),
    ]
    assert [each.state for each, _ in town.mails()] == [DeliveryState.PENDING] * 3


@pytest.mark.long
def test_a_mail_that_failed_for_good_stays_told_and_the_coordinator_sees_it_each_week(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", MONDAY)
    town.down = True
    town.tick(MONDAY)
    values = {"state": DeliveryState.FAILED, "reason": "550 no such user"}
    with town.database.write_session() as session:
        session.execute(update(Delivery).where(Delivery.role == "owner").values(**values))
    town.down = False
    assert town.tick(NEXT) == [SentReminder(NEXT, "an", "an", "E1", 7)]
    assert [(each.name, each.why) for each in town.summary_on(NEXT).failed.shown] == [
        ("An", "unknown-address")
    ]


@pytest.mark.long
def test_a_stage_whose_mail_was_given_up_does_not_count_as_sent(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY + timedelta(days=30))
    town.down = True
    assert town.tick(MONDAY) == [SentReminder(MONDAY, "an", "an", "E1", -30)]
    summary = town.summary_on(MONDAY)
    assert (summary.reminded.total, [each.code for each in summary.waiting.shown]) == (0, ["E1"])
    values = {"state": DeliveryState.FAILED, "reason": "given up after 5 days: 421 nobody home"}
    with town.database.write_session() as session:
        session.execute(update(Delivery).where(Delivery.role == "owner").values(**values))
    town.down = False
    assert town.tick(NEXT) == [SentReminder(NEXT, "an", "an", "E1", -30)], "though nothing else is due"
    assert town.summary_on(NEXT).waiting.total == 0
    assert [each.code for each in town.summary_on(NEXT).reminded.shown] == ["E1"]
    owner_states = [each.state for each in town.deliveries if each.role == "owner"]
    assert owner_states == [DeliveryState.SKIPPED, DeliveryState.SENT]


def test_a_mail_that_was_given_up_is_not_repeated_once_its_action_is_done(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY)
    town.down = True
    town.tick(MONDAY)
    values = {"state": DeliveryState.FAILED, "reason": "given up after 5 days: 421 nobody home"}
    with town.database.write_session() as session:
        session.execute(update(Delivery).where(Delivery.role == "owner").values(**values))
        session.execute(update(Action).values(status=ActionStatus.DONE, next_reminder_on=None))
    assert town.tick(NEXT) is None


@pytest.mark.long
@pytest.mark.parametrize("before", ["settling", "telling", "closing"])
def test_killed_before_any_step_the_next_tick_goes_on(town: CalendarMunicipality, before: str) -> None:
    town.action("E1", MONDAY)
    town.action("E2", MONDAY - timedelta(days=60), ["bo"])
    town.down = True
    assert town.tick(MONDAY, killed=before) == [SentReminder(MONDAY, "an", "an", "E1", 0)]
    town.down = False
    assert town.tick(MONDAY + timedelta(days=1)) == []
    raised = MONDAY + timedelta(days=1 if before == "settling" else 0)
    assert town.agenda == [(raised, "E2", None)]
    assert [each.state for each, _ in town.mails()] == [DeliveryState.SENT]
    assert [each.state for each, _ in town.mails("coordinator-summary")] == [DeliveryState.SENT]
    assert [each.code for each in town.summary_on(MONDAY).agenda.shown] == ["E2"]
    assert town.tick(MONDAY + timedelta(days=2)) is None


@pytest.mark.long
def test_killed_at_the_end_of_a_week_the_next_week_goes_on(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY)
    town.action("E2", MONDAY - timedelta(days=60), ["bo"])
    town.tick(MONDAY + timedelta(days=4), killed="settling")
    assert town.tick(NEXT) == [SentReminder(NEXT, "an", "an", "E1", 7)]
    assert town.agenda == [(NEXT, "E2", None)]


@pytest.mark.long
@pytest.mark.parametrize("before", ["settling", "telling", "closing"])
def test_a_week_that_died_on_friday_is_finished_on_the_next_working_day(
    sqlite_database: Database, tmp_path: Path, before: str
) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path, digest_weekday=5)
    friday, monday = MONDAY + timedelta(days=4), NEXT
    town.action("E1", friday)
    town.action("E2", friday - timedelta(days=60), ["bo"])
    assert town.tick(friday, killed=before) == [SentReminder(friday, "an", "an", "E1", 0)]
    assert town.tick(friday + timedelta(days=1)) is None, "nobody works on Saturday"
    assert town.tick(monday) == []
    assert town.weeks_done == {format_week(friday)}
    assert [code for _, code, _ in town.agenda] == ["E2"]
    ((summary, document),) = town.mails("coordinator-summary")
    assert summary.state is DeliveryState.SENT
    assert "E2" in town.documents.read(document.path, document.sha256).decode()
    assert town.tick(monday + timedelta(days=1)) is None
    assert town.tick(monday + timedelta(days=4)) == [
        SentReminder(NEXT + timedelta(days=4), "an", "an", "E1", 7)
    ]


@pytest.mark.long
def test_who_was_left_without_a_digest_on_friday_gets_it_on_monday_and_no_second_one_that_week(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path, digest_weekday=5)
    friday = MONDAY + timedelta(days=4)
    town.action("E1", friday)
    with town.database.write_session() as session:  # it died before it wrote the first digest
        home = get_municipality(session, town.slug)
        week.open_week(session, home, RunStamp(friday, clock_on(friday)), dry_run=False)
    assert town.tick(NEXT) == [SentReminder(NEXT, "an", "an", "E1", 0)]
    assert town.weeks_done == {format_week(friday)}, "and this week stays open until its day"
    town.action("E3", NEXT + timedelta(days=2), ["bo"])
    assert [each.reader for each in town.tick(NEXT + timedelta(days=4)) or []] == ["bo"]
    assert town.weeks_done == {format_week(friday), format_week(NEXT)}


def test_a_summary_of_two_months_ago_is_no_news(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY - timedelta(days=60), ["bo"])
    town.tick(MONDAY, killed="telling")
    town.tick(MONDAY + timedelta(days=63))
    assert format_week(MONDAY) in town.weeks_done
    keys = [delivery.key for delivery, _ in town.mails("coordinator-summary")]
    assert not any(key.endswith(format_week(MONDAY)) for key in keys)


@pytest.mark.long
def test_what_is_in_doubt_after_the_last_try_is_listed_for_the_coordinator(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", MONDAY)
    town.tick(MONDAY)
    doubt = {"state": DeliveryState.IN_DOUBT, "next_try_at": clock_on(MONDAY), "reason": "no answer"}
    with town.database.write_session() as session:
        owners = update(Delivery).where(Delivery.role == "owner")
        session.execute(owners.values(**doubt, attempts=MAX_ATTEMPTS - 1))
    assert town.summary_on(NEXT).failed.total == 0, "it is tried once more"
    with town.database.write_session() as session:
        session.execute(owners.values(attempts=MAX_ATTEMPTS))
    assert [each.why for each in town.summary_on(NEXT).failed.shown] == ["in-doubt"]


def test_a_dry_run_keeps_nothing(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY)
    with town.database.read_session() as session:
        home = session.scalars(select(Municipality)).one()
        this = week.open_week(session, home, RunStamp(MONDAY, clock_on(MONDAY)), dry_run=True)
        assert this is not None
        readers = week.list_digest_recipients(session, this)
    mails = digest.preview_digests(RenderContext(town.database, town.documents, TEMPLATES), this, readers)
    assert [mail.recipients[0].address.email for mail in mails] == ["an@x.example"]
    assert not (town.folder / "documents").exists()
    with town.database.read_session() as session:
        for table in (Moment, Reminder, Delivery):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    assert town.tick(MONDAY) == [SentReminder(MONDAY, "an", "an", "E1", 0)]


@pytest.mark.long
@pytest.mark.sampled(2)
@pytest.mark.parametrize("runs", [2, 4])
def test_runs_at_the_same_time_make_one_digest_for_each(
    town_of_each_kind: CalendarMunicipality, runs: int
) -> None:
    town = town_of_each_kind
    for number in range(12):
        town.action(f"E{number}", MONDAY, [f"p{number}", f"p{(number + 1) % 12}"])
    town.action("L1", MONDAY - timedelta(days=60), ["p0"])
    start = Barrier(runs)
    town.down = True

    def run() -> int:
        start.wait()
        return len(town.tick(MONDAY) or [])

    with ThreadPoolExecutor(runs) as threads:
        made = [each.result() for each in [threads.submit(run) for _ in range(runs)]]
    assert sum(made) == 24
    assert len(town.told) == len({(each.owner, each.code) for each in town.told}) == 24
    assert len(town.mails()) == len({each.person_id for each, _ in town.mails()}) == 12
    assert len(town.mails("coordinator-summary")) == 1
    assert town.agenda == [(MONDAY, "L1", None)]
    with town.database.read_session() as session:
        assert session.scalars(select(Moment.state)).all() == [MomentState.DONE]
        steps = set(session.scalars(select(Action.next_reminder_on)))
    assert steps == {MONDAY + timedelta(days=7), None}


def test_what_is_passed_over_is_written_down(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY)
    town.tick(MONDAY)
    with town.database.read_session() as session:
        assert session.scalars(select(Reminder.skipped_stages)).all() == ["-30,-7"]
    assert SummaryAction("E1", "Titel van E1", why="stages") in town.summary_on(MONDAY).skipped.shown


@pytest.mark.each_database
def test_a_digest_that_the_database_refuses_keeps_no_other_away(
    town: CalendarMunicipality,
) -> None:
    for code, owner in (("E1", "an"), ("E2", "bo"), ("E3", "cas")):
        town.action(code, MONDAY, [owner])
    with refused_deliveries(town.database, "bo@x.example"):
        with pytest.raises(IntegrityError) as refused:
            town.tick(MONDAY)
        assert not is_duplicate_key(refused.value)
        assert [each.reader for each in town.told] == ["an", "cas"]
    assert town.tick(MONDAY) == [SentReminder(MONDAY, "bo", "bo", "E2", 0)]
    assert [each.reader for each in town.told] == ["an", "cas", "bo"]


@pytest.mark.each_database
def test_a_summary_that_the_database_refuses_leaves_the_week_open(town: CalendarMunicipality) -> None:
    town.action("E1", MONDAY, ["an"])
    with refused_deliveries(town.database, "lw@lievegem.example"), pytest.raises(IntegrityError):
        town.tick(MONDAY)
    town.tick(MONDAY)
    assert sorted(each.recipient for each in town.deliveries) == ["an@x.example", "lw@lievegem.example"]
    assert town.tick(MONDAY) is None
