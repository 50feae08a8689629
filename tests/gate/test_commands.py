"""`terugkom check` and `terugkom accept`, as they are called."""

import json
from pathlib import Path
from typing import Any

import pytest

from terugkom.command_line import main
from terugkom.workbook.own_layout import ACTIONS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the plan of a small town."""
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    people = [{"code": "AN", "name": "An Peeters", "email": "an@x.example"}]
    actions = [
        {"code": "A1", "title": "Stimuleren van fietsgebruik", "owners": "AN", "deadline": "31/12/2027"},
        {"code": "A2", "title": "Tien laadpalen plaatsen", "owners": "AN", "deadline": "31/12/2027"},
        {"code": "A3", "title": "Bomenplan opmaken", "owners": "", "deadline": ""},
    ]
    write_plan(
        tmp_path / "plan.xlsx",
        WorkbookContent({ACTIONS.title: actions, PEOPLE.title: people}, {"name": "Lievegem"}),
    )
    assert main(["import", str(tmp_path / "plan.xlsx"), "--municipality", "lievegem", "--json"]) in (0, 1)
    return tmp_path


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(arguments)
    return status, *capsys.readouterr()


def checked(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    _, out, _ = called(capsys, "check", "--json")
    return {each["code"]: each for each in json.loads(out)}


def test_check_prints_each_action_with_its_grade_and_findings(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = checked(capsys)
    assert {code: each["grade"] for code, each in found.items()} == {"A1": "D", "A2": "A", "A3": "C"}
    assert {tuple(each) for each in found.values()} == {("code", "grade", "findings")}
    first = found["A1"]["findings"][0]
    assert first == {
        "rule": "promises-nothing",
        "words": "Stimuleren",
        "message": "“Stimuleren” zegt nog niet wat er op het einde zal zijn.",
        "question": "Wat is er op de einddatum dat er nu niet is? "
        "Noem bij “Stimuleren” een ding, een aantal of een beslissing.",
    }
    assert [each["rule"] for each in found["A3"]["findings"]] == ["no-owner", "no-deadline"]
    assert found["A2"]["findings"] == []


@pytest.mark.long
def test_check_shows_a_person_the_words_and_the_question(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = called(capsys, "check", "--municipality", "lievegem")
    assert "“Stimuleren” does not yet say what will be there in the end." in out
    assert "-> Who owns this action?" in out
    assert "zegt nog niet" not in out, "one language in one output: a command speaks English"
    assert "--page FILE.html" in out.splitlines()[-1], "where the questions are in the language of the plan"


@pytest.mark.long
def test_an_empty_plan_is_an_empty_list(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_plan(home / "leeg.xlsx", WorkbookContent({}, {"name": "Leeg"}))
    main(["import", str(home / "leeg.xlsx"), "--municipality", "leeg"])
    assert json.loads(called(capsys, "check", "--json", "--municipality", "leeg")[1]) == []


@pytest.mark.long
def test_check_writes_a_page(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called(capsys, "check", "--page", str(home / "gate.html"))
    assert "Stimuleren van fietsgebruik" in (home / "gate.html").read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_a_wrong_call(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, error = called(capsys, "check", "--page", str(home / "nowhere" / "gate.html"))
    assert status == 2
    assert "cannot be written" in error


@pytest.mark.long
def test_an_accepted_action_rests_also_after_it_is_imported_again(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = called(
        capsys, "accept", "A1", "--reason", "Het college wil het zo", "--by", "L", "--json"
    )
    assert status == 0
    assert json.loads(out)["rules"] == ["not-measurable", "promises-nothing"]
    main(["import", str(home / "plan.xlsx"), "--municipality", "lievegem"])
    again = checked(capsys)["A1"]
    assert (again["grade"], again["findings"]) == ("A", [])


@pytest.mark.long
@pytest.mark.parametrize("how", [("--json",), ()])
def test_check_tells_by_its_exit_status_whether_a_question_is_open(
    home: Path, capsys: pytest.CaptureFixture[str], how: tuple[str, ...]
) -> None:
    assert called(capsys, "check", *how)[0] == 1
    for code in ("A1", "A3"):
        called(capsys, "accept", code, "--reason", "Het college wil het zo")
    assert called(capsys, "check", *how)[0] == 0


@pytest.mark.parametrize("typed", ["a1", " A1 "])
def test_an_action_is_known_without_its_capitals(
    home: Path, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    assert called(capsys, "accept", typed, "--reason", "Het college wil het zo")[0] == 0
    assert checked(capsys)["A1"]["findings"] == []


def test_accepting_what_there_is_not_is_a_wrong_call(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, error = called(capsys, "accept", "X9", "--reason", "Daarom")
    assert (status, out) == (2, "")
    assert "no action 'X9'" in error
