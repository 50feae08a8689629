"""The pages of a pack are in balance: a first page that is full, no last page of a few lines, no row alone."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from terugkom.database import Database
from tests.meetings.packs.conftest import PackMunicipality
from tests.meetings.packs.read_structure import find_bad_breaks, read_structure
from tests.meetings.packs.test_core_pack import pack, written

MIN_LINES = 5  # that make a last page worth turning to
MIN_HEIGHT = 90  # points from the first of them to the bottom of the last
_FOOTER = 55  # points from the bottom


def list_line_heights(page: PageObject) -> list[int]:
    """Return how far from the bottom of a page each line of text is, in points, without the footer."""
    found: set[int] = set()

    def visit(text: str, of_page: list[float], of_line: list[float], *_: Any) -> None:
        if text.strip():
            found.add(round(of_page[5] + of_page[3] * of_line[5]))

    page.extract_text(visitor_text=visit)
    return sorted(each for each in found if each > _FOOTER)


def check_balance(pdf: bytes) -> None:
    first, *others = PdfReader(BytesIO(pdf)).pages
    if others:
        height = float(first.mediabox.height)
        assert list_line_heights(first)[0] < 0.25 * height, "the first page is full"
        lines = list_line_heights(others[-1])
        assert len(lines) >= MIN_LINES, "the last page is worth turning to"
        assert lines[-1] - lines[0] >= MIN_HEIGHT, "the last page is worth turning to"
    assert find_bad_breaks(read_structure(pdf)) == []


SIZES = [1, 2, 3, 5, 7, 8, 12, 16, 22, 30, 40, 60, 120, 300]


@pytest.mark.parametrize("actions", SIZES)
def test_of_a_group(town_of: Callable[..., PackMunicipality], actions: int) -> None:
    check_balance(town_of(actions).pack().letter.attachments[0].content)


@pytest.mark.parametrize("actions", SIZES[1:])
def test_of_the_core_group(sqlite_database: Database, actions: int) -> None:
    check_balance(pack(written(sqlite_database, actions)).letter.attachments[0].content)
