"""An error about a file stays short, however many columns the file has and however long their headers are."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from terugkom.errors import InputError
from terugkom.ideas.import_ideas import require_ideas_table
from terugkom.subscribers.staff_list import read_staff_list
from terugkom.workbook.file_formats.read_tables import read_tables
from terugkom.workbook.import_report import ImportNotes

HEADERS = [f"{n} {'Kolom met een lange naam ' * 10}" for n in range(900)]


def _write(path: Path) -> Path:
    path.write_text("\n".join(";".join(row) for row in (HEADERS, ["1"] * 900, ["2"] * 900)), "utf-8")
    return path


@pytest.mark.long
def test_a_plan_without_titles_is_refused_in_one_short_line(desk: Any) -> None:
    with pytest.raises(
        InputError, match=r"--map.* its columns are: 0 Kolom met een lange naam.*, …$"
    ) as refused:
        desk.import_file(_write(desk.folder / "plan.csv"))
    assert len(str(refused.value)) < 800

    with pytest.raises(InputError, match="no column 'Titel'") as refused:
        desk.import_file(desk.folder / "plan.csv", column_map={"Titel": "title"})
    assert len(str(refused.value)) < 800


def test_ideas_and_staff_without_their_column_are_refused_in_one_short_line(tmp_path: Path) -> None:
    path = _write(tmp_path / "lijst.csv")
    with pytest.raises(InputError, match="Idee or Voorstel") as refused:
        require_ideas_table(path, read_tables(path))
    assert len(str(refused.value)) < 800
    with pytest.raises(InputError, match="e-mail addresses") as refused:
        read_staff_list(path, ImportNotes("nl"), date(2026, 11, 27))
    assert len(str(refused.value)) < 800


def test_columns_of_one_name_are_numbered_in_order(desk: Any) -> None:
    path = desk.table([["Actie", *["Nota"] * 900], ["Led", *map(str, range(900))]], delimiter=";")
    desk.import_file(path)
    extra = desk.action("led")["extra"]
    assert [extra[name] for name in ("Nota", "Nota (2)", "Nota (3)", "Nota (900)")] == ["0", "1", "2", "899"]
