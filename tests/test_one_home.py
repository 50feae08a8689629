"""`make`, the systemd unit and the shell use one home, and `make clean` touches no data."""

import re
import subprocess

from terugkom.command_line.home import OWN_HOME
from terugkom.command_line.main import _build_parser
from terugkom.settings import Settings
from tests.test_house import HOUSE


def test_the_unit_has_the_home_that_make_serve_has_in_its_folder() -> None:
    unit = (HOUSE / "deployments" / "terugkom.service").read_text(encoding="utf-8")
    found = dict(re.findall(r"^(WorkingDirectory|ExecStart)=(\S+)", unit, re.MULTILINE))
    assert found["ExecStart"] == f"{found['WorkingDirectory']}/.venv/bin/terugkom"
    assert "TERUGKOM_HOME" not in unit, "so it is the folder of this name in that one"
    assert str(Settings.model_fields["home"].default) == OWN_HOME


def test_make_names_no_home_of_its_own_and_clean_removes_no_data() -> None:
    clean = ["make", "-n", "-s", "clean"]
    told = subprocess.run(clean, cwd=HOUSE, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["rm", "-rf", ".venv"]
    assert "TERUGKOM_HOME" not in (HOUSE / "Makefile").read_text(encoding="utf-8")


def test_the_unit_that_tells_of_the_service_is_started_by_it_and_runs_what_exists() -> None:
    service = (HOUSE / "deployments/terugkom.service").read_text(encoding="utf-8")
    alert = (HOUSE / "deployments/terugkom-alert@.service").read_text(encoding="utf-8")
    assert "OnFailure=terugkom-alert@%n.service" in service
    commands = re.findall(r"^Exec\w+=-?\S+/terugkom (.+)$", service + alert, re.MULTILINE)
    assert commands == ["serve", "doctor --unit-started %n", "doctor --unit-failed %i"]
    for command in commands:
        _build_parser().parse_args(command.split())
    machines = (HOUSE / "deployments/terugkom@.service").read_text(encoding="utf-8")
    assert "OnFailure=terugkom-alert@%n.service" in machines
    started = re.findall(r"^Exec\w+=-?\S+/terugkom (.+)$", machines, re.MULTILINE)
    assert started == ["%i", "doctor --unit-started %n"]
    for program in (*re.findall(r"terugkom@(\w+)", machines.split("[Unit]")[0]), "server --host 0.0.0.0"):
        _build_parser().parse_args(program.split())
    for name in ("WorkingDirectory", "EnvironmentFile", "UMask"):
        of_machines = re.findall(rf"^{name}=(.*)$", machines, re.MULTILINE)
        of_one = re.findall(rf"^{name}=(.*)$", service, re.MULTILINE)
        assert of_machines == [each.removeprefix("-") for each in of_one]  # no start without settings
        lines = [re.findall(rf"^{name}=.*$", unit, re.MULTILINE) for unit in (service, alert)]
        assert lines[0] == lines[1] != [], "the same home and settings"
