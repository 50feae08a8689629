"""The last import is taken back whole, until something refers to it."""

import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.errors import InputError
from terugkom.gate.model import GateAcceptance
from terugkom.gate.plan_review import review_plan, save_snapshot, select_with_changed_plans
from terugkom.ideas.model import Idea
from terugkom.plan.model import Action, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from terugkom.retention.clean_up import clean_up
from terugkom.retention.model import Retention, RetentionPeriods
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.model import Subscriber
from terugkom.workbook.undo import undo_import
from terugkom.workbook.undo.journal import PlanImport, find_last_import
from terugkom.workbook.undo.undo_import import ImportReferred, UndoneImport, undo_last_import
from tests.soak import often
from tests.workbook.conftest import ImportFolder

LATER = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def undo(desk: Any, **options: Any) -> UndoneImport:
    return undo_last_import(desk.database, DocumentStore(desk.folder / "documents"), "demo", **options)


FIRST = {
    "Acties": [
        {
            "Code": "A1",
            "Titel": "Led in alle gebouwen",
            "Trekkers": "an",
            "Groep": "energie",
            "Deadline": "2027",
        },
        {"Code": "A2", "Titel": "Dak isoleren", "Trekkers": "bo", "Status": "lopend"},
    ],
    "Mensen": [
        {"Code": "an", "Naam": "An Peeters", "E-mail": "an@gemeente.example", "Groepen": "energie"},
        {"Code": "bo", "Naam": "Bo Maes", "E-mail": "bo@gemeente.example", "Vervanger": "an"},
    ],
    "Groepen": [{"Code": "energie", "Naam": "Deelgroep energie", "Soort": "deelgroep", "Verslaggever": "an"}],
    "Indicatoren": [{"Code": "I1", "Actie": "A1", "Naam": "Gebouwen", "Streefwaarde": 12}],
    "Instellingen": [{"Instelling": "Coördinator", "Waarde": "an"}],
}
SECOND = {
    "Acties": [
        {"Code": "A1", "Titel": "Led overal", "Trekkers": "cas", "Groep": "water", "Deadline": "01/03/2027"},
        {
            "Code": "A3",
            "Titel": "Regenput",
            "Trekkers": "cas",
            "Nieuws": "Besteld",
            "Nieuws van": "20/11/2026",
        },
    ],
    "Mensen": [
        {"Code": "an", "Naam": "An Peeters-Maes", "E-mail": "an@gemeente.example", "Groepen": "water"},
        {"Code": "cas", "Naam": "Cas Dils", "E-mail": "cas@gemeente.example", "Vervanger": "bo"},
        {"Code": "bo", "Naam": "Bo Maes", "E-mail": "bo@gemeente.example", "Vervanger": "cas"},
    ],
    "Groepen": [
        {"Code": "energie", "Naam": "Deelgroep energie", "Soort": "kopgroep", "Verslaggever": "cas"},
        {"Code": "water", "Naam": "Deelgroep water", "Soort": "deelgroep"},
    ],
    "Indicatoren": [
        {"Code": "I1", "Actie": "A3", "Naam": "Putten", "Laatste meting": 3, "Gemeten op": "20/11/2026"}
    ],
    "Instellingen": [
        {"Instelling": "Coördinator", "Waarde": "cas"},
        {"Instelling": "Sluitingsdagen", "Waarde": "24/12/2026"},
        {"Instelling": "Naam van de gemeente", "Waarde": "Gemeente Elders"},
    ],
}


@pytest.fixture
def twice(desk: Any) -> ImportFolder:
    """A desk with a plan that a second import changed."""
    desk.import_file(desk.workbook(**FIRST))
    desk.import_file(desk.workbook("tweede.xlsx", **SECOND))
    found: ImportFolder = desk
    return found


@pytest.mark.long
@pytest.mark.parametrize("name", ["desk", "postgres_desk"])
def test_everything_is_as_it_was_before_the_last_import(name: str, request: Any) -> None:
    desk = request.getfixturevalue(name)
    desk.import_file(desk.workbook(**FIRST))
    before = desk.all_rows()
    report = desk.import_file(desk.workbook("tweede.xlsx", **SECOND))
    assert report.findings == ()

    undone = undo(desk)

    assert (undone.file, undone.added, undone.changed) == ("tweede.xlsx", 1, 2)
    assert desk.all_rows() == before


def test_of_a_first_import_nothing_is_left(desk: Any) -> None:
    before = desk.all_rows()
    desk.import_file(desk.workbook(**FIRST))

    undo(desk)

    assert desk.all_rows() == before
    with pytest.raises(InputError, match="there is no municipality"):
        undo(desk)


@pytest.mark.long
def test_the_import_before_it_is_taken_back_next(twice: ImportFolder) -> None:
    undo(twice)
    assert undo(twice).file == "plan.xlsx"


@pytest.mark.long
def test_two_who_take_the_last_import_back_at_once_do_not_take_back_two(
    twice: ImportFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Barrier(2)

    def find_together(*given: Any) -> PlanImport | None:
        found = find_last_import(*given)
        with suppress(BrokenBarrierError):
            both.wait(timeout=1)  # who is alone, for the other waits for a lock, goes on
        return found

    monkeypatch.setattr(undo_import, "find_last_import", find_together)

    def take_back(_: int) -> str:
        try:
            return undo(twice).file
        except InputError as error:
            return error.render("nl")

    with ThreadPoolExecutor(2) as people:
        said = sorted(people.map(take_back, range(2)))
    assert len([each for each in said if each.endswith(".xlsx")]) == 1
    assert any("de laatste import is intussen een andere" in each for each in said)
    with twice.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(PlanImport)) == 1


@pytest.mark.long
def test_an_import_that_changed_nothing_is_not_the_last_one(twice: ImportFolder) -> None:
    again = twice.import_file(twice.folder / "tweede.xlsx")
    assert (again.changes, again.actions["added"]) == ((), 0)

    assert undo(twice).added == 1


def test_a_dry_run_tells_what_would_be_taken_back_and_changes_nothing(twice: ImportFolder) -> None:
    before = twice.all_rows()

    assert undo(twice, dry_run=True).dry_run
    assert twice.all_rows() == before


def test_codes_that_changed_hands_get_their_actions_back(desk: Any) -> None:
    desk.import_file(desk.table([["Nr", "Actie"], ["1", "Dak isoleren"], ["2", "Regenput plaatsen"]]))
    before = desk.all_rows()
    desk.import_file(desk.table([["Nr", "Actie"], ["2", "Hagen planten"], ["3", "Dak isoleren"]]))

    undo(desk)

    assert desk.all_rows() == before


def test_two_rows_that_get_a_code_and_have_one_title_do_not_take_one_action_twice(desk: Any) -> None:
    desk.import_file(desk.table([["Nr", "Actie"], ["", "Hagen planten"]]))

    report = desk.import_file(desk.table([["Nr", "Actie"], ["1", "Hagen planten"], ["2", "Hagen planten"]]))

    assert (report.actions["added"], report.actions["changed"]) == (1, 1)


def _find_action(session: Session, code: str) -> Action:
    found = session.scalar(select(Action).where(Action.code == code))
    assert found
    return found


def _report(desk: ImportFolder, code: str) -> None:
    with desk.database.write_session() as session:
        action = _find_action(session, code)
        entry = ReportEntry(action.owners[0], "mail", desk.today, LATER)
        reported = ReportedProgress(ProgressChoice.DONE, "Klaar")
        report_progress(session, get_municipality(session, "demo"), action, reported, entry)


def _accept(desk: ImportFolder, code: str) -> None:
    with desk.database.write_session() as session:
        action = _find_action(session, code)
        kept = {"text_sha256": "x", "rules": [], "reason": "goed zo", "accepted_at": LATER}
        session.add(GateAcceptance(action_id=action.id, **kept))


def _take_up(desk: ImportFolder, code: str) -> None:
    with desk.database.write_session() as session:
        action = _find_action(session, code)
        idea = {"code": "I-1", "text": "Bomen", "normalized_text_sha256": "x", "submitted_on": desk.today}
        session.add(Idea(municipality_id=action.municipality_id, action_id=action.id, **idea))


def _write(desk: ImportFolder, text: str, kind: str = "coordinator-summary") -> None:
    name = f"demo/2026-11-24/{kind}.txt"
    DocumentStore(desk.folder / "documents").write(name, text.encode())
    with desk.database.write_session() as session:
        values = {"kind": kind, "subject": "Weekoverzicht", "path": name, "sha256": "", "created_at": LATER}
        session.add(Document(municipality_id=get_municipality(session, "demo").id, **values))


@pytest.mark.long
@pytest.mark.sampled(4)
@pytest.mark.parametrize("code", ["A1", "A3"])  # changed and added by the last import
@pytest.mark.parametrize(
    ("refer", "what"),
    [
        (_report, "a change of its actions by mail, cas, 2026-11-23"),
        (_accept, "a decision to accept one of its actions as it is"),
        (_take_up, "an idea that became one of its actions"),
        (lambda desk, _: _write(desk, "Regenput en led  overal"), "a document of 2026-11-25: Weekoverzicht"),
    ],
)
def test_what_refers_to_it_is_named_and_nothing_is_taken_back(
    twice: ImportFolder, refer: Callable[[ImportFolder, str], None], what: str, code: str
) -> None:
    refer(twice, code)
    before = twice.all_rows()

    with pytest.raises(ImportReferred, match=re.escape(what)):
        undo(twice)

    assert twice.all_rows() == before


@pytest.mark.long
@pytest.mark.parametrize("refer", [_report, _accept, _take_up])
def test_what_refers_to_other_actions_does_not_hold_it(twice: ImportFolder, refer: Any) -> None:
    one_more = [*SECOND["Acties"], {"Code": "A4", "Titel": "Hagen planten"}]
    twice.import_file(twice.workbook("derde.xlsx", **{**SECOND, "Acties": one_more}))
    refer(twice, "A1")

    assert undo(twice).added == 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("text", "kind"),
    [("Zonnepanelen en dak isoleren", "coordinator-summary"), ("Regenput: verwerkt", "file-receipt")],
)
def test_a_document_about_something_else_does_not_hold_it(twice: ImportFolder, text: str, kind: str) -> None:
    one_more = [*SECOND["Acties"], {"Code": "A4", "Titel": "Regenput"}]
    twice.import_file(twice.workbook("derde.xlsx", **{**SECOND, "Acties": one_more}))
    _write(twice, text, kind)

    assert undo(twice).added == 1


def test_a_document_that_is_gone_may_have_named_it(twice: ImportFolder) -> None:
    _write(twice, "niets")
    (twice.folder / "documents/demo/2026-11-24/coordinator-summary.txt").unlink()

    with pytest.raises(ImportReferred, match="a document of 2026-11-25"):
        undo(twice)


def test_a_person_who_was_changed_since_holds_it(twice: ImportFolder) -> None:
    with twice.database.write_session() as session:
        session.scalars(select(Person).where(Person.code == "cas")).one().absent_until = date(2027, 1, 1)

    with pytest.raises(ImportReferred, match="a later change in the table people"):
        undo(twice)


@pytest.mark.long
def test_subscribers_of_its_people_stay_and_leave_with_the_next_daily_run(twice: ImportFolder) -> None:
    _enrol(twice)
    undo(twice)
    undo(twice)
    _enrol(twice)

    with twice.database.read_session() as session:
        found = session.execute(select(Subscriber.email, Subscriber.person_id, Subscriber.departed_on)).all()
    assert sorted(map(tuple, found)) == [
        (f"{name}@gemeente.example", None, twice.today) for name in ("an", "bo", "cas")
    ]


def test_a_municipality_to_which_runs_refer_stays_as_a_new_one(desk: Any) -> None:
    rows = [["Wat", "Wie", "E-mail"], ["Dak isoleren", "An Peeters", "an@gemeente.example"]]
    desk.import_file(desk.table(rows), column_map={"Wat": "title"})
    _enrol(desk)

    undo(desk)

    with desk.database.read_session() as session:
        town = get_municipality(session, "demo")
        assert (town.column_map, town.go_live_on, town.language) == ({}, None, "nl")
        assert session.scalars(select(Action)).all() == []
    assert desk.import_file(desk.table(rows)).actions["added"] == 1


@pytest.mark.long
def test_what_is_too_old_to_be_taken_back_is_forgotten(twice: ImportFolder) -> None:
    periods = RetentionPeriods(0, 0, 0, 0, page_links=365, mentions=365, imports=90)
    documents = DocumentStore(twice.folder / "documents")
    for days, left in ((89, 2), (91, 0)):
        now = twice.now + timedelta(days=days)
        found = clean_up(Retention(twice.database, documents, twice.folder, periods, now), dry_run=False)
        with twice.database.read_session() as session:
            assert session.scalar(select(func.count()).select_from(PlanImport)) == left
        assert found.rows["imports"] == 2 - left
    with pytest.raises(InputError, match="no import is known"):
        undo(twice)


def _enrol(desk: ImportFolder) -> None:
    with desk.database.write_session() as session:
        enrol_plan_people(session, get_municipality(session, "demo"), desk.today)


def test_the_gate_looks_again_when_ids_of_its_changes_come_back(desk: Any) -> None:
    plan = desk.table([["Nr", "Actie"], ["1", "Dak isoleren"]])
    desk.import_file(desk.table([["Nr", "Actie"], ["1", "Energie"]], "misread.csv"))
    with desk.database.write_session() as session:
        municipality = get_municipality(session, "demo")
        save_snapshot(
            session, municipality, review_plan(session, municipality, desk.today, {}), desk.today, LATER
        )
        assert session.scalar(select_with_changed_plans()) is None

    undo(desk)
    desk.import_file(plan)

    with desk.database.read_session() as session:
        municipality = get_municipality(session, "demo")
        assert session.scalar(select_with_changed_plans()) == municipality.id


CODES = ["A1", "A2", "A3"]
_people = st.sampled_from(["", "an", "bo", "an; bo", "wie?"])
_action = st.fixed_dictionaries(
    {
        "Titel": st.sampled_from(["Dak isoleren", "Led overal", "Regenput", ""]),
        "Trekkers": _people,
        "Groep": st.sampled_from(["", "energie", "water"]),
        "Deadline": st.sampled_from(["", "2027", "01/03/2028", "ooit"]),
        "Status": st.sampled_from(["", "gepland", "lopend", "klaar"]),
        "Nieuws": st.sampled_from(["", "Besteld"]),
        "Eigen kolom": st.sampled_from(["", "x"]),
    }
)
_person = st.fixed_dictionaries(
    {
        "Naam": st.sampled_from(["An", "Bo Maes"]),
        "E-mail": st.sampled_from(["", "a@gemeente.example", "b@gemeente.example"]),
        "Groepen": st.sampled_from(["", "energie", "energie; water"]),
        "Vervanger": st.sampled_from(["", "an", "bo"]),
    }
)
_group = st.fixed_dictionaries({"Naam": st.sampled_from(["Energie", "W"]), "Verslaggever": _people})
_indicator = st.fixed_dictionaries(
    {
        "Actie": st.sampled_from(CODES),
        "Naam": st.sampled_from(["Gebouwen", "Putten"]),
        "Laatste meting": st.sampled_from(["", 3, 4]),
        "Gemeten op": st.sampled_from(["", "20/11/2026"]),
    }
)


def _rows(
    codes: list[str], row: st.SearchStrategy[dict[str, Any]]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Lists of rows, each with another code."""
    coded = st.tuples(st.sampled_from(codes), row).map(lambda both: {"Code": both[0], **both[1]})
    return st.lists(coded, unique_by=lambda each: each["Code"], max_size=len(codes))


SETTINGS = [
    {"Instelling": "Coördinator", "Waarde": "an"},
    {"Instelling": "Sluitingsdagen", "Waarde": "24/12/2026"},
]
_own = st.fixed_dictionaries(
    {
        "Acties": _rows(CODES, _action),
        "Mensen": _rows(["an", "bo"], _person),
        "Groepen": _rows(["energie", "water"], _group),
        "Indicatoren": _rows(["I1", "I2"], _indicator),
        "Instellingen": st.sampled_from([[], SETTINGS]),
    }
)
_cells = st.sampled_from(["", "1", "2", "Dak isoleren", "Led", "An Peeters", "Bo; An", "2027", "lopend"])
_foreign = st.lists(st.lists(_cells, min_size=5, max_size=5), min_size=1, max_size=5).map(
    lambda rows: [["Nr", "Actie", "Trekker", "Deadline", "Status"], *rows]
)


def _import(desk: ImportFolder, plan: Any, name: str) -> None:
    path = (
        desk.workbook(f"{name}.xlsx", **plan) if isinstance(plan, dict) else desk.table(plan, f"{name}.csv")
    )
    with suppress(InputError):  # a file without a single title
        desk.import_file(path)


@pytest.mark.long
@settings(
    max_examples=often(10, soak=500),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(plans=st.lists(_own | _foreign, min_size=1, max_size=3))
def test_any_plan_is_taken_back_whole(many_desks: Callable[[], ImportFolder], plans: list[Any]) -> None:
    desk = many_desks()
    states = [desk.all_rows()]
    for number, plan in enumerate(plans):
        _import(desk, plan, str(number))
        if desk.all_rows() != states[-1]:
            states.append(desk.all_rows())
    for state in reversed(states[:-1]):
        undo(desk)
        assert desk.all_rows() == state


@pytest.fixture
def many_desks(sqlite_template: Path, tmp_path: Path) -> Iterator[Callable[[], ImportFolder]]:
    """Makes a desk with an empty database for each example."""
    numbers = count()
    opened: list[Database] = []

    def make() -> ImportFolder:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        shutil.copyfile(sqlite_template, folder / "terugkom.db")
        database = Database(f"sqlite:///{folder / 'terugkom.db'}")
        event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        opened.append(database)
        return ImportFolder(database, folder)

    yield make
    for database in opened:
        database.close()
