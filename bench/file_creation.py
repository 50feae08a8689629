"""Wait until files are created at their usual speed: for minutes after a deletion, ext4 does not give the
numbers of deleted files to new ones, and looks at each of them for every file that it creates
(`recently_deleted` in the kernel's fs/ext4/ialloc.c).

Measured: 0.03 ms for a file, 0.4 to 0.7 after ten thousand were deleted, which is as much as all else that a
mail costs. The plain script deletes SQLite's journal at every commit.
"""

import os
import statistics
import sys
import time
from pathlib import Path

_FILES = 40
_USUAL_SECONDS = 0.0001  # for one file; a slower disk is waited for in vain, and then said
_POLL_SECONDS = 10
_MAX_WAIT_SECONDS = 360  # a deleted number is given out again after at most five minutes


def wait_for_fast_creation(folder: Path) -> None:
    """Wait until a file in `folder` is created in a tenth of a millisecond; say on the standard error how
    long it took, and if it still takes longer after six minutes.

    Give the folder that is measured, which is made: ext4 numbers files by their folder's place on the disk.
    """
    started = time.monotonic()
    while (seconds := measure_creation(folder)) > _USUAL_SECONDS:
        if time.monotonic() - started > _MAX_WAIT_SECONDS:
            _say(f"creating a file still takes {seconds * 1000:.2f} ms: all that writes files is slower")
            return
        time.sleep(_POLL_SECONDS)
    if (waited := time.monotonic() - started) > 1:
        _say(f"waited {waited:.0f} s for the numbers of deleted files")


def measure_creation(folder: Path) -> float:
    """Return the seconds in which an empty file is created in `folder`, the median; it is deleted again."""
    folder.mkdir(parents=True, exist_ok=True)
    new = [folder / f".creation-{number}" for number in range(_FILES)]
    seconds = statistics.median(map(_create, new))
    for path in new:
        path.unlink()
    return seconds


def _create(path: Path) -> float:
    started = time.perf_counter()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    seconds = time.perf_counter() - started
    os.close(handle)
    return seconds


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
