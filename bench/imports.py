"""Measure imports: 10,000 rows of a foreign workbook beside reading it, 100,000 rows, and hostile files.

.venv/bin/python -m bench.imports [large|hostile]

`peak` is the most that the command and the process that reads for it held at one moment, as the system
counts it (RSS), sampled each hundredth of a second. A bound that is not kept is printed as missed.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

import terugkom.tables  # noqa: F401  (every table is known before the first query)
from bench.plans import TODAY
from terugkom.database.connection_pool import Database
from terugkom.workbook.file_formats.read_tables import read_tables
from terugkom.workbook.import_plan import ImportRun, import_tables, read_file_tables
from tests.workbook.hostile_files import HOSTILE_FILES

ROWS, MANY_ROWS = 10_000, 100_000
MAX_HOSTILE_SECONDS, MAX_HOSTILE_MB, MAX_LARGE_MB = 2, 200, 300
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
_HEADER = (
    *("Nr", "Actie", "Omschrijving", "Thema", "Trekker", "Start", "Klaar tegen"),
    *("Status", "Prioriteit", "Budget", "Opmerking"),
)
_WHAT = "Samen met de dienst patrimonium, na een studie van het dak en de aansluiting."
_COMMAND = "import sys; from terugkom.command_line import main; sys.exit(main())"


def main() -> None:
    what = sys.argv[1] if sys.argv[1:] else ""
    with tempfile.TemporaryDirectory() as folder:
        if what.endswith(".xlsx"):
            return print(*measured(Path(what)))
        if what in ("", "small"):
            measure_small(Path(folder))
        if what in ("", "large"):
            measure_large(Path(folder))
        if what in ("", "hostile"):
            measure_hostile(Path(folder))


def measure_small(folder: Path) -> None:
    """Print what importing 10,000 rows takes beside reading them."""
    path = folder / "plan.xlsx"
    write(path)
    found = [_in_its_own_process(path) for _ in range(3)]
    read, first, again, peak = sorted(found, key=lambda each: each[1] / each[0])[1]
    print(f"\n| {ROWS} rows of a foreign workbook | seconds | against reading |\n| --- | ---: | ---: |")
    for what, seconds in (("read alone", read), ("imported", first), ("imported again, unchanged", again)):
        print(f"| {what} | {seconds:.2f} | {seconds / read:.1f} |")
    print(f"\nThe peak was {peak:.0f} MiB. Of three runs the middle one.")


def measure_large(folder: Path) -> None:
    """Print what 100,000 rows take, by the command line, into a new home and once more."""
    print(f"\n| {MANY_ROWS} rows | MB of the file | seconds | peak, MB | at most {MAX_LARGE_MB} MB |")
    print("| --- | ---: | ---: | ---: | --- |")
    for name in ("plan.csv", "plan.xlsx"):
        path = folder / name
        write(path, MANY_ROWS, more=" Zie het dossier van de dienst." * 3)
        home = Path(tempfile.mkdtemp(dir=folder))
        for again in (False, True):
            found = run_import(path, home)
            kept = "kept" if found.peak_mb <= MAX_LARGE_MB and found.imported == MANY_ROWS else "MISSED"
            label = f"{name}, again" if again else name
            size = path.stat().st_size / 1e6
            print(f"| {label} | {size:.0f} | {found.seconds:.0f} | {found.peak_mb:.0f} | {kept} |")


def measure_hostile(folder: Path) -> None:
    """Print what each hostile file takes, by the command line; seconds beside those of a file not there."""
    idle = min(run_import(folder / "nowhere.csv", folder / "home").cpu_seconds for _ in range(3))
    print(f"\nA command that finds no file takes {idle:.1f} s of the processor, left out below.\n")
    print(f"| hostile file | kB | processor, s | peak, MB | {MAX_HOSTILE_SECONDS} s, {MAX_HOSTILE_MB} MB | |")
    print("| --- | ---: | ---: | ---: | --- | --- |")
    for each in HOSTILE_FILES:
        path = folder / each.name
        each.make(path)
        found = run_import(path, folder / "home")
        seconds = max(0.0, found.cpu_seconds - idle)
        kept = "kept" if seconds <= MAX_HOSTILE_SECONDS and found.peak_mb <= MAX_HOSTILE_MB else "MISSED"
        result = "refused" if found.exit_status == 2 else "read"
        label, size = f"{each.name}: {each.label}", path.stat().st_size / 1e3
        print(
            f"| {label} | {size:.0f} | {seconds:.2f} | {found.peak_mb:.0f} | {kept} | {result} |", flush=True
        )


@dataclass(frozen=True)
class MeasuredImport:
    """What one import by the command line took."""

    exit_status: int
    seconds: float  # of the clock
    cpu_seconds: float  # of its own process and of those that it started
    peak_mb: float  # of all of them together
    imported: int  # rows


def run_import(path: Path, home: Path) -> MeasuredImport:
    """Import a file by the command line; return what it took."""
    command = [sys.executable, "-c", _COMMAND, "import", str(path), "--municipality", "bench"]
    environment = {**os.environ, "TERUGKOM_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[1])}
    started, before, peak = time.perf_counter(), _count_cpu_seconds(), 0
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        while process.poll() is None:
            peak = max(peak, sum(map(_read_memory, _list_processes(process.pid))))
            time.sleep(0.01)
        output.seek(0)
        told = output.read()
    imported = next((int(part.split()[0]) for part in told.split("+ ") if " imported" in part), 0)
    seconds, cpu = time.perf_counter() - started, _count_cpu_seconds() - before
    return MeasuredImport(process.returncode, seconds, cpu, peak / 1e6, imported)


def _count_cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _list_processes(parent: int) -> Iterator[int]:
    """Yield a process and what it started, and so on; not what is still a copy with the same memory."""
    yield parent
    try:
        command = Path(f"/proc/{parent}/cmdline").read_bytes()
        started = [
            child
            for task in Path(f"/proc/{parent}/task").iterdir()
            for child in (task / "children").read_text().split()
            if Path(f"/proc/{child}/cmdline").read_bytes() != command
        ]
    except OSError:  # it has just ended
        return
    for child in started:
        yield from _list_processes(int(child))


def _read_memory(process: int) -> int:
    """Return the bytes of memory that a process holds, 0 for one that has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _in_its_own_process(path: Path) -> list[float]:
    command = [sys.executable, "-m", "bench.imports", str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [float(each) for each in done.stdout.split()]


def write(path: Path, rows: int = ROWS, more: str = "") -> None:
    """Write a plan as a municipality has it: owners by name, dates of each kind, words for the rest."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(_HEADER)
            writer.writerows(_list_rows(rows, more))
        return
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Actieplan")
        page.write_row(0, 0, _HEADER)
        for number, row in enumerate(_list_rows(rows, more), 1):
            page.write_row(number, 0, row)


def _list_rows(rows: int, more: str) -> Iterator[tuple[str, ...]]:
    for n in range(rows):
        owner = f"Voornaam Naam{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}"
        yield (
            *(f"{n // 100 + 1}.{n % 100 + 1}", f"Zonnepanelen plaatsen op gebouw {n}", f"{_WHAT}{more} {n}"),
            *("Energie", owner, "01/01/2026", ("Q2 2027", "31/12/2027", "2026-2029")[n % 3]),
            *(("lopend", "gepland", "uitgevoerd")[n % 3], ("hoog", "laag")[n % 2]),
            *(f"€ {n % 900}.500,00", "nog te bekijken"),
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
        report = import_tables(database, read_file_tables(path), ImportRun("bench", TODAY, NOW), None)
        times.append(time.perf_counter() - started)
        if report.rows["imported"] != ROWS:
            raise SystemExit(f"{report.rows} were not all imported")
    database.close()
    return read, times[0], times[1], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
