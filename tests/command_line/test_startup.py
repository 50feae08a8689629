"""The shell starts quickly: a command imports what it needs, and nothing before it is known which it is."""

import argparse
import shutil
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import func, select

from terugkom.command_line import idea_arguments, main, run_arguments
from terugkom.database.connection_pool import Database
from terugkom.database.table_base import REFERENCED_TABLES, Base, list_tables
from terugkom.demo import write_demo_plan
from terugkom.ideas.answer_idea import VERDICTS
from terugkom.installation import open_installation
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.plan.model import Action, Municipality
from terugkom.report import MAX_DOCUMENTS
from terugkom.subscribers.model import Confirmation, Subscriber
from tests import prefect_home

_PROGRAM = """
import sys
from terugkom.command_line import idea_arguments, main, run_arguments
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules)
"""


_PROGRAM_OF_A_RUN = """
import gc, sys
from terugkom.command_line.run import _load_flow
from terugkom.installation import load_checked_settings

class Spy:
    def find_spec(self, name, *_):
        if name in ("prefect.context", "tasks.steps"):
            print(name, gc.isenabled())

sys.meta_path.insert(0, Spy())
_load_flow("deliver", load_checked_settings())
print("left alone", gc.get_freeze_count() > 200_000)
"""


def list_commands() -> dict[str, argparse.ArgumentParser]:
    return list_subcommands(sys.modules[main.__module__]._build_parser())  # type: ignore[attr-defined]


def list_subcommands(parser: argparse.ArgumentParser, before: str = "") -> dict[str, argparse.ArgumentParser]:
    """Return the parsers by command, with those of `person show` and the like in the place of `person`."""
    found = {before: parser} if before else {}
    for each in parser._actions:
        if isinstance(each, argparse._SubParsersAction):
            found.pop(before, None)
            for name, added in each.choices.items():
                found |= list_subcommands(added, f"{before} {name}".strip())
    return found


def run_command(*arguments: str) -> tuple[str, set[str]]:
    """Return what a command prints, and the modules that were imported at its end."""
    call = [sys.executable, "-c", _PROGRAM, *arguments]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    return done.stdout, set(done.stdout.splitlines()[-1].split())


def test_the_help_imports_no_room_no_database_and_no_prefect() -> None:
    shown, loaded = run_command("--help")
    assert "usage: terugkom" in shown
    assert "terugkom.command_line.main" in loaded
    assert not loaded & {"sqlalchemy", "pydantic", "prefect", "rich", "openpyxl", "terugkom.plan"}


@pytest.mark.long
def test_a_command_that_lists_imports_nothing_that_renders_migrates_or_sends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    with open_installation():
        pass  # upgraded before: Alembic is imported for that alone
    shown, loaded = run_command("mail-channel")
    assert "folder" in shown
    assert "terugkom.installation" in loaded
    assert not loaded & {"alembic", "jinja2", "typst", "docx", "psycopg", "prefect"}
    assert not loaded & {"requests", "holidays", "regex", "terugkom.tables", "terugkom.retention"}


_LISTS = (
    "actions",
    "upcoming",
    "history",
    "ideas",
    "remarks",
    "questions",
    "look",
    "corrections",
    "claims",
    "held",
)


@pytest.mark.long
@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", _LISTS)
def test_a_command_that_only_reads_imports_nothing_that_sends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    with open_installation() as installation, installation.database.write_session() as session:
        session.add(Municipality(slug="linde", name="Gemeente Linde"))
    _, loaded = run_command(name, "--json")
    assert "terugkom.installation" in loaded
    assert not loaded & {"smtplib", "imaplib", "alembic", "jinja2", "icalendar", "rich", "prefect", "babel"}
    assert not loaded & {"sqlalchemy.dialects.postgresql", "terugkom.tables", "holidays"}
    assert not loaded & {
        "PIL",
        "yaml",
        "requests",
        "multiprocessing",
        "tarfile",
        "xml.sax",
        "deployments.forms",
    }
    unneeded = ("terugkom.delivery.sender", "terugkom.delivery.channels.smtp", "terugkom.municipality_files")
    assert not [module for module in loaded if module.startswith(unneeded)]


_CHANGES = (  # on an empty plan: what is refused was looked for in the session that would have written it
    ("readers",),
    ("unsubscribe", "an@linde.example.org"),
    ("confirm", "an@linde.example.org"),
    ("person", "show", "an@linde.example.org"),
    ("person", "erase", "an@linde.example.org"),
    ("person", "allow", "an@linde.example.org"),
    ("person", "links", "an@linde.example.org"),
    ("accept", "A1", "--reason", "x"),
    ("answer", "1", "seen"),
    ("answer-idea", "I1", "no", "--because", "x"),
    ("accept-idea", "I1"),
    ("answer-remark", "R1", "--because", "x"),
    ("mentions", "--seen", "1"),
    ("resolve", "1", "drop"),
    ("mail-channel", "folder"),
    ("held", "drop"),
    ("look", "--reset"),
)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("arguments", _CHANGES, ids=" ".join)
def test_a_command_that_changes_little_imports_few_tables_and_nothing_that_renders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    with open_installation() as installation, installation.database.write_session() as session:
        session.add(Municipality(slug="linde", name="Gemeente Linde"))
    _, loaded = run_command(*arguments)
    assert "terugkom.installation" in loaded
    assert not loaded & {"terugkom.tables", "terugkom.retention", "terugkom.alerts.model", "PIL", "pypdf"}
    assert not loaded & {"jinja2", "typst", "openpyxl", "requests", "deployments.forms", "prefect"}
    assert not loaded & {"terugkom.municipality_files.synchronize", "terugkom.inbox.mailbox"}


@pytest.mark.long
def test_the_doctor_imports_no_prefect_where_no_block_is_saved_and_no_letters_without_own_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("API_URL", "SERVER_DATABASE_CONNECTION_URL", "API_DATABASE_CONNECTION_URL"):
        monkeypatch.delenv(f"PREFECT_{name}", raising=False)
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    with open_installation() as installation, installation.database.write_session() as session:
        session.add(Municipality(slug="linde", name="Gemeente Linde"))
    prefect_home.prepare(tmp_path)  # as a run leaves it
    shown, loaded = run_command("doctor", "--json")
    assert '"no answer is fetched"' in shown
    assert "deployments.prefect_checks" in loaded
    assert not loaded & {"prefect", "PIL", "terugkom.editions.review"}
    assert not loaded & {"terugkom.health_checks.invented_letters", "tasks.parameters"}


@pytest.mark.long
def test_an_export_and_an_import_of_our_workbook_import_what_they_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    plan, copy = tmp_path / "plan.xlsx", str(tmp_path / "copy.xlsx")
    write_demo_plan(plan, date(2027, 1, 4))
    main(["import", str(plan), "--municipality", "linde", "--today", "2027-01-04"])
    shown, loaded = run_command("export", copy, "--json")
    assert copy in shown
    assert "terugkom.workbook.write_workbook" in loaded
    assert not loaded & {"rich", "terugkom.tables", "terugkom.workbook.import_context", "jinja2", "openpyxl"}
    assert not loaded & {"terugkom.workbook.import_report", "terugkom.workbook.foreign.owner_names"}
    shown, loaded = run_command("import", copy, "--municipality", "linde", "--dry-run")
    assert "18 = 18 unchanged" in shown
    assert not loaded & {"xlsxwriter", "jinja2"}
    shown, loaded = run_command("import", copy, "--municipality", "linde", "--today", "2027-01-04")
    assert "18 = 18 unchanged" in shown
    assert "terugkom.workbook.import_own_plan" in loaded
    assert not loaded & {"terugkom.tables", "terugkom.workbook.import_foreign_plan", "terugkom.retention"}
    assert not [each for each in loaded if each.startswith(("terugkom.meetings.packs.", "prefect"))]
    assert "terugkom.workbook.undo.undo_import" not in loaded


@pytest.mark.long
def test_an_import_of_the_staff_imports_few_tables_and_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    with open_installation() as installation, installation.database.write_session() as session:
        session.add(Municipality(slug="linde", name="Gemeente Linde"))
    staff = tmp_path / "staff.csv"
    for people, told in ((("An", "Bo"), "2 added"), (("An", "Cis"), "1 added, 1 unchanged, 1 departed")):
        lines = [f"{name} Wijn;{name.lower()}@linde.example.org" for name in people]
        staff.write_text("\n".join(["Naam;E-mail", *lines]), encoding="utf-8")
        shown, loaded = run_command("import-staff", str(staff), "--municipality", "linde")
        assert f"subscribers: {told}" in shown
        assert not loaded & {"terugkom.tables", "babel.dates", "openpyxl"}
    with open_installation() as installation, installation.database.read_session() as session:
        found = session.execute(select(Subscriber.email, Subscriber.departed_on.is_(None)))
        assert dict(found.tuples().all()) == {
            "an@linde.example.org": True,
            "bo@linde.example.org": False,
            "cis@linde.example.org": True,
        }


@pytest.mark.long
def test_an_import_in_a_process_of_its_own_stores_what_one_with_all_tables_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path
) -> None:
    write_demo_plan(tmp_path / "plan.xlsx", date(2027, 1, 4))
    lines = ["Actie;Wie;Tegen", "Ledlampen;Jan Peeters;31/12/2027", "Fietsen;An Wijn;1/6/2027"]
    (tmp_path / "other.csv").write_text("\n".join(lines), encoding="utf-8")
    calls = [
        ["plan.xlsx"],
        ["plan.xlsx"],
        ["other.csv", "--map", "Actie=title", "--map", "Wie=owners"],
        [
            "other.csv",
            "--map",
            "Wie=title",
            "--map",
            "Actie=description",
        ],  # what was added before is withdrawn
    ]
    stored = []
    for is_own_process in (True, False):
        home = tmp_path / f"home-{is_own_process}"
        home.mkdir(mode=0o700)
        shutil.copyfile(sqlite_template, home / "terugkom.db")
        monkeypatch.setenv("TERUGKOM_HOME", str(home))
        for file, *more in calls:
            call = ["import", str(tmp_path / file), "--municipality", "linde", "--today", "2027-01-04", *more]
            if is_own_process:
                run_command(*call)
            else:
                main(call)
        with open_installation() as installation, installation.database.read_session() as session:
            stored.append(
                {each.name: session.scalar(select(func.count()).select_from(each)) for each in list_tables()}
                | {"titles": sorted(session.scalars(select(Action.title)))}
            )
    assert stored[0] == stored[1]
    assert "An Wijn" in stored[0]["titles"]
    assert "Fietsen" not in stored[0]["titles"]


_WRITE = """
import sys
from datetime import date
from terugkom.database.connection_pool import Database
from terugkom.database.table_base import Base
from terugkom.delivery.model import Delivery
from terugkom.subscribers.model import Confirmation
database = Database(sys.argv[1])
with database.write_session(few_tables=True) as session:
    session.add(Confirmation(subscriber_id=int(sys.argv[2]), version="2", asked_on=date(2027, 3, 1)))
    session.flush()
database.close()
print("terugkom.tables" in sys.modules, sorted({"moments", "documents", "people"} - {*Base.metadata.tables}))
"""


def test_a_session_with_few_tables_has_those_that_they_refer_to(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        municipality = Municipality(slug="linde", name="Gemeente Linde")
        session.add(municipality)
        session.flush()
        subscriber = Subscriber(municipality_id=municipality.id, email="an@linde.example.org")
        session.add(subscriber)
        session.flush()
        number = subscriber.id
    call = [sys.executable, "-c", _WRITE, sqlite_database.url, str(number)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    assert done.stdout.split(maxsplit=1) == ["False", "[]\n"]
    with sqlite_database.read_session() as session:
        assert session.scalars(select(Confirmation.version)).all() == ["2"]


def test_each_table_that_tables_of_other_modules_refer_to_has_its_module() -> None:
    homes = {mapper.local_table: mapper.class_.__module__ for mapper in Base.registry.mappers}
    referred = {
        key.column.table
        for table in list_tables()
        for key in table.foreign_keys
        if homes.get(table) != homes[key.column.table]  # a table without a class stands with its groups
    }
    assert {table.name: homes[table] for table in referred} == REFERENCED_TABLES


@pytest.mark.long
def test_a_command_that_prints_json_imports_nothing_that_draws_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    shown, loaded = run_command("mail-channel", "--json")
    assert '"channel": "folder"' in shown
    assert "rich" not in loaded


@pytest.mark.long
def test_the_collector_goes_through_nothing_of_what_a_run_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")  # so that none is started
    call = [sys.executable, "-c", _PROGRAM_OF_A_RUN]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["prefect.context False", "tasks.steps False", "left alone True"]


@pytest.mark.long
def test_a_run_of_reminders_imports_nothing_of_editions_packs_or_the_gate_s_page() -> None:
    call = [sys.executable, "-c", "import sys, flows.owner_reminders; print(*sys.modules)"]
    loaded = set(subprocess.run(call, capture_output=True, text=True, check=True).stdout.split())
    assert "tasks.artifacts" in loaded
    assert not loaded & {"terugkom.editions.review", "terugkom.meetings.execute_step", "tasks.gate_page"}


@pytest.mark.parametrize("name", list_commands())
def test_the_function_of_each_command_exists(name: str) -> None:
    function = list_commands()[name].get_default("command")
    assert callable(getattr(import_module(function.__module__), function.__name__))


def test_the_choices_of_the_arguments_are_those_of_the_subject() -> None:
    assert tuple(VERDICTS) == idea_arguments.VERDICTS
    assert run_arguments.MEETING_KINDS == MEETING_KINDS
    assert run_arguments.MAX_DOCUMENTS == MAX_DOCUMENTS


def test_a_setting_that_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_PORT", "many")
    assert main(["actions"]) == 2
    assert "TERUGKOM_PORT: " in capsys.readouterr().err
