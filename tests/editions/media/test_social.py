"""Posts: within what each network takes, never cut, of public stories alone."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from terugkom.documents.one_line import to_one_line
from terugkom.editions.media import social
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.social import measure_post
from terugkom.editions.media.write_sentences import list_sentences, write_sentences
from terugkom.editions.proof import Proof
from terugkom.plan.media_settings import NETWORK_LENGTHS, MediaSettings
from tests.editions.media.editions import editions, texts
from tests.editions.media.proofs import STORIES, kit, proof
from tests.soak import often

_ENDS = (*".!?…\"'”’»)", "")
ALL = MediaSettings(website="https://zilverbeke.example.org/mvo", networks="; ".join(NETWORK_LENGTHS))


def _texts(made: RenderedMedium, network: str) -> list[str]:
    return [post.text for post in made.posts if post.network == network]


def test_each_network_gets_three_posts_written_for_it_and_one_is_of_what_went_less_well() -> None:
    made = social.render(proof(), kit(ALL))
    assert made.held, "a person posts them"
    assert [post.network for post in made.posts] == [each for each in NETWORK_LENGTHS for _ in range(3)]
    bikes = made.posts[0]
    assert bikes.text == (
        "Drie dienstfietsen voor de buitendienst\n\nDe buitendienst rijdt sinds oktober met drie elektrische "
        "dienstfietsen naar de werven in het centrum. De fietsen vervangen één bestelwagen. Wie er een wil "
        "gebruiken, reserveert ze bij het onthaal van de technische dienst. Een overdekte stalling was er "
        "eerst niet. De sleutels hangen nu bij het onthaal.\n\n"
        "https://zilverbeke.example.org/mvo/2026-q4/klaar-m-01.html\n\n#Duurzaamheid #Mobiliteit"
    )
    assert bikes.alt == STORIES[0].picture.alt  # type: ignore[union-attr]
    assert bikes.picture in [file.name for file in made.files]
    for network in NETWORK_LENGTHS:
        texts = _texts(made, network)
        assert len({text for other in NETWORK_LENGTHS for text in _texts(made, other)}) == 3 * len(
            NETWORK_LENGTHS
        )
        (late,) = [text for text in texts if "regenwaterput" in text]
        assert "De aannemer vond een leiding die op geen enkel plan stond." in late
    assert "Zet het hieronder." in _texts(made, "facebook")[0]
    assert "De gemeente Zilverbeke volgt zo het actieplan duurzaamheid op." in _texts(made, "linkedin")[0]


def test_what_is_not_posted_is_listed_for_who_posts() -> None:
    made = social.render(proof(), kit(ALL))
    for network in NETWORK_LENGTHS:
        text = next(file.content.decode() for file in made.files if file.name == f"{network}.txt")
        others = text.partition("Hier staan deze verhalen niet bij")[2]
        told = "".join(_texts(made, network))
        for story in proof().public_only.stories:
            assert (story.title in others) is (f"/{story.code}.html" not in told)


def test_each_network_has_a_file_ready_to_be_pasted() -> None:
    made = social.render(proof(), kit())
    text = {file.name: file.content.decode() for file in made.files if file.type == "text/plain"}
    assert list(text) == ["mastodon.txt", "facebook.txt", "linkedin.txt"]
    for post in made.posts:
        assert post.text in text[f"{post.network}.txt"]
        assert post.alt in text[f"{post.network}.txt"]


@pytest.mark.long
@given(edition=editions())
@settings(max_examples=often(40, soak=1500))
def test_no_post_is_too_long_or_cut_inside_a_sentence(edition: Proof) -> None:
    stories = {f"/{story.code}.html": story for story in edition.public_only.stories}
    made = social.render(edition, kit(ALL))
    for network in NETWORK_LENGTHS:
        posted = [story for end, story in stories.items() if end in "".join(_texts(made, network))]
        assert len(posted) == min(3, len(posted))
    for post in made.posts:
        assert measure_post(post.text, post.network) <= NETWORK_LENGTHS[post.network]
        if post.network == "bluesky":
            assert len(post.text.encode()) <= 3000
        story = next(each for end, each in stories.items() if post.link.endswith(end))
        told = " ".join(part for text in (story.short, story.rest) for part in write_sentences(text, "nl"))
        said = " ".join(post.text.partition("\n\n" + post.link)[0].partition("\n\nMeer lezen?")[0].split())
        said = said.partition(" De gemeente Zilverbeke volgt zo ")[0]
        untitled = said.removeprefix(to_one_line(story.title)).strip()
        assert " ".join(told.split()).startswith((said, untitled))
        assert said[-1:] in _ENDS


def test_as_many_whole_sentences_as_fit_are_told() -> None:
    lead = " ".join(f"Dit is zin {n} van het verhaal over de fietsen van de dienst." for n in range(100))
    made = social.render(proof(replace(STORIES[0], lead=lead, body="")), kit(ALL))
    for post in made.posts:
        room = NETWORK_LENGTHS[post.network] - measure_post(post.text, post.network)
        assert 0 <= room < 70 or post.network in ("facebook", "linkedin")
        assert re.search(r"van de dienst\.\n", post.text)


def test_a_setback_is_not_posted_without_the_first_sentence_of_its_reason() -> None:
    hard = replace(
        STORIES[2],
        lead="Het is later. " + "Dat vinden we jammer. " * 5,
        body="De oorzaak is een leiding. Ja.",
    )
    short = replace(
        hard,
        code="kort",
        lead="Het is later.",
        body=f"De oorzaak is een leiding. {'Ze lag er al lang. ' * 30}",
    )
    made = social.render(proof(hard, short), kit(ALL))
    assert [post.link.rpartition("/")[2] for post in made.posts if post.network == "bluesky"] == [
        "minder-a-02.html",
        "kort.html",
    ]
    for post in made.posts:
        assert "De oorzaak is een leiding." in post.text
    long = replace(hard, lead=f"{'Dat is jammer voor de buurt. ' * 12}")
    made = social.render(proof(long, STORIES[1]), kit(ALL))
    assert len(_texts(made, "bluesky")) == 1
    text = next(file.content.decode() for file in made.files if file.name == "bluesky.txt")
    assert f"niet bij =====\n- {long.title}" in text


@pytest.mark.parametrize(
    ("network", "text", "length"),
    [
        (
            "mastodon",
            "https://gemeente.example/een/heel/lang/adres/dat/niet/telt",
            23,
        ),
        ("mastodon", "Zie https://a.be", 4 + 23),
        ("mastodon", "👩‍👩‍👧 é", 3),
        ("bluesky", "👩‍👩‍👧 e\u0301", 3),
        ("linkedin", "👩 é", 4),
        ("facebook", "https://a.be", 12),
    ],
)
def test_a_network_counts_in_its_own_way(network: str, text: str, length: int) -> None:
    assert measure_post(text, network) == length


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
    assert list_sentences(text) == whole


@given(text=texts)
def test_no_word_is_lost_between_two_sentences(text: str) -> None:
    assert " ".join(list_sentences(to_one_line(text))) == to_one_line(text)
