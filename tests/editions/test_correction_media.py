"""Which media get a correction: those that had the story, and of an added one those that may tell it."""

from datetime import date

import pytest

from terugkom.editions.corrected_edition import list_media
from terugkom.editions.correction_model import CorrectionKind, StoryCorrection
from terugkom.editions.proof import Proof
from terugkom.editions.published_stories import PublishedEdition
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Medium
from tests.clock import clock_on

DAY = date(2027, 1, 11)
TOLD = {
    Medium.NEWSLETTER: frozenset({"klaar-m-01", "loopt-e-02"}),
    Medium.INTRANET: frozenset({"klaar-m-01"}),
    Medium.WEBSITE: frozenset({"klaar-m-01"}),
    Medium.SOCIAL: frozenset({"klaar-m-01"}),
    Medium.PRESS: frozenset[str](),
}


def list_names(proof: Proof, kind: CorrectionKind, code: str, *, public: bool = True) -> list[Medium]:
    story = Story(code, StoryKind.DONE, "Titel", "Kop.", "", public=public)
    edition = PublishedEdition(1, DAY, clock_on(DAY), proof, TOLD, (), {})
    return list_media(edition, StoryCorrection(kind=kind, story_code=code, story=story.as_fields()))


@pytest.fixture
def proof() -> Proof:
    return Proof("Linde", "linde", "nl", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31), ())


def test_a_correction_goes_to_the_media_that_had_the_story(proof: Proof) -> None:
    assert list_names(proof, CorrectionKind.CORRECT, "loopt-e-02") == [Medium.NEWSLETTER]
    assert list_names(proof, CorrectionKind.WITHDRAW, "klaar-m-01", public=False) == list(TOLD)[:4]


def test_an_added_story_that_is_internal_goes_to_no_public_medium(proof: Proof) -> None:
    assert list_names(proof, CorrectionKind.ADD, "nieuw", public=False) == [
        Medium.NEWSLETTER,
        Medium.INTRANET,
    ]
    assert list_names(proof, CorrectionKind.ADD, "nieuw") == list(TOLD)[:4], "and to none that told nothing"
