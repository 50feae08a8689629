"""What we write: the template and the export, read back by another library."""

import copy
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from terugkom.documents.one_line import to_one_line
from terugkom.plan import model
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.next_reminder import schedule_orphaned_actions
from terugkom.workbook import own_layout
from terugkom.workbook.clean_cells import clean_cell
from terugkom.workbook.dates.read_dates import read_deadline
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan, write_template
from tests.soak import often


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("template") / "actieplan.xlsx"
    write_template(path)
    return openpyxl.load_workbook(path)


def test_the_template_has_our_sheets_in_the_order_of_filling_in(template: Any) -> None:
    assert template.sheetnames == ["Uitleg", "Acties", "Mensen", "Groepen", "Indicatoren", "Instellingen"]
    assert [cell.value for cell in template["Acties"][1]] == [c.header for c in own_layout.ACTIONS.columns]


def test_each_header_stays_in_sight_and_carries_its_help(template: Any) -> None:
    for sheet in own_layout.DATA_SHEETS:
        page = template[sheet.title]
        assert page.freeze_panes in ("B2", "C2")
        assert [cell.comment.text for cell in page[1]] == [column.help for column in sheet.columns]
        assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage


def test_lists_and_help_wait_in_the_empty_rows(template: Any) -> None:
    found = {str(v.sqref): v for v in template["Acties"].data_validations.dataValidation}
    assert found["J2:J502"].formula1 == '"gepland,lopend,klaar,gestopt"'
    assert "Mensen!$A$2" in found["G2:G502"].formula1
    assert found["G2:G502"].promptTitle == "Trekkers"
    assert found["M2:M502"].type == "date"
    kinds = {str(v.sqref): v.formula1 for v in template["Groepen"].data_validations.dataValidation}
    assert kinds["C2:C502"] == '"kopgroep,deelgroep,focusgroep"'
    days = [v.formula1 for v in template["Instellingen"].data_validations.dataValidation if v.formula1]
    assert '"maandag,dinsdag,woensdag,donderdag,vrijdag"' in days


def test_the_example_rows_of_the_template_are_passed_over(desk: Any) -> None:
    write_template(desk.folder / "actieplan.xlsx")

    report = desk.import_file(desk.folder / "actieplan.xlsx")

    assert report.findings == ()
    assert report.rows["example"] == 4
    assert report.actions == {"added": 0, "changed": 0, "unchanged": 0, "missing": 0}
    assert desk.all_rows()["people"] == []


def test_rows_are_as_high_as_their_longest_text(template: Any) -> None:
    for page in template:
        for row in page.iter_rows(min_row=2):
            for cell in row:
                width = page.column_dimensions[cell.column_letter].width
                if isinstance(cell.value, str) and len(cell.value) > 1.2 * width:
                    height = page.row_dimensions[cell.row].height or 0
                    assert height >= 15 * len(cell.value) / (1.2 * width), (page.title, cell.coordinate)


def test_help_texts_fit_what_excel_allows() -> None:
    columns = [column for sheet in own_layout.DATA_SHEETS for column in sheet.columns]
    for column in (*columns, *own_layout.get_layout("nl").setting_rows):
        assert len(column.header) <= 32
        assert 0 < len(column.help) <= 255


@pytest.mark.parametrize(
    ("sheet", "of"),
    [
        (own_layout.ACTIONS, model.Action),
        (own_layout.PEOPLE, model.Person),
        (own_layout.GROUPS, model.Group),
        (own_layout.INDICATORS, Indicator),
    ],
)
def test_a_column_takes_no_more_than_the_database_holds(sheet: own_layout.SheetLayout, of: Any) -> None:
    for column in sheet.columns:
        stored = of.__table__.columns.get("deadline_text" if column.field == "deadline" else column.field)
        length = getattr(stored.type, "length", None) if stored is not None else None
        if length and not column.choices:
            assert column.max_length == length, column.header


def test_text_that_looks_like_a_formula_or_a_link_stays_text(desk: Any) -> None:
    hostile = ["=1+1", "+32 9 123", "-x", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.example", "0012"]
    rows = [{"code": f"A{n}", "title": text, "extra": {"=kop": text}} for n, text in enumerate(hostile)]
    write_plan(desk.folder / "plan.xlsx", WorkbookContent({"Acties": rows}, extra=("=kop",)))

    page = openpyxl.load_workbook(desk.folder / "plan.xlsx")["Acties"]

    for row, text in zip(page.iter_rows(min_row=2), hostile, strict=False):
        for cell in (row[1], row[-1]):
            assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_dates_and_figures_are_real_ones_in_the_export(desk: Any) -> None:
    desk.import_file(desk.plan(Acties={"Deadline": date(2027, 3, 15)}, Indicatoren={"Nulmeting": 2.5}))

    book = openpyxl.load_workbook(desk.give_out())

    deadline = book["Acties"]["I2"]
    assert (deadline.value, deadline.number_format) == (datetime.fromisoformat("2027-03-15"), "dd/mm/yyyy")
    assert book["Indicatoren"]["E2"].value == 2.5
    assert book["Acties"].auto_filter.ref == "A1:R2"


def test_the_same_plan_gives_the_same_bytes(desk: Any) -> None:
    desk.import_file(desk.plan())

    assert desk.give_out("een.xlsx").read_bytes() == desk.give_out("twee.xlsx").read_bytes()


def test_an_export_that_fails_leaves_the_file_that_was_there(desk: Any) -> None:
    target = desk.folder / "plan.xlsx"
    target.write_text("oud")

    with pytest.raises(TypeError):
        write_plan(target, WorkbookContent({"Acties": [{"start": float("nan")}]}))

    assert target.read_text() == "oud"
    assert [path.name for path in desk.folder.iterdir() if path.suffix == ".tmp"] == []


def _full_plan(desk: Any) -> Path:
    settings_rows = [
        {"Instelling": "Naam van de gemeente", "Waarde": "Vlierbeke"},
        {"Instelling": "Coördinator", "Waarde": "an"},
        {"Instelling": "Sluitingsdagen", "Waarde": "24/12/2026; 2026-12-31"},
        {"Instelling": "Op de agenda van de groep", "Waarde": 60},
    ]
    actions = [
        {"Code": "A1", "Titel": "Led", "Deadline": "15 maart 2027", "Nieuws": "Goed", "Trekkers": "an;bob"},
        {
            "Code": "A2",
            "Titel": "Fiets",
            "Deadline": 2027,
            "Uitstel tot": date(2027, 1, 1),
            "Reden van uitstel": "x",
        },
        {"Code": "A3", "Titel": "Zon", "Deadline": "doorlopend", "Status": "klaar", "Eigen kolom": "7"},
    ]
    people = [
        {"Code": "an", "Naam": "An", "Vervanger": "bob", "Groepen": "kern", "Afwezig van": date(2027, 1, 1)},
        {"Code": "bob", "Naam": "Bob", "Uit dienst op": date(2027, 6, 1), "E-mail": "bob@x.example"},
    ]
    groups = [
        {"Code": "kern", "Naam": "Kern", "Soort": "kopgroep", "Om de hoeveel maanden": 12}
        | {"Beginuur": time(9, 30), "Duur in minuten": 120, "Plaats": "Raadzaal", "Verslaggever": "bob"}
    ]
    settings_rows += [
        {"Instelling": "Eerste uitwisseling met anderen", "Waarde": date(2027, 5, 20)},
        {"Instelling": "Maanden tussen uitwisselingen", "Waarde": 12},
    ]
    figures = [
        {"Code": "I", "Actie": "A1", "Naam": "n", "Laatste meting": 0.1, "Gemeten op": date(2026, 1, 1)}
    ]
    sheets = {"Acties": actions, "Mensen": people, "Groepen": groups, "Indicatoren": figures}
    return desk.workbook(**sheets, Instellingen=settings_rows)


@pytest.mark.parametrize("where", ["desk", "postgres_desk"])
def test_a_full_plan_goes_out_and_in_without_a_change(request: pytest.FixtureRequest, where: str) -> None:
    desk = request.getfixturevalue(where)
    desk.import_file(_full_plan(desk))
    with desk.database.read_session() as session:
        assert [each.secretary.name for each in session.scalars(select(model.Group))] == ["Bob"]
    before = desk.all_rows()

    report = desk.import_file(desk.give_out(), today=desk.today + timedelta(days=30))

    assert [finding.code for finding in report.findings] == ["no-deadline"]
    assert report.actions == {"added": 0, "changed": 0, "unchanged": 3, "missing": 0}
    assert desk.all_rows() == before


# Any text that a cell can hold; _clean is what reading does, so what was imported once is already so.
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(
    lambda text: str(clean_cell(text))
)
_texts = _texts.filter(lambda text: not text.startswith("#"))  # an error of Excel is no text
_words = _texts.filter(bool)
_lines = _texts.map(to_one_line).filter(lambda text: not text.startswith("#"))  # of what is one line
_titles = _lines.filter(bool)
_days = st.none() | st.dates(date(1950, 1, 1), date(2199, 12, 31))
_deadlines = st.sampled_from(
    ["", "2027", "Q3 2028", "eerste helft 2027", "maart 2029", "doorlopend", "?", "15 april 2027", "1/2/2030"]
)
_figures = st.none() | st.floats(-1e12, 1e12).map(lambda number: float(f"{number:.15g}"))


@st.composite
def _plans(draw: st.DrawFn) -> dict[str, Any]:
    people = draw(st.integers(1, 4))
    return {
        "actions": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "title": _titles,
                        "description": _texts,
                        "theme": _lines,
                        "start": _days,
                        "deadline": _deadlines,
                        "status": st.sampled_from(model.ActionStatus),
                        "owners": st.sets(st.integers(0, people - 1)),
                        "extra": st.dictionaries(st.sampled_from(["Budget", "Status", "=x"]), _words),
                        "report": st.none()
                        | st.tuples(st.dates(date(2020, 1, 1), date(2026, 11, 23)), _words),
                    }
                ),
                max_size=5,
            )
        ),
        "names": draw(st.lists(_titles, min_size=people, max_size=people)),
        "figures": draw(st.lists(st.tuples(_figures, _figures), max_size=3)),
    }


def _store(desk: Any, plan: dict[str, Any]) -> None:
    with desk.database.write_session() as session:
        home = model.Municipality(slug="demo", name="Demo", language="nl", lead_times={}, column_map={})
        home.go_live_on = desk.today
        session.add(home)
        session.flush()
        people = [
            model.Person(municipality_id=home.id, code=f"P{n}", name=name)
            for n, name in enumerate(plan["names"])
        ]
        session.add_all(people)
        for n, told in enumerate(plan["actions"]):
            told = copy.deepcopy(told)
            deadline = read_deadline(told.pop("deadline"))
            told |= {"owners": [people[at] for at in told["owners"]], "code": f"A{n}"}
            report = told.pop("report")
            action = model.Action(municipality_id=home.id, **told)
            action.deadline, action.deadline_precision = deadline.day, deadline.precision
            action.deadline_text = deadline.text
            session.add(action)
            if report:
                session.add(model.ProgressReport(action=action, reported_on=report[0], text=report[1]))
            for at, (baseline, target) in enumerate(plan["figures"] if n == 0 else []):
                code = f"I{at}"
                session.add(
                    Indicator(
                        municipality_id=home.id,
                        action=action,
                        code=code,
                        name="n",
                        baseline=baseline,
                        target=target,
                    )
                )
        session.flush()
        schedule_orphaned_actions(session, home.id, desk.today)  # as each import does


@pytest.mark.long
@settings(
    max_examples=often(13, soak=400),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(plan=_plans())
def test_any_plan_goes_out_and_in_without_a_change(desk: Any, plan: dict[str, Any]) -> None:
    with desk.database.write_session() as session:
        for table in reversed(model.Base.metadata.sorted_tables):
            session.execute(table.delete())
    _store(desk, plan)
    before = desk.all_rows()

    report = desk.import_file(desk.give_out())

    assert {finding.code for finding in report.findings} <= {"no-deadline", "garbled-text", "garbled-more"}
    assert (report.changes, report.actions["added"], report.actions["changed"]) == ((), 0, 0)
    assert desk.all_rows() == before


def test_sheets_and_files_named_in_the_help_are_there() -> None:
    told = " ".join(text for _, text in own_layout.get_layout("nl").explanation)
    assert all(sheet.title in told for sheet in own_layout.DATA_SHEETS)
    assert own_layout.EXAMPLE_PREFIX in told
