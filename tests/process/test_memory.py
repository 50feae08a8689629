"""Blocks of memory that were large and are freed do not stay with a process."""

import os
import platform
import subprocess
import sys

import pytest

from terugkom.process.memory import return_large_blocks

# As after a list of many owners: large blocks between small ones that are still used.
PROGRAM = """
import sys
from pathlib import Path
if "return" in sys.argv:
    from terugkom.process.memory import return_large_blocks
    return_large_blocks()
def read_resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
bytearray(16 << 20)  # glibc takes what was freed once for small from now on
before = read_resident()
large, small = [], []
for _ in range(64):
    large.append(bytearray(1 << 20))
    small.append(bytearray(4096))
del large
print(read_resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps large blocks")
@pytest.mark.parametrize(("told", "most"), [((), 128), (("return",), 8)])
def test_large_blocks_are_given_back(told: tuple[str, ...], most: int) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    command = [sys.executable, "-c", PROGRAM, *told]
    kept = int(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout)
    assert kept < most << 20
    if not told:
        assert kept > 32 << 20, "or this need not be asked for"


def test_what_the_environment_says_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "1000000")
    return_large_blocks()
    assert os.environ["MALLOC_TRIM_THRESHOLD_"] == "1000000"
    assert "MALLOC_MMAP_THRESHOLD_" not in os.environ
