"""The pages of a pack are in balance: the first one full, no last one of a few lines, no row alone."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from terugkom.database.connection_pool import Database
from terugkom.documents.templates import Templates
from terugkom.meetings.packs.group_pack import GroupPack
from tests.meetings.packs.conftest import PackMunicipality
from tests.meetings.packs.read_structure import find_bad_breaks, read_structure
from tests.meetings.packs.test_core_pack import context, pack, written
from tests.soak import often

MIN_LINES = 5  # that make a last page worth turning to
MIN_HEIGHT = 90  # points from the first of them to the bottom of the last
_FOOTER = 55  # points from the bottom
_MADE_AT = datetime(2027, 3, 8, tzinfo=UTC)
_REASON = "De aannemer wacht op een premie van de netbeheerder; zodra die er is, beginnen we. "


def list_line_heights(page: PageObject) -> list[int]:
    """Return how far from the bottom of a page each line of text is, in points, without the footer."""
    found: set[int] = set()

    def visit(text: str, of_page: list[float], of_line: list[float], *_: Any) -> None:
        if text.strip():
            found.add(round(of_page[5] + of_page[3] * of_line[5]))

    page.extract_text(visitor_text=visit)
    return sorted(each for each in found if each > _FOOTER)


def check_balance(pdf: bytes, empty: float = 0.25) -> None:
    """Check the pages of a pack; at most so much of the first one is left `empty`."""
    check_breaks(pdf)
    first, *others = PdfReader(BytesIO(pdf)).pages
    if others:
        height = float(first.mediabox.height)
        assert list_line_heights(first)[0] < empty * height, "the first page is full"


def check_breaks(pdf: bytes) -> None:
    _, *others = PdfReader(BytesIO(pdf)).pages
    if others:
        lines = list_line_heights(others[-1])
        assert len(lines) >= MIN_LINES, "the last page is worth turning to"
        assert lines[-1] - lines[0] >= MIN_HEIGHT, "the last page is worth turning to"
    assert find_bad_breaks(read_structure(pdf)) == []


SIZES = [1, 2, 3, 5, 7, 8, 12, 16, 22, 30, 40, 60, 120, 300]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("actions", SIZES)
def test_of_a_group(town_of: Callable[..., PackMunicipality], actions: int) -> None:
    check_balance(town_of(actions).pack().letter.attachments[0].content)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("actions", SIZES[1:])
def test_of_the_core_group(sqlite_database: Database, actions: int) -> None:
    check_balance(pack(written(sqlite_database, actions)).letter.attachments[0].content)


def draw_some(draw: random.Random, items: Sequence[Any], most: int) -> tuple[Any, ...]:
    return tuple(items[n % len(items)] for n in range(draw.randrange(most) if items else 0))


def draw_group_pack(draw: random.Random, base: GroupPack) -> GroupPack:
    """A pack with any number of each thing that a pack lists."""
    late = (
        replace(each, reason=_REASON * draw.randrange(3), title=each.title * draw.choice((1, 1, 2)))
        for each in draw_some(draw, base.late, 14)
    )
    told = [each for each in base.figures if not each.has_course]
    return replace(
        base,
        late=tuple(late),
        figures=draw_some(draw, draw.choice((base.figures, told)), 6),
        agenda=draw_some(draw, base.agenda, 12) or base.agenda,
        decision_requests=draw_some(draw, base.decision_requests, 13),
        **{
            name: draw_some(draw, getattr(base, name), most)
            for name, most in (
                *(("silent", 20), ("orphans", 9), ("done", 9)),
                *(("last_decisions", 10), ("open_points", 5), ("questions", 9)),
            )
        },
    )


@pytest.mark.long
def test_whatever_a_group_s_pack_lists(town_of: Callable[..., PackMunicipality]) -> None:
    base = town_of(40).context()
    for seed in range(often(40, soak=400)):
        drawn = draw_group_pack(random.Random(seed), base)
        # A chart or a table of four rows that is not parted may leave some more.
        check_balance(Templates("nl").render_pdf("subgroup-pack", drawn, _MADE_AT, balanced=True), 1 / 3)


@pytest.mark.long
def test_whatever_the_pack_of_the_core_group_lists(sqlite_database: Database) -> None:
    base = context(written(sqlite_database, 100))
    for seed in range(often(40, soak=400)):
        draw = random.Random(seed)
        sizes = {"stopped": 9, "missed_deadlines": 10, "candidates": 10, "themes": 12, "quarters": 6}
        sizes["groups"] = draw.choice((5, 12, 40))
        some = {name: draw_some(draw, getattr(base, name), most) for name, most in sizes.items()}
        drawn = replace(base, plan=draw_group_pack(draw, base.plan), **some)
        check_breaks(Templates("nl").render_pdf("core-group-pack", drawn, _MADE_AT, balanced=True))
