"""What an import shows of its reading: tables with columns and first rows, and every row that is none."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.errors import InputError
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.unread_plans import find_misread_heads, find_unread_plans
from terugkom.workbook.import_report import RowOutcome

HEADERS = ["Nr", "Actie", "Trekker", "E-mail", "Deadline", "Status"]
PLAN = [
    ["Actieplan 2027 van Vlierbeke"],
    HEADERS,
    ["ENERGIE", "", "", "", "", ""],
    ["1", "Led in de sporthal", "An Peeters", "an@example.org", "31/03/2027", "lopend"],
    ["", "", "en Bart Claes", "", "", ""],
    ["2", "Zonnepanelen op de loods", "An Peeters", "an@example.org", "2028", "gepland"],
    ["Totaal", "", "", "", "", "2"],
]


def _book(folder: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(folder / "plan.xlsx")
    return folder / "plan.xlsx"


def test_each_table_shows_its_columns_and_its_first_rows_as_they_go_in(desk: Any) -> None:
    rows = [
        [str(n), f"Actie nummer {n}", "An Peeters", "an@example.org", "2028", "lopend"] for n in range(1, 8)
    ]
    report = desk.import_file(_book(desk.folder, Plan=[HEADERS, *rows]))

    (table,) = report.tables
    assert (table.sheet, table.header_row, table.rows) == ("Plan", 1, 7)
    assert [(each.column, each.field) for each in table.columns] == [
        ("Nr", "code"),
        ("Actie", "title"),
        ("Trekker", "owners"),
        ("E-mail", "email"),
        ("Deadline", "deadline"),
        ("Status", "status"),
    ]
    assert [(each.row, each.code) for each in table.samples] == [(n + 1, str(n)) for n in range(1, 6)]
    assert table.as_json()["samples"][0]["values"] == {
        "title": "Actie nummer 1",
        "deadline": "2028-12-31",
        "deadline_text": "2028",
        "status": "running",
        "owners": "An Peeters",
    }


def test_every_row_that_is_no_action_is_listed_with_its_text_and_is_a_finding(desk: Any, places: Any) -> None:
    report = desk.import_file(_book(desk.folder, Plan=PLAN))

    listed = [(each.row, each.outcome, each.text) for each in report.omitted]
    assert listed == [
        (1, RowOutcome.HEADER, "Actieplan 2027 van Vlierbeke"),
        (2, RowOutcome.HEADER, " | ".join(HEADERS)),
        (3, RowOutcome.SECTION, "ENERGIE"),
        (5, RowOutcome.JOINED, "en Bart Claes"),
        (7, RowOutcome.SECTION, "Totaal | 2"),
    ]
    rows = [(row, code) for _, row, _, code in sorted(places(report)) if code.startswith("row-")]
    assert rows == [(1, "row-header"), (3, "row-section"), (5, "row-joined"), (7, "row-section")]
    assert not report.has_unread_plan


def test_the_headers_and_their_repetition_are_shown_as_columns_and_are_no_findings(desk: Any) -> None:
    row = ["1", "Led in de sporthal", "An Peeters", "an@example.org", "2028", "lopend"]
    report = desk.import_file(_book(desk.folder, Plan=[HEADERS, row, HEADERS]))

    assert [each.row for each in report.omitted] == [1, 3]
    assert report.findings == ()


def test_our_own_workbook_shows_its_sheets_and_has_nothing_to_look_at(desk: Any) -> None:
    report = desk.import_file(desk.plan(Acties={"Opmerking": "met de sportdienst"}))

    shown = {each.sheet: (each.rows, [sample.code for sample in each.samples]) for each in report.tables}
    assert shown == {
        "Groepen": (1, ["energie"]),
        "Mensen": (1, ["an"]),
        "Acties": (1, ["A1"]),
        "Indicatoren": (1, ["I1"]),
    }
    assert (report.findings, report.omitted) == ((), ())
    actions = next(each for each in report.tables if each.sheet == "Acties")
    assert [each.column for each in actions.columns if not each.field] == ["Opmerking"]
    assert actions.samples[0].values["group"] == "Deelgroep energie"


def test_a_refused_row_of_our_own_workbook_is_listed(desk: Any) -> None:
    report = desk.import_file(
        desk.workbook(Acties=[{"Code": "A1", "Titel": "Led"}, {"Titel": "Dak isoleren"}])
    )

    (row,) = report.omitted
    assert (row.row, row.outcome) == (3, RowOutcome.REFUSED)
    assert "Dak isoleren" in row.text


@pytest.mark.parametrize(
    ("name", "rows"),
    {
        "other words": [
            ["Bouwsteen", "Wie doet het", "Klaar?"],
            *[[f"Stap {n} van het pad", "", "2028"] for n in "abc"],
        ],
        "plan words": [["Project", "Trekker", "Tegen wanneer"], ["Schoolstraten", "Cas Dils", "2028"]],
        "a form": [
            ["Trekker", "An Peeters"],
            ["Deadline:", "2028"],
            ["Status", "lopend"],
            ["Omschrijving", "Led"],
        ],
        "numbered": [[n, "Mobiliteit", f"Straat {n} autovrij maken"] for n in (1, 2, 3)],
    }.items(),
)
def test_a_sheet_that_looks_like_a_plan_and_is_not_read_is_a_finding_of_its_own(name: str, rows: Any) -> None:
    table = Table("Mobiliteit", [["Mobiliteit"], [], *rows])

    (found,) = find_unread_plans(table, range(len(table.rows)))

    assert found.last_row == len(table.rows) - 1


@pytest.mark.parametrize(
    "rows",
    [
        [["Hoe vult u dit in?"], ["Lees eerst de handleiding."], ["Vul daarna elke kolom in."]],
        [
            ["Status", "Dienst"],
            ["lopend", "Groendienst"],
            ["klaar", "Technische dienst"],
            ["gepland", "Sportdienst"],
        ],
        [["1", "Vul eerst de titel in"], ["2", "Kies dan een trekker"], ["3", "Bewaar het bestand"]],
        [["Legende"], ["groen", "op schema"], ["rood", "niet op schema"]],
    ],
)
def test_instructions_and_lists_of_choices_look_like_no_plan(rows: list[list[Cell]]) -> None:
    assert find_unread_plans(Table("Uitleg", rows), range(len(rows))) == []


def test_the_head_of_a_second_table_that_goes_in_as_an_action_is_told(desk: Any, places: Any) -> None:
    rows = [
        *PLAN[1:2],
        ["1", "Led in de sporthal", "An Peeters", "an@example.org", "31/03/2027", "lopend"],
        ["Project", "Wie", "Tegen wanneer", "", "", ""],
        ["Schoolstraten invoeren", "Cas Dils", "2027", "", "", ""],
    ]
    assert find_misread_heads(Table("Plan", rows), {1, 2, 3}) == [2]


def test_a_hidden_sheet_and_one_without_actions_are_findings(desk: Any, places: Any) -> None:
    path = _book(desk.folder, Plan=PLAN[1:4], Uitleg=[["Lees dit eerst."]], Archief=PLAN)
    book = openpyxl.load_workbook(path)
    book["Archief"].sheet_state = "hidden"
    book.save(path)

    report = desk.import_file(path)

    assert ("Uitleg", 1, "", "sheet-not-read") in places(report)
    assert ("Archief", 1, "", "hidden-sheet") in places(report)
    assert sorted(report.unread) == ["Archief", "Uitleg"]
    assert ("Uitleg", "Lees dit eerst.") in [(each.sheet, each.text) for each in report.omitted]


_words = st.sampled_from(
    ["", "Led", "Dak isoleren", "lopend", "2028", "An Peeters", "TITEL:", "Totaal", "12", "x@y.be"]
)


@pytest.mark.long
@given(rows=st.lists(st.lists(_words, min_size=1, max_size=6), max_size=12))
def test_whatever_the_rows_are_each_filled_one_went_in_or_is_listed(
    shared_desk: Any, rows: list[list[str]]
) -> None:
    table = [HEADERS, PLAN[3], *rows]
    path = shared_desk.table(table)

    try:
        report = shared_desk.import_file(path, dry_run=True)
    except InputError:  # the whole file is refused
        return

    filled = sum(1 for row in table if any(row))
    assert report.rows["imported"] + len(report.omitted) == filled
    assert report.total - report.rows["blank"] == filled
    told = {each.row for each in report.findings}
    columns = {each.column for each in report.columns}
    heads = {number for number, row in enumerate(table, 1) if set(row) - {""} <= columns}
    assert {each.row for each in report.omitted} - heads <= told
