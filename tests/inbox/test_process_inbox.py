"""An inbox with files of every kind: each is read once, goes to its handler, and fails alone."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.ideas.model import Idea
from terugkom.inbox import mailbox, minutes_files, plan_files, process_inbox
from terugkom.inbox.process_inbox import InboxResult
from terugkom.plan.model import Action
from terugkom.plan.queries import get_municipality
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.model import Subscriber
from terugkom.workbook.file_formats import read_tables
from terugkom.workbook.import_plan import FileTables
from tests.flows.plan_workbooks import MONDAY, address, write_small_plan
from tests.import_workbook import import_workbook
from tests.inbox.home import NOW, SERVER, TODAY, InboxHome
from tests.workbook.open_document import write_ods

UNSUBSCRIBE_MAIL = (
    f"Authentication-Results: {SERVER}; dmarc=pass header.from={address(1).rpartition('@')[2]}\n"
    f"From: {address(1)}\nSubject: Afmelden nieuwsbrief\n\nDank u.\n"
)
REFERENCE = "lievegem / subgroup-review / ENERGIE / 2026-11"


def write_every_kind(inbox: Path) -> None:
    """Write two plans, three forms of ideas, a document and two mails."""
    write_small_plan(inbox / "plan.xlsx")
    (inbox / "tweede.csv").write_text("Code;Titel\nB1;Ledlampen\n", encoding="utf-8")
    (inbox / "a-ideeen.csv").write_text("Idee;Naam\nMeer bomen;Trekker 1\n", encoding="utf-8")
    write_ods(inbox / "ideeen.ods", "Formulier", [["Idee", "Naam"], ["Meer banken", "Trekker 2"]])
    (inbox / "stuk.xlsx").write_bytes(b"no workbook")
    document = docx.Document()
    document.add_paragraph(f"Kenmerk: {REFERENCE}")
    document.save(str(inbox / "verslag.docx"))
    (inbox / "1.eml").write_text(UNSUBSCRIBE_MAIL)
    (inbox / "2.eml").write_text(f"From: {address(2)}\nSubject: Een vraag\n\nWanneer?\n")


def counting(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, read: Counter[str]) -> None:
    """Count the calls of a function that begins to read a file, by the file's name."""
    function: Callable[..., Any] = getattr(module, name)

    def count(path: Any, *args: Any, **kwargs: Any) -> Any:
        read[Path(path).name] += 1
        return function(path, *args, **kwargs)

    monkeypatch.setattr(module, name, count)


@pytest.mark.parametrize("dry_run", [False, True])
def test_each_file_is_read_once(home: InboxHome, monkeypatch: pytest.MonkeyPatch, dry_run: bool) -> None:
    write_every_kind(home.inbox)
    import_workbook(home.database, home.inbox / "plan.xlsx", slug="lievegem", today=MONDAY, now=NOW)
    read: Counter[str] = Counter()
    counting(monkeypatch, read_tables, "check_file_type", read)
    counting(monkeypatch, minutes_files, "read_document", read)
    counting(monkeypatch, mailbox, "_read_mail", read)
    names = home.names()
    result = process_inbox.process_inbox(replace(home.run, dry_run=dry_run))
    assert (len(result.plans), len(result.ideas), len(result.minutes)) == (3, 2, 1)
    assert read == dict.fromkeys(names, 1)


def test_each_file_goes_to_its_handler_and_lies_in_its_folder_with_a_report(home: InboxHome) -> None:
    write_every_kind(home.inbox)
    import_workbook(home.database, home.inbox / "plan.xlsx", slug="lievegem", today=MONDAY, now=NOW)
    with home.database.write_session() as session:
        enrol_plan_people(session, get_municipality(session, "lievegem"), TODAY)
    result = home.process()
    assert result.errors == []
    assert [each.file for each in result.plans] == ["plan.xlsx", "stuk.xlsx", "tweede.csv"]
    assert [each.file for each in result.ideas] == ["a-ideeen.csv", "ideeen.ods"]
    assert [each.file for each in result.minutes] == ["verslag.docx"]
    assert result.answers == {"unsubscribed": 1, "asked": 1}
    assert (home.count(Action), home.count(Idea)) == (4, 2)
    at = "2026-12-01-060000"
    done = ("a-ideeen.csv", "ideeen.ods", "plan.xlsx", "tweede.csv")
    reports = ("", ".report.html", ".report.json")
    assert home.names("done") == sorted(
        [f"{at}-1.eml", f"{at}-2.eml", *(f"{at}-{name}{more}" for name in done for more in reports)]
    )
    refused = ("stuk.xlsx", "verslag.docx")
    assert home.names("refused") == sorted(f"{at}-{name}{more}" for name in refused for more in reports)
    assert home.names() == []
    report = json.loads((home.inbox / "refused" / f"{at}-verslag.docx.report.json").read_text())
    assert "tabel “Aanwezigheid” ontbreekt" in report["problems"][0]
    report = json.loads((home.inbox / "refused" / f"{at}-stuk.xlsx.report.json").read_text())
    assert report["refused"].startswith("stuk.xlsx")


def test_ideas_beside_the_first_plan_of_a_municipality_come_after_it(home: InboxHome) -> None:
    write_every_kind(home.inbox)
    result = home.process()
    assert [each.refused for each in result.ideas] == ["", ""]
    with home.database.read_session() as session:
        ideas = session.scalars(select(Idea).order_by(Idea.code)).all()
        assert [each.person and each.person.name for each in ideas] == ["Trekker 1", "Trekker 2"]


def test_a_file_with_an_unexpected_error_stays_and_the_others_are_handled(
    home: InboxHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_every_kind(home.inbox)
    import_tables = plan_files.import_tables

    def fail(database: Database, file: FileTables, *more: Any) -> Any:
        if file.name == "plan.xlsx":
            raise RuntimeError("out of order")
        return import_tables(database, file, *more)

    monkeypatch.setattr(plan_files, "import_tables", fail)
    result = home.process()
    (error,) = result.errors
    assert str(error) == "out of order"
    assert error.__notes__ == [f"in {home.inbox / 'plan.xlsx'}"]
    assert home.names() == ["plan.xlsx"], "the mails are of no subscriber: one set aside, one asked about"
    assert [each.file for each in result.plans] == ["stuk.xlsx", "tweede.csv"]
    monkeypatch.undo()
    again = home.process()
    assert (again.errors, [each.file for each in again.plans]) == ([], ["plan.xlsx"])


def test_mails_to_a_municipality_that_does_not_exist_unsubscribe_nobody_elsewhere(home: InboxHome) -> None:
    write_small_plan(home.folder.parent / "plan.xlsx")
    import_workbook(home.database, home.folder.parent / "plan.xlsx", slug="other", today=MONDAY, now=NOW)
    with home.database.write_session() as session:
        enrol_plan_people(session, get_municipality(session, "other"), TODAY)
    (home.inbox / "1.eml").write_text(UNSUBSCRIBE_MAIL)
    assert home.process().answers == {"left": 1}
    assert home.names() == ["1.eml"]
    with home.database.read_session() as session:
        assert session.scalars(select(Subscriber.unsubscribed_on)).unique().all() == [None]


def test_a_dry_run_moves_and_stores_nothing(home: InboxHome) -> None:
    write_every_kind(home.inbox)
    names = home.names()
    result = process_inbox.process_inbox(replace(home.run, dry_run=True))
    assert [each.report is None for each in result.plans] == [False, True, False]
    assert home.names() == names
    assert (home.count(Action), home.names("done"), home.names("refused")) == (0, [], [])


def test_an_inbox_that_is_not_there_is_empty(sqlite_database: Database, tmp_path: Path) -> None:
    run = replace(InboxHome(sqlite_database, tmp_path).run, municipality_folder=tmp_path / "nowhere")
    assert process_inbox.process_inbox(run) == InboxResult()
