"""A plan of 100,000 rows goes in, in at most 300 MB for the command and the process that reads for it."""

from pathlib import Path

import pytest

from bench.imports import MANY_ROWS, MAX_LARGE_MB, run_import, write


@pytest.mark.soak_only
@pytest.mark.parametrize("name", ["plan.csv", "plan.xlsx"])
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system tells no memory of a process")
def test_a_plan_of_100_000_rows_goes_in_within_its_memory(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, MANY_ROWS, more=" Zie het dossier van de dienst." * 3)

    found = run_import(tmp_path / name, tmp_path / "home")

    assert (found.exit_status, found.imported) == (1, MANY_ROWS)  # the owners have no address yet
    assert found.peak_mb < MAX_LARGE_MB


@pytest.mark.long
def test_the_memory_of_both_processes_is_counted(tmp_path: Path) -> None:
    write(tmp_path / "plan.xlsx", 50)

    found = run_import(tmp_path / "plan.xlsx", tmp_path / "home")

    assert (found.exit_status, found.imported) == (1, 50)
    assert 50 < found.peak_mb < MAX_LARGE_MB
