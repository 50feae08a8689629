"""Headers of two rows, the upper one over several columns; and boxes that nobody ticked."""

from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_rows import find_header_end

Rows = Sequence[Sequence[Any]]
ACTIONS: Rows = [
    ["1", "Led plaatsen in de sporthal", "An Peeters", "Bo Maes", "1/1/2027", "31/12/2027"],
    ["2", "Zonnepanelen leggen", "Cas Wils", "Els Bos", "1/2/2027", "30/6/2027"],
]


def write(desk: Any, rows: Rows, *merged: str) -> Any:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for each in merged:
        page.merge_cells(each)
    book.save(desk.folder / "plan.xlsx")
    return desk.folder / "plan.xlsx"


@pytest.mark.parametrize("merged", [(), ("C1:D1", "E1:F1"), ("A1:A2", "B1:B2", "C1:D1", "E1:F1")])
@pytest.mark.parametrize(
    "lower",
    [
        [None, None, "Trekker", "Partners", "van", "tot"],
        [None, None, "Trekker", "Partners", "Start", "Einde"],
        [None, None, "Verantwoordelijke", "Betrokken", "Begindatum", "Einddatum"],
    ],
)
def test_the_day_on_which_an_action_starts_is_not_its_deadline(
    desk: Any, lower: list[Any], merged: tuple[str, ...]
) -> None:
    upper = ["Nr", "Actie", "Wie", None, "Planning", None]
    report = desk.import_file(write(desk, [upper, lower, *ACTIONS], *merged))

    assert (report.actions["added"], report.rows["header"], report.rows["refused"]) == (2, 2, 0)
    action = desk.action("1")
    assert (str(action["start"]), str(action["deadline"])) == ("2027-01-01", "2027-12-31")
    assert (action["owners"], action["extra"]) == (["an-peeters"], {lower[3]: "Bo Maes"})


def test_a_first_action_with_few_words_is_no_header(desk: Any) -> None:
    header = ["Nr", "Actie", "Trekker", "Status", "Einddatum"]
    rows = [["1", "Led plaatsen", "An Peeters", "Start", "2027"], ["2", "Zon", "Bo Maes", "Klaar", "2028"]]
    assert desk.import_file(write(desk, [header, *rows])).actions["added"] == 2


@pytest.mark.parametrize(
    "row", [["Planning opmaken", "", "Werkgroep", "", 2027], ["Communicatie", "", "Dienst", "", 2027]]
)
def test_a_first_action_below_headers_with_blank_columns_between_is_no_header(row: list[Any]) -> None:
    header = ["Actie", "", "Trekker", "", "Deadline"]
    assert find_header_end(Table("Acties", [header, row, ["Led", "", "Milieu", "", 2028]])) == 0
    lower = ["", "", "Trekker", "", "van", 2027]
    assert find_header_end(Table("Acties", [["Actie", "", "Wie", "", "Planning", ""], lower])) == 1


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_boxes_below_a_table_that_nobody_ticked_are_nothing(desk: Any, suffix: str) -> None:
    header = ["Nr", "Actie", "Einddatum", "Klaar?"]
    boxes = [["", "", "", False]] * 900
    rows = [header, ["1", "Led plaatsen", "2027", True], ["2", "Zon leggen", "2028", False], *boxes]
    path = write(desk, [[None if cell == "" else cell for cell in row] for row in rows])
    if suffix == ".csv":
        words = {True: "WAAR", False: "ONWAAR"}
        path = desk.table([[words.get(c, c) if isinstance(c, bool) else c for c in row] for row in rows])

    report = desk.import_file(path)

    assert report.findings == ()
    assert (report.rows["imported"], report.rows["blank"], report.rows["refused"]) == (2, 900, 0)
    assert [desk.action(code)["status"].value for code in ("1", "2")] == ["done", "planned"]


PERIODS: Rows = [
    [1, "Hek plaatsen", "An Peeters", "3/2026", "9/2027", 12000],
    [2, "Haag planten", "Jan Claes", "4/2026", "12/2027", 3500],
]
UNITS = [None, None, None, "(maand/jaar)", None, "(in EUR)"]


@pytest.mark.parametrize(
    "below",
    [
        [],
        [[None, None, None, "van", "tot", None]],
        [UNITS, [None, None, None, "van", "tot", None]],
        [UNITS, [None, None, None, "van", "tot", "raming"], []],
    ],
    ids=["one line", "two lines", "a line of units", "four lines"],
)
def test_the_first_of_two_columns_of_a_period_is_its_start(desk: Any, below: list[Any]) -> None:
    upper = ["Nr", "Actie", "Trekker", "Timing", None, "Budget"]
    report = desk.import_file(write(desk, [upper, *below, *PERIODS]))
    assert (report.actions["added"], report.rows["refused"]) == (2, 0)
    found = [(str(action["start"]), str(action["deadline"])) for action in map(desk.action, "12")]
    assert found == [("2026-03-01", "2027-09-30"), ("2026-04-01", "2027-12-31")]


def test_a_column_of_days_beside_a_deadline_is_no_deadline(desk: Any) -> None:
    upper = ["Nr", "Actie", "Trekker", "Deadline", None, "Budget"]
    desk.import_file(write(desk, [upper, *PERIODS]))
    assert [str(desk.action(code)["deadline"]) for code in "12"] == ["2026-03-31", "2026-04-30"]
