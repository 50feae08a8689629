"""template, import, export, actions, init: what they print, what they change, and how they end."""

import hashlib
import os
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from terugkom.demo import write_ideas
from terugkom.workbook.own_layout import DATA_SHEETS
from tests.command_line.conftest import MAP, Call


def digests(folder: Path) -> dict[str, str]:
    """What lies in a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def actions(terugkom: Call, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = terugkom("actions", "--json", *more).json
    return found


@pytest.fixture
def imported_plan(terugkom: Call, plan: Path) -> Path:
    """The small plan, imported as `lievegem`."""
    assert terugkom("import", plan, "--municipality", "lievegem", "--today", "2026-11-02", *MAP).status == 1
    return plan


@pytest.mark.parametrize("command", ["import", "import-ideas", "import-staff"])
def test_a_file_whose_name_is_no_text_is_refused(terugkom: Call, plan: Path, command: str) -> None:
    """As an archive of another system leaves it; the import ended with a traceback."""
    named = plan.with_name(os.fsdecode(b"plan_\xe9nergie.csv"))
    named.write_bytes(plan.read_bytes())

    said = terugkom(command, named, "--municipality", "lievegem")

    assert said.status == 2
    assert "the name of 'plan_\\udce9nergie.csv' is no text: rename the file" in said.err


def test_init_makes_the_database_and_again_changes_nothing(terugkom: Call, new_home: Path) -> None:
    home = new_home
    first = terugkom("init")
    assert (first.status, "SQLite" in first.out) == (0, True)
    before = digests(home)
    assert (home / "terugkom.db").is_file()
    again = terugkom("init", "--json")
    assert again.json == {"home": str(home), "database": "SQLite"}
    assert (again.status, digests(home)) == (0, before)


def test_a_template_is_an_empty_workbook_of_ours(terugkom: Call, tmp_path: Path) -> None:
    said = terugkom("template", tmp_path / "leeg.xlsx", "--json")
    assert (said.status, said.json) == (0, {"file": str(tmp_path / "leeg.xlsx")})
    sheets = openpyxl.load_workbook(tmp_path / "leeg.xlsx").sheetnames
    assert {sheet.title for sheet in DATA_SHEETS} <= set(sheets)
    assert "leeg.xlsx" in terugkom("template", tmp_path / "leeg.xlsx").out


def test_an_empty_template_is_taken_in_without_a_word(terugkom: Call, tmp_path: Path) -> None:
    terugkom("template", tmp_path / "leeg.xlsx")
    said = terugkom("import", tmp_path / "leeg.xlsx", "--municipality", "lievegem", "--json")
    assert said.status == 0
    assert said.json["actions"] == {"added": 0, "changed": 0, "unchanged": 0, "missing": 0}
    assert said.json["findings"] == []
    assert actions(terugkom) == []


def test_a_csv_with_other_headers_is_taken_in_by_a_map(terugkom: Call, plan: Path) -> None:
    said = terugkom("import", plan, "--municipality", "lievegem", "--today", "2026-11-02", *MAP, "--json")
    assert said.status == 1  # done, but a cell is wrong
    assert said.json["rows"] == {
        "header": 1,
        "imported": 3,
        "joined": 0,
        "section": 0,
        "refused": 0,
        "example": 0,
        "blank": 0,
    }
    assert said.json["actions"] == {"added": 3, "changed": 0, "unchanged": 0, "missing": 0}
    assert {tuple(each) for each in said.json["findings"]} == {("sheet", "row", "column", "code", "message")}
    wrong = [each for each in said.json["findings"] if each["column"] == "Tegen"]
    assert [(each["sheet"], each["row"]) for each in wrong] == [("plan.csv", 4)]
    assert actions(terugkom) == [
        {
            "code": "A1",
            "title": "Led in alle gebouwen",
            "owners": ["An Peeters"],
            "group": None,
            "status": "planned",
            "deadline": "2026-11-30",
            "deadline_precision": "day",
            "deadline_text": "30/11/2026",
        },
        {
            "code": "A2",
            "title": "Dak isoleren",
            "owners": ["An Peeters", "Bo Maes"],
            "group": None,
            "status": "planned",
            "deadline": "2027-12-31",
            "deadline_precision": "year",
            "deadline_text": "eind 2027",
        },
        {
            "code": "A3",
            "title": "Zonnepanelen",
            "owners": [],
            "group": None,
            "status": "planned",
            "deadline": None,
            "deadline_precision": None,
            "deadline_text": "",
        },
    ]


@pytest.mark.long
def test_a_second_time_the_map_is_known_and_nothing_changes(terugkom: Call, imported_plan: Path) -> None:
    before = actions(terugkom)
    said = terugkom("import", imported_plan, "--municipality", "lievegem", "--json")
    assert said.json["actions"] == {"added": 0, "changed": 0, "unchanged": 3, "missing": 0}
    assert actions(terugkom) == before


@pytest.mark.long
def test_a_dry_run_says_what_would_change_and_changes_nothing(terugkom: Call, imported_plan: Path) -> None:
    before = actions(terugkom)
    imported_plan.write_text("Nr,Wat,Wie,Tegen\nA1,Led overal,An Peeters,30/11/2026\n", encoding="utf-8")
    said = terugkom("import", imported_plan, "--municipality", "lievegem", "--dry-run", "--json")
    assert said.json["actions"] == {"added": 0, "changed": 1, "unchanged": 0, "missing": 2}
    assert actions(terugkom) == before
    assert "dry run" in terugkom("import", imported_plan, "--municipality", "lievegem", "--dry-run").out


@pytest.mark.long
def test_what_is_exported_and_taken_in_again_changes_nothing(
    terugkom: Call, imported_plan: Path, tmp_path: Path
) -> None:
    said = terugkom("export", tmp_path / "uit.xlsx", "--json")
    assert (said.status, said.json) == (0, {"file": str(tmp_path / "uit.xlsx")})
    before = actions(terugkom)
    again = terugkom("import", tmp_path / "uit.xlsx", "--municipality", "lievegem", "--json")
    assert again.json["actions"] == {"added": 0, "changed": 0, "unchanged": 3, "missing": 0}
    assert actions(terugkom) == before


def test_for_a_person_the_plan_and_the_import_are_tables(terugkom: Call, imported_plan: Path) -> None:
    said = terugkom("actions")
    assert said.status == 0
    assert "Led in" in said.out
    assert "An Peeters" in said.out
    said = terugkom("import", imported_plan, "--municipality", "lievegem")
    assert "3 unchanged" in said.out
    assert "Tegen" in said.out


@pytest.mark.long
def test_what_is_no_longer_in_the_file_is_named_and_so_is_what_follows_from_it(
    terugkom: Call, imported_plan: Path
) -> None:
    lines = imported_plan.read_text(encoding="utf-8").splitlines(keepends=True)
    imported_plan.write_text("".join(lines[:2]), encoding="utf-8")
    said = terugkom("import", imported_plan, "--municipality", "lievegem", *MAP)
    assert "no longer in the file: A2, A3" in said.out
    assert "reminders for those not done continue" in said.out


@pytest.mark.long
def test_of_two_municipalities_one_must_be_named(terugkom: Call, imported_plan: Path, plan: Path) -> None:
    terugkom("import", plan, "--municipality", "deinze", *MAP)
    said = terugkom("actions", "--json")
    assert (said.status, said.out) == (2, "")
    assert "deinze, lievegem" in said.err
    assert len(actions(terugkom, "--municipality", "deinze")) == 3


@pytest.mark.long
def test_a_municipality_that_is_misspelt_is_not_made_unless_it_is_meant(
    terugkom: Call, imported_plan: Path, plan: Path
) -> None:
    said = terugkom("import", plan, "--municipality", "lievegm", *MAP)
    assert (said.status, said.out) == (2, "")
    assert "there is no municipality lievegm; is it lievegem? To make lievegm too, add --new" in said.err
    assert len(actions(terugkom)) == 3, "of the only one"
    terugkom("import", plan, "--municipality", "lievegm", "--new", *MAP)
    assert len(actions(terugkom, "--municipality", "lievegm")) == 3
    assert terugkom("import", plan, "--municipality", "lievegm", *MAP).status == 1, "it is there by now"


@pytest.mark.long
def test_ideas_are_no_plan(terugkom: Call, imported_plan: Path, tmp_path: Path) -> None:
    """Who handed them in became actions, and those of the plan were no longer in the file."""
    file = tmp_path / "ideeenbus.csv"
    write_ideas(file, date(2027, 1, 4))
    before = actions(terugkom)
    said = terugkom("import", file, "--municipality", "lievegem")
    assert (said.status, said.out) == (2, "")
    assert "ideeenbus.csv holds ideas, and no plan: use `terugkom import-ideas ideeenbus.csv`" in said.err
    assert actions(terugkom) == before


@pytest.mark.long
def test_two_homes_never_touch(
    terugkom: Call, home: Path, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terugkom("import", plan, "--municipality", "lievegem", *MAP)
    before = digests(home)
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "other"))
    assert terugkom("actions").status == 2
    terugkom("import", plan, "--municipality", "deinze", *MAP)
    assert [each["code"] for each in actions(terugkom)] == ["A1", "A2", "A3"]
    assert digests(home) == before
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    assert terugkom("actions", "--municipality", "deinze").status == 2


def wrong_calls(folder: Path) -> dict[str, tuple[tuple[str, ...], str]]:
    """Calls that are wrong, and what is said of them."""
    plan = str(folder / "plan.csv")
    into = ("--municipality", "lievegem")
    return {
        "no command": ((), "required"),
        "an unknown command": (("remind",), "there is no command remind"),
        "an unknown municipality": (("actions", "--municipality", "gent"), "there is no municipality 'gent'"),
        "no file": (("import", str(folder / "niets.xlsx"), *into), "there is no such file"),
        "a folder": (("import", str(folder), *into), "there is no such file"),
        "no municipality to import in": (("import", plan), "--municipality"),
        "a wrong short name": (("import", plan, "--municipality", "De Pinte"), "not a valid short name"),
        "half a map": (("import", plan, *into, "--map", "Wat"), "Column=field"),
        "a map of a column that is not there": (
            ("import", plan, *into, "--map", "Was=title"),
            "no column 'Was'",
        ),
        "a map to no field": (
            ("import", plan, *into, "--map", "Wat=titel"),
            "unknown field",
        ),
        "a wrong day": (("upcoming", "--until", "2026-02-30"), "not a date like"),
        "words for a day": (("import", plan, *into, "--today", "morgen"), "not a date like"),
        "a day too far": (("upcoming", "--until", "2199-01-01"), "between 2000 and 2100"),
        "a delivery that is not there": (("resolve", "99", "sent"), "there is no delivery 99"),
        "no number": (("resolve", "een", "sent"), "invalid int"),
        "a number that no delivery can have": (("resolve", "9" * 20, "sent"), "invalid int"),
        "a number that Python does not read": (("resolve", "9" * 5000, "sent"), "invalid int"),
        "a number that no question can have": (("answer", "9" * 20, "accept"), "invalid int"),
        "an unknown verdict": (("resolve", "1", "later"), "invalid choice"),
        "an unknown cycle": (("run", "newsletter-of-mars"), "invalid choice"),
        "a command misspelt": (("upcomming",), "there is no command upcomming; is it upcoming?"),
        "a command of a command misspelt": (("person", "shov"), "there is no command shov; is it show?"),
        "an option misspelt": (
            ("run", "--todya", "2026-12-08"),
            "there is no option --todya; is it --today?",
        ),
        "an option of a command of a command misspelt": (
            ("person", "links", "--munipality=x"),
            "--munipality",
        ),
        "no folder to write a template in": (("template", str(folder / "x/y.xlsx")), "cannot be written"),
        "a folder for a template": (("template", str(folder)), "cannot be written"),
        "no folder to export to": (("export", str(folder / "x/y.xlsx")), "cannot be written"),
        "a template that is no xlsx": (("template", str(folder / "y.csv")), "called NAME.xlsx"),
        "an export that is no xlsx": (("export", str(folder / "y")), "called NAME.xlsx"),
        "a column for two fields": (
            ("import", plan, *into, "--map", "Wat=title", "--map", "Wat=code"),
            "the column 'Wat' twice",
        ),
        "deliver for one municipality": (
            ("run", "deliver", "--municipality", "gent"),
            "--today, --municipality and --dry-run do not apply",
        ),
        "to resend of all what a variable that was empty named": (
            ("resolve", "--all", "resend", "--municipality", ""),
            "--municipality: empty",
        ),
        "deliver for what was empty": (("run", "deliver", "--municipality", ""), "--municipality: empty"),
        "a secret of what was empty": (("secret", "mailbox", "--municipality", ""), "--municipality: empty"),
        "deliver as a dry run": (
            ("run", "deliver", "--dry-run", "--json"),
            "--today, --municipality and --dry-run do not apply",
        ),
        "an export of an unknown municipality": (
            ("export", str(folder / "y.xlsx"), "--municipality", "gent"),
            "there is no municipality 'gent'",
        ),
    }


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", wrong_calls(Path()))
def test_a_wrong_call_ends_with_2_says_why_and_changes_nothing(
    terugkom: Call, imported_plan: Path, tmp_path: Path, name: str
) -> None:
    arguments, says = wrong_calls(tmp_path)[name]
    before = digests(tmp_path)
    said = terugkom(*arguments)
    assert said.status == 2
    assert said.out == ""
    assert says in said.err
    assert len(said.err.splitlines()) < 10
    assert digests(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "leeg.csv"), (b"geen zip", "plan.xlsx"), (b"\x00\x01", "plan.csv"), (b"x", "plan.pdf")],
)
def test_a_file_that_is_no_plan_ends_with_2_and_is_named(
    terugkom: Call, imported_plan: Path, tmp_path: Path, content: bytes, name: str
) -> None:
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / name).write_bytes(content)
    before = actions(terugkom)
    said = terugkom("import", tmp_path / "wrong" / name, "--municipality", "lievegem", *MAP)
    assert (said.status, said.out) == (2, "")
    assert name in said.err
    assert actions(terugkom) == before


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("TERUGKOM_PORT", "veel", "TERUGKOM_PORT"),
        ("TERUGKOM_LEASE_SECONDS", "-1", "TERUGKOM_LEASE_SECONDS"),
        ("TERUGKOM_DATABASE_URL", "geen adres", "TERUGKOM_DATABASE_URL"),
        ("TERUGKOM_DATABASE_URL", "postgresql://ik:geheim@127.0.0.1:1/x", "cannot be opened"),
    ],
)
def test_a_wrong_setting_ends_with_2_and_is_named_without_its_secret(
    terugkom: Call, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    said = terugkom("init")
    assert said.status == 2
    assert says in said.err
    assert "geheim" not in said.err


@pytest.mark.parametrize("command", ["run", "run deliver", "demo", "serve"])
def test_a_wrong_mail_server_ends_with_2_before_anything_is_done(
    terugkom: Call, home: Path, imported_plan: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("TERUGKOM_SMTP_URL", "http://ik:geheim@mail.example.org")
    before = digests(home)
    said = terugkom(*command.split())
    assert (said.status, said.out) == (2, "")
    assert "TERUGKOM_SMTP_URL must read" in said.err
    assert "geheim" not in said.err
    assert digests(home) == before


@pytest.mark.parametrize("command", ["init", "actions", "history", "run", "demo", "serve"])
def test_a_home_that_is_a_file_ends_with_2(
    terugkom: Call, plan: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(plan))
    said = terugkom(command)
    assert said.status == 2
    assert "cannot be opened" in said.err


@pytest.mark.parametrize("command", ["", "import", "demo", "run", "resolve"])
def test_each_command_explains_itself(terugkom: Call, command: str) -> None:
    said = terugkom(*command.split(), "--help")
    assert said.status == 0
    assert said.out.startswith(f"usage: terugkom {command}".rstrip())
