"""terugkom minutes: the form for a meeting, and what a form that was filled in would change."""

from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from terugkom.workbook.own_layout import ACTIONS, GROUPS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.command_line.conftest import Call

GROUP = {"code": "ENERGIE", "name": "Deelgroep energie", "kind": "deelgroep", "interval_months": 6}


@pytest.fixture
def form(terugkom: Call, tmp_path: Path) -> Path:
    """The form of a meeting of 15 March, written by the command."""
    rows: dict[str, Any] = {
        PEOPLE.title: [{"code": "AN", "name": "An Wijn", "groups": "ENERGIE"}],
        GROUPS.title: [GROUP | {"anchor": date(2027, 3, 15)}],
        ACTIONS.title: [{"code": "E1", "title": "Ledlampen", "group": "ENERGIE", "owners": "AN"}],
    }
    write_plan(tmp_path / "plan.xlsx", WorkbookContent(rows, settings={"name": "Gemeente Linde"}))
    terugkom("import", str(tmp_path / "plan.xlsx"), "--municipality", "linde", "--today", "2027-01-04")
    path = tmp_path / "verslag.docx"
    said = terugkom("minutes", str(path), "--form", "ENERGIE/2027-03", "--today", "2027-03-10")
    assert (said.status, said.out) == (0, f"{path} written.\n")
    return path


def fill(form: Path, *decision: str) -> None:
    document = docx.Document(str(form))
    for cell, text in zip(document.tables[3].rows[1].cells[1:], decision, strict=True):
        cell.text = text
    document.save(str(form))


def test_a_dry_run_says_what_a_form_would_change(terugkom: Call, form: Path) -> None:
    fill(form, "E1", "deadline", "eind 2027", "")
    told = terugkom("minutes", str(form), "--dry-run", "--today", "2027-03-17", "--json").json
    assert (told["decisions"], told["problems"]) == (1, [])
    assert {"code": "E1", "field": "deadline", "old": "", "new": "2027-12-31"} in told["changes"]


@pytest.mark.long
def test_the_form_of_a_meeting_that_is_over_can_be_written_again(
    terugkom: Call, flows_here: None, form: Path, tmp_path: Path
) -> None:
    fill(form, "E1", "deadline", "eind 2027", "")
    assert "actions changed: E1" in terugkom("minutes", form, "--today", "2027-03-17").out
    again = tmp_path / "again.docx"
    said = terugkom("minutes", again, "--form", "ENERGIE/2027-03", "--today", "2027-12-01")
    assert (said.status, said.out) == (0, f"{again} written.\n")
    lines = [each.text for each in docx.Document(str(again)).paragraphs]
    assert any("linde / subgroup-review / ENERGIE / 2027-03" in line for line in lines)


@pytest.mark.long
def test_the_json_says_to_how_many_the_minutes_were_sent(
    terugkom: Call, flows_here: None, form: Path
) -> None:
    fill(form, "E1", "deadline", "eind 2027", "")
    told = terugkom("minutes", form, "--today", "2027-03-17", "--json").json
    assert (told["problems"], told["decisions"], told["sent"]) == ([], 1, 0)
    assert told["report"]["attention"] == {"members_out_of_reach": 1, "steps_skipped": 1}


def test_what_is_wrong_is_told_and_nothing_changes(terugkom: Call, form: Path) -> None:
    fill(form, "E9", "deadline", "eind 2027", "")
    said = terugkom("minutes", str(form), "--today", "2027-03-17")
    assert said.status != 0
    assert "Nothing was changed" in said.out
    assert "er is geen actie met de code “E9”" in " ".join(said.out.split())
