"""What the Logs tab of a run says: what happened, by ids and counts; of a failure where and of what kind."""

import os
import signal
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from prefect import Task, flow
from prefect import tasks as prefect_tasks
from prefect.context import TaskRunContext
from prefect.states import Completed

from flows import follow_up_calendar as calendar_module
from flows.answer_idea import answer_idea
from flows.follow_up_calendar import follow_up_calendar
from flows.subgroup_review import subgroup_review
from tasks import error_log, steps
from tasks.exclusive_run import Tick, run_alone
from tasks.refusals import RefusedInput
from tasks.steps import StepFailed, cycle, read_step, step
from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.silent_hosts import SILENT_HOSTS
from terugkom.documents.silent_stores import SILENT_STORES
from terugkom.errors import Message, PublicInputError, TemplateError
from terugkom.reminders import digest
from terugkom.schedule.quarters import Quarter
from tests.flows.conftest import FlowHome, children_of, run_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state

PERSONAL = "Xaverine Markeer <xaverine@markeer.example>"


@step("hang")
def hang(seconds: int = 60) -> None:
    time.sleep(seconds)


@pytest.mark.long
def test_the_log_of_a_tick_says_what_was_due_and_what_became_of_it(home: FlowHome, lines: list[str]) -> None:
    home.town(names=["Xaverine Markeer"], addresses=["xaverine@markeer.example"])
    follow_up_calendar(today=MONDAY, return_state=True)
    for said in (
        "INFO lease acquired, for 300 seconds, renewed while this run works",
        "INFO find new files: 0 found",
        "INFO find due reminders: 1 found",
        "INFO owner-reminders: 1 due, in 1 batch",
        "INFO attempt 1: 1 of 1 are to be done",
        "INFO owner-reminders of lievegem: Verstuurd",
    ):
        assert said in lines, said
    assert "arkeer" not in "\n".join(lines)


@pytest.mark.long
def test_a_failed_step_shows_where_and_of_what_kind_and_nobodys_name(
    home: FlowHome, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town(owners=1)

    def fail(*_: Any) -> Any:
        raise ValueError(PERSONAL) from KeyError(PERSONAL)

    monkeypatch.setattr(digest, "enqueue_digests", fail)
    monkeypatch.setattr("tasks.reminders.enqueue_digests.retries", 0)
    state = follow_up_calendar(today=MONDAY, return_state=True)
    assert state.type == "FAILED"
    (child,) = children_of(state)
    assert child.state is not None
    said = f"ValueError in stap “write digests”: zie {home.folder / 'errors.log'}, referentie "
    text = str(child.state.message)
    assert said in text
    assert "; ValueError (tasks/reminders.py:" in text
    assert "arkeer" not in "\n".join([text, *lines])
    log = (home.folder / "errors.log").read_text()
    assert f"ValueError: {PERSONAL}" in log
    assert f"run {child.id}, step 'write digests', municipality lievegem, reference" in log


def _raised_here() -> Exception:
    try:
        Quarter.parse("no quarter")
    except Exception as error:
        return error
    raise AssertionError


@pytest.mark.long
def test_a_failure_outside_a_step_is_told_in_the_same_way(
    home: FlowHome, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town()

    def fail(*_: Any) -> Any:
        raise ExceptionGroup("both", [ValueError(PERSONAL), _raised_here()])

    monkeypatch.setattr(calendar_module, "find_next_due_day", fail)
    state = follow_up_calendar(today=MONDAY, return_state=True)
    assert "in run follow-up-calendar: zie " in str(state.message)
    assert "; ValueError, InputError (terugkom/schedule/quarters.py:" in str(state.message)
    assert "arkeer" not in "\n".join([*lines, str(state.message)])
    assert PERSONAL in (home.folder / "errors.log").read_text()


def test_with_a_log_that_cannot_be_written_nothing_leaks_either(
    home: FlowHome, lines: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (home.folder / "errors.log").mkdir()

    @step("fail")
    def fail() -> None:
        raise ValueError(PERSONAL)

    @cycle("failing", run_name="failing")
    def failing() -> Any:
        return fail()

    state = failing(return_state=True)
    assert "ValueError in stap “fail”: nergens bewaard" in str(state.message)
    assert "arkeer" not in "\n".join([*lines, str(state.message), *capfd.readouterr()])


def _write(home: str, number: int) -> None:
    os.environ["TERUGKOM_HOME"] = home
    for each in range(40):
        where = Message("report.where.run", run=f"process {number}, entry {each}, end")
        error_log.record_error(where, ValueError("x" * 900))


def test_the_log_is_rotated_and_several_processes_lose_no_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_LOG_MAX_BYTES", "20000")
    context = get_context("fork")
    processes = [context.Process(target=_write, args=(str(tmp_path), number)) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    files = sorted(tmp_path.glob("errors.log*"))
    assert [file.name for file in files] == ["errors.log", *(f"errors.log.{n}" for n in range(1, 6))]
    assert all(file.stat().st_size <= 20_000 for file in files)
    text = "".join(file.read_text() for file in files)
    kept = text.count(", end")
    assert kept == text.count("ValueError: xxx"), "no entry is torn"
    last = {f"process {number}, entry 39, end" for number in range(3)}
    assert all(each in text for each in last)


@pytest.mark.long
def test_a_run_that_hangs_ends_by_its_timeout(home: FlowHome) -> None:
    @cycle("hanging", run_name="hanging", timeout_seconds=1)
    def hanging() -> Any:
        return hang()

    started = time.monotonic()
    state = hanging(return_state=True)
    assert time.monotonic() - started < 30
    assert (state.type, state.name) == ("FAILED", "TimedOut")
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.long
def test_a_daily_run_that_takes_too_long_ends_though_the_timeout_struck_in_a_child(home: FlowHome) -> None:
    @cycle("child", run_name="child", timeout_seconds=3600)
    def child() -> Any:
        return hang(20)  # Prefect loses an alarm that comes while it starts a run

    def work(tick: Tick) -> Any:
        return [tick.run(child), tick.run(child)]

    @cycle("parent", run_name="parent", timeout_seconds=4)
    def parent() -> Any:
        return run_alone(work, dry_run=False)

    assert home.states() == []  # the database is there before the clock ticks
    started = time.monotonic()
    state = parent(return_state=True)
    assert time.monotonic() - started < 30
    assert (state.type, state.name) == ("FAILED", "TimedOut")
    assert [each.state_name for each in children_of(state)] == ["TimedOut"]


def test_a_run_asks_what_was_silent_in_another_and_its_own_runs_do_not(home: FlowHome) -> None:
    seen: list[bool] = []
    stores: list[bool] = []

    def look() -> Any:
        seen.append(SILENT_HOSTS.find("host.example", 443) is not None)
        stores.append(SILENT_STORES.find("s3://bucket/home") != "")
        SILENT_HOSTS.record("host.example", 443, "no answer in time")
        SILENT_STORES.record("s3://bucket/home", "no answer in time")
        return Completed()

    inner = cycle("inner", run_name="inner")(look)

    @cycle("outer", run_name="outer")
    def outer() -> Any:
        look()
        return inner(return_state=True)

    for _ in range(2):
        assert outer(return_state=True).is_completed()
    assert seen == stores == [False, True] * 2


def test_the_name_of_a_run_is_built_without_the_database(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.states() == []  # opened before, for the end of the test

    def refuse(*_: Any) -> Any:
        raise AssertionError("a run's name needs no database")

    monkeypatch.setattr("tasks.meetings.get_installation", refuse)
    monkeypatch.setattr(Database, "__init__", refuse)
    state = subgroup_review("lievegem", "ENERGIE", today=MONDAY, return_state=True)
    assert run_of(state).name == "overleg van de deelgroep · lievegem · ENERGIE · 2026-11-23"


def test_each_flow_keeps_its_form_and_the_version_of_its_own_file() -> None:
    assert list(answer_idea.parameters.properties) == [
        "municipality", "idea", "verdict", "because", "action", "today",
    ]  # fmt: skip
    assert answer_idea.version != follow_up_calendar.version
    assert steps.FORM_TIMEOUT < steps.CYCLE_TIMEOUT < steps.CALENDAR_TIMEOUT


@pytest.mark.parametrize("retries", [0, 1])
def test_a_task_that_failed_says_our_words_alone_and_its_caller_gets_the_error(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch, retries: int
) -> None:
    tries: list[int] = []

    def write() -> None:
        tries.append(1)
        raise TemplateError("owner-digest/body.txt", ValueError(PERSONAL))

    task = step("write", retries=retries)(write)
    monkeypatch.setattr(task, "retry_delay_seconds", 0)

    @flow
    def write_twice() -> tuple[Any, int]:
        state = task(return_state=True)
        count = len(tries)
        with pytest.raises(StepFailed, match=r"^het sjabloon"):
            task()
        return state, count

    state, count = write_twice()
    assert state.is_failed()
    assert state.name == name_state("failed")
    assert str(state.message).startswith("het sjabloon owner-digest/body.txt kan niet gebruikt worden: …; ")
    assert count == 1 + retries


def test_a_task_that_is_refused_says_why_in_the_language_of_the_installation(home: FlowHome) -> None:
    @step("read")
    def read() -> None:
        raise PublicInputError("error.meeting.no-reason")

    @flow
    def read_twice() -> Any:
        with pytest.raises(RefusedInput):
            read()
        return read(return_state=True), 1

    state, _ = read_twice()
    wanted = PublicInputError("error.meeting.no-reason").render("nl")
    assert (state.name, state.message) == (name_state("rejected"), wanted)


def test_what_only_looks_is_a_line_in_the_log_of_its_run_and_no_run_of_its_own(
    home: FlowHome, lines: list[str]
) -> None:
    tasks_within: list[TaskRunContext | None] = []

    @read_step("look around")
    def look_around(*, fails: bool = False) -> list[int]:
        tasks_within.append(TaskRunContext.get())
        if fails:
            raise ValueError(PERSONAL)
        return [1, 2]

    @flow
    def look_twice() -> list[int]:
        with pytest.raises(StepFailed) as failed:
            look_around(fails=True)
        assert "arkeer" not in str(failed.value)
        return look_around()

    assert look_twice() == [1, 2]
    assert tasks_within == [None, None]
    assert "INFO look around: 2 found" in lines


@pytest.mark.long
def test_a_daily_run_makes_a_run_of_each_step_that_does_something_and_none_of_what_only_looks(
    home: FlowHome, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town(owners=1)
    follow_up_calendar(today=MONDAY, return_state=True)
    began: list[str] = []
    run_task = prefect_tasks.Task.__call__

    def run(task: Task[Any, Any], *args: Any, **kwargs: Any) -> Any:
        began.append(task.name)
        return run_task(task, *args, **kwargs)

    monkeypatch.setattr(prefect_tasks.Task, "__call__", run)
    lines.clear()
    follow_up_calendar(today=MONDAY, return_state=True)
    assert "write the calendars" in began
    looks = ("find new files", "find due reminders", "find meetings with a step due", "find the next due day")
    for each in looks:
        assert each not in began
        assert [line for line in lines if line.startswith(f"INFO {each}: ")], each
