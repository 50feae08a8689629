"""Which home a command uses: its own, the demo's, or none beside a service that runs."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import inspect

from terugkom.command_line import home as homes
from terugkom.command_line import main
from terugkom.command_line.home import DEMO_HOME, OWN_HOME, Service, choose_home, list_services
from terugkom.command_line.main import _build_parser as build_parser
from terugkom.database.connection_pool import Database
from terugkom.demo import write_demo_plan
from terugkom.plan.model import Municipality
from tests.postgres import Postgres

MakeHome = Callable[..., Path]  # of a name, with the municipalities of these short names
MANY = ("history", "upcoming", "run", "serve", "approve", "ideas")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder without a home, where no variable names one."""
    for name in ("TERUGKOM_HOME", "TERUGKOM_DATABASE_URL", "TERUGKOM_PORT"):
        monkeypatch.setenv(name, "")  # so that it is taken back if a command sets it
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(homes, "_PROCESSES", tmp_path / "no processes")
    return tmp_path


@pytest.fixture
def make_home(here: Path, sqlite_template: Path) -> MakeHome:
    def make(name: str, *slugs: str) -> Path:
        home = here / name
        home.mkdir(mode=0o700)
        shutil.copyfile(sqlite_template, home / "terugkom.db")
        database = Database(f"sqlite:///{home / 'terugkom.db'}")
        with database.write_session() as session:
            session.add_all(
                Municipality(slug=slug, name=slug, lead_times={}, column_map={}, media_settings={})
                for slug in slugs
            )
        database.close()
        return home

    return make


def test_the_home_is_in_the_current_folder_and_the_demo_has_one_of_its_own(here: Path) -> None:
    for command in ("import", "init", "run", "history"):
        assert choose_home(command).path == here / OWN_HOME, command
    for command in ("demo", "remove-demo", "serve"):
        assert choose_home(command).path == here / DEMO_HOME, command


def test_commands_use_the_demo_until_a_municipality_was_imported(here: Path, make_home: MakeHome) -> None:
    make_home(DEMO_HOME, "zilverbeke")
    own = make_home(OWN_HOME)
    assert {choose_home(command).path for command in MANY} == {here / DEMO_HOME}
    assert choose_home("import").path == own, "a plan of one's own never goes into the demo"
    shutil.rmtree(own)
    make_home(OWN_HOME, "linde")
    assert {choose_home(command).path for command in MANY} == {own}
    assert choose_home("demo").path == here / DEMO_HOME


@pytest.mark.parametrize(
    "arguments", ["mail-channel", "environment", "history", "check-home", "look", "held"]
)
def test_a_command_that_only_shows_makes_no_home_beside_the_demo(
    here: Path, make_home: MakeHome, capsys: pytest.CaptureFixture[str], arguments: str
) -> None:
    demo = make_home(DEMO_HOME, "zilverbeke")
    assert main([*arguments.split(), "--json"]) in (0, 1)
    assert capsys.readouterr().err.splitlines()[0] == f"Home: {demo} (the demo)"
    assert list(here.iterdir()) == [demo]


def test_only_what_makes_a_home_or_is_of_a_service_leaves_the_demo_alone(
    here: Path, make_home: MakeHome
) -> None:
    demo = make_home(DEMO_HOME, "zilverbeke")
    commands = next(
        each.choices for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction)
    )
    assert {each for each in commands if choose_home(each).path != demo} == {
        "import",
        "init",
        "restore",
        "deploy",
        "server",
        "worker",
        "watch",
        "upgrade",
    }


def test_where_the_variable_names_a_home_that_is_the_home(
    here: Path,
    make_home: MakeHome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_home(DEMO_HOME, "zilverbeke")
    monkeypatch.setenv("TERUGKOM_HOME", str(here / "elsewhere"))
    for command in (*MANY, "import", "demo", "remove-demo"):
        assert choose_home(command).path == here / "elsewhere", command


def test_an_own_home_that_cannot_be_read_is_no_reason_for_the_demo(here: Path, make_home: MakeHome) -> None:
    make_home(DEMO_HOME, "zilverbeke")
    (make_home(OWN_HOME) / "terugkom.db").write_bytes(b"no database at all" * 100)
    assert choose_home("history").path == here / OWN_HOME


def test_the_demo_does_not_use_the_database_of_the_settings(
    here: Path, make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", f"sqlite:///{here}/real.db")
    assert choose_home("history").path == here / OWN_HOME
    assert main(["remove-demo"]) == 2
    assert list(here.iterdir()) == []
    make_home(DEMO_HOME, "zilverbeke")
    assert main(["remove-demo"]) == 0
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", ["import plan.csv --municipality linde", "history", "run", "check-home"]
)
def test_no_second_home_is_made_beside_a_service(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: str
) -> None:
    service = Service(4711, here / "srv" / OWN_HOME, "4200")
    monkeypatch.setattr(homes, "list_services", lambda: [service])
    assert main(arguments.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "would be a second home" in said.err
    assert f"Set TERUGKOM_HOME={service.home}" in said.err
    assert list(here.iterdir()) == []


@pytest.mark.long
def test_a_second_home_is_made_where_it_is_asked(
    here: Path,
    make_home: MakeHome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(homes, "list_services", lambda: [Service(4711, here / "srv", "4200")])
    assert main(["init"]) == 0
    assert (here / OWN_HOME / "terugkom.db").exists()
    monkeypatch.setenv("TERUGKOM_HOME", str(here / "second"))
    assert main(["check-home", "--json"]) == 1
    monkeypatch.setenv("TERUGKOM_HOME", "")  # an empty one is none
    shutil.rmtree(here / OWN_HOME)
    make_home(OWN_HOME, "linde")
    assert main(["history"]) == 0, "a home with a municipality was there before"


@pytest.mark.parametrize("port", ["4200", "4300"])
def test_a_service_of_the_same_home_or_on_another_port_is_no_reason(
    here: Path, monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    served = here / (OWN_HOME if port == "4200" else "other")
    monkeypatch.setattr(homes, "list_services", lambda: [Service(4711, served, port)])
    assert main(["history"]) == 0


def test_beside_the_demo_it_says_how_to_go_on(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for home, says in ((here / "x" / DEMO_HOME, "import your own plan"), (None, "another user")):
        monkeypatch.setattr(homes, "list_services", lambda home=home: [Service(1, home, "4200")])
        assert main(["import", "plan.csv", "--municipality", "linde"]) == 2
        assert says in capsys.readouterr().err


def test_a_service_is_found_among_the_processes(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "_PROCESSES", Path("/proc"))
    sleep = [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()"]
    served = [*sleep, "deployments.server", "127.0.0.1", "4999"]
    with subprocess.Popen(
        served, cwd=here, env={"TERUGKOM_HOME": "kept"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        assert Service(process.pid, here / "kept", "4999") in list_services()
        process.communicate()
    assert process.pid not in {each.process for each in list_services()}


def test_each_command_says_beside_its_output_which_home_it_uses(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init"]) == 0
    assert capsys.readouterr().err == f"Home: {here / OWN_HOME} (new)\n"
    assert main(["history", "--json"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("[]\n", f"Home: {here / OWN_HOME}\n")


PLAN = ("import", "plan.xlsx", "--municipality", "linde", "--dry-run")
LOOKS = (
    *(["history"], ["check-home"], ["check"], ["upcoming"], ["doctor"], ["mail-channel"], ["resolve"]),
    *(["person", "show", "an@linde.example.org"], ["actions"], ["export", "uit.xlsx"], ["questions"]),
    *(["held"], ["claims"], ["look"], ["unsubscribe", "an@linde.example.org"]),
)
DRY_RUNS = (
    *([*PLAN], [*PLAN, "--page", "verslag.html"], [*PLAN, "--map", "Wat=title"], [*PLAN, "--undo"]),
    *([PLAN[0], "broken.xlsx", *PLAN[2:]], [PLAN[0], "gone.xlsx", *PLAN[2:]]),
    *(["import-staff", "staff.csv", *PLAN[2:]], ["mailbox-answers", ".", "--dry-run"]),
)


def list_contents(folder: Path) -> dict[str, bytes]:
    """Return all that is in a folder: files with what is in them, folders as they are."""
    found = sorted(folder.rglob("*"))
    return {str(each.relative_to(folder)): each.read_bytes() if each.is_file() else b"" for each in found}


@pytest.fixture
def files(here: Path) -> Path:
    """A plan, a file that is none, and a staff list in the current folder."""
    write_demo_plan(here / "plan.xlsx", date(2027, 1, 4))
    (here / "broken.xlsx").write_text("not a workbook")
    (here / "staff.csv").write_text("naam;e-mail\nAn Wijn;an@linde.example.org\n")
    return here


@pytest.mark.sampled(5)
@pytest.mark.parametrize("arguments", [*LOOKS, *DRY_RUNS], ids=" ".join)
@pytest.mark.parametrize("is_given", [False, True])
def test_what_only_looks_and_a_dry_run_leave_no_home_behind(
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    is_given: bool,
) -> None:
    temporary = files / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    if is_given:
        monkeypatch.setenv("TERUGKOM_HOME", str(files / "mine"))
    before = list_contents(files)
    assert main(arguments) in (0, 1, 2)
    assert os.environ.get("TERUGKOM_HOME") == (str(files / "mine") if is_given else None)
    out, err = capfd.readouterr()
    assert str(temporary) not in out + err, "where it really looked is nobody's concern"
    (files / "verslag.html").unlink(missing_ok=True)  # which was asked for
    assert list_contents(files) == before


@pytest.mark.sampled(3)
@pytest.mark.parametrize("arguments", DRY_RUNS, ids=" ".join)
def test_a_dry_run_changes_nothing_in_a_home_that_is_there(
    files: Path, make_home: MakeHome, arguments: list[str]
) -> None:
    make_home(OWN_HOME, "linde")
    before = list_contents(files)
    main(arguments)
    (files / "verslag.html").unlink(missing_ok=True)
    after = list_contents(files)
    assert after.keys() - {f"{OWN_HOME}/terugkom.db-{kind}" for kind in ("shm", "wal")} == before.keys()
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("arguments", DRY_RUNS, ids=" ".join)
@pytest.mark.parametrize("has_home", [False, True])
@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_dry_run_makes_no_table_in_an_empty_database_elsewhere(
    files: Path,
    postgres: Postgres,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    has_home: bool,
    kind: str,
) -> None:
    elsewhere = files / "elsewhere/own.db"
    url = postgres.create(f"dry{uuid4().hex}") if kind == "postgresql" else f"sqlite:///{elsewhere}"
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", url)
    if has_home:
        (files / OWN_HOME / "municipalities").mkdir(parents=True)
    before = list_contents(files)
    assert main(arguments) in (0, 1, 2)
    (files / "verslag.html").unlink(missing_ok=True)
    assert list_contents(files) == before
    assert os.environ["TERUGKOM_DATABASE_URL"] == url
    database = Database(url) if kind == "postgresql" else None
    if database:
        assert inspect(database.engine).get_table_names() == []
        database.close()


@pytest.mark.long
def test_a_dry_run_in_an_empty_database_elsewhere_says_what_it_would_do(
    files: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", postgres.create(f"dry{uuid4().hex}"))
    assert main([*PLAN, "--json"]) in (0, 1)
    assert json.loads(capfd.readouterr().out)["actions"]["added"] == 18
    assert main([*PLAN[:-1], "--json"]) in (0, 1)
    capfd.readouterr()
    assert main([*PLAN, "--json"]) in (0, 1)
    assert json.loads(capfd.readouterr().out)["actions"]["unchanged"] == 18, "one that has tables is asked"


def test_an_import_of_a_plan_makes_its_home(files: Path) -> None:
    assert main([*PLAN[:-1]]) in (0, 1)
    assert (files / OWN_HOME / "terugkom.db").is_file()


def test_a_dry_run_says_what_it_would_do_without_a_home(
    files: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*PLAN, "--json"]) in (0, 1)
    assert json.loads(capfd.readouterr().out)["actions"]["added"] == 18
