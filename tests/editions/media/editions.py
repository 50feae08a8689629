"""Editions with whatever people write: odd characters, Markdown that goes wrong, HTML, very long words."""

from datetime import date

import pytest
from hypothesis import strategies as st

from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.proof import Proof
from terugkom.editions.story import Picture, Story, StoryFigure, StoryKind
from terugkom.plan.media import Medium
from tests.editions.media.proofs import PHOTO, proof

_SLOW = (Medium.PUBLIC_SPACE, Medium.STAFF_MEETING)  # posters and slides take seconds
ALL_MEDIA = [pytest.param(each, marks=[pytest.mark.long] * (each in _SLOW)) for each in RENDERERS]
SECRET = "GEHEIM"  # stands in all that an internal story says, and nowhere else

_ODD = "<>&\"'{}%#*_[]()!`~|\\\n\r\t -:.?é€ß😀👩‍👩‍👧漢\u200b\u202e\u00a0\u2028\x00\x07\x0b\x0c\x85\ufffe"
_letters = st.characters(exclude_categories=["Cs"]) | st.sampled_from(_ODD)
_pieces = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "</main></body>",
        "<!-- ",
        "]]>",
        "{{ reader }}",
        "{% raw %}",
        "# ",
        "### ",
        "[](https://b.example)",
        "[hier](https://b.example/?a=1&b=2)",
        "[x](javascript:alert(1))",
        "![foto](https://b.example/x.png)",
        "- punt\n- nog een",
        "1. een\n\n   # kop in een punt",
        "Donaudampfschiff" * 12,
        "Titel\n=====\n",
        "bv. dit. En dat! Echt? Ja.",
    ]
)
texts = st.lists(st.text(_letters, max_size=25) | _pieces, min_size=0, max_size=5).map("".join)
lines = st.text(_letters, max_size=60).map(lambda text: " ".join(text.split())) | _pieces
titles = lines.filter(lambda text: any(each.isprintable() and not each.isspace() for each in text))
numbers = st.from_regex(r"[1-9][0-9]{0,2}(\.[0-9]{3}){0,2}(,[0-9]{1,2})?", fullmatch=True)
told = st.builds("{} {}".format, numbers, st.sampled_from(["kWh", "m³", "%", "€ & co", "<ton>", 'kWh/"m²"']))
figures = st.builds(
    StoryFigure, st.just("F"), titles, told, titles, st.dates(date(2020, 1, 1)), told | st.just("")
)


@st.composite
def stories(draw: st.DrawFn, at: int) -> Story:
    """A story; an internal one has its mark in each of its words."""
    public = draw(st.booleans())
    mark = "" if public else f" {SECRET} "
    code = f"{'v' if public else SECRET.lower()}-{at}"
    picture = Picture(
        PHOTO.name, "image/jpeg", PHOTO.sha256, mark + draw(titles), mark + draw(lines), mark + draw(lines)
    )
    return Story(
        code,
        draw(st.sampled_from(StoryKind)),
        mark + draw(titles),
        mark + draw(texts) + mark,
        mark + draw(texts) + mark,
        public,
        (f"{mark}A-{at}",),
        mark + draw(lines),
        tuple(
            StoryFigure(f"{mark}F", each.name + mark, each.told + mark, each.source + mark, each.measured_on)
            if mark
            else each
            for each in draw(st.lists(figures, max_size=2))
        ),
        draw(st.sampled_from([picture, None])),
    )


@st.composite
def editions(draw: st.DrawFn) -> Proof:
    """An edition of up to six stories, with an introduction for inside the house."""
    made = [draw(stories(at)) for at in range(draw(st.integers(1, 6)))]
    return proof(*made, introduction=f"{SECRET} {draw(texts)}")
