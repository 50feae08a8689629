"""Which runs are started: for what is due for a while, for what was cut off, and for nothing else."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from sqlalchemy import update

from deployments import mailbox_watch, prefect_request
from deployments.mailbox_watch import MailboxWatch
from deployments.watch import Watch, start_and_print
from terugkom.daily_runs.daily_run_status import load_daily_run_status
from terugkom.daily_runs.due_runs import (
    CALENDAR,
    DAILY_RUN_AT,
    DELIVER,
    READ_MAILBOX,
    build_run_lease,
    claim_mailbox_check,
    claim_start,
    find_daily_run_time,
    find_due_runs,
    find_missed_daily_run,
    forget_interrupted_runs,
    list_interrupted_runs,
    record_daily_run,
)
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import MAX_ATTEMPTS, Delivery, DeliveryState
from terugkom.leases import LeaseRequest, acquire_lease, release_lease
from tests.delivery.delivery_rows import add_deliveries

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

NOW = datetime(2027, 3, 1, 5, tzinfo=UTC)
LEASE, MINUTE = 300.0, timedelta(minutes=1)
GRACE = 2 * MINUTE


def due(database: Database, now: datetime) -> list[str]:
    with database.read_session() as session:
        return find_due_runs(session, now, GRACE)


def change(database: Database, **values: object) -> None:
    with database.write_session() as session:
        session.execute(update(Delivery).values(**{"created_at": NOW, **values}))


def begin(database: Database, flow: str, run_id: str = "") -> LeaseRequest:
    lease = build_run_lease(flow, run_id, LEASE)
    with database.write_session() as session:
        assert acquire_lease(session, lease, NOW)
    return lease


@pytest.mark.parametrize(
    ("values", "minutes"),
    [
        ({"state": DeliveryState.PENDING}, 2),
        ({"state": DeliveryState.PENDING, "next_try_at": NOW + 60 * MINUTE}, 62),
        ({"state": DeliveryState.PENDING, "lease": "dead", "lease_until": NOW + 5 * MINUTE}, 6),
        ({"state": DeliveryState.SENDING, "lease": "dead", "lease_until": NOW + 5 * MINUTE}, 6),
        ({"state": DeliveryState.IN_DOUBT, "next_try_at": NOW + 5 * MINUTE}, 7),
        ({"state": DeliveryState.IN_DOUBT, "next_try_at": NOW, "attempts": MAX_ATTEMPTS}, None),
        ({"state": DeliveryState.IN_DOUBT}, None),
        ({"state": DeliveryState.SENT}, None),
        ({"state": DeliveryState.HELD}, None),
    ],
)
def test_a_delivery_counts_once_it_is_due_for_a_while_and_within_two_leases(
    database: Database, tmp_path: Path, values: dict[str, Any], minutes: int | None
) -> None:
    add_deliveries(database, tmp_path, 1)
    change(database, **values)
    if minutes is not None:
        assert due(database, NOW + (minutes - 1) * MINUTE) == []
    assert due(database, NOW + (minutes or 99) * MINUTE) == ([DELIVER] if minutes else [])


def test_what_a_run_at_work_may_send_is_left_to_it_but_not_what_a_dead_sender_held(
    sqlite_database: Database, tmp_path: Path
) -> None:
    add_deliveries(sqlite_database, tmp_path, 1)
    change(sqlite_database, state=DeliveryState.PENDING)
    late = NOW + 4 * MINUTE
    assert due(sqlite_database, late) == [DELIVER]
    begin(sqlite_database, "owner-reminders")
    assert due(sqlite_database, late) == []
    change(sqlite_database, state=DeliveryState.SENDING, lease="dead", lease_until=NOW)
    assert due(sqlite_database, late) == [DELIVER]


@pytest.mark.parametrize("flow", ["owner-reminders", "subgroup-review", "newsletter", CALENDAR])
def test_a_run_that_was_cut_off_is_made_up_for_by_the_daily_run(database: Database, flow: str) -> None:
    begin(database, flow)
    assert due(database, NOW + 4 * MINUTE) == [], "it is at work"
    later = NOW + 5 * MINUTE
    assert due(database, later) == [CALENDAR]
    with database.write_session() as session:
        forget_interrupted_runs(session, later)
    assert due(database, later) == []


def test_a_daily_run_that_was_cut_off_is_known_by_its_own_lease_and_a_deliver_run_by_its(
    sqlite_database: Database,
) -> None:
    with sqlite_database.write_session() as session:
        acquire_lease(session, LeaseRequest(CALENDAR, "dead", "", LEASE), NOW)
    begin(sqlite_database, DELIVER)
    assert due(sqlite_database, NOW + 6 * MINUTE) == [CALENDAR, DELIVER]
    with sqlite_database.write_session() as session:
        forget_interrupted_runs(session, NOW + 6 * MINUTE, DELIVER)
    assert due(sqlite_database, NOW + 6 * MINUTE) == [CALENDAR]


def test_a_run_that_ended_is_not_made_up_for(sqlite_database: Database) -> None:
    lease = begin(sqlite_database, "owner-reminders")
    with sqlite_database.write_session() as session:
        release_lease(session, lease)
    assert due(sqlite_database, NOW + 9 * MINUTE) == []


@dataclass
class Server:
    """A Prefect server that only notes what it is asked."""

    started: list[str] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    is_down: bool = False
    is_paused: bool = False
    waiting_as: str = ""  # the name of the state of a daily run that has not begun
    children: dict[str, list[str]] = field(default_factory=dict)
    marked: list[tuple[str, str, str, str]] = field(default_factory=list)
    busy: int = 0  # requests that are still to be refused, as by a server whose database is locked

    def _set_state(self, run: str, content: dict[str, Any]) -> None:
        assert content["force"]
        state = content["state"]
        self.states[run] = state["type"]
        self.marked.append((run, state["type"], state["name"], state["message"]))

    def request(self, method: str, url: str, **given: Any) -> requests.Response:
        if self.is_down:
            raise requests.ConnectionError("no server")
        answer, path = requests.Response(), url.removeprefix("http://prefect/api")
        if self.busy:
            self.busy, answer.status_code = self.busy - 1, 503
            return answer
        answer.status_code, content = 200, '{"id": "' + path.rpartition("/")[2] + '"}'
        if method == "GET" and path.startswith("/deployments/"):
            schedules = [{"active": not self.is_paused}]
            content = json.dumps({"id": path.rpartition("/")[2], "paused": False, "schedules": schedules})
        elif path == "/flow_runs/count":
            content = str(int(self.waiting_as in given["json"]["flow_runs"]["state"]["name"]["any_"]))
        elif path.endswith("/set_state"):
            self._set_state(path.split("/")[2], given["json"])
            content = "{}"
        elif path == "/flow_runs/filter":
            (parent,) = given["json"]["flow_runs"]["parent_flow_run_id"]["any_"]
            kinds = given["json"]["flow_runs"]["state"]["type"]["any_"]
            found = [each for each in self.children.get(parent, ()) if self.states[each] in kinds]
            content = json.dumps([{"id": each} for each in found])
        elif method == "POST":
            self.started.append(path.split("/")[2])
        elif path.startswith("/flow_runs/"):
            state = self.states.get(path.removeprefix("/flow_runs/"))
            answer.status_code = 200 if state else 404
            content = f'{{"state_type": "{state}"}}'
        answer._content = content.encode()
        return answer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    found = Server()
    monkeypatch.setattr(requests, "request", found.request)
    return found


def look(database: Database, now: datetime) -> list[str]:
    return Watch(database, "http://prefect/api", LEASE, lambda: now).start_due_runs()


def test_an_idle_hour_starts_nothing_and_asks_nobody(sqlite_database: Database, server: Server) -> None:
    server.is_down = True
    assert [look(sqlite_database, NOW + n * MINUTE) for n in range(60)] == [[]] * 60


@pytest.mark.long
def test_a_run_is_started_once_by_however_many_and_again_after_twice_the_time_if_it_did_not_help(
    database: Database, server: Server
) -> None:
    begin(database, "owner-reminders", "a-run")
    server.states["a-run"] = "RUNNING"
    started = [n for n in range(5, 90) for _ in "ab" if look(database, NOW + n * MINUTE)]
    assert started == [5, 10, 20, 40, 80]
    with database.write_session() as session:
        forget_interrupted_runs(session, NOW + 90 * MINUTE)
    assert look(database, NOW + 90 * MINUTE) == []
    begin(database, "owner-reminders")
    assert look(database, NOW + 91 * MINUTE) == [CALENDAR], "another crash does not wait for the first one"
    assert server.started == [CALENDAR] * 6


def test_a_server_that_is_away_loses_nothing_and_is_complained_of_once(
    sqlite_database: Database, server: Server
) -> None:
    begin(sqlite_database, "owner-reminders")
    server.is_down, said = True, list[str]()
    watch = Watch(sqlite_database, "http://prefect/api", LEASE, lambda: NOW + 6 * MINUTE)
    failure = start_and_print(watch, said.append)
    failure = start_and_print(watch, said.append, failure)
    assert len(said) == 1
    server.is_down = False
    assert start_and_print(watch, said.append, failure) == ""
    assert server.started == [CALENDAR]


def test_a_server_whose_database_is_locked_is_asked_again_at_once(
    sqlite_database: Database, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(prefect_request.time, "sleep", waits.append)
    begin(sqlite_database, "owner-reminders")
    server.busy = 2
    assert look(sqlite_database, NOW + 6 * MINUTE) == [CALENDAR]
    assert (server.started, waits) == ([CALENDAR], [1, 2])
    server.busy, said = 100, list[str]()
    begin(sqlite_database, "newsletter")
    watch = Watch(sqlite_database, "http://prefect/api", LEASE, lambda: NOW + 30 * MINUTE)
    assert start_and_print(watch, said.append) == "Prefect's server answers with status 503"
    server.busy = 0
    assert start_and_print(watch, said.append) == ""
    assert server.started == [CALENDAR] * 2


def test_a_run_that_a_person_cancelled_is_not_started_again(
    sqlite_database: Database, server: Server
) -> None:
    begin(sqlite_database, "owner-reminders", "a-run")
    server.states["a-run"] = "CANCELLED"
    later = NOW + 6 * MINUTE
    assert look(sqlite_database, later) == []
    with sqlite_database.read_session() as session:
        assert list_interrupted_runs(session, later) == []


def test_a_run_whose_process_died_is_marked_once_with_the_runs_that_it_started(
    sqlite_database: Database, server: Server
) -> None:
    begin(sqlite_database, "work-batch", "a-batch")
    with sqlite_database.write_session() as session:
        acquire_lease(session, LeaseRequest(CALENDAR, "dead", "a-day", LEASE), NOW)
    begin(sqlite_database, "newsletter", "failed-by-itself")
    begin(sqlite_database, "newsletter", "cleaned-up")
    server.states |= dict.fromkeys(("a-day", "a-batch", "a-child", "a-grandchild"), "RUNNING")
    server.states |= {"failed-by-itself": "FAILED", "done": "COMPLETED"}
    server.children = {"a-day": ["a-child", "done"], "a-child": ["a-grandchild"]}
    assert look(sqlite_database, NOW + 4 * MINUTE) == [], "its lease has not expired: it is at work"
    assert server.marked == []
    for minute in (6, 7, 8):
        look(sqlite_database, NOW + minute * MINUTE)
    said = ("CRASHED", "Onderbroken", "het proces stopte; een volgende run doet de rest")
    wanted = ("a-batch", "a-child", "a-day", "a-grandchild")
    assert sorted(server.marked) == [(run, *said) for run in wanted]
    assert (server.states["failed-by-itself"], server.states["done"]) == ("FAILED", "COMPLETED")
    assert server.started == [CALENDAR], "the work goes on"


# A daily run that nothing started

SIX = datetime(2027, 3, 1, 5, tzinfo=UTC)  # in Brussels
HOUR = timedelta(hours=1)


def finish(database: Database, day: date) -> None:
    with database.write_session() as session:
        record_daily_run(session, day, SIX)


@pytest.mark.long
def test_a_daily_run_that_nothing_started_is_made_up_for_until_one_came_to_its_end(
    database: Database, server: Server
) -> None:
    assert look(database, SIX + HOUR) == [], "a new home: the schedule starts its first one"
    finish(database, SIX.date() - timedelta(days=1))
    assert look(database, SIX - MINUTE) == look(database, SIX + MINUTE) == [], "the schedule starts it"
    started = [n for n in range(2, 120) for _ in "ab" if look(database, SIX + n * MINUTE)]
    assert started == [2, 7, 17, 37, 77], "once by however many, and again if it does not help"
    finish(database, SIX.date())
    assert look(database, SIX + 3 * HOUR) == look(database, SIX + 23 * HOUR) == []
    assert look(database, SIX + 25 * HOUR) == [CALENDAR], "the next day, at once"
    assert server.started == [CALENDAR] * 6


def test_a_daily_run_of_a_clock_that_was_hours_ahead_last_night_is_not_that_of_today(
    database: Database, server: Server
) -> None:
    finish(database, SIX.date() - timedelta(days=1))
    with database.write_session() as session:  # at eleven in the evening, eight hours ahead
        record_daily_run(session, SIX.date(), SIX + HOUR)
    assert look(database, SIX - 7 * HOUR) == look(database, SIX + MINUTE) == []
    assert look(database, SIX + 2 * MINUTE) == [CALENDAR], "Prefect ran what was planned for six last night"
    with database.read_session() as session:
        assert find_missed_daily_run(session, SIX + HOUR / 2, 20 * MINUTE) == SIX
        status = load_daily_run_status(session, SIX + HOUR / 2, 20 * MINUTE)
    assert status.last_day == SIX.date() - timedelta(days=1)
    finish(database, SIX.date())
    assert look(database, SIX + 2 * HOUR) == []


@pytest.mark.parametrize("days", [2, 40])
def test_a_whole_time_without_any_is_one_run(database: Database, server: Server, days: int) -> None:
    finish(database, SIX.date() - timedelta(days=days))
    assert look(database, SIX - 3 * HOUR) == [CALENDAR], "yesterday's, before six"


def test_a_daily_run_at_work_is_waited_for(sqlite_database: Database, server: Server) -> None:
    finish(sqlite_database, SIX.date() - timedelta(days=1))
    with sqlite_database.write_session() as session:
        acquire_lease(session, LeaseRequest(CALENDAR, "at work", "", 7200), SIX)
    assert look(sqlite_database, SIX + HOUR) == []


def test_what_a_person_paused_or_cancelled_or_what_waits_for_a_worker_is_not_started(
    sqlite_database: Database, server: Server
) -> None:
    finish(sqlite_database, SIX.date() - timedelta(days=1))
    server.is_paused = True
    assert look(sqlite_database, SIX + HOUR) == []
    server.is_paused = False
    for name in ("Late", "Submitting"):
        server.waiting_as = name
        assert look(sqlite_database, SIX + HOUR) == [], name
    server.waiting_as = ""
    begin(sqlite_database, CALENDAR, "a-run")
    server.states["a-run"] = "CANCELLED"
    assert look(sqlite_database, SIX + HOUR) == [], "cancelled while it worked"
    assert look(sqlite_database, SIX + 25 * HOUR) == [CALENDAR]


@pytest.mark.parametrize(
    ("now", "hour"),
    [
        (datetime(2027, 3, 28, 4, tzinfo=UTC), datetime(2027, 3, 28, 4, tzinfo=UTC)),  # the clock went ahead
        (datetime(2027, 3, 28, 3, 59, tzinfo=UTC), datetime(2027, 3, 27, 5, tzinfo=UTC)),
        (datetime(2027, 10, 31, 5, tzinfo=UTC), datetime(2027, 10, 31, 5, tzinfo=UTC)),  # and back
        (datetime(2027, 12, 31, 23, 30, tzinfo=UTC), datetime(2027, 12, 31, 5, tzinfo=UTC)),  # 2028 there
    ],
)
def test_six_is_six_in_brussels(now: datetime, hour: datetime) -> None:
    assert find_daily_run_time(now) == hour


def test_six_is_what_the_schedule_says() -> None:
    plan = yaml.safe_load(Path("deployments/prefect.yaml").read_text(encoding="utf-8"))
    (daily,) = next(each for each in plan["deployments"] if each["name"] == CALENDAR)["schedules"]
    assert daily["cron"] == f"{DAILY_RUN_AT.minute} {DAILY_RUN_AT.hour} * * *"
    assert daily["timezone"] == str(DAILY_RUN_AT.tzinfo)


class WaitingMails(MailboxWatch):
    """Mailboxes in which so many mails wait; each look is counted."""

    waiting: int | None = 0
    looks = 0

    def count_waiting(self, ask: object) -> int | None:
        type(self).looks += 1
        return self.waiting


@pytest.mark.long
def test_mailboxes_are_looked_into_every_few_minutes_and_read_when_mails_wait(
    database: Database, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WaitingMails, "looks", 0)
    mailboxes = WaitingMails(5 * 60, is_set=True)

    def started(minute: int) -> list[str]:
        now = NOW + minute * MINUTE
        watches = [Watch(database, "http://prefect/api", LEASE, lambda: now, mailboxes) for _ in "ab"]
        return [flow for each in watches for flow in each.start_due_runs()]

    assert [started(n) for n in range(10)] == [[]] * 10
    assert WaitingMails.looks == 2, "and not by each of the two"
    monkeypatch.setattr(WaitingMails, "waiting", 3)
    minutes = [n for n in range(10, 100) if started(n) == [READ_MAILBOX]]
    assert minutes[:3] == [10, 15, 25], "what does not help is tried less often"
    monkeypatch.setattr(WaitingMails, "waiting", 0)
    started(105)
    monkeypatch.setattr(WaitingMails, "waiting", 1)
    assert started(110) == [READ_MAILBOX]


def test_without_a_mailbox_no_process_is_started_to_look(
    sqlite_database: Database, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(method: str, path: str, content: dict[str, object]) -> requests.Response:
        answer = requests.Response()
        answer.status_code, answer._content = 200, b"[]"
        return answer

    monkeypatch.setattr(mailbox_watch.subprocess, "run", lambda *_, **__: pytest.fail("a process"))
    assert MailboxWatch(300, is_set=False).count_waiting(ask) == 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("print(3)", 3),
        ("print(0)", 0),
        ("raise SystemExit(1)", None),
        ("print(3); raise SystemExit(1)", None),
        ("pass", None),
        ("import time; time.sleep(60)", None),
    ],
)
def test_a_look_that_fails_is_not_taken_for_an_empty_mailbox(
    monkeypatch: pytest.MonkeyPatch, program: str, expected: int | None
) -> None:
    run = subprocess.run

    def look(_command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        return run([sys.executable, "-c", program], **{**options, "timeout": 5})

    monkeypatch.setattr(mailbox_watch.subprocess, "run", look)
    assert MailboxWatch(300, is_set=True).count_waiting(lambda *_: pytest.fail("asked")) == expected


def test_looks_that_fail_are_printed_once_and_so_is_their_end(
    sqlite_database: Database, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [NOW]
    mailboxes, said = WaitingMails(5 * 60, is_set=True), list[str]()
    watch = Watch(sqlite_database, "http://prefect/api", LEASE, lambda: now[0], mailboxes)
    for waiting in (0, None, None, 0, 0):
        monkeypatch.setattr(WaitingMails, "waiting", waiting)
        for _ in range(5):
            assert start_and_print(watch, said.append) == ""
            now[0] += MINUTE
    assert said == [
        "Could not look into the mailboxes; it goes on trying, and the daily run reads them.",
        "The mailboxes can be looked into again.",
    ]


def test_a_claim_of_a_clock_that_was_a_day_ahead_keeps_nobody_from_starting_or_looking(
    database: Database,
) -> None:
    ahead = NOW + timedelta(days=1)
    with database.write_session() as session:
        record_daily_run(session, NOW.date() - timedelta(days=1), NOW - timedelta(days=1))
        assert claim_start(session, CALENDAR, ahead, LEASE)
        assert claim_mailbox_check(session, ahead, LEASE)
    late = NOW + 61 * MINUTE
    with database.read_session() as session:
        assert find_missed_daily_run(session, late, 60 * MINUTE) == NOW
    for expected in (True, False):
        with database.write_session() as session:
            assert claim_start(session, CALENDAR, late, LEASE) is expected
            assert claim_mailbox_check(session, late, LEASE) is expected
    with database.read_session() as session:
        assert find_missed_daily_run(session, late, 60 * MINUTE) is None, "it was just started"
