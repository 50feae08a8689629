"""The pages of a pack are in balance: a first page that is full, no last page of a few lines."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from terugkom.database import Database
from tests.meetings.packs.conftest import PackMunicipality
from tests.meetings.packs.test_core_pack import pack, written

FOOTER = 55  # points from the bottom


def list_line_heights(page: PageObject) -> list[float]:
    """Return how far from the bottom each line of text stands, in points, without the footer."""
    found: set[float] = set()

    def visit(text: str, page: list[float], line: list[float], *_: Any) -> None:
        if text.strip():
            found.add(round(page[5] + page[3] * line[5]))

    page.extract_text(visitor_text=visit)
    return sorted(each for each in found if each > FOOTER)


def check_balance(pdf: bytes) -> None:
    first, *others = PdfReader(BytesIO(pdf)).pages
    if others:
        height = float(first.mediabox.height)
        assert list_line_heights(first)[0] < 0.25 * height, "the first page is full"
        assert len(list_line_heights(others[-1])) >= 5, "the last page is worth turning to"


@pytest.mark.parametrize("actions", [1, 7, 40, 120])
def test_of_a_group(town_of: Callable[..., PackMunicipality], actions: int) -> None:
    check_balance(town_of(actions).pack().letter.attachments[0].content)


@pytest.mark.parametrize("actions", [2, 7, 40, 120])
def test_of_the_core_group(sqlite_database: Database, actions: int) -> None:
    check_balance(pack(written(sqlite_database, actions)).letter.attachments[0].content)
