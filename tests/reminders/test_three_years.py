"""Three years of ticks with gaps, repeats, silence and news, against an oracle of a few lines."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import DeliveryState
from terugkom.schedule.working_days import format_week
from tests.clock import day_of
from tests.reminders.tick_calendar import CalendarMunicipality, days
from tests.soak import often

START = date(2027, 1, 4)
END = START + timedelta(days=3 * 365)
OWNERS = {"A": ["an"], "B": ["an", "bo"], "C": ["bo"], "D": ["ca"]}
WEEKDAY = 3
CLOSED = date(2027, 7, 12)
AT_REST = {  # by hand: days on which nothing may go out, beside weekends
    *(date(year, *day) for year in range(2027, 2031) for day in ((1, 1), (5, 1), (7, 21), (8, 15))),
    *(date(year, *day) for year in range(2027, 2031) for day in ((11, 1), (11, 11), (12, 25))),
    *(date(2027, *day) for day in ((3, 29), (5, 6), (5, 17))),  # Easter Monday, Ascension, Whit Monday
    *(date(2028, *day) for day in ((4, 17), (5, 25), (6, 5))),
    *(date(2029, *day) for day in ((4, 2), (5, 10), (5, 21))),
    CLOSED,
}
BEFORE, AFTER, ON_AGENDA = (-30, -7, 0), (7, 21, 45), 45


@dataclass
class ExpectedAction:
    """What the oracle knows of an action."""

    deadline: date
    heard: date = date.min
    snoozed: date = date.min

    def stage(self, today: date) -> int | None:
        """Return the highest stage reached by today, straight from the rules."""
        quiet = max(self.heard, self.snoozed)
        late_since = max(self.deadline, quiet)
        passed = [at for at in BEFORE if quiet < self.deadline + timedelta(days=at) <= today]
        passed += [at for at in AFTER if late_since + timedelta(days=at) <= today]
        return max(passed, default=None)


@dataclass
class Oracle:
    """What was promised, and what each owner was told of each deadline."""

    promises: dict[str, ExpectedAction]
    told: dict[tuple[str, date, str], set[int]] = field(default_factory=dict)
    agenda: set[tuple[str, date]] = field(default_factory=set)
    written: set[tuple[str, str]] = field(default_factory=set)  # (week, reader)
    waiting: dict[str, list[tuple[str, date, str, int]]] = field(
        default_factory=dict
    )  # week -> not delivered

    def expected(self, today: date, week: str) -> set[tuple[str, str, int]]:
        """Return what is to be told today: (owner, action, stage)."""
        return {
            (owner, code, stage)
            for code, promise in self.promises.items()
            for owner in OWNERS[code]
            if (stage := promise.stage(today)) is not None
            and stage < ON_AGENDA
            and stage > max(self.told.get((code, promise.deadline, owner), {-999}))
            and (week, owner) not in self.written
        }

    def take_back(self, week: str) -> None:
        """What did not get away in an earlier week counts as never told."""
        for earlier in [each for each in self.waiting if each != week]:
            for code, deadline, owner, stage in self.waiting.pop(earlier):
                self.told[code, deadline, owner].discard(stage)
                if not self.told[code, deadline, owner]:
                    del self.told[code, deadline, owner]


def week_of(day: date) -> str:
    return "{}-{}".format(*day.isocalendar())


def its_day(day: date) -> date | None:
    """Return the day of the digest in this week: Wednesday, or the next day of work, or the last."""
    monday = day - timedelta(days=day.weekday())
    worked = [each for each in days(monday, monday + timedelta(days=4)) if each not in AT_REST]
    later = [each for each in worked if each.isoweekday() >= WEEKDAY]
    return later[0] if later else worked[-1] if worked else None


@contextmanager
def a_town(template: Path, folder: Path) -> Iterator[CalendarMunicipality]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    database = Database(f"sqlite:///{shutil.copyfile(template, folder / 'terugkom.db')}")
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    try:
        yield CalendarMunicipality.new(database, folder, digest_weekday=WEEKDAY, closing_days=[CLOSED])
    finally:
        database.close()


gaps = st.one_of(st.just(0), st.integers(1, 9), st.integers(1, 9), st.integers(1, 200))
happenings = st.one_of(
    st.none(),
    st.tuples(st.sampled_from(["report", "move", "snooze"]), st.sampled_from("ABCD"), st.integers(0, 150)),
)
visits = st.lists(
    st.tuples(gaps, happenings, st.sampled_from(["", "", "", "down", "settling", "telling", "closing"])),
    min_size=10,
    max_size=70,
)
deadlines = st.fixed_dictionaries(dict.fromkeys("ABCD", st.integers(-60, 500)))


@pytest.mark.long
@settings(max_examples=often(8, soak=400), suppress_health_check=list(HealthCheck))
@given(deadlines=deadlines, visits=visits)
@example(deadlines={"A": 45, "B": 60, "C": 200, "D": -3}, visits=[(7, None, "")] * 157)
@example(deadlines={"A": 45, "B": 46, "C": 50, "D": 30}, visits=[(1, None, ""), (0, None, "")] * 120)
def test_each_stage_is_told_once_the_highest_for_sure_and_nobody_hears_twice_a_week(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    deadlines: dict[str, int],
    visits: list[tuple[int, tuple[str, str, int] | None, str]],
) -> None:
    folder = tmp_path_factory.getbasetemp() / "three-years"
    oracle = Oracle({code: ExpectedAction(START + timedelta(days=days)) for code, days in deadlines.items()})
    with a_town(sqlite_template, folder) as town:
        for code, promise in oracle.promises.items():
            town.action(code, promise.deadline, OWNERS[code])
        today = START
        for gap, happening, trouble in visits:
            today += timedelta(days=gap)
            if today > END:
                break
            if happening:
                happens(town, oracle, today, *happening)
            tick(town, oracle, today, trouble)
        check_all(town, oracle)


def happens(
    town: CalendarMunicipality, oracle: Oracle, today: date, what: str, code: str, number: int
) -> None:
    promise = oracle.promises[code]
    if what == "report":
        promise.heard = max(promise.heard, today)
        town.change(code, last_update_on=today)
    elif what == "move":
        promise.deadline = today + timedelta(days=number - 30)
        town.change(code, deadline=promise.deadline)
    else:
        promise.snoozed = today + timedelta(days=number)
        town.change(code, snoozed_until=promise.snoozed, snooze_reason="We wachten op de subsidie")


def tick(town: CalendarMunicipality, oracle: Oracle, today: date, trouble: str) -> None:
    """Tick, and hold what was told against what the rules expect."""
    week = week_of(today)
    town.down = True  # sending is not what this test is about: it is done at once, or not this week
    was_quiet = not oracle.expected(its_day(today) or today, week)
    finishes_past_week = any(each < format_week(today) for each in town.weeks_open)
    told = town.tick(today, killed="" if trouble == "down" else trouble)
    if told is None:
        due = its_day(today)
        can_be_told = due and due <= today and today.isoweekday() < 6 and today not in AT_REST
        assert (
            not can_be_told
            or was_quiet
            or week in {done for done, _ in oracle.written}
            or closed(town, today)
        )
        return
    assert today.isoweekday() < 6
    assert today not in AT_REST
    if trouble != "settling" or finishes_past_week:
        late = {(c, p.deadline) for c, p in oracle.promises.items() if p.stage(today) == ON_AGENDA}
        oracle.agenda |= late
    if finishes_past_week and format_week(today) not in town.weeks_done | town.weeks_open:
        assert told == [], "nobody was left without a digest: this week's wait for their day"
        return
    oracle.take_back(week)
    expected = oracle.expected(today, week)
    assert {(each.owner, each.code, each.stage) for each in told} == expected
    assert len(told) == len(expected)
    for each in told:
        deadline = oracle.promises[each.code].deadline
        stages = oracle.told.setdefault((each.code, deadline, each.owner), set())
        assert each.stage not in stages
        stages.add(each.stage)
        oracle.written.add((week, each.reader))
        if trouble == "down":
            oracle.waiting.setdefault(week, []).append((each.code, deadline, each.owner, each.stage))
    if trouble != "down":
        town.deliver_at_once()
        oracle.waiting.pop(week, None)


def closed(town: CalendarMunicipality, today: date) -> bool:
    """Whether the week of this day is done: what comes up later waits for the next."""
    year, number, _ = today.isocalendar()
    return f"{year}-W{number:02d}" in town.weeks_done


def check_all(town: CalendarMunicipality, oracle: Oracle) -> None:
    """Look at all that was written in three years."""
    told = town.told
    keys = Counter(
        (each.code, each.owner, each.stage, deadline) for each, deadline in town.told_with_deadline
    )
    assert set(keys.values()) <= {1}
    assert {(code, deadline, owner) for code, owner, _, deadline in keys} == set(oracle.told)
    assert len(told) == sum(map(len, oracle.told.values()))
    mails = [delivery for delivery, _ in town.mails() if delivery.role == "owner"]
    assert (
        max(Counter((each.person_id, week_of(day_of(each.created_at))) for each in mails).values(), default=1)
        == 1
    )
    assert all(day.isoweekday() < 6 and day not in AT_REST for day in (day_of(at.created_at) for at in mails))
    assert {each.state for each in mails} <= {
        DeliveryState.SENT,
        DeliveryState.SKIPPED,
        DeliveryState.PENDING,
    }
    assert town.agenda_keys == oracle.agenda


def test_the_oracle_itself_knows_the_rules() -> None:
    deadline, heard = date(2026, 11, 30), date(2026, 12, 10)
    promise = ExpectedAction(deadline)
    wanted = {-31: None, -30: -30, -8: -30, -7: -7, 0: 0, 6: 0, 7: 7, 21: 21, 45: 45, 400: 45}
    assert {at: promise.stage(deadline + timedelta(days=at)) for at in wanted} == wanted
    promise.heard = heard
    wanted = {0: None, 6: None, 7: 7, 21: 21, 45: 45}
    assert {at: promise.stage(heard + timedelta(days=at)) for at in wanted} == wanted
    assert its_day(date(2028, 7, 18)) == date(2028, 7, 19)
    assert its_day(date(2027, 7, 21)) == date(2027, 7, 22)
