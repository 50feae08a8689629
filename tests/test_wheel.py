"""The wheel holds what the checkout holds, and what lies in it is found when it is not a checkout."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.build import build_wheel

from tests.test_house import HOUSE, tracked

PACKAGES = ("terugkom", "tasks", "flows", "deployments", "templates")
# Run with the unpacked wheel alone: everything that is read from beside the code is read once.
_READS = """
import sys
sys.path[:0] = [sys.argv[1]]
from pathlib import Path
import flows, tasks, deployments
from terugkom.database.connection_pool import Database
from terugkom.documents.templates import BUILT_IN_TEMPLATES, LANGUAGES, Templates
from terugkom.editions.media.campaigns import load_campaigns
from terugkom.gate.rules import load_rules

unpacked = Path(sys.argv[1])
for module in list(sys.modules.values()):
    if module.__name__.partition(".")[0] in ("terugkom", "tasks", "flows", "deployments"):
        assert Path(module.__file__).is_relative_to(unpacked), module.__file__
assert BUILT_IN_TEMPLATES.is_relative_to(unpacked) and LANGUAGES == ("nl",)
assert Templates("nl").find_file("minutes/minutes.docx").is_relative_to(unpacked)
assert load_campaigns() and all(load_rules(language).rules for language in ("nl", "fr", "en"))
database = Database(f"sqlite:///{unpacked}/terugkom.db")
database.upgrade()
database.close()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    here = Path.cwd()
    os.chdir(HOUSE)  # where a build backend is called
    try:
        return folder / build_wheel(str(folder))
    finally:
        os.chdir(here)


def test_each_file_of_the_packages_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        found = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert found == {place(path.relative_to(HOUSE)) for path in tracked(*PACKAGES)}


def place(file: Path) -> str:
    """Return where a file of the checkout lies in the wheel: see docs/decisions/0022."""
    return str(Path("terugkom", file) if file.parts[0] == "templates" else file)


@pytest.mark.long
def test_an_unpacked_wheel_finds_its_own_files(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as opened:
        opened.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-c", _READS, tmp_path], capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
