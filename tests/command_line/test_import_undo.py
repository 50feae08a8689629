"""`terugkom import --undo`: the last import is taken back, or it is said what refers to it."""

from pathlib import Path

import pytest

from tests.command_line.conftest import Call

TOWN = ("--municipality", "lievegem")
PLAN = "Nr;Actie;Trekker;E-mail;Deadline\n1;Dak isoleren;An Peeters;an@example.org;30/11/2026\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_the_last_import_is_taken_back_once(terugkom: Call, file: Path) -> None:
    terugkom("import", file, *TOWN, "--today", "2026-11-23")
    file.write_text(PLAN + "2;Regenput;An Peeters;an@example.org;2028\n", encoding="utf-8")
    terugkom("import", file, *TOWN, "--today", "2026-11-24")

    tried = terugkom("import", "--undo", *TOWN, "--dry-run")
    assert "would be taken back" in tried.out
    done = terugkom("import", "--undo", *TOWN)

    assert done.status == 0
    assert "the import of plan.csv of 2026-11-24 into lievegem was taken back" in " ".join(done.out.split())
    assert [each["code"] for each in terugkom("actions", *TOWN, "--json").json] == ["1"]


def test_without_an_import_there_is_nothing_to_take_back(terugkom: Call, file: Path) -> None:
    terugkom("import", file, *TOWN)
    terugkom("import", "--undo", *TOWN)

    said = terugkom("import", "--undo", *TOWN)

    assert said.status == 2


def test_a_first_import_is_taken_back_and_it_is_said_that_the_plan_is_gone(
    terugkom: Call, file: Path
) -> None:
    terugkom("import", file, *TOWN, "--today", "2026-11-23")
    terugkom("import", file, *TOWN, "--today", "2026-11-24")  # which changes nothing

    tried = terugkom("import", "--undo", *TOWN, "--dry-run")
    assert (tried.status, "the whole plan would be gone with it" in " ".join(tried.out.split())) == (0, True)
    assert [each["code"] for each in terugkom("actions", *TOWN, "--json").json] == ["1"]
    done = terugkom("import", "--undo", *TOWN)

    assert (done.status, done.err) == (0, tried.err)
    said = " ".join(done.out.split())
    assert "the import of plan.csv of 2026-11-23 into lievegem was taken back" in said
    assert "it was the first import of lievegem: the whole plan is gone with it" in said


@pytest.mark.parametrize("more", [("--map", "Nr=code"), ("--page", "x.html")])
def test_an_undo_goes_without_what_belongs_to_an_import(terugkom: Call, more: tuple[str, str]) -> None:
    assert terugkom("import", "--undo", *TOWN, *more).status == 2


def test_an_import_needs_a_file(terugkom: Call) -> None:
    said = terugkom("import", *TOWN)

    assert (said.status, "which file?" in said.err) == (2, True)
