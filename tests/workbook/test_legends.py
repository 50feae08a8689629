"""What colours mean, below the actions, is no action and no part of one; it is told as a row that is none."""

from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.plan.model import Action

ACTIONS = [[n, f"Hek {n} plaatsen", "An Peeters", "bezig"] for n in (1, 2, 3)]
TITLES = {"Hek 1 plaatsen", "Hek 2 plaatsen", "Hek 3 plaatsen"}
LEGENDS: dict[str, Sequence[Sequence[str | None]]] = {
    "right below": [[None, "uitgevoerd"], [None, "lopende"]],
    "after a blank row": [[], [None, "klaar"], [None, "bezig"], [None, "nog niet gestart"]],
    "with a heading": [[], [None, "Legende"], [None, "klaar"], [None, "bezig"]],
    "with names of colours": [[], ["groen", "klaar"], ["rood", "nog niet gestart"]],
    "in French": [[], [None, "Légende :"], [None, "terminé"], [None, "en cours"]],
}


def _import(desk: Any, *rows: Sequence[Any]) -> tuple[set[str], list[int]]:
    """Return the titles of the actions, and the rows that were read as a header or an explanation."""
    book = openpyxl.Workbook()
    page = book.active
    for row in (["Nr", "Actie", "Trekker", "Status"], *rows):
        page.append(list(row))
    book.save(desk.folder / "plan.xlsx")
    report = desk.import_file(desk.folder / "plan.xlsx")
    with desk.database.read_session() as session:
        titles = set(session.scalars(select(Action.title)))
    return titles, [each.row for each in report.findings if each.code == "row-header"]


@pytest.mark.parametrize("legend", LEGENDS.values(), ids=LEGENDS.keys())
def test_a_legend_below_the_actions_is_none(desk: Any, legend: Sequence[Sequence[str | None]]) -> None:
    titles, told = _import(desk, *ACTIONS, *legend)
    assert titles == TITLES
    assert told == [row for row, cells in enumerate(legend, 5) if cells]


def test_a_state_above_actions_heads_them(desk: Any) -> None:
    titles, told = _import(desk, [None, "Lopend"], *ACTIONS[:2], [None, "Klaar"], *ACTIONS[2:])
    assert (titles, told) == (TITLES, [])
