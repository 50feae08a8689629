"""A damaged file of the database is one line that names it, and what to do."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from terugkom.demo import write_demo_plan
from tests.command_line.conftest import Call
from tests.damaged_database import overwrite_header, overwrite_table


@pytest.mark.parametrize(
    "damage", [overwrite_header, lambda file: overwrite_table(file, "actions")], ids=["header", "page"]
)
def test_a_command_names_the_damaged_file_and_what_to_do(
    terugkom: Call, home: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    write_demo_plan(tmp_path / "plan.xlsx", date(2027, 1, 4))
    assert terugkom("import", tmp_path / "plan.xlsx", "--municipality", "linde").status in (0, 1)
    damage(home / "terugkom.db")
    done = terugkom("actions")
    assert (done.status > 0, done.out) == (True, "")
    said = "is damaged: restore a backup with `terugkom restore`, see docs/backup.md"
    assert done.err == f"terugkom: the database {home / 'terugkom.db'} {said}\n"


@pytest.mark.long
def test_a_backup_of_a_damaged_database_says_so_with_exit_status_1(
    terugkom: Call, home: Path, tmp_path: Path
) -> None:
    assert terugkom("backup", tmp_path / "whole", "--json").status == 0
    overwrite_table(home / "terugkom.db", "ix_deliveries_waiting")
    done = terugkom("backup", tmp_path / "damaged", "--json")
    assert (done.status, done.json["damaged"]) == (1, ["terugkom.db"])
    done = terugkom("backup", tmp_path / "damaged")
    assert done.status == 1
    assert "The database is damaged" in done.out


def test_doctor_says_that_a_page_is_damaged(terugkom: Call, home: Path) -> None:
    overwrite_table(home / "terugkom.db", "ix_deliveries_waiting")
    assert "the file is damaged" in terugkom("doctor").out
