"""Temporary folders lie in the home: what root left in the system's is no matter to a service."""

import os
import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import tempfile
tempfile.gettempdir()  # as something else asks before
from deployments.environment import configure_environment
from terugkom.settings import Settings
configure_environment(Settings())
print(tempfile.gettempdir(), tempfile.mkdtemp())
"""


def test_what_a_service_and_its_runs_make_for_a_while_lies_in_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**kept, "TERUGKOM_HOME": str(home), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    folder, made = done.stdout.split()
    assert (folder, Path(made).parent) == (str(home / "tmp"), home / "tmp")
    assert (home / "tmp").stat().st_mode & 0o777 == 0o700
