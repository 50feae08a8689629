"""A stacked bar tells its segments apart without colour: each pattern is drawn mark by mark in its box."""

import re
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from PIL import Image

from terugkom.documents.pdf import render_png
from terugkom.documents.stacked_bars import draw_stacked_bars

NAMES = ["klaar", "op schema", "stil", "te laat", "gestopt"]
COLOURS = ["good", "pale_good", "pale_amber", "warning", "grey"]
STEP = re.compile(r"([Mmlh])(-?[\d.]+)(?: (-?[\d.]+))?")
EDGE = 0.2  # pixels: lengths are written in tenths, what is repeated in hundredths


def list_points(marks: str) -> list[tuple[float, float]]:
    """Return where each line of a path begins and ends; a dot begins and ends in one place."""
    points, at_x, at_y = [], 0.0, 0.0
    for step, across, down in STEP.findall(marks):
        at_x, at_y = (0.0, 0.0) if step == "M" else (at_x, at_y)
        at_x, at_y = at_x + float(across), at_y + float(down or 0)
        points.append((at_x, at_y))
    return points


def list_boxes(svg: str) -> list[tuple[tuple[float, ...], list[tuple[float, float]]]]:
    """Return the x, y, width and height of each box of a drawing, and the points of its marks."""
    found = re.findall(
        r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="#\w+" stroke="#\w+"/>'
        r'(?:<path d="([^"]*)")?',
        svg,
    )
    return [(tuple(map(float, place)), list_points(marks)) for *place, marks in found]


@pytest.mark.parametrize("numbers", [[1, 1, 1, 1, 1], [3, 40, 7, 12, 1], [200, 3, 1, 1, 1], [0, 0, 9, 0, 0]])
def test_no_mark_leaves_its_box(numbers: list[int]) -> None:
    chart = draw_stacked_bars("Stand", NAMES, [("nu", numbers)], COLOURS)
    for drawing in (chart.svg, chart.narrow.svg):
        ElementTree.fromstring(drawing)
        boxes = list_boxes(drawing)
        assert len(boxes) == 2 * sum(map(bool, numbers)), "the legend has what occurs"
        for (x, y, width, height), points in boxes:
            for at_x, at_y in points:
                assert x - EDGE <= at_x <= x + width + EDGE
                assert y - EDGE <= at_y <= y + height + EDGE
        assert "pattern" not in drawing
        assert "url(" not in drawing


def test_a_sample_in_the_legend_has_the_pattern_of_its_segments() -> None:
    svg = draw_stacked_bars("Stand", NAMES[:4], [], COLOURS[:4]).svg
    assert re.findall(r'<path d="[^"]*"[^>]*>', svg) == [
        '<path d="M146.2 28l-5.7 5.7M158.5 38.3l-3.7 3.7M157.5 28l-14 14" fill="none" stroke="#22301f"/>',
        '<path d="M289.5 32.2h0M283.8 37.8h0m11.31 0h0" fill="none" stroke="#22301f" stroke-width="3.2" '
        'stroke-linecap="round"/>',
        '<path d="M426.2 28l-5.7 5.7M438.5 38.3l-3.7 3.7M437.5 28l-14 14M432.8 28l5.7 5.7M420.5 38.3l3.7 3.7'
        'M421.5 28l14 14" fill="none" stroke="#22301f"/>',
    ]


def test_six_segments_have_a_pattern_each_and_their_names_stand_whole_on_two_lines() -> None:
    names = [*NAMES, "nog geen nieuws"]
    svg = draw_stacked_bars("Stand", names, [("nu", [1, 9, 1, 1, 1, 9])], [*COLOURS, "ground"]).svg
    assert re.findall(r"<text[^>]*>([^<]*)</text>", svg)[1:7] == names
    boxes = list_boxes(svg)
    legend, striped, other_way = boxes[:6], boxes[7], boxes[-1]
    assert [place[1] for place, _ in legend] == [28, 28, 28, 48, 48, 48]
    assert len(striped[1]) == len(other_way[1]) > 0

    def slants(points: list[tuple[float, float]]) -> set[bool]:
        return {to[0] > at[0] for at, to in zip(points[::2], points[1::2], strict=True)}

    assert (slants(striped[1]), slants(other_way[1])) == ({False}, {True})


def test_the_legend_has_the_names_that_occur_and_each_keeps_its_pattern() -> None:
    rows = [("nu", [0, 0, 3, 1, 0]), ("vorige keer", [0, 0, 4, 0, 0])]
    chart = draw_stacked_bars("Stand", NAMES, rows, COLOURS)
    for svg in (chart.svg, chart.narrow.svg):
        shown = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
        assert [each for each in shown if each in NAMES] == ["stil", "te laat"]
        dotted, crossed, of_stil, of_late, _ = [points for _, points in list_boxes(svg)]
        assert {at == to for at, to in zip(dotted[::2], dotted[1::2], strict=True)} == {True}, "dots"
        assert of_stil
        assert len(crossed) > 0
        assert len(of_late) > 0


def test_a_stripe_after_one_from_edge_to_edge_is_the_same_one_eleven_pixels_on() -> None:
    svg = draw_stacked_bars("Stand", NAMES[:4], [("nu", [0, 1, 0, 1])], COLOURS[:4]).narrow.svg
    striped, crossed = (points for _, points in list_boxes(svg)[2:])
    starts, ends = striped[::2], striped[1::2]
    whole = [(at, to) for at, to in zip(starts, ends, strict=True) if to[1] - at[1] > 19.9]
    assert len(whole) == 12
    assert {round(at[0] - to[0], 1) for at, to in whole} == {20.0}
    assert {round(after[0][0] - before[0][0], 1) for before, after in pairwise(whole)} == {11.3}
    assert len(crossed) == 2 * len(striped)


def test_all_labels_of_a_chart_are_of_one_size() -> None:
    """One long name was small among large ones, as if that group counted for less."""
    for names, size in ((["Energie", "Deelgroep duurzaam aankopen"], {"11"}), (["Energie", "Afval"], {None})):
        drawn = draw_stacked_bars("Stand", NAMES, [(name, [1, 1, 1, 1, 1]) for name in names], COLOURS)
        labels = [
            each for each in ElementTree.fromstring(drawn.svg).findall(".//{*}text") if each.text in names
        ]
        assert len(labels) == 2
        assert {each.get("font-size") for each in labels} == size


def test_one_bar_in_words_has_one_colon() -> None:
    """*Waar de acties staan: nu: 1 klaar* stood in the text of mails."""
    rows = [("nu", [1, 0, 0, 2, 0]), ("vorige keer", [0, 3, 0, 0, 0])]
    assert draw_stacked_bars("Stand", NAMES, rows[:1], COLOURS).text == "Stand, nu: 1 klaar, 2 te laat"
    both = draw_stacked_bars("Stand", NAMES, rows, COLOURS)
    assert both.text == "Stand: nu: 1 klaar, 2 te laat; vorige keer: 3 op schema"


def test_each_pattern_is_seen_in_the_picture_of_a_mail() -> None:
    chart = draw_stacked_bars("Stand", NAMES, [("nu", [4, 4, 4, 4, 4])], COLOURS)
    picture = Image.open(BytesIO(render_png(chart.narrow))).convert("L")
    shares = []
    for (x, y, width, height), _ in list_boxes(chart.narrow.svg)[len(NAMES) :]:
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
