"""`terugkom.env.example`: a file to load, as it is, by systemd and by a shell."""

import re
import subprocess
from pathlib import Path

import pytest

from deployments.environment import PREFECT_SETTINGS
from terugkom.settings import Settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "deployments/terugkom.env.example"
_SETTING = re.compile(r"#?([A-Z][A-Z_0-9]+)=(\S*)")
TEXTS = [ROOT / "README.md", ROOT / "deployments/README.md", *sorted((ROOT / "docs").glob("*.md"))]


def load_in_a_shell(file: Path) -> dict[str, str]:
    """Return the variables that a shell has after loading a file, as the file says to."""
    command = f"set -a; . {file}; set +a; env -0"
    done = subprocess.run(["sh", "-ec", command], env={}, capture_output=True, text=True, check=True)
    found = dict(each.split("=", 1) for each in done.stdout.split("\0") if each)
    return {name: value for name, value in found.items() if name not in ("PWD", "SHLVL", "_")}


def list_settings() -> dict[str, str]:
    """Return every setting of the file, those that are off too."""
    lines = [line for line in EXAMPLE.read_text().splitlines() if not line.startswith("# ") and line != "#"]
    found = [_SETTING.fullmatch(line) for line in lines if line]
    assert all(found), "a name and a value on each line, and nothing after them"
    return {each[1]: each[2] for each in found if each}


def test_loaded_as_it_is_it_sets_what_prefect_must_be_told_on_each_machine() -> None:
    assert load_in_a_shell(EXAMPLE) == PREFECT_SETTINGS


def test_each_setting_stands_in_it_and_nothing_that_is_none() -> None:
    ours = {name for name in list_settings() if name.startswith("TERUGKOM_")}
    assert ours == {f"TERUGKOM_{name.upper()}" for name in Settings.model_fields}


def test_with_every_line_switched_on_it_can_be_loaded_and_says_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "terugkom.env"
    file.write_text(re.sub(r"(?m)^#(?=[A-Z])", "", EXAMPLE.read_text()))
    loaded = load_in_a_shell(file)
    assert loaded == list_settings()
    for name, value in loaded.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    for name, field in Settings.model_fields.items():
        if field.default is not None and name != "home":
            assert getattr(settings, name) == field.default


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_no_text_opens_the_server_to_others_before_it_says_how_to_set_a_password(text: Path) -> None:
    words = text.read_text()
    if "0.0.0.0" in words:
        assert 0 <= words.find("terugkom secret login") < words.index("0.0.0.0")
