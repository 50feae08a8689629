"""A file with a table that looks like a plan and was not read waits for a person, who may let it in."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.inbox import InboxImport
from terugkom.inbox.plan_files import is_agreed
from terugkom.inbox.process_inbox import process_inbox
from terugkom.inbox.unclaimed_files import list_unclaimed
from terugkom.plan.model import Action
from tests.inbox.home import NOW, InboxHome, write_half_read_plan

AT = "2026-12-01-060000"


@pytest.fixture
def half_read(home: InboxHome) -> InboxHome:
    write_half_read_plan(home.inbox / "plan.xlsx")
    return home


def test_it_waits_with_its_report_and_nothing_of_it_goes_in(half_read: InboxHome) -> None:
    result = half_read.process()

    assert [(each.file, each.waiting) for each in result.plans] == [("plan.xlsx", True)]
    assert half_read.count(Action) == 0
    reports = [f"{AT}-plan.xlsx{more}" for more in ("", ".report.html", ".report.json")]
    assert (half_read.names(), half_read.names("waiting")) == ([], reports)
    report = json.loads((half_read.inbox / "waiting" / reports[2]).read_text())
    assert report["waiting"] is True
    html = (half_read.inbox / "waiting" / reports[1]).read_text()
    assert "plan.xlsx wacht op u" in html
    assert "“akkoord plan.xlsx”" in html
    assert "Daarom is er nog niets aan het plan gewijzigd." in html


def test_a_run_says_that_it_waits_and_not_that_it_went_in(half_read: InboxHome) -> None:
    report = InboxImport(half_read.process(), dry_run=False).report

    assert (report.files, dict(report.attention)) == (1, {"files_waiting": 1})


def test_what_waits_lies_where_it_belongs(half_read: InboxHome) -> None:
    half_read.process()
    (half_read.folder.parent / "home").mkdir()

    for known in (["lievegem"], []):  # it is the first plan of its municipality
        assert list_unclaimed(half_read.folder.parent / "home", half_read.folder, known) == []


@pytest.mark.parametrize(
    "name", ["akkoord plan.xlsx", "Akkoord - plan.xlsx", "accord_plan.xlsx", "AKKOORD.xlsx"]
)
def test_a_person_lets_it_in_by_a_word_in_front_of_its_name(half_read: InboxHome, name: str) -> None:
    half_read.process()
    waiting = half_read.inbox / "waiting" / f"{AT}-plan.xlsx"
    (half_read.inbox / name).write_bytes(waiting.read_bytes())

    result = process_inbox(replace(half_read.run, now=NOW + timedelta(hours=1)))

    (plan,) = result.plans
    assert plan.report is not None
    assert plan.report.has_unread_plan, "what was not read is still told"
    assert (plan.waiting, half_read.count(Action)) == (False, 1)
    assert half_read.names("waiting") == [], "it waits no longer"
    assert f"{AT}-plan.xlsx" in half_read.names("refused")


@pytest.mark.parametrize("name", ["plan akkoord.xlsx", "akkoordplan.xlsx", "plan.xlsx"])
def test_another_name_is_no_word_of_a_person(name: str) -> None:
    assert not is_agreed(name)


def test_a_file_that_was_mended_takes_the_place_of_the_one_that_waits(half_read: InboxHome) -> None:
    half_read.process()
    (half_read.inbox / "plan.csv").write_text("Nr;Actie\n1;Led in de sporthal\n", encoding="utf-8")

    result = process_inbox(replace(half_read.run, now=NOW + timedelta(hours=1)))

    assert [each.waiting for each in result.plans] == [False]
    assert (half_read.count(Action), half_read.names("waiting")) == (1, [])


def test_a_dry_run_says_that_it_would_wait_and_moves_nothing(half_read: InboxHome) -> None:
    result = process_inbox(replace(half_read.run, dry_run=True))

    assert [each.waiting for each in result.plans] == [True]
    assert (half_read.names(), Path(half_read.inbox / "waiting").exists()) == (["plan.xlsx"], False)
