"""Ticks, boxes, circles and figures in place of a word for a status are read where they leave no doubt."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest


def _import(desk: Any, header: str, *cells: Any, percent: bool = False) -> tuple[list[str], list[Any]]:
    """Return the statuses that were read, and the findings about the status."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Plan"
    page.append(["Nr", "Actie", "Trekker", header])
    for number, cell in enumerate(cells, 1):
        page.append([number, f"Hek {number} plaatsen aan de school", "An Peeters", cell])
        if percent:
            page.cell(number + 1, 4).number_format = "0%"
    path: Path = desk.folder / "plan.xlsx"
    book.save(path)
    report = desk.import_file(path)
    statuses = [desk.action(str(number))["status"] for number in range(1, len(cells) + 1)]
    return statuses, [each for each in report.findings if "status" in each.code]


def test_ticks_below_a_word_for_done_are_read(desk: Any) -> None:
    read, found = _import(desk, "Klaar?", "✔", "☐", "✅", "☑\ufe0f", "V", "", "✓", "nee")
    assert read == ["done", "planned", "done", "done", "done", "planned", "done", "planned"]
    assert found == []


def test_other_signs_below_a_word_for_done_are_asked_once(desk: Any) -> None:
    read, found = _import(desk, "Klaar", "✔", "✘", "❌", "🟢", "✘")
    assert read == ["done", *["planned"] * 4]
    assert [(each.row, each.column, each.code) for each in found] == [(3, "Klaar", "status-marks")]
    assert "✘ (2×), ❌ (1×), 🟢 (1×)" in found[0].message


SIGNS = ["✔ ☐ ✔", "🟢 🟠 🔴", "JA NEE ja", "v x v", "L G K"]


@pytest.mark.parametrize("cells", SIGNS)
def test_signs_below_status_are_asked_once(desk: Any, cells: str) -> None:
    read, found = _import(desk, "Status", *cells.split())
    assert read == ["planned"] * 3
    assert [(each.sheet, each.row, each.column, each.code) for each in found] == [
        ("Plan", 2, "Status", "status-marks")
    ]


def test_a_word_that_is_no_status_is_told_on_its_row(desk: Any) -> None:
    _, found = _import(desk, "Status", "✔", "misschien", "klaar")
    assert [(each.row, each.code) for each in found] == [(3, "unknown-status"), (2, "status-marks")]


@pytest.mark.parametrize("header", ["Voortgang", "Status", "% gerealiseerd"])
def test_figures_up_to_a_hundred_are_percentages(desk: Any, header: str) -> None:
    assert _import(desk, header, 100, 50, 0, 25) == (["done", "running", "planned", "running"], [])


@pytest.mark.parametrize("header", ["Voortgang", "Status", "% gerealiseerd"])
@pytest.mark.parametrize("percent", [True, False])
def test_parts_of_one_are_shares(desk: Any, header: str, percent: bool) -> None:
    read, found = _import(desk, header, 1, 0.5, 0, 1, percent=percent)
    assert (read, found) == (["done", "running", "planned", "done"], [])


@pytest.mark.parametrize("cells", [(1, 2, 3), (100, 50, 1), (100, 250, 30)])
def test_figures_of_an_unknown_scale_are_asked_once(desk: Any, cells: tuple[int, ...]) -> None:
    _, found = _import(desk, "Voortgang", *cells)
    assert [(each.column, each.code) for each in found] == [("Voortgang", "status-marks")]


def test_amounts_below_a_word_for_done_are_no_status(desk: Any) -> None:
    read, found = _import(desk, "Gerealiseerd", 120, 300, 90)
    assert read == ["planned"] * 3
    assert "status-marks" not in {each.code for each in found}
