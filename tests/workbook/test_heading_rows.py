"""Rows with nothing but a title that head the actions below them are themes; others are actions."""

from typing import Any

from sqlalchemy import select

from terugkom.plan.model import Action
from tests.workbook.conftest import ImportFolder

HEADER = ["Maatregel", "Wie", "Tegen wanneer", "Stand"]
LED = ["Led plaatsen in de sporthal", "an@gemeente.example", "2027", "lopend"]
RACK = ["Fietsenstalling vernieuwen aan het station", "an@gemeente.example", "2027", "lopend"]
WELL = ["Regenwaterput bouwen onder het dorpsplein", "bart@gemeente.example", "2028", "gepland"]
ROOF = ["Schooldaken isoleren", "", "", ""]
PLAY = ["Speelplein heraanleggen", "", "", ""]


def _head(text: str) -> list[str]:
    return [text, "", "", ""]


def _list_themes(desk: ImportFolder, *rows: list[str]) -> tuple[dict[str, str], list[tuple[int, str]]]:
    report: Any = desk.import_file(desk.table(rows))
    with desk.database.read_session() as session:
        themes = dict(session.execute(select(Action.title, Action.theme)).tuples().all())
    return themes, [(each.row, each.code) for each in report.findings if each.code.startswith("row-")]


def test_a_title_alone_above_actions_is_their_theme(desk: ImportFolder) -> None:
    """*Mobiliteit* and *Energie* went in as actions that nobody owns, and nothing said so."""
    rows = (HEADER, _head("1. Mobiliteit"), RACK, _head("Energie en gebouwen"), LED, WELL)
    assert _list_themes(desk, *rows) == (
        {RACK[0]: "1. Mobiliteit", LED[0]: "Energie en gebouwen", WELL[0]: "Energie en gebouwen"},
        [(2, "row-section"), (4, "row-section")],
    )


def test_actions_of_which_only_the_title_is_known_stay_actions(desk: ImportFolder) -> None:
    rows = (HEADER, RACK, LED, PLAY, WELL, ROOF)
    assert _list_themes(desk, *rows) == (dict.fromkeys([row[0] for row in rows[1:]], ""), [])


def test_a_plan_that_begins_and_ends_with_titles_alone_has_no_headings(desk: ImportFolder) -> None:
    rows = (HEADER, PLAY, RACK, LED, ROOF)
    assert len(_list_themes(desk, *rows)[0]) == 4


def test_one_title_alone_above_a_plan_is_an_action(desk: ImportFolder) -> None:
    assert len(_list_themes(desk, HEADER, PLAY, RACK, LED, WELL)[0]) == 4


def test_one_title_alone_above_a_plan_is_asked_about(desk: ImportFolder) -> None:
    """*Mobiliteit* above all actions was one of them, and nothing said so."""
    report = desk.import_file(desk.table([HEADER, _head("Mobiliteit"), RACK, LED, WELL]))
    (found,) = [each for each in report.findings if each.code == "maybe-heading"]
    assert (found.row, found.column) == (2, "Maatregel")
    assert found.message.startswith("“Mobiliteit” heeft alleen een titel en staat boven alle andere rijen.")
    assert report.actions["added"] == 4

    again = desk.import_file(desk.table([HEADER, _head("Mobiliteit:"), RACK, LED, WELL]))
    assert "maybe-heading" not in {each.code for each in again.findings}, "as the message says"


def test_other_titles_alone_are_not_asked_about(desk: ImportFolder) -> None:
    for rows in ((RACK, LED, PLAY, WELL), (PLAY, RACK, LED, ROOF), (PLAY, ROOF, RACK, LED), (PLAY, RACK)):
        report = desk.import_file(desk.table([HEADER, *rows]))
        assert "maybe-heading" not in {each.code for each in report.findings}
