"""Measure the import of a foreign workbook of 10,000 rows beside reading it alone.

.venv/bin/python -m bench.imports
"""

import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

import terugkom.tables  # noqa: F401  (every table is known before the first query)
from bench.plans import TODAY
from terugkom.database import Database
from terugkom.workbook.import_plan import import_workbook
from terugkom.workbook.read_tables import read_tables

ROWS = 10_000
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
_HEADER = (
    *("Nr", "Actie", "Omschrijving", "Thema", "Trekker", "Start", "Klaar tegen"),
    *("Status", "Prioriteit", "Budget", "Opmerking"),
)
_WHAT = "Samen met de dienst patrimonium, na een studie van het dak en de aansluiting."


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        if sys.argv[1:]:
            return print(*measured(Path(sys.argv[1])))
        write(path)
        found = [_in_its_own_process(path) for _ in range(3)]
    read, first, again, peak = sorted(found, key=lambda each: each[1] / each[0])[1]
    print(f"\n| {ROWS} rows of a foreign workbook | seconds | against reading |\n| --- | ---: | ---: |")
    for what, seconds in (("read alone", read), ("imported", first), ("imported again, unchanged", again)):
        print(f"| {what} | {seconds:.2f} | {seconds / read:.1f} |")
    print(f"\nThe peak was {peak:.0f} MiB. Of three runs the middle one.")


def _in_its_own_process(path: Path) -> list[float]:
    command = [sys.executable, "-m", "bench.imports", str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [float(each) for each in done.stdout.split()]


def write(path: Path) -> None:
    """Write a plan as a municipality has it: owners by name, dates of each kind, words for the rest."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Actieplan")
        page.write_row(0, 0, _HEADER)
        for n in range(ROWS):
            owner = f"Voornaam Naam{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}"
            page.write_row(
                n + 1,
                0,
                (
                    *(f"{n // 100 + 1}.{n % 100 + 1}", f"Zonnepanelen plaatsen op gebouw {n}", _WHAT),
                    *("Energie", owner, "01/01/2026", ("Q2 2027", "31/12/2027", "2026-2029")[n % 3]),
                    *(("lopend", "gepland", "uitgevoerd")[n % 3], ("hoog", "laag")[n % 2]),
                    *("€ 12.500,00", "nog te bekijken"),
                ),
            )


def measured(path: Path) -> tuple[float, float, float, float]:
    """Return the seconds of reading, of importing and of importing again, and the peak of memory in MiB."""
    started = time.perf_counter()
    read_tables(path)
    read = time.perf_counter() - started
    database = Database(f"sqlite:///{path.parent / str(time.monotonic_ns())}.db")
    database.upgrade()
    times = []
    for _ in range(2):
        started = time.perf_counter()
        report = import_workbook(database, path, slug="bench", today=TODAY, now=NOW)
        times.append(time.perf_counter() - started)
        if report.rows["imported"] != ROWS:
            raise SystemExit(f"{report.rows} were not all imported")
    database.close()
    return read, times[0], times[1], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
