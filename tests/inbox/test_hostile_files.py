"""Odd names, links and what is no file at all: each is set aside alone, and the plan beside it is taken."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.documents.file_store import write_atomically
from terugkom.inbox import folder, plan_files
from terugkom.inbox.incoming_file import MAX_NAME_BYTES, format_file_name
from terugkom.plan.model import Action, Municipality
from tests.inbox.home import InboxHome

AT = "2026-12-01-060000"
PLAN = "Code;Titel\nB1;Ledlampen\n"


def drop(inbox: Path, name: str | bytes, content: str = PLAN) -> None:
    path = os.fsencode(inbox) + b"/" + (name if isinstance(name, bytes) else name.encode())
    Path(os.fsdecode(path)).write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (b"a\xff\xfe.csv", "a__.csv"),
        ("a" * 230 + ".csv", "a" * 156 + ".csv"),
        ("é" * 125 + ".csv", "é" * 78 + ".csv"),
        ("a\nb\x1b[0m\u202e.csv", "a_b_[0m_.csv"),
        ("a" * 20 + ".xlsx", "a" * 20 + ".xlsx"),  # no workbook: refused, with its report
    ],
)
def test_a_file_with_an_odd_name_is_archived_and_the_plan_beside_it_taken(
    home: InboxHome,
    name: str | bytes,
    kept: str,
) -> None:
    drop(home.inbox, name)
    drop(home.inbox, "plan.csv", "Code;Titel\nC1;Zonnepanelen\n")
    result = home.process()
    assert result.errors == []
    refused = kept.endswith(".xlsx")
    assert sorted(each.file for each in result.plans) == sorted([kept, "plan.csv"])
    assert home.count(Action) == (1 if refused else 2)
    archived = home.names("refused" if refused else "done")
    assert {f"{AT}-{kept}", f"{AT}-{kept}.report.json", f"{AT}-{kept}.report.html"} <= set(archived)
    assert f"{AT}-plan.csv" in home.names("done")
    assert home.names() == []


def test_names_that_are_cut_to_the_same_do_not_overwrite_each_other(home: InboxHome) -> None:
    drop(home.inbox, "a" * 230 + "1.csv", "Code;Titel\nB1;Led\n")
    drop(home.inbox, "a" * 230 + "2.csv", "Code;Titel\nB2;Zon\n")
    assert home.process().errors == []
    kept = [home.inbox / "done" / each for each in home.names("done") if each.endswith(".csv")]
    assert sorted(each.read_text() for each in kept) == ["Code;Titel\nB1;Led\n", "Code;Titel\nB2;Zon\n"]


def test_links_pipes_and_folders_are_set_aside_unread(home: InboxHome, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("Code;Titel\nX1;Geheim\n")
    for name in ("1.csv", "2.docx"):
        (home.inbox / name).symlink_to(secret)
    (home.inbox / "3.csv").symlink_to(tmp_path / "nowhere")
    os.mkfifo(home.inbox / "4.xlsx")
    (home.inbox / "5.csv").mkdir()
    drop(home.inbox, "plan.csv")
    result = home.process()
    assert result.errors == []
    reasons = [each.refused for each in result.plans if each.refused]
    assert ["een snelkoppeling" in each for each in reasons] == [True, True, False, False]
    assert ["geen gewoon bestand" in each for each in reasons] == [False, False, True, True]
    (minutes,) = result.minutes
    assert "een snelkoppeling" in minutes.problems[0]
    assert home.count(Action) == 1
    assert secret.read_text() == "Code;Titel\nX1;Geheim\n"
    assert home.names() == []
    assert len(list((home.inbox / "refused").glob("*.json"))) == 5
    page = (home.inbox / "refused" / f"{AT}-1.csv.report.html").read_text()
    assert "snelkoppeling" in page
    assert folder.list_municipalities_with_new_files(home.folder) == []


def test_an_inbox_that_is_a_link_is_an_error_every_day_and_not_followed(
    home: InboxHome,
    tmp_path: Path,
) -> None:
    drop(home.inbox, "plan.csv")
    home.inbox.rename(tmp_path / "elsewhere")
    (home.folder / "lievegem" / "inbox").symlink_to(tmp_path / "elsewhere")
    assert folder.list_municipalities_with_new_files(home.folder) == ["lievegem"]
    (error,) = home.process().errors
    assert "is a link" in str(error)
    assert home.count(Municipality) == 0


def test_a_file_that_is_saved_anew_while_it_is_handled_is_not_lost(
    home: InboxHome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drop(home.inbox, "plan.csv")
    import_tables = plan_files.import_tables

    def save_meanwhile(*given: Any) -> Any:
        drop(home.inbox, "plan.csv", "Code;Titel\nB1;Ledlampen overal\n")
        return import_tables(*given)

    monkeypatch.setattr(plan_files, "import_tables", save_meanwhile)
    home.process()
    monkeypatch.undo()
    assert (home.inbox / "done" / f"{AT}-plan.csv").read_text() == PLAN
    assert (home.inbox / "plan.csv").read_text() == "Code;Titel\nB1;Ledlampen overal\n"
    assert home.process().errors == []
    reports = [json.loads(each.read_text()) for each in sorted((home.inbox / "done").glob("*.json"))]
    assert [each["actions"]["changed"] for each in reports] == [1, 0]


def test_a_reader_that_gives_up_in_an_unexpected_way_refuses_the_file(
    home: InboxHome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def give_up(tables: object) -> None:
        raise RecursionError

    monkeypatch.setattr("terugkom.inbox.classify_file.detect_ideas_file", give_up)
    drop(home.inbox, "plan.csv")
    (plan,) = home.process().plans
    assert plan.refused == "plan.csv: geen leesbaar werkboek (RecursionError)"
    assert home.names() == []


@given(st.text(alphabet=st.characters(codec=None), min_size=1, max_size=300))
def test_every_name_becomes_text_that_fits(name: str) -> None:
    text = format_file_name(name)
    assert len(text.encode()) <= MAX_NAME_BYTES
    assert not any(each in text for each in "\n\r\0\u2028\u202e")


def test_a_name_of_the_greatest_length_is_written(tmp_path: Path) -> None:
    assert write_atomically(tmp_path, "a" * 255, b"x").read_bytes() == b"x"
