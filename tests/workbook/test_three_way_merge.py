"""A copy of the plan that was made before others changed it: what goes in, what stays, and what is told."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from terugkom.plan.decide_question import PLAN_EFFECTS, QuestionLapsed, decide_question
from terugkom.plan.model import ActionStatus, Priority
from terugkom.plan.queries import get_municipality
from terugkom.plan.question_json import question_as_json
from terugkom.plan.questions import GivenAnswer, list_pending_questions
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.export_stamp import find_stamp
from terugkom.workbook.file_formats.read_tables import read_tables
from terugkom.workbook.import_report import ImportReport
from tests.libreoffice import convert, has_calc

FEBRUARY, MARCH = date(2027, 2, 1), date(2027, 3, 1)
SOAK = pytest.mark.soak_only
PLAN = {
    "Acties": [
        {"Code": "A1", "Titel": "Led", "Trekkers": "an", "Deadline": "2027", "Status": "lopend"},
        {"Code": "A2", "Titel": "Zon", "Trekkers": "bart", "Deadline": "2028", "Status": "gepland"},
        {"Code": "A3", "Titel": "Water", "Status": "gepland", "Thema": "water"},
    ],
    "Mensen": [
        {"Code": "an", "Naam": "An Peeters", "E-mail": "an@example.org"},
        {"Code": "bart", "Naam": "Bart Claes", "E-mail": "bart@example.org"},
    ],
    "Groepen": [
        {"Code": "energie", "Naam": "Deelgroep energie", "Soort": "deelgroep"},
        {"Code": "water", "Naam": "Deelgroep water", "Soort": "deelgroep"},
    ],
    "Indicatoren": [{"Code": "I1", "Actie": "A1", "Naam": "Lampen", "Streefwaarde": 12}],
}


def change(path: Path, sheet: str = "Acties", **rows: dict[str, Any] | None) -> Path:
    """Change cells of rows by code, from header to value; None deletes the row."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    headers = {cell.value: cell.column for cell in page[1]}
    for code, cells in rows.items():
        at = next((row[0].row for row in page.iter_rows(min_row=2) if row[0].value == code), 0)
        if cells is None:
            page.delete_rows(at)
            continue
        if not at:
            at = page.max_row + 1
            page.cell(at, 1, code)
        for header, value in cells.items():
            page.cell(at, headers[header], value)
    book.save(path)
    return path


def codes(report: ImportReport) -> list[str]:
    return [each.code for each in report.findings]


@pytest.fixture
def copies(desk: Any) -> tuple[Path, Path]:
    """Two copies of one export: An's and Bart's."""
    desk.import_file(desk.workbook(**PLAN))
    an = desk.give_out("an.xlsx")
    shutil.copy(an, desk.folder / "bart.xlsx")
    return an, desk.folder / "bart.xlsx"


@pytest.mark.long
def test_what_each_of_two_people_changed_in_a_copy_goes_in(desk: Any, copies: tuple[Path, Path]) -> None:
    an, bart = copies
    desk.import_file(change(an, A1={"Status": "uitgevoerd"}))

    report = desk.import_file(change(bart, A2={"Deadline": "2030"}))

    assert [(each.code, each.field) for each in report.changes if each.field == "deadline"] == [
        ("A2", "deadline")
    ]
    assert desk.action("A1")["status"] is ActionStatus.DONE
    assert desk.action("A2")["deadline_text"] == "2030"
    assert codes(report) == ["newer-in-plan"]
    assert "A1 (Status)" in report.findings[0].message


@pytest.mark.long
def test_what_both_changed_stays_as_the_plan_has_it_and_is_told(desk: Any, copies: tuple[Path, Path]) -> None:
    an, bart = copies
    desk.import_file(change(an, A1={"Deadline": "2028", "Titel": "Led overal"}))

    report = desk.import_file(change(bart, A1={"Deadline": "2029", "Titel": "Led overal"}))

    assert desk.action("A1")["deadline_text"] == "2028"
    (finding,) = report.findings
    assert (finding.code, finding.row, finding.column) == ("both-changed", 2, "Deadline")
    assert "“2028”" in finding.message
    assert "“2029”" in finding.message


@pytest.mark.long
def test_who_goes_on_in_one_copy_is_asked_nothing(desk: Any, copies: tuple[Path, Path]) -> None:
    an, _ = copies
    for status in ("gepland", "uitgevoerd"):
        assert codes(desk.import_file(change(an, A1={"Status": status}))) == []
    desk.import_file(change(an, A3={"Titel": "Regenwater"}))
    assert desk.action("A1")["status"] is ActionStatus.DONE
    assert desk.action("A3")["title"] == "Regenwater"


@pytest.mark.long
def test_what_is_put_back_in_a_copy_is_asked_for_an_old_copy_says_the_same(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, _ = copies
    desk.import_file(change(an, A2={"Deadline": "2031"}))

    report = desk.import_file(change(an, A2={"Deadline": "2028"}))

    assert desk.action("A2")["deadline_text"] == "2031"
    assert codes(report) == ["both-changed"]


@pytest.mark.long
def test_an_owner_who_reported_since_is_not_undone_by_the_next_copy(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, _ = copies
    desk.import_file(change(an, A1={"Status": "gepland"}))
    desk.import_file(change(desk.give_out("nieuw.xlsx"), A1={"Status": "uitgevoerd"}))

    report = desk.import_file(change(an, A2={"Titel": "Zon op de loods"}))

    assert desk.action("A1")["status"] is ActionStatus.DONE
    assert desk.action("A2")["title"] == "Zon op de loods"
    assert codes(report) == ["newer-in-plan"]


@pytest.mark.long
def test_an_old_copy_says_each_time_which_older_values_of_actions_were_not_taken(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, bart = copies
    people = {"an": {"Functie": "technicus"}, "bart": {"Functie": "jurist", "E-mail": "b@example.org"}}
    change(an, "Mensen", **people)
    change(an, "Groepen", energie={"Naam": "Energie"}, water={"Naam": "Regen"})
    desk.import_file(change(an, A1={"Status": "uitgevoerd", "Deadline": "2029"}, A3={"Status": "lopend"}))
    for _ in range(3):
        report = desk.import_file(bart)
        assert report.changes == ()
        assert codes(report) == ["newer-in-plan"] * 3
        a1, a3, others = (each.message for each in report.findings)
        assert "(2): A1 (Deadline, Status)." in a1
        assert "(1): A3 (Status)." in a3
        assert "(5): energie (Naam), water (Naam), an (Functie), bart (E-mail, Functie)." in others
        assert [(each.row, each.column) for each in report.findings[:2]] == [(2, "Deadline"), (4, "Status")]
        assert desk.action("A1")["status"] is ActionStatus.DONE
    desk.import_file(change(desk.give_out("weer.xlsx"), A2={"Deadline": "2031"}))
    assert "A2 (Deadline)" in " ".join(each.message for each in desk.import_file(bart).findings)


@pytest.mark.long
def test_a_row_that_others_added_is_not_missing_and_one_that_was_deleted_is(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, bart = copies
    desk.import_file(change(an, A4={"Titel": "Bomen"}))

    report = desk.import_file(change(bart, A3=None))

    assert desk.action("A4")["missing_since"] is None
    assert desk.action("A3")["missing_since"] == desk.today
    assert codes(report) == []


@pytest.mark.long
def test_a_row_that_one_deleted_and_the_other_changed_stays(desk: Any, copies: tuple[Path, Path]) -> None:
    an, bart = copies
    desk.import_file(change(an, A3={"Status": "uitgevoerd"}))

    report = desk.import_file(change(bart, A3=None))

    assert desk.action("A3")["missing_since"] is None
    assert codes(report) == ["deleted-and-changed"]


@pytest.mark.long
def test_two_actions_that_got_one_code_in_two_copies_are_both_in_the_plan(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, bart = copies
    desk.import_file(change(an, A4={"Titel": "Bomen planten in het park"}))

    report = desk.import_file(change(bart, A4={"Titel": "Deelwagens voor het personeel"}))

    assert desk.action("A4")["title"] == "Bomen planten in het park"
    assert desk.action("A4-2")["title"] == "Deelwagens voor het personeel"
    assert codes(report) == ["code-taken-since"]
    again = desk.import_file(bart)
    assert (again.actions["added"], again.actions["missing"]) == (0, 0)


@pytest.mark.long
def test_a_row_that_others_deleted_stays_deleted_unless_it_was_changed(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, bart = copies
    desk.import_file(change(an, A2=None, A3=None))

    report = desk.import_file(change(bart, A3={"Thema": "regen"}))

    assert desk.action("A2")["missing_since"] == desk.today
    assert (desk.action("A3")["missing_since"], desk.action("A3")["theme"]) == (None, "regen")
    assert codes(report) == ["deleted-since", "deleted-and-back"]


def test_a_copy_that_is_imported_again_brings_nothing_back_that_others_deleted(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, bart = copies
    bart = change(bart, A1={"Thema": "energie"})
    desk.import_file(bart)
    desk.import_file(change(an, A2=None))

    report = desk.import_file(bart)

    assert desk.action("A2")["missing_since"] == desk.today
    assert "deleted-since" in codes(report)
    assert desk.import_file(bart).actions["changed"] == 0
    desk.import_file(change(bart, A2={"Thema": "regen"}))
    assert (desk.action("A2")["missing_since"], desk.action("A2")["theme"]) == (None, "regen")


def test_who_deleted_a_row_and_puts_it_back_has_it_back(desk: Any) -> None:
    rows = [["Code", "Actie", "Status"], ["A1", "Led in de sporthal", "lopend"], ["A2", "Bomen", "lopend"]]
    for written, missing in ((rows, None), (rows[:2], desk.today), (rows, None)):
        desk.import_file(desk.table(written))
        assert desk.action("A2")["missing_since"] == missing


@pytest.mark.long
def test_another_title_in_a_copy_is_asked_and_an_old_one_is_not(desk: Any, copies: tuple[Path, Path]) -> None:
    an, bart = copies
    desk.import_file(change(an, A1={"Titel": "Warmtepomp"}))
    (asked,) = questions(desk)
    answer(desk, asked["number"], "file")

    report = desk.import_file(change(bart, A1={"Thema": "energie"}))

    assert (desk.action("A1")["title"], desk.action("A1")["theme"]) == ("Warmtepomp", "energie")
    assert codes(report) == ["newer-in-plan"]


@pytest.mark.long
def test_news_of_one_day_by_two_people_stands_together(desk: Any, copies: tuple[Path, Path]) -> None:
    an, bart = copies
    desk.import_file(change(an, A1={"Nieuws": "De lampen zijn besteld."}))
    desk.import_file(change(bart, A1={"Nieuws": "De sporthal is klaar."}))

    book = openpyxl.load_workbook(desk.give_out())["Acties"]
    news = [cell.value for row in book.iter_rows(max_row=2) for cell in row if cell.column_letter == "K"][1]
    assert news == "De lampen zijn besteld.\n\nDe sporthal is klaar."


@pytest.mark.long
def test_people_and_indicators_are_merged_too(desk: Any, copies: tuple[Path, Path]) -> None:
    an, bart = copies
    desk.import_file(change(an, "Mensen", an={"E-mail": "an.peeters@example.org"}))
    desk.import_file(change(an, "Indicatoren", I1={"Streefwaarde": 20}))

    change(bart, "Mensen", an={"Functie": "technicus"}, bart={"E-mail": "b.claes@example.org"})
    report = desk.import_file(change(bart, "Indicatoren", I1={"Streefwaarde": 15}))

    book = openpyxl.load_workbook(desk.give_out())
    people = {row[0].value: (row[2].value, row[3].value) for row in book["Mensen"].iter_rows(min_row=2)}
    assert people["an"] == ("an.peeters@example.org", "technicus")
    assert people["bart"][0] == "b.claes@example.org"
    assert book["Indicatoren"]["F2"].value == 20
    assert codes(report) == ["both-changed", "newer-in-plan"]


@pytest.mark.long
@pytest.mark.skipif(not has_calc(), reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("kind", ["ods", pytest.param("xlsx", marks=SOAK), pytest.param("xls", marks=SOAK)])
def test_a_copy_that_libreoffice_saved_is_known_by_its_stamp_and_changes_nothing(
    desk: Any, copies: tuple[Path, Path], kind: str
) -> None:
    an, bart = copies
    desk.import_file(change(an, A1={"Status": "uitgevoerd"}))
    (desk.folder / "saved").mkdir()

    saved = convert(bart, kind, desk.folder / "saved")

    assert find_stamp(read_tables(saved)) == find_stamp(read_tables(bart)) != ""
    report = desk.import_file(saved)
    assert report.changes == ()
    assert codes(report) == ["newer-in-plan"]


def test_the_same_plan_has_the_same_stamp(desk: Any, copies: tuple[Path, Path]) -> None:
    an, _ = copies
    again = desk.give_out("later.xlsx")
    assert an.read_bytes() == again.read_bytes()
    assert codes(desk.import_file(again, today=desk.today + timedelta(days=1))) == []


def questions(desk: Any) -> list[dict[str, Any]]:
    with desk.database.read_session() as session:
        municipality = get_municipality(session, "demo")
        return [question_as_json(each) for each in list_pending_questions(session, municipality.id)]


def answer(desk: Any, number: int, choice: str) -> None:
    with desk.database.write_session() as session:
        municipality = get_municipality(session, "demo")
        given = GivenAnswer(choice, "An", desk.today, desk.now)
        decide_question(session, municipality, number, given, PLAN_EFFECTS)


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("column", "first", "second", "field", "kept", "taken"),
    [
        ("Status", "uitgevoerd", "gestopt", "status", ActionStatus.DONE, ActionStatus.STOPPED),
        ("Deadline", "2029", "31/03/2030", "deadline", date(2029, 12, 31), date(2030, 3, 31)),
        ("Trekkers", "bart", "", "owners", ["bart"], []),
        ("Groep", "energie", "water", "group", "energie", "water"),
        ("Budget (EUR)", "100 euro", "200 euro", "budget", 100.0, 200.0),
        ("Titel", "Led overal", "Led in de school", "title", "Led overal", "Led in de school"),
        ("Prioriteit", "hoog", "laag", "priority", Priority.HIGH, Priority.LOW),
        ("Uitstel tot", FEBRUARY, MARCH, "snoozed_until", FEBRUARY, MARCH),
    ],
)
def test_what_both_changed_is_asked_and_the_answer_decides(
    desk: Any,
    copies: tuple[Path, Path],
    column: str,
    first: Any,
    second: Any,
    field: str,
    kept: Any,
    taken: Any,
) -> None:
    reason = {"Reden van uitstel": "wachten op subsidie"} if field == "snoozed_until" else {}
    an, bart = copies
    desk.import_file(change(an, A1={column: first, **reason}))
    desk.import_file(change(bart, A1={column: second, **reason}))
    assert desk.action("A1")[field] == kept
    (asked,) = questions(desk)
    assert (asked["kind"], asked["action"], asked["choices"]) == ("import-value", "A1", ["file", "plan"])
    assert column in asked["text"]

    answer(desk, asked["number"], "file")

    assert desk.action("A1")[field] == taken
    assert questions(desk) == []
    assert codes(desk.import_file(desk.folder / "bart.xlsx")) == []
    assert desk.action("A1")[field] == taken


@pytest.mark.long
def test_what_both_changed_is_told_at_each_import_until_the_file_says_what_the_plan_does(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, bart = copies
    change(an, "Mensen", an={"Functie": "technicus"})
    desk.import_file(change(an, A1={"Deadline": "2028"}, A2={"Status": "lopend"}))
    change(bart, "Mensen", an={"Functie": "jurist"})
    first = desk.import_file(change(bart, A1={"Deadline": "2029"}))
    told = [(each.code, each.row, each.column) for each in first.findings]
    assert told == [
        ("both-changed", 2, "Functie"),
        ("both-changed", 2, "Deadline"),
        ("newer-in-plan", 3, "Status"),
    ]
    (asked,) = questions(desk)
    assert [each.message for each in desk.import_file(bart).findings] == [
        each.message for each in first.findings
    ]
    assert [each["number"] for each in questions(desk)] == [asked["number"]], "it is asked once"

    answer(desk, asked["number"], "plan")
    for _ in range(2):
        again = desk.import_file(bart)
        assert [(each.code, each.row, each.column) for each in again.findings] == told
        assert "vul het dan in een nieuwe kopie" in again.findings[1].message, "nobody is asked any more"
        assert questions(desk) == []

    assert codes(desk.import_file(change(bart, A1={"Deadline": "2028"}))) == ["both-changed", "newer-in-plan"]
    assert desk.action("A1")["deadline_text"] == "2028"


@pytest.mark.long
def test_a_question_lapses_when_the_plan_says_something_else_again(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, bart = copies
    desk.import_file(change(an, A1={"Status": "uitgevoerd"}))
    desk.import_file(change(bart, A1={"Status": "gestopt"}))
    (asked,) = questions(desk)
    desk.import_file(change(desk.give_out(), A1={"Status": "gepland"}))

    with pytest.raises(QuestionLapsed):
        answer(desk, asked["number"], "file")
    assert desk.action("A1")["status"] is ActionStatus.PLANNED


@pytest.mark.long
def test_a_dry_run_asks_nothing_and_says_the_same(desk: Any, copies: tuple[Path, Path]) -> None:
    an, bart = copies
    desk.import_file(change(an, A1={"Status": "uitgevoerd"}))
    change(bart, A1={"Status": "gestopt"})

    dry = desk.import_file(bart, dry_run=True)

    assert questions(desk) == []
    assert dry.findings == desk.import_file(bart).findings


HEADER = ("Nr", "Actie", "Trekker", "Deadline", "Status")


@pytest.mark.long
def test_a_status_that_goes_back_without_a_stamp_is_asked(desk: Any) -> None:
    rows = [HEADER, ("A1", "Led in de sporthal", "An Peeters", "2027", "lopend")]
    done = [HEADER, ("A1", "Led in de sporthal", "An Peeters", "2027", "uitgevoerd")]
    desk.import_file(desk.table(done))

    report = desk.import_file(desk.table(rows))

    assert desk.action("A1")["status"] is ActionStatus.DONE
    assert [each.code for each in report.findings if each.column == "Status"] == ["status-goes-back"]
    (asked,) = questions(desk)
    again = desk.import_file(desk.table(rows))
    assert again.findings == report.findings, "while nobody answered, it is told at each import"
    assert [each["number"] for each in questions(desk)] == [asked["number"]]
    answer(desk, asked["number"], "file")
    assert desk.action("A1")["status"] is ActionStatus.RUNNING

    report = desk.import_file(desk.table(done))  # as the file once was, or done again: who knows?

    assert [each.code for each in report.findings if each.column == "Status"] == ["both-changed"]
    (asked,) = questions(desk)
    answer(desk, asked["number"], "file")
    assert desk.action("A1")["status"] is ActionStatus.DONE


def test_two_copies_of_a_table_without_a_stamp_are_merged_too(desk: Any) -> None:
    first = [("A1", "Led", "An", "2027", "lopend"), ("A2", "Zon", "Bart", "2028", "gepland")]
    an = [("A1", "Led", "An", "2027", "uitgevoerd"), ("A2", "Zon", "Bart", "2028", "gepland")]
    bart = [("A1", "Led", "An", "2027", "lopend"), ("A2", "Zon", "Bart", "2030", "gepland")]
    for name, rows in (("1.csv", first), ("an.csv", an), ("bart.csv", bart)):
        report = desk.import_file(desk.table([HEADER, *rows], name))

    assert desk.action("A1")["status"] is ActionStatus.DONE
    assert desk.action("A2")["deadline_text"] == "2030"
    assert "newer-in-plan" in codes(report)


def test_a_plan_of_several_files_does_not_lose_what_is_in_the_others(desk: Any) -> None:
    energy = [HEADER, ("A1", "Led", "An", "2027", "lopend"), ("A2", "Zon", "Bart", "2028", "gepland")]
    water = [HEADER, ("W1", "Regenton", "An", "2027", "lopend"), ("W2", "Wadi", "Bart", "2028", "gepland")]
    desk.import_file(desk.table(energy, "energie.csv"))
    desk.import_file(desk.table(water, "water.csv"))

    report = desk.import_file(desk.table(energy, "energie.csv"))

    assert report.actions["missing"] == 0


def test_copies_with_one_name_and_without_a_stamp_undo_nothing_in_silence(desk: Any) -> None:
    first = [("A1", "Led", "An", "2027", "lopend"), ("A2", "Zon", "Bart", "2028", "gepland")]
    an = [("A1", "Led", "An", "2027", "uitgevoerd"), ("A2", "Zon", "Bart", "2028", "gepland")]
    bart = [("A1", "Led", "An", "2027", "lopend"), ("A2", "Zon", "Bart", "2030", "gepland")]
    for rows in (first, an, bart):
        report = desk.import_file(desk.table([HEADER, *rows], "plan.csv"))

    assert desk.action("A1")["status"] is ActionStatus.DONE
    assert desk.action("A2")["deadline_text"] == "2030"
    assert [each.code for each in report.findings if each.column == "Status"] == ["both-changed"]


@pytest.mark.long
def test_a_table_pasted_from_an_export_is_compared_with_that_export(
    desk: Any, copies: tuple[Path, Path]
) -> None:
    an, bart = copies
    desk.import_file(change(an, A1={"Status": "uitgevoerd"}))
    rows = next(
        each for each in read_tables(change(bart, A2={"Thema": "zon"})) if each.sheet == "Acties"
    ).rows
    pasted = desk.table([[format_cell(cell) for cell in row] for row in rows], "geplakt.csv", delimiter=";")

    report = desk.import_file(pasted)

    assert desk.action("A1")["status"] is ActionStatus.DONE
    assert (desk.action("A2")["theme"], desk.action("A2")["owners"]) == ("zon", ["bart"])
    assert "newer-in-plan" in codes(report)
