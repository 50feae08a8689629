"""Read a file from outside in a separate process with limited memory and processor time.

What it read lies in a nameless temporary file until that process has ended, so that the two do not hold it at
the same time.
"""

import os
import pickle
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from terugkom.errors import UnreadableFile
from terugkom.workbook.clean_cells import Cell, MergedRange
from terugkom.workbook.file_formats.cell_marks import CellMark
from terugkom.workbook.file_formats.refused_content import RefusedContent

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from terugkom.workbook.file_formats.reader_process import main; sys.exit(main(sys.argv[2]))"
)
_ROOT = Path(__file__).resolve().parents[3]  # where this package lies, whatever else is installed
_TIMEOUT_SECONDS = 120.0  # of the clock, on a busy machine; processor time is limited by the process itself
_REFUSED = 3  # exit status, as in reader_process.py

ReadSheet = tuple[
    str, tuple[MergedRange, ...], bool, tuple[CellMark, ...], Iterator[list[list[Cell]]], "array[int]"
]


def read_in_sandbox(path: Path) -> Iterator[ReadSheet]:
    """Yield the tables of a file: title, merged ranges, whether it is hidden, its marks, and the rows in
    batches; behind them how many cells each row of a csv has, which is filled once the batches are read.

    The batches of a table must be read before the next table. Raises UnreadableFile, which names the file.
    """
    command = [sys.executable, "-I", "-c", _START, str(_ROOT), path.suffix.lower()]  # everybody can read them
    with tempfile.TemporaryFile() as spool:
        try:
            with path.open("rb") as file:
                done = subprocess.run(  # noqa: S603
                    *(command,), stdin=file, stdout=spool, stderr=subprocess.PIPE, timeout=_TIMEOUT_SECONDS
                )
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile("error.file.slow", file=path.name) from error
        if done.returncode == _REFUSED:
            # The last line: a panic of the reader prints where in its code it was, before it.
            refused = RefusedContent.parse(done.stderr.decode(errors="replace").strip().rpartition("\n")[2])
            raise UnreadableFile(refused.message, file=path.name, **refused.values)
        if done.returncode:
            raise UnreadableFile("error.file.claims", file=path.name)
        spool.seek(0)
        yield from _load_sheets(spool, os.fstat(spool.fileno()).st_size)


def _load_sheets(spool: BinaryIO, end: int) -> Iterator[ReadSheet]:
    while spool.tell() < end:
        title, merged, is_hidden, marks = pickle.load(spool)  # noqa: S301  our own process wrote it
        widths = array("H")
        yield title, merged, is_hidden, marks, _load_batches(spool, widths), widths


def _load_batches(spool: BinaryIO, widths: "array[int]") -> Iterator[list[list[Cell]]]:
    while (batch := pickle.load(spool)) is not None:  # noqa: S301
        yield batch
    widths.extend(pickle.load(spool))  # noqa: S301
