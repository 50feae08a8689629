"""The process that renders beside a run: what it returns, and how that can end."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from terugkom.documents.render_process import RenderProcess
from terugkom.errors import InputError


def render(number: int, folder: Path | None = None) -> tuple[int, int]:
    """Return the number with that of the process; go wrong for 0; wait for the other thread in a folder."""
    if number == 0:
        raise InputError("error.template.missing")
    if folder:
        (folder / "begun").touch()
        while not (folder / "go-on").exists():
            time.sleep(0.01)
    return number, os.getpid()


def test_it_renders_in_one_process_of_its_own() -> None:
    with RenderProcess(render) as process:
        found = [process.render_if_free(number) for number in (3, 4)]
    assert [each and each[0] for each in found] == [3, 4]
    processes = {each[1] for each in found if each}
    assert len(processes) == 1
    assert processes != {os.getpid()}
    assert not process.has_ended


def test_of_an_error_nothing_is_returned_and_the_next_call_works() -> None:
    with RenderProcess(render) as process:
        assert process.render_if_free(0) is None
        rendered = process.render_if_free(7)
    assert rendered
    assert rendered[0] == 7


@pytest.mark.long
def test_who_finds_it_at_work_does_not_wait(tmp_path: Path) -> None:
    with RenderProcess(render) as process, ThreadPoolExecutor(1) as thread:
        first = thread.submit(process.render_if_free, 1, tmp_path)
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        assert process.render_if_free(2) is None
        (tmp_path / "go-on").touch()
        rendered = first.result(30)
    assert rendered
    assert rendered[0] == 1


@pytest.mark.parametrize("is_at_work", [False, True])
def test_of_a_process_that_was_killed_nothing_is_returned(tmp_path: Path, is_at_work: bool) -> None:
    with RenderProcess(render) as process, ThreadPoolExecutor(1) as thread:
        found = thread.submit(process.render_if_free, 1, tmp_path) if is_at_work else None
        while found and not (tmp_path / "begun").exists():
            time.sleep(0.01)
        process._process.kill()
        process._process.wait()
        assert found is None or found.result(30) is None
        assert process.render_if_free(2) is None
        assert process.has_ended


@pytest.mark.long
def test_it_ends_when_the_run_is_killed() -> None:
    program = (
        "import operator, time\n"
        "from terugkom.documents.render_process import RenderProcess\n"
        "process = RenderProcess(operator.neg)\n"
        "print(process.render_if_free(1), process._process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        rendered, pid = run.stdout.readline().split()
        assert rendered == "-1"
        child = psutil.Process(int(pid))
        run.kill()
    assert psutil.wait_procs([child], timeout=30)[1] == []


@pytest.mark.long
def test_it_ends_with_its_context() -> None:
    with RenderProcess(render) as process:
        rendered = process.render_if_free(1)
    assert rendered
    assert process._process.poll() == 0
