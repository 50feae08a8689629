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


def convert(path: Path, kind: str, into: Path) -> Path:
    """Open a document and save it as another kind; return where that is, if LibreOffice here can open it."""
    program = office()
    assert program
    command = [program, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(into), str(path)], check=True, capture_output=True, timeout=120)
    return into / path.with_suffix(f".{kind}").name


@cache
def _profile() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="terugkom-tests-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
