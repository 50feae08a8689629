"""The proof: the same text is the same bytes, and comes back as it was."""

from dataclasses import replace

import pytest

from terugkom.editions.story import StoryKind
from tests.editions.media.proofs import LIGHT, STORIES, proof


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Iets anders"},
        {"lead": "Iets anders"},
        {"public": True},
        {"figures": (replace(LIGHT, told="412.501 kWh"),)},
    ],
)
def test_any_other_text_is_another_proof(change: dict[str, object]) -> None:
    changed = (*STORIES[:-1], replace(STORIES[-1], **change))  # type: ignore[arg-type]
    assert proof(*changed).text_hash != proof().text_hash
    assert proof(*reversed(STORIES)).text_hash != proof().text_hash


def test_who_approves_may_still_write_the_introduction() -> None:
    assert proof(introduction="Beste collega's").text_hash == proof(introduction="").text_hash


def test_outside_the_public_stories_alone_are_told() -> None:
    told = proof().public_only
    assert [story.code for story in told.stories] == ["klaar-m-01", "loopt-e-02", "minder-a-02", "nieuw-n-07"]
    assert [story.code for story in told.of_kind(StoryKind.LESS_WELL)] == ["minder-a-02"]
