"""The process that reads a file from outside, with limited memory and processor time.

A small file can claim a sheet of billions of cells, share one long text among all its cells, or be built so
that its reader never ends. Nothing in Python could prevent that; in a process of its own only that process
fails. It reads one file from standard input, and writes its tables to standard output: pickled. Why it
refuses a file, it says on standard error.
"""

import os
import pickle
import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import BinaryIO

from terugkom.batches import batched
from terugkom.errors import describe_os_error
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.calamine_reader import SheetRows, read_sheets
from terugkom.workbook.file_formats.delimited_text import read_delimited
from terugkom.workbook.file_formats.file_types import CSV_SUFFIXES
from terugkom.workbook.file_formats.refused_content import RefusedContent
from terugkom.workbook.file_formats.resource_limits import ResourceLimits
from terugkom.workbook.file_formats.table_budget import TableBudget

REFUSED = 3  # exit status
_BATCH = 100  # rows
_BYTES_PER_CSV_CELL = 20


def main(suffix: str) -> int:
    """Write the tables of standard input to standard output; return the exit status."""
    limits = ResourceLimits()
    os.environ["RUST_BACKTRACE"] = "0"  # it takes more memory than allowed under a lock, and waits for ever
    try:
        _write_tables(sys.stdin.buffer, suffix, limits, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except BaseException as error:  # the reader's PanicException is no Exception
        sys.stderr.write(_explain(error))
        return REFUSED
    return 0


def _write_tables(file: BinaryIO, suffix: str, limits: ResourceLimits, target: BinaryIO) -> None:
    """Write each table: its title, merged ranges, whether it is hidden and its marks, then lists of rows,
    then None, and how many cells each row of a csv has."""
    budget = TableBudget()
    for sheet in _read(file, suffix, limits):
        budget.begin_table()
        pickle.dump(
            (sheet.title, sheet.merged, sheet.is_hidden, sheet.marks), target, pickle.HIGHEST_PROTOCOL
        )
        for rows in batched(_leave_out_blank_end(map(budget.take, sheet.rows)), _BATCH):
            pickle.dump(rows, target, pickle.HIGHEST_PROTOCOL)
        pickle.dump(None, target)
        pickle.dump(sheet.widths, target, pickle.HIGHEST_PROTOCOL)


def _leave_out_blank_end(rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    """Yield the rows up to the last filled one: a million blank ones behind it are not handed over."""
    blank = 0
    for row in rows:
        if row:
            yield from repeat([], blank)
            blank = 0
            yield row
        else:
            blank += 1


def _read(file: BinaryIO, suffix: str, limits: ResourceLimits) -> Iterable[SheetRows]:
    if suffix not in CSV_SUFFIXES:
        return read_sheets(file, suffix, limits)
    limits.allow(cells=file.seek(0, 2) // _BYTES_PER_CSV_CELL)
    file.seek(0)
    widths = array("H")
    return (SheetRows("", read_delimited(file, widths), widths=widths),)


def _explain(error: BaseException) -> str:
    if isinstance(error, RefusedContent):
        return error.format()
    if isinstance(error, MemoryError):
        return RefusedContent("error.file.claims").format()
    why = describe_os_error(error) if isinstance(error, Exception) else str(error)
    return RefusedContent("error.file.cut", why=" ".join(why.split())[:200]).format()
