"""The pages of a pack are in balance: a first page that is full, no last page of a few lines."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from terugkom.database import Database
from terugkom.meetings.packs.balanced_pdf import MIN_LINES, list_line_heights
from tests.meetings.packs.conftest import PackMunicipality
from tests.meetings.packs.test_core_pack import pack, written


def check_balance(pdf: bytes) -> None:
    first, *others = PdfReader(BytesIO(pdf)).pages
    if others:
        height = float(first.mediabox.height)
        assert list_line_heights(first)[0] < 0.25 * height, "the first page is full"
        assert len(list_line_heights(others[-1])) >= MIN_LINES, "the last page is worth turning to"


@pytest.mark.parametrize("actions", [1, 7, 40, 120])
def test_of_a_group(town_of: Callable[..., PackMunicipality], actions: int) -> None:
    check_balance(town_of(actions).pack().letter.attachments[0].content)


@pytest.mark.parametrize("actions", [2, 7, 40, 120])
def test_of_the_core_group(sqlite_database: Database, actions: int) -> None:
    check_balance(pack(written(sqlite_database, actions)).letter.attachments[0].content)
