"""Posts: within what each network takes, never cut, of public stories alone."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from terugkom.documents.markup import parse_blocks
from terugkom.documents.templates import to_one_line
from terugkom.editions.media import social
from terugkom.editions.media.social import measure_length, split_sentences
from terugkom.editions.proof import Proof
from terugkom.plan.media_settings import NETWORK_LENGTHS, MediaSettings
from tests.editions.media.editions import editions, texts
from tests.editions.media.proofs import STORIES, kit, proof
from tests.soak import often

ALL = MediaSettings(website="https://zilverbeke.example.org/mvo", networks="; ".join(NETWORK_LENGTHS))


def test_a_post_is_its_title_its_lead_and_its_link() -> None:
    made = social.render(proof(), kit())
    assert made.held, "a person posts them"
    assert [post.network for post in made.posts] == ["mastodon"] * 4 + ["facebook"] * 4 + ["linkedin"] * 4
    bikes = made.posts[0]
    assert bikes.text == (
        "Drie dienstfietsen voor de buitendienst\n\nDe buitendienst rijdt sinds oktober met drie elektrische "
        "dienstfietsen naar de werven in het centrum.\n\n"
        "https://zilverbeke.example.org/mvo/2026-q4/klaar-m-01.html"
    )
    assert bikes.link in bikes.text
    assert bikes.alt == STORIES[0].picture.alt  # type: ignore[union-attr]
    assert bikes.picture in [file.name for file in made.files]


def test_each_network_has_a_file_ready_to_be_pasted() -> None:
    made = social.render(proof(), kit())
    text = {file.name: file.content.decode() for file in made.files if file.type == "text/plain"}
    assert list(text) == ["mastodon.txt", "facebook.txt", "linkedin.txt"]
    for post in made.posts:
        assert post.text in text[f"{post.network}.txt"]
        assert post.alt in text[f"{post.network}.txt"]


@given(edition=editions())
@settings(max_examples=often(40, soak=1500))
def test_no_post_is_too_long_or_cut_inside_a_sentence(edition: Proof) -> None:
    told = {f"/{story.code}.html": story for story in edition.public_only.stories}
    for post in social.render(edition, kit(ALL)).posts:
        assert _as_posted(post.text, post.link, post.network) <= NETWORK_LENGTHS[post.network]
        if post.network == "bluesky":
            assert len(post.text.encode()) <= 3000
        body, _, link = post.text.rpartition("\n\n")
        assert link == post.link
        title, _, lead = body.partition("\n\n")
        story = next(each for end, each in told.items() if link.endswith(end))
        assert title == to_one_line(story.title)
        whole = [
            each for block in parse_blocks(story.lead) for each in split_sentences(to_one_line(block.text))
        ]
        assert lead in {" ".join(whole[:count]) for count in range(len(whole) + 1)}


def _as_posted(text: str, link: str, network: str) -> int:
    return measure_length(text.replace(link, "x" * 23) if network == "mastodon" else text, network)


def test_as_many_whole_sentences_as_fit_are_told() -> None:
    lead = " ".join(f"Dit is zin {n}." for n in range(100))
    made = social.render(proof(replace(STORIES[0], lead=lead)), kit(ALL))
    for post in made.posts:
        room = NETWORK_LENGTHS[post.network] - _as_posted(post.text, post.link, post.network)
        assert 0 <= room < len(" Dit is zin 99.") or post.network in ("facebook", "linkedin")
        assert re.search(r"zin \d+\.\n\nhttps", post.text)


def test_a_title_that_does_not_fit_is_left_out_and_the_file_says_so() -> None:
    long = replace(STORIES[0], title="Heel lang " * 35)
    made = social.render(proof(long, STORIES[1]), kit(ALL))
    on_bluesky = [post for post in made.posts if post.network == "bluesky"]
    assert [post.text.partition("\n")[0] for post in on_bluesky] == [STORIES[1].title]
    text = next(file.content.decode() for file in made.files if file.name == "bluesky.txt")
    assert "de titel is te lang voor Bluesky =====\n- Heel lang Heel lang" in text


@pytest.mark.parametrize(
    ("network", "text", "length"),
    [
        (
            "mastodon",
            "https://gemeente.example/een/heel/lang/adres/dat/niet/telt",
            58,
        ),  # of others: never less
        ("mastodon", "Zie https://a.be", 4 + 23),
        ("mastodon", "👩‍👩‍👧 é", 3),
        ("bluesky", "👩‍👩‍👧 e\u0301", 3),
        ("linkedin", "👩 é", 4),
        ("facebook", "https://a.be", 12),
    ],
)
def test_a_network_counts_in_its_own_way(network: str, text: str, length: int) -> None:
    assert measure_length(text, network) == length


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Eén. Twee! Drie? Vier.", ["Eén.", "Twee!", "Drie?", "Vier."]),
        ("We kopen bv. Fairtrade-koffie. Lekker.", ["We kopen bv. Fairtrade-koffie.", "Lekker."]),
        (
            "Het was 412.500 kWh. We mikken op 390.000 kWh.",
            ["Het was 412.500 kWh.", "We mikken op 390.000 kWh."],
        ),
        ("Dr. A. Peeters zei: “Ja.” Toen niet.", ["Dr. A. Peeters zei: “Ja.”", "Toen niet."]),
        ("Zonder punt", ["Zonder punt"]),
        ("", []),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, whole: list[str]) -> None:
    assert split_sentences(text) == whole


@given(text=texts)
def test_no_word_is_lost_between_two_sentences(text: str) -> None:
    assert " ".join(split_sentences(to_one_line(text))) == to_one_line(text)
