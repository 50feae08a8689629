"""A database of Prefect's that is up to date, to be copied: to make one takes it seven seconds (measured)."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path


def prepare(home: Path) -> None:
    """Have a home of ours hold Prefect's database already, as if it had been used before."""
    folder = home / "prefect"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "prefect.db").exists():
        copy_database(folder / "prefect.db")


def copy_database(path: Path) -> None:
    """Write an empty database of Prefect's, with all its tables, to this path."""
    shutil.copyfile(_template(), path)


@cache
def _template() -> Path:
    """Return the database that is copied; made once for each version of Prefect, for all sessions after."""
    folder = Path(tempfile.gettempdir()) / f"terugkom-tests-prefect-{version('prefect')}-{os.geteuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    assert folder.stat().st_uid == os.geteuid(), f"{folder} is somebody else's"
    made = folder / "prefect.db"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two processes one makes it, the other waits
        if not made.exists():
            _make(made)
    return made


def _make(path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        subprocess.run(
            [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"],
            env={**os.environ, "PREFECT_HOME": folder, "PREFECT_API_URL": "", "DO_NOT_TRACK": "1"},
            capture_output=True,
            check=True,
            timeout=240,
        )
        (Path(folder) / "prefect.db").replace(path)
