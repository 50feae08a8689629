"""Charts in a mail can be read on a telephone of 360 pixels, where it leaves them 328."""

import base64
import re
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from terugkom.documents.chart import WIDTH, Chart
from terugkom.documents.indicator_chart import IndicatorSeries, draw_indicator_chart
from terugkom.documents.pdf import png_data_uri
from terugkom.documents.stacked_bars import draw_stacked_bars

SHOWN, SMALLEST = 328, 11  # pixels: of the picture, of its letters
NAMES = ["klaar", "op schema", "stil", "te laat", "gestopt"]
COLOURS = ["good", "soft", "line", "warning", "caution"]
BARS = draw_stacked_bars("Waar de acties staan", NAMES, [("Deelgroep mobiliteit", [5, 2, 0, 3, 1])], COLOURS)
SERIES = IndicatorSeries(
    "Gas", "MWh", [(date(2026, 3, 1), 2140.0), (date(2027, 1, 1), 1985.0)], 2140.0, 1700.0
)


@pytest.mark.parametrize("chart", [BARS, draw_indicator_chart(SERIES, "nl")], ids=["bars", "indicator"])
def test_no_letter_is_too_small(chart: Chart) -> None:
    svg = chart.narrow.svg
    width = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    sizes = [int(each) for each in re.findall(r'font-size="(\d+)"', svg)]
    assert min(sizes) * min(1, SHOWN / width) >= SMALLEST


def test_a_mail_has_the_narrow_picture_and_a_page_the_wide_one() -> None:
    content = base64.b64decode(png_data_uri(BARS).partition(",")[2])
    assert Image.open(BytesIO(content)).width < SHOWN * 1.5
    assert f'width="{WIDTH}"' in BARS.svg
    for name in (*NAMES, "Deelgroep mobiliteit"):
        for drawing in (BARS.narrow.svg, BARS.svg):
            assert (f">{name}</text>" in drawing) == (name != "stil"), "only what has a number has a name"
