"""No document of any medium ends a sentence in a colon, cuts one, or tells a setback without its reason."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.editions.story_text import finish_sentences
from terugkom.plan.media import Medium
from terugkom.plan.media_settings import NETWORK_LENGTHS, MediaSettings
from tests.editions.media.editions import ALL_MEDIA
from tests.editions.media.proofs import LIGHT, STORIES, kit, proof
from tests.editions.media.readable import ReadableBlock, read_documents
from tests.soak import often

KIT = kit(
    MediaSettings(
        website="https://zilverbeke.example.org/mvo",
        networks="; ".join(NETWORK_LENGTHS),
        press_speaker="Lieve Ackermans",
    )
)
_END = "loopt door tot het einde hiervan"
_parts = st.lists(
    st.sampled_from(["zin", "zin", "twee", "lang", "lijst", "los", "lange lijst", "aankondiging", "kop"]),
    min_size=0,
    max_size=4,
)


def _write(kind: str, mark: str) -> str:
    """A part of a story, of which each sentence begins with the mark and ends in the same words."""
    sentence = f"{mark} {_END}"
    return {
        "zin": f"{sentence}.",
        "twee": f"{sentence}. {sentence}.",
        "lang": " ".join([f"{sentence}."] * 12),
        "lijst": f"Dit is een lijst:\n\n- {sentence}\n- {sentence}.",
        "los": f"- {sentence}\n- {sentence}. {sentence}.",
        "lange lijst": "Dit is er veel:\n" + "\n".join([f"- {sentence}"] * 12),
        "aankondiging": "Om deze reden:",
        "kop": "## Hoe kwam dat?",
    }[kind]


@st.composite
def stories(draw: st.DrawFn, number: int) -> Story:
    parts = [_write(draw(st.sampled_from(["zin", "twee", "lijst", "lange lijst"])), f"Lead{number}x")]
    parts += [_write(part, f"Rest{number}x") for part in draw(_parts)]
    if len(parts) > 1 and "- " in parts[0] and parts[1].startswith("- "):
        del parts[1]  # it would be the same list, of which the reason is any point
    lead, _, body = finish_sentences("\n\n".join(parts)).partition("\n\n")
    return replace(
        STORIES[0],
        code=f"s{number}",
        kind=draw(st.sampled_from(StoryKind)),
        title=f"Bericht {number}",
        lead=lead,
        body=body,
        public=draw(st.sampled_from([True, True, False])),
        actions=(f"A-{number}",),
        figures=(replace(LIGHT, code=f"F{number}"),) if draw(st.booleans()) else (),
        picture=draw(st.sampled_from([STORIES[0].picture, None, None])),
        quote=draw(st.sampled_from(["", "Dat doet deugd."])),
    )


editions = st.sampled_from([1, 2, 6, 12, 40]).flatmap(
    lambda many: st.tuples(*(stories(number) for number in range(many))).map(lambda told: proof(*told))
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("medium", ALL_MEDIA)
@settings(max_examples=often(4, soak=100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(proof())
@given(editions)
def test_every_sentence_of_every_document_ends(medium: Medium, edition: Proof) -> None:
    made = RENDERERS[medium](edition.public_only if medium.is_public else edition, KIT)
    for name, blocks in read_documents(made).items():
        _nothing_ends_in_a_colon(name, blocks)
        _nothing_is_cut(name, blocks)
        _no_setback_is_without_its_reason(edition, name, blocks)
    for post in made.posts:
        _nothing_is_cut(post.network, [ReadableBlock(" ".join(post.text.split()))])
        assert not re.search(r":\s*(?:\n\n|$)", post.text)


def _nothing_ends_in_a_colon(name: str, blocks: list[ReadableBlock]) -> None:
    if not name.endswith(".pdf"):  # lines are broken there; its parts are those of the other documents
        assert not [each.text for each in blocks if each.text.endswith(":") and not each.is_announcement]


def _nothing_is_cut(name: str, blocks: list[ReadableBlock]) -> None:
    text = re.sub(r"-\s(?=[a-z])", "", " ".join(each.text for each in blocks))
    for found in re.finditer(r"(?:Lead|Rest)\d+x", text):
        assert text[found.end() :].startswith(f" {_END}"), (name, text[found.start() :][:80])


def _no_setback_is_without_its_reason(edition: Proof, name: str, blocks: list[ReadableBlock]) -> None:
    text = " ".join(each.text for each in blocks)
    for story in edition.of_kind(StoryKind.LESS_WELL):
        number = story.code.removeprefix("s")
        if f"Lead{number}x" in text and "Rest" in story.short:
            assert f"Rest{number}x" in text, (name, story.short)


def test_the_check_sees_what_is_cut() -> None:
    cut: Mapping[str, str] = {"Lead1x loopt door tot": "cut", f"Lead1x {_END}.": ""}
    for text, problem in cut.items():
        blocks = [ReadableBlock(text)]
        if problem:
            with pytest.raises(AssertionError):
                _nothing_is_cut("x", blocks)
        else:
            _nothing_is_cut("x", blocks)
    with pytest.raises(AssertionError):
        _nothing_ends_in_a_colon("x", [ReadableBlock("De nieuwste cijfers:")])
