"""No sentence of a story ends in a colon unless a list follows; what is told in short is told to its end."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.documents.markup import TextBlock, parse_blocks
from terugkom.editions.media.write_sentences import write_sentences
from terugkom.editions.story import StoryKind
from terugkom.editions.story_text import finish_sentences, split_parts
from tests.editions.media.editions import texts
from tests.editions.media.proofs import STORIES

DONE, LATE = STORIES[0], STORIES[2]


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("De reden:\n\nEr lag een leiding.", "De reden: Er lag een leiding."),
        ("De cijfers:\n\n- Eén\n\n- Twee", "De cijfers:\n\n- Eén\n\n- Twee"),
        ("De cijfers:\n- Eén\n- Twee:", "De cijfers:\n- Eén\n- Twee."),
        ("**De cijfers:**", "**De cijfers.**"),
        ("Zie:\n\n## Kop:\n\nTekst.", "Zie.\n\n## Kop\n\nTekst."),
        ("Zie:\n\nDus:\n\nniets.", "Zie: Dus: niets."),
        ("Om 14:30 uur.", "Om 14:30 uur."),
    ],
)
def test_a_colon_announces_what_follows_it(text: str, finished: str) -> None:
    assert finish_sentences(text) == finished


@pytest.mark.parametrize(
    ("kind", "text", "short"),
    [
        (
            StoryKind.FIGURES,
            "Er zijn cijfers:\n\n- Eén\n\n- Twee\n\nMeer.",
            "Er zijn cijfers:\n\n- Eén\n\n- Twee",
        ),
        (StoryKind.DONE, "Het is klaar.\n\nZe staan er.", "Het is klaar."),
        (StoryKind.LESS_WELL, "Later.\n\nEr lag iets.\n\nMeer.", "Later.\n\nEr lag iets."),
        (StoryKind.LESS_WELL, "Later.\n\n## Hoe?\n\nEr lag iets.", "Later.\n\n## Hoe?\n\nEr lag iets."),
        (
            StoryKind.LESS_WELL,
            "Dit:\n\n- a\n- b\n\nOm dit:\n\n- c\n\nMeer.",
            "Dit:\n\n- a\n- b\n\nOm dit:\n\n- c",
        ),
    ],
)
def test_in_short_a_list_goes_with_its_announcement_and_a_setback_with_its_reason(
    kind: StoryKind, text: str, short: str
) -> None:
    lead, _, body = text.partition("\n\n")
    story = replace(DONE, kind=kind, lead=lead, body=body)
    assert story.short == short
    assert f"{story.short}\n\n{story.rest}".strip() == text


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Deze acties zijn ook klaar:\n\n- Fietsen\n- Led.\n",
            ["Deze acties zijn ook klaar: Fietsen; Led."],
        ),
        ("Zie:\n\n- Een zin. Nog een.\n- Twee", ["Zie.", "Een zin.", "Nog een.", "Twee."]),
        ("Op weg\n\n## Kop\n\n- los punt", ["Op weg.", "los punt."]),
        ("Ook:\n" + "\n".join(f"- A{n}" for n in range(8)), ["Ook: A0; A1; A2; A3; A4; en nog 3 andere."]),
        ("De cijfers:", ["De cijfers."]),
    ],
)
def test_a_list_is_told_in_sentences_that_end(text: str, sentences: list[str]) -> None:
    assert write_sentences(text, "nl") == sentences


def ends_in_colon(blocks: tuple[TextBlock, ...]) -> list[str]:
    """The blocks that end in a colon although no list follows them."""
    return [
        block.text
        for block, after in pairwise((*blocks, None))
        if block and block.text.rstrip().endswith(":") and not (after and after.kind == "point")
    ]


_lines = st.sampled_from(
    ["De reden:", "Het is klaar.", "- punt", "- punt:", "1. een", "## Kop:", "**Let op:**", "", "", "Dus"]
)
stories = st.builds(
    lambda lines, kind: replace(
        DONE,
        kind=kind,
        lead=(text := "\n\n".join(lines)).partition("\n\n")[0],
        body=text.partition("\n\n")[2],
    ),
    st.lists(_lines, min_size=1, max_size=8),
    st.sampled_from(StoryKind),
)


@given(stories)
def test_no_text_ends_in_a_colon_whole_or_in_short(story: object) -> None:
    text = finish_sentences(story.text)  # type: ignore[attr-defined]
    finished = replace(story, lead=text, body="")  # type: ignore[type-var]
    for part in (finished.text, finished.short):  # type: ignore[attr-defined]
        assert ends_in_colon(parse_blocks(part)) == []
    for sentence in write_sentences(finished.short, "nl"):  # type: ignore[attr-defined]
        assert re.search(r"[.!?…][\"'”’»)]*$", sentence)


@given(texts)
def test_no_word_is_lost(text: str) -> None:
    def words(some: str) -> list[str]:
        return re.findall(r"\w+", some)

    assert words("\n\n".join(split_parts(text))) == words(text)
    assert words(finish_sentences(text)) == words(text)
    story = replace(LATE, lead=text, body="")
    assert words(f"{story.short} {story.rest}") == words(text)
