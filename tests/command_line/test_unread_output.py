"""Who reads what a command prints may end before it, as `head` does: no traceback is the answer to that."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SENTENCES = 400  # as JSON more than a pipe holds


def run_unread(*arguments: str, lines: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command whose reader has ended after some lines."""
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "terugkom", *arguments]
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE, text=True) as process:
        os.close(writing)
        with os.fdopen(reading) as reader:
            for _ in range(lines):
                assert reader.readline()
        assert process.stderr is not None
        told = process.stderr.read()
    return subprocess.CompletedProcess(command, process.returncode, stderr=told)


@pytest.mark.parametrize("lines", [0, 1])
def test_a_command_whose_output_nobody_reads_ends_without_a_traceback(
    home: Path, tmp_path: Path, lines: int
) -> None:
    text = tmp_path / "tekst.txt"
    text.write_text("Wij zijn klimaatneutraal.\n" * SENTENCES, encoding="utf-8")
    ended = run_unread("claims", "check", str(text), "--json", lines=lines)
    assert (ended.returncode, ended.stderr) == (141, f"Home: {home}\n")


def test_so_does_one_that_prints_little(home: Path) -> None:
    ended = run_unread("history", "--json")
    assert (ended.returncode, "Traceback" in ended.stderr) == (141, False)
