"""LibreOffice, which opens documents as others do; its profile is made once, for that takes it seconds."""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path


def office() -> str | None:
    """Return the program, or None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def has_calc() -> bool:
    """Return whether there is a LibreOffice that opens workbooks: its parts are installed one by one."""
    program = office()
    return program is not None and Path(program).resolve().with_name("libsclo.so").exists()


def convert(path: Path, kind: str, into: Path) -> Path:
    """Open a document and save it as another kind; return where that is, if LibreOffice here can open it.

    On a busy machine it may end well and have saved nothing: then it is asked once more.
    """
    program = office()
    assert program
    saved = into / path.with_suffix(f".{kind}").name
    command = [program, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--convert-to", kind]
    for _ in range(2):
        subprocess.run(
            [*command, "--outdir", str(into), str(path)], check=True, capture_output=True, timeout=120
        )
        if saved.exists():
            break
    return saved


@cache
def _profile() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="terugkom-tests-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
