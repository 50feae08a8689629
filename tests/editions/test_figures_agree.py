"""Every figure of every document of an edition agrees with the plan: what is counted, what was measured."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from terugkom.database.connection_pool import Database
from terugkom.documents.templates import Templates
from terugkom.editions.classify_action import ACTION_KINDS
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.story import StoryKind
from terugkom.plan.media_settings import NETWORK_LENGTHS, MediaSettings
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.media.readable import read_documents
from tests.soak import often

MOSTLY_SQLITE = True
TEMPLATES = Templates("nl")
LABELS = {kind: TEMPLATES.render_text("story-kind.txt", {"kind": kind}).strip() for kind in ACTION_KINDS}
NEWS: dict[str, Any] = {"news": "Er is nieuws.", "news_on": date(2026, 11, 5)}
PAST, LATER = date(2026, 10, 31), date(2027, 6, 30)


def _draw_plan(
    seed: int,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Counter[tuple[StoryKind, bool]]]:
    """Return the plan before and after the quarter, and how many actions have which news, public or not."""
    draw, before, now, expected = random.Random(seed), [], [], Counter[tuple[StoryKind, bool]]()
    for number in range(draw.randrange(8, 40)):
        public = draw.random() < 0.7
        own = action(f"A-{number}", f"Actie {'abcdefghij'[number % 10]}", public="ja" if public else "nee")
        news = draw.choice(["done", "late", "moved", "stopped", "running", "new", "quiet", "was done"])
        begins = own | {"deadline": PAST if news in ("late", "moved") else LATER}
        begins |= {"status": "klaar"} if news == "was done" else {}
        changes: dict[str, tuple[dict[str, Any], StoryKind | None]] = {
            "done": ({"status": "klaar"}, StoryKind.DONE),
            "late": (NEWS, StoryKind.LESS_WELL),
            "moved": ({"deadline": LATER}, StoryKind.LESS_WELL),
            "stopped": ({"status": "gestopt"} | NEWS, StoryKind.LESS_WELL),
            "running": (NEWS, StoryKind.UNDER_WAY),
            "new": ({"status": "gepland"}, StoryKind.NEW),
        }
        change, kind = changes.get(news, ({}, None))
        if news != "new":
            before.append(begins)
        now.append(begins | change)
        if kind:
            expected[kind, public] += 1
    return before, now, expected


def _draw_indicators(seed: int, codes: list[str]) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    return [
        {
            "code": f"I-{number}",
            "action": draw.choice(codes),
            "name": "Verbruik",
            "unit": "kWh",
            "target": draw.randrange(1000, 400_000),
            "measured": draw.randrange(1000, 900_000),
            "measured_on": ASKED - timedelta(days=draw.randrange(1, 60)),
            "source": "Facturen",
        }
        for number in range(draw.randrange(1, 5))
    ]


def _read_counts(text: str) -> Iterator[tuple[StoryKind, int]]:
    """The figures of an overview: ``Klaar: 3``, ``3 Klaar`` or ``3 klaar, ``."""
    for kind, label in LABELS.items():
        either = rf"\b{label}: (\d+)\b|(?<!: )\b(\d{{1,3}}) (?:{label}|{label.lower()})\b"
        for found in re.finditer(either, text):
            yield kind, int(found[1] or found[2])


@pytest.mark.long
@pytest.mark.parametrize("seed", range(often(2, soak=60)))
def test_every_figure_of_every_document_is_the_plan_s(database: Database, tmp_path: Path, seed: int) -> None:
    room = EditionMunicipality(database, tmp_path)
    before, now, expected = _draw_plan(seed)
    indicators = _draw_indicators(seed, [row["code"] for row in now])
    room.import_actions(FIRST, *before)
    room.import_actions(ASKED, *now, indicators=indicators)
    proof = room.compile().proof
    whole = {kind: expected[kind, True] + expected[kind, False] for kind in LABELS}
    known = {f"{each[field]:,}".replace(",", ".") for each in indicators for field in ("measured", "target")}
    settings = MediaSettings(networks="; ".join(NETWORK_LENGTHS))
    context = MediaContext(TEMPLATES, settings, {}, clock_on(ASKED), ASKED)
    counted = 0
    for medium, render in RENDERERS.items():
        counts = {kind: expected[kind, True] for kind in LABELS} if medium.is_public else whole
        made = render(proof.public_only if medium.is_public else proof, context)
        for name, blocks in read_documents(made).items():
            text = " ".join(each.text for each in blocks)
            for kind, number in _read_counts(text):
                assert number == counts[kind], (medium, name, kind)
                counted += 1
            assert set(re.findall(r"([\d.]+)\s?kWh", text)) <= known, (medium, name)
    assert counted >= 2 * len([kind for kind in LABELS if whole[kind]])


@pytest.mark.long
def test_what_the_officer_leaves_out_still_counts(database: Database, tmp_path: Path) -> None:
    room = EditionMunicipality(database, tmp_path)
    before, now, expected = _draw_plan(3)
    room.import_actions(FIRST, *before)
    room.import_actions(ASKED, *now)
    room.compile()
    for path in list(room.folder.glob("*minder*.md"))[1:]:
        path.unlink()
    proof = room.compile().proof
    late = expected[StoryKind.LESS_WELL, True] + expected[StoryKind.LESS_WELL, False]
    assert len({code for story in proof.of_kind(StoryKind.LESS_WELL) for code in story.actions}) < late
    assert proof.count(StoryKind.LESS_WELL) == late
    assert replace(proof, counts=()).text_hash != proof.text_hash, "the numbers are approved too"
