"""What a process that handles much data does with its memory."""

import ctypes
import os
from contextlib import suppress

_LARGE_BYTES = (
    128 * 1024
)  # what glibc calls large at the start of a process; by itself it raises that, up to 32 MB
_VARIABLES = ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")
_PARAMETERS = (-3, -1)  # M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of mallopt(3)


def return_large_blocks() -> None:
    """Have this process, and those that it starts, give large blocks of memory back when they are freed.

    glibc does so at first, and then keeps them between small ones that are still used: after the list of a
    hundred thousand owners 8 MB to the end of the run (measured). What the environment says about it stays
    as it is; so does all where another library than glibc hands out memory.
    """
    if any(name in os.environ for name in _VARIABLES):
        return
    os.environ.update(dict.fromkeys(_VARIABLES, str(_LARGE_BYTES)))
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        for parameter in _PARAMETERS:
            library.mallopt(parameter, _LARGE_BYTES)
