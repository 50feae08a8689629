"""A stacked bar tells its segments apart without colour: each pattern is drawn mark by mark in its box."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from terugkom.documents.pdf import render_png
from terugkom.documents.stacked_bars import draw_stacked_bars

NAMES = ["klaar", "op schema", "stil", "te laat", "gestopt"]
COLOURS = ["good", "pale_good", "pale_amber", "warning", "grey"]
MARK = re.compile(r"M([\d.]+) ([\d.]+)(?:l(-?[\d.]+) (-?[\d.]+)|h0)")
EDGE = 0.16  # pixels: three lengths, each written in tenths


def list_boxes(svg: str) -> list[tuple[tuple[float, ...], str, list[tuple[float, ...]]]]:
    """Return each box of a drawing: x, y, width and height, its colour, and the lines or dots in it."""
    found = re.findall(
        r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="(#\w+)" stroke="#\w+"/>'
        r'(?:<path d="([^"]*)")?',
        svg,
    )
    return [
        (
            tuple(map(float, place)),
            colour,
            [tuple(float(each or 0) for each in mark) for mark in MARK.findall(marks)],
        )
        for *place, colour, marks in found
    ]


@pytest.mark.parametrize("numbers", [[1, 1, 1, 1, 1], [3, 40, 7, 12, 1], [200, 3, 1, 1, 1], [0, 0, 9, 0, 0]])
def test_no_mark_leaves_its_box(numbers: list[int]) -> None:
    chart = draw_stacked_bars("Stand", NAMES, [("nu", numbers)], COLOURS)
    for drawing in (chart.svg, chart.narrow.svg):
        ElementTree.fromstring(drawing)
        boxes = list_boxes(drawing)
        assert len(boxes) == len(NAMES) + sum(map(bool, numbers))
        for (x, y, width, height), _, marks in boxes:
            for left, top, across, down in marks:
                for at_x, at_y in ((left, top), (left + across, top + down)):
                    assert x - EDGE <= at_x <= x + width + EDGE
                    assert y - EDGE <= at_y <= y + height + EDGE
        assert "pattern" not in drawing
        assert "url(" not in drawing


def test_a_sample_in_the_legend_has_the_pattern_of_its_segments() -> None:
    svg = draw_stacked_bars("Stand", NAMES[:4], [], COLOURS[:4]).svg
    assert re.findall(r'<path d="[^"]*"[^>]*>', svg) == [
        '<path d="M146.2 28l-5.7 5.7M157.5 28l-14 14M158.5 38.3l-3.7 3.7" fill="none" stroke="#22301f"/>',
        '<path d="M283.8 37.8h0M289.5 32.2h0M295.2 37.8h0" fill="none" stroke="#22301f" stroke-width="3.2" '
        'stroke-linecap="round"/>',
        '<path d="M426.2 28l-5.7 5.7M437.5 28l-14 14M438.5 38.3l-3.7 3.7M432.8 28l5.7 5.7M421.5 28l14 14'
        'M420.5 38.3l3.7 3.7" fill="none" stroke="#22301f"/>',
    ]


def test_each_pattern_is_seen_in_the_picture_of_a_mail() -> None:
    chart = draw_stacked_bars("Stand", NAMES, [("nu", [4, 4, 4, 4, 4])], COLOURS)
    picture = Image.open(BytesIO(render_png(chart.narrow))).convert("L")
    shares = []
    for (x, y, width, height), _, _ in list_boxes(chart.narrow.svg)[len(NAMES) :]:
        before_number = (x + 2, y + 2, x + width / 3, y + height - 2)
        inner = picture.crop([round(1.5 * side) for side in before_number])
        counts = inner.histogram()
        background = counts.index(max(counts))
        marked = sum(count for grey, count in enumerate(counts) if abs(grey - background) > 20)
        shares.append(marked / (inner.width * inner.height))
    plain, striped, dotted, crossed, plain_again = shares
    assert plain == plain_again == 0
    assert 0.1 < striped < crossed < 0.3
    assert 0.1 < dotted < 0.2
