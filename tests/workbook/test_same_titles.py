"""Actions of one title without a code are told apart by what else stands in their rows, not by order."""

from sqlalchemy import select

from terugkom.plan.model import Person
from tests.workbook.conftest import ImportFolder

HEADER = ["Actie", "Trekker", "Klaar tegen", "Stand van zaken"]
ROWS = [
    ["Personeel opleiden", "an@gemeente.example", "2027", "klaar"],
    ["Personeel opleiden", "bart@gemeente.example", "2028", "gepland"],
    ["personeel opleiden", "els@gemeente.example", "2029", "lopend"],
]
CODES = {
    "personeel-opleiden": ("an@gemeente.example", "2027", "done"),
    "personeel-opleiden-2": ("bart@gemeente.example", "2028", "planned"),
    "personeel-opleiden-3": ("els@gemeente.example", "2029", "running"),
}


def _list_actions(desk: ImportFolder, codes: list[str]) -> dict[str, tuple[str, str, str]]:
    found = {code: desk.action(code) for code in codes}
    names = {code: _owner_name(desk, action["owners"]) for code, action in found.items()}
    return {
        code: (names[code], action["deadline_text"], action["status"].value) for code, action in found.items()
    }


def _owner_name(desk: ImportFolder, codes: list[str]) -> str:
    with desk.database.read_session() as session:
        return "; ".join(session.scalars(select(Person.name).where(Person.code.in_(codes))))


def test_rows_in_another_order_are_the_same_actions(desk: ImportFolder) -> None:
    """An action that was planned became done, with the owner and the deadline of its namesake."""
    desk.import_file(desk.table([HEADER, *ROWS]))
    assert _list_actions(desk, list(CODES)) == CODES

    report = desk.import_file(desk.table([HEADER, *reversed(ROWS)], "sorted.csv"))
    assert (report.actions["changed"], report.actions["unchanged"]) == (0, 3)
    assert _list_actions(desk, list(CODES)) == CODES


def test_the_row_that_is_left_is_still_its_own_action(desk: ImportFolder) -> None:
    desk.import_file(desk.table([HEADER, *ROWS]))
    report = desk.import_file(desk.table([HEADER, ROWS[1]], "rest.csv"))

    assert (report.actions["changed"], report.actions["missing"]) == (0, 2)
    assert _list_actions(desk, list(CODES)) == CODES
    assert [desk.action(code)["missing_since"] is None for code in CODES] == [False, True, False]


def test_a_new_row_above_its_namesakes_is_a_new_action(desk: ImportFolder) -> None:
    desk.import_file(desk.table([HEADER, *ROWS]))
    new = ["Personeel opleiden", "mia@gemeente.example", "2030", "in voorbereiding op het najaar"]
    desk.import_file(desk.table([HEADER, new, *ROWS], "more.csv"))

    assert _list_actions(desk, list(CODES)) == CODES
    assert _list_actions(desk, ["personeel-opleiden-4"]) == {
        "personeel-opleiden-4": ("mia@gemeente.example", "2030", "planned")
    }


def test_one_of_two_that_was_changed_is_the_one_that_is_left(desk: ImportFolder) -> None:
    desk.import_file(desk.table([HEADER, *ROWS[:2]]))
    changed = ["Personeel opleiden", "els@gemeente.example", "2031", "lopend"]
    desk.import_file(desk.table([HEADER, changed, ROWS[0]], "plan.csv"))

    assert _list_actions(desk, list(CODES)[:2]) == {
        "personeel-opleiden": CODES["personeel-opleiden"],
        "personeel-opleiden-2": ("els@gemeente.example", "2031", "running"),
    }
