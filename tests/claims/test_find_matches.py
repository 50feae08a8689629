"""Whatever the text, words stand where their span says, and a long text takes no long time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terugkom.claims.check_text import find_claims
from terugkom.claims.find_completions import find_completions
from terugkom.claims.rules import LANGUAGES

WORDS = st.sampled_from(
    [
        "groen",
        "groene",
        "klimaatneutraal",
        "niet",
        "geen",
        "maar",
        "100",
        "%",
        "CO₂",
        "uitstoot",
        "daalde",
        "met",
        "30",
        "2.140",
        "naar",
        "tegen",
        "2030",
        ";",
        ":",
        ",",
        ".",
        "?",
        "!",
        "(",
        ")",
        "‘",
        "’",
        "“",
        "”",
        "-",
        "\n",
        "İ",
        "klaar",
        "bijna",
        "het",
        "ontwerp",
        "bomen",
        "compenseren",
        "label",
        "eigen",
        "tonnen",
        "besparen",
        "Ecolabel",
        "bron",
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200)
LONG = (
    *("co2 ", "2030 ", "1.234 ton ", "bomen uitstoot compens ", "groene "),
    *("1", "(bron ", "‘a", "alles ", "label groen "),
)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_words_stand_at_their_span(text: str, language: str) -> None:
    claims = find_claims(text, language)
    assert [text[slice(*each.span)] for each in claims] == [each.words for each in claims]
    assert all(each.words in each.sentence and each.sentence in text for each in claims)
    ends = [end for _, end in (each.span for each in claims)]
    assert all(start >= end for start, end in zip((each.span[0] for each in claims[1:]), ends, strict=False))
    done = find_completions(text, language)
    assert [text[slice(*each.span)] for each in done] == [each.words for each in done]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_a_thousand_times_the_same_takes_no_long_time(language: str) -> None:
    find_claims("groen", language)
    for words in LONG:
        started = time.process_time()
        find_claims(words * 1000, language)
        assert time.process_time() - started < 2, words
