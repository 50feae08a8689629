"""A story's file: what is written comes back, and what is wrong is named with its line."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import (
    InvalidStoryFile,
    StoryDraft,
    parse_story_file,
    render_story_file,
)
from terugkom.editions.story_reasons import list_reasons

FIETSEN = """---
soort: klaar
titel: "Fietsen: drie stuks"
openbaar: ja
acties: [M-01, M-02]
foto: fietsen.jpg
foto-tekst: Drie fietsen
---

De fietsen rijden.

Meer hierover.
"""
_LINE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)
_WORDS = st.lists(_LINE, min_size=1, max_size=4).map(" ".join)


def test_an_officer_reads_and_writes_plain_fields() -> None:
    assert parse_story_file("20-klaar-m-01.md", FIETSEN, "nl") == StoryDraft(
        "klaar-m-01",
        StoryKind.DONE,
        "Fietsen: drie stuks",
        "De fietsen rijden.\n\nMeer hierover.",
        public=True,
        actions=("M-01", "M-02"),
        picture="fietsen.jpg",
        alt="Drie fietsen",
    )


def test_a_file_of_windows_and_a_list_with_semicolons_are_understood() -> None:
    told = FIETSEN.replace("[M-01, M-02]", "M-01; M-02").replace("\n", "\r\n")
    assert parse_story_file("klaar-m-01.md", told, "nl") == parse_story_file(
        "20-klaar-m-01.md", FIETSEN, "nl"
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("---\nsoort", "soort"), "regel 1: de velden staan tussen twee regels"),
        (("soort: klaar", "soort: gereed"), "regel 2: soort: 'gereed' is geen van klaar, loopt"),
        (("openbaar: ja", "openbaar: misschien"), "regel 4: openbaar: 'misschien' is geen ja en geen nee"),
        (("foto: f", "fot: f"), "regel 6: er is geen veld 'fot'"),
        (('"Fietsen: drie stuks"', "Fietsen: drie"), "regel 3: "),
        (('"Fietsen: drie stuks"', ""), "de titel ontbreekt"),
        (("\nDe fietsen rijden.\n\nMeer hierover.\n", "\n"), "er staat geen tekst"),
    ],
)
def test_what_is_wrong_is_named_with_its_file_and_line(change: tuple[str, str], why: str) -> None:
    with pytest.raises(InvalidStoryFile) as found:
        parse_story_file("20-klaar-m-01.md", FIETSEN.replace(*change), "nl")
    assert str(found.value).startswith("20-klaar-m-01.md")
    assert why in str(found.value)


@pytest.mark.parametrize(
    ("written", "public", "language"),
    [
        ("ja, maar pas na 1 mei", False, "nl"),
        ("ja maar pas na 1 mei", False, "nl"),
        ("Ja (akkoord van de schepen)", False, "nl"),
        ("nee: wacht op foto", False, "nl"),
        ("nee # wacht op foto", False, "nl"),
        ("ja # pas na 1 mei", False, "nl"),
        ("nee: 'wacht' op foto: van An", False, "nl"),
        ("oui, mais après le 1er mai", False, "fr"),
        ("nein: wartet auf ein Foto", False, "de"),
        ("yes, but only after 1 May", False, "en"),
        ('"nee: wacht op foto"', False, "nl"),
    ],
)
def test_words_behind_yes_or_no_are_kept_and_a_yes_with_words_is_none_yet(
    written: str, public: bool, language: str
) -> None:
    story = parse_story_file("20-a.md", FIETSEN.replace("openbaar: ja", f"openbaar: {written}"), language)

    plain = written.strip('"')
    assert (story.public, story.reasons) == (public, (("public", plain),))
    again = render_story_file(story, language)
    assert parse_story_file("20-a.md", again, language) == story
    (told,) = list_reasons([story], language)
    assert told.written == plain
    assert told.keeps_inside == (plain[:2].lower() in ("ja", "ye", "ou"))


def test_words_behind_no_completion_are_kept_and_the_checks_stay_on_behind_a_yes() -> None:
    said = {}
    for written in ("nee, het is een proef", "ja, in mei"):
        content = FIETSEN.replace("openbaar: ja", f"openbaar: ja\nzegt-klaar: {written}")
        story = parse_story_file("20-a.md", content, "nl")
        said[written] = (story.claims_done, story.public)
        assert f"zegt-klaar: {written}" in render_story_file(story, "nl")
    assert said == {"nee, het is een proef": (False, True), "ja, in mei": (True, True)}


@pytest.mark.parametrize("word", ["ja", "Ja", "ja.", "JA!", "oui", "yes"])
def test_a_plain_yes_is_a_yes(word: str) -> None:
    story = parse_story_file("20-a.md", FIETSEN.replace("openbaar: ja", f"openbaar: {word}"), "nl")
    assert (story.public, story.reasons) == (True, ())


@pytest.mark.parametrize("word", ["ja/nee", "ja of nee", "nee?", "misschien", "jan"])
def test_what_is_neither_or_both_is_asked(word: str) -> None:
    with pytest.raises(InvalidStoryFile, match="geen ja en geen nee"):
        parse_story_file("20-a.md", FIETSEN.replace("openbaar: ja", f"openbaar: {word}"), "nl")


DEEP = 9_000  # below the limit of the header, far beyond what a parser's stack or patience takes


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("&x [a, b]\nthema: [*x, *x]", "regel 3: begin een waarde niet met * of &"),
        ("*Fietsen* voor iedereen", "regel 3: begin een waarde niet met * of &"),
        ("[" * DEEP, "regel 3: er staan haakjes of lijstjes in elkaar"),
        ("{a: " * 3000, "regel 3: er staan haakjes of lijstjes in elkaar"),
        ("[" * 20_000, "regel 2: de velden zijn te lang"),
        ("x" * 30_000, "regel 2: de velden zijn te lang"),
        ("x\x07y", "regel 3: de velden zijn niet leesbaar"),
        ("a\ntitel: b", "regel 4: de velden zijn niet leesbaar (titel is there twice)"),
    ],
)
def test_a_header_that_would_take_a_parser_down_is_refused_at_once(value: str, why: str) -> None:
    content = FIETSEN.replace('"Fietsen: drie stuks"', value)
    with pytest.raises(InvalidStoryFile) as found:
        parse_story_file("20-klaar-m-01.md", content, "nl")
    assert why in str(found.value)


@pytest.mark.parametrize("mark", ["[", "![a](", "*a ", "_a", "`", "<", "[a]: b\n"])
def test_a_text_that_takes_a_parser_long_is_refused_at_once(mark: str) -> None:
    content = FIETSEN + mark * (50_000 // len(mark))
    began = time.process_time()
    with pytest.raises(InvalidStoryFile, match="meer dan 2000 haakjes, sterretjes"):
        parse_story_file("20-klaar-m-01.md", content, "nl")
    assert time.process_time() - began < 0.2


def test_what_no_document_or_database_holds_is_left_out() -> None:
    content = (
        FIETSEN.replace("Fietsen: drie stuks", r"Fiet\0sen\ud800 \e[31m \ufffe drie") + "\x00\x0b\x1b slot"
    )
    story = parse_story_file("20-klaar-m-01.md", content, "nl")
    assert story.title == "Fiet sen [31m drie"
    assert story.text.endswith("slot")
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe]", story.title + story.text)


@pytest.mark.parametrize("name", ["Fietsen.md", "fïets.md", "20.txt", "a b.md", "../x.md", "x" * 191 + ".md"])
def test_a_name_must_be_fit_for_an_address(name: str) -> None:
    with pytest.raises(InvalidStoryFile):
        parse_story_file(name, FIETSEN, "nl")


@given(
    title=_WORDS,
    text=_WORDS,
    kind=st.sampled_from(StoryKind),
    public=st.booleans(),
    actions=st.lists(st.from_regex(r"[A-Z]{1,3}-[0-9]{1,3}", fullmatch=True), max_size=3).map(tuple),
    alt=_WORDS | st.just(""),
)
def test_any_story_comes_back_from_its_file(
    title: str, text: str, kind: StoryKind, public: bool, actions: tuple[str, ...], alt: str
) -> None:
    story = StoryDraft("verhaal", kind, title, text, public=public, actions=actions, alt=alt)
    assert parse_story_file("10-verhaal.md", render_story_file(story, "nl"), "nl") == story
