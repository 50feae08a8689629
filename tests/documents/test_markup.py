"""Markdown, read once for all documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as page

from terugkom.documents.markup import (
    TextBlock,
    TextRun,
    parse_blocks,
    parse_print_blocks,
    render_html,
    render_plain,
)

TEXT = """We doen **het**, zie [de pagina](https://gemeente.example.org/a?b=1&c=2).
En meer.

## Wat leerden we?

- eerst *dit*
- dan dat

3. drie
4. vier
"""


def test_html_has_its_headings_below_that_of_the_page() -> None:
    assert render_html(TEXT, below=2) == (
        "<p>We doen <strong>het</strong>, zie "
        '<a href="https://gemeente.example.org/a?b=1&amp;c=2">de pagina</a>.\n'
        "En meer.</p>\n<h3>Wat leerden we?</h3>\n<ul>\n<li>eerst <em>dit</em></li>\n<li>dan dat</li>\n</ul>\n"
        '<ol start="3">\n<li>drie</li>\n<li>vier</li>\n</ol>\n'
    )


def test_plain_text_keeps_points_and_addresses() -> None:
    assert render_plain(TEXT) == (
        "We doen het, zie de pagina (https://gemeente.example.org/a?b=1&c=2). En meer.\n\n"
        "Wat leerden we?\n\n- eerst dit\n- dan dat\n3. drie\n4. vier"
    )


def test_blocks_are_what_word_and_slides_are_set_from() -> None:
    assert parse_blocks("## Kop\n\nEen **vet** woord\n\n1. punt") == (
        TextBlock("heading", (TextRun("Kop"),), level=2),
        TextBlock("text", (TextRun("Een "), TextRun("vet", bold=True), TextRun(" woord"))),
        TextBlock("point", (TextRun("punt"),), 1),
    )


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](https://spoor.example.org/x.png)",
        '<https://a.example.org/"onclick=x>',
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_in_it_runs_or_is_fetched(evil: str) -> None:
    found = page.fragment_fromstring(render_html(evil), create_parent="div")
    tags = {each.tag for each in found.iter()}
    assert tags <= {"div", "p", "a"}
    assert all(each.get("href", "https://").startswith("https://") for each in found.iter("a"))
    assert all(set(each.attrib) <= {"href"} for each in found.iter())


@given(st.text(max_size=200))
def test_any_text_can_be_told_in_each_way(text: str) -> None:
    assert isinstance(render_html(text), str)
    told = render_plain(text)
    assert all(
        block.text in told.replace("\n", " ") or "](" in text or "<" in text for block in parse_blocks(text)
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Zie [onze pagina](https://linde.example.org/fiets/).",
            "Zie onze pagina (linde.example.org/fiets).",
        ),
        ("Mail [a **b** c](mailto:an@linde.example.org)!", "Mail a b c (an@linde.example.org)!"),
        ("[linde.example.org](http://linde.example.org)", "linde.example.org"),
        ("Geen *verwijzing*", "Geen verwijzing"),
    ],
)
def test_on_paper_the_address_of_a_link_stands_behind_its_words(text: str, told: str) -> None:
    (block,) = parse_print_blocks(text)
    assert block.text == told
    assert not any(run.link for run in block.runs)
