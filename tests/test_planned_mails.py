"""A dry run says to whom what would be sent, and with which subject; nothing of it is stored."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom import report as reports
from terugkom.code_of_conduct.distribution import (
    find_distribution,
    preview_distribution,
    render_distribution,
)
from terugkom.command_line import report_view
from terugkom.database.connection_pool import Database
from terugkom.delivery.due_deliveries import EVERYTHING, list_planned_deliveries
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.plan.model import Person
from terugkom.plan.queries import get_municipality
from terugkom.reminders import week
from terugkom.reminders.preview_summary import preview_summary
from terugkom.report import PlannedMail, RunReport
from terugkom.schedule.run_stamp import RunStamp
from terugkom.subscribers.confirmations import record_requests
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from tests.clock import clock_on
from tests.editions.conftest import BEFORE
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality
from tests.flows.plan_workbooks import MONDAY, address, write_small_plan
from tests.import_workbook import import_workbook

MOSTLY_SQLITE = True

CODE = "---\nversie: 1\n---\n# Gedragscode\n\n## Zuinig met energie\n\nWe doen het licht uit.\n"


def test_the_command_line_lists_to_whom_and_with_which_subject(capsys: pytest.CaptureFixture[str]) -> None:
    planned = tuple(
        PlannedMail("linde", "owner-digest", "owner", f"o{n}@linde.example.org", f"{n} acties [ENERGIE]")
        for n in range(60)
    )
    report_view.print_report(RunReport(dry_run=True, planned=planned), MONDAY)
    shown = capsys.readouterr().out
    assert "60 would be sent" in shown
    assert "o0@linde.example.org" in shown
    assert "49 acties [ENERGIE]" in shown
    assert "o50@linde.example.org" not in shown
    assert "and 10 more" in shown


def test_json_lists_them_all_and_a_repr_names_nobody() -> None:
    mail = PlannedMail("linde", "owner-digest", "owner", "xaverine@markeer.example", "Voor Xaverine")
    report = RunReport(dry_run=True, planned=(mail,)) + RunReport()
    assert report.as_json(MONDAY)["planned"] == [vars(mail)]
    assert not report.is_empty
    assert "averine" not in repr(report)


@pytest.mark.parametrize("report", [RunReport(dry_run=True, files=1), reports.RunReport(dry_run=True)])
def test_a_dry_run_without_mail_says_so(report: RunReport, capsys: pytest.CaptureFixture[str]) -> None:
    report_view.print_report(report, MONDAY)
    assert "none would be sent" in capsys.readouterr().out or report.is_empty


def test_the_coordinator_s_summary_is_previewed_with_the_reminders_that_would_be_sent(
    database: Database, tmp_path: Path
) -> None:
    path = write_small_plan(tmp_path / "lievegem.xlsx", 3)
    import_workbook(database, path, slug="lievegem", today=MONDAY, now=clock_on(MONDAY))
    with database.write_session() as session:
        first = session.scalar(select(Person.id).where(Person.code == "P1"))
        get_municipality(session, "lievegem").coordinator_id = first
    context = RenderContext(database, DocumentStore(tmp_path / "documents"), Templates("nl"))
    with database.read_session() as session:
        town = get_municipality(session, "lievegem")
        this = week.open_week(session, town, RunStamp(MONDAY, clock_on(MONDAY)), dry_run=True)
        assert this
        recipients = week.list_digest_recipients(session, this)
    mail = preview_summary(context, this, recipients)
    assert mail
    assert mail.subject.startswith("Opvolging actieplan, week 48: 3 herinneringen")
    assert [each.address.email for each in mail.recipients] == [address(1)]
    assert not (tmp_path / "documents").exists()


def test_what_waits_in_the_outbox_is_listed_too(database: Database, tmp_path: Path) -> None:
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    room.take_due_step(ASKED)
    with database.read_session() as session:
        (found,) = list_planned_deliveries(session, clock_on(ASKED + timedelta(days=1)), EVERYTHING)
    assert (found.municipality, found.kind, found.role) == ("linde", "edition-not-ready", "coordinator")
    assert found.recipient == "lotte@linde.example.org"
    assert found.subject.startswith("Nog niet klaar: nieuwsbrief van het vierde kwartaal van 2026")


def test_the_code_of_conduct_names_who_would_be_asked(database: Database, tmp_path: Path) -> None:
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    (tmp_path / "gedragscode.md").write_text(CODE, encoding="utf-8")
    day = date(2026, 9, 7)
    with database.write_session() as session:
        enrol_plan_people(session, get_municipality(session, "linde"), day)
    with database.read_session() as session:
        town = get_municipality(session, "linde")
        what = find_distribution(session, town, tmp_path, day)
    assert what
    found = preview_distribution(room.desk, town, what, day)
    assert [each.recipient for each in found] == ["lotte@linde.example.org", "dora@linde.example.org"]
    assert {each.role for each in found} == {"reader"}
    assert all(each.subject for each in found)
    letter = render_distribution(room.desk, town, what, day).letter
    assert letter
    assert "Wij hebben nu een gedragscode (versie 1). U vindt ze in bijlage" in letter.text
    assert "veranderd" not in letter.text + letter.html, "nobody had an earlier one"
    with database.write_session() as session:
        record_requests(session, what.recipients, "1", day)
    (tmp_path / "gedragscode.md").write_text(CODE.replace("versie: 1", "versie: 2"), encoding="utf-8")
    with database.read_session() as session:
        what = find_distribution(session, town, tmp_path, day)
    assert what
    letter = render_distribution(room.desk, town, what, day).letter
    assert letter
    assert "Onze gedragscode is veranderd: versie 2 vindt u in bijlage." in letter.text
