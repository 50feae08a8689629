"""The logs of what `serve` starts: each line with its time, rotated by size and week, never a hindrance."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deployments.process_log import LogLimits, write_process_log

NOW = datetime(2027, 3, 1, 5, tzinfo=UTC)  # a Monday


def run(path: Path, program: str, limits: LogLimits, now: datetime = NOW) -> int:
    """Run a program whose output goes to the log; return its exit status."""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        thread = write_process_log(process.stdout, path, limits, lambda: now)
        status = process.wait(timeout=60)
        thread.join(60)
    assert not thread.is_alive()
    return status


def test_each_line_has_its_time_and_the_file_is_its_user_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "worker.log"
    run(path, "print('een'); print('twee é')", LogLimits(10_000, 2))
    assert path.read_text() == "2027-03-01 05:00:00 UTC een\n2027-03-01 05:00:00 UTC twee é\n"
    assert path.stat().st_mode & 0o077 == 0


def test_a_log_that_is_full_goes_on_in_a_new_file_and_few_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "worker.log"
    run(path, "for n in range(2000): print(n, 'x' * 50)", LogLimits(20_000, 2))
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["worker.log", "worker.log.1", "worker.log.2"]
    assert all(file.stat().st_size <= 20_000 for file in files)
    assert " 1999 x" in path.read_text()


@pytest.mark.parametrize(("days", "names"), [(6, ["site.log"]), (7, ["site.log", "site.log.1"])])
def test_each_week_has_a_file_of_its_own(tmp_path: Path, days: int, names: list[str]) -> None:
    path = tmp_path / "site.log"
    times = iter([NOW, NOW + timedelta(days=days)])
    command = [sys.executable, "-c", "print(1); print(2)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        write_process_log(process.stdout, path, LogLimits(10_000, 5), lambda: next(times)).join(60)
    assert sorted(file.name for file in tmp_path.iterdir()) == names


def test_what_was_there_before_a_new_start_stays(tmp_path: Path) -> None:
    path = tmp_path / "server.log"
    for word in ("eerste", "tweede"):
        run(path, f"print('{word}')", LogLimits(10_000, 2), datetime.now(UTC))
    assert [line.split()[-1] for line in path.read_text().splitlines()] == ["eerste", "tweede"]


def test_a_log_that_cannot_be_written_stops_no_process(tmp_path: Path) -> None:
    (tmp_path / "worker.log.1").mkdir()
    (tmp_path / "worker.log.1/x").touch()
    assert run(tmp_path / "worker.log", "for n in range(5000): print('x' * 50)", LogLimits(10_000, 1)) == 0


def test_nor_does_one_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "prefect").touch()
    assert run(tmp_path / "prefect/worker.log", "print('x' * 1_000_000)", LogLimits(10_000, 1)) == 0
