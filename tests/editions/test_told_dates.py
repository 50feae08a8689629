"""A date that an edition told, and that moves ahead before its day, is told as later than promised."""

from datetime import date
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.editions.model import Edition
from terugkom.editions.story import Setback, Story, StoryKind
from terugkom.plan.media import Medium
from terugkom.schedule.quarters import Quarter
from tests.editions.edition_municipality import ASKED, FIRST, Q4, action
from tests.editions.published_municipality import PublishedMunicipality

MOSTLY_SQLITE = True
Q1 = Quarter(2027, 1)
OCTOBER, FEBRUARY, MARCH = date(2026, 10, 5), date(2027, 2, 8), date(2027, 3, 17)
JUNE, DECEMBER = date(2027, 6, 30), date(2027, 12, 31)
WHY = {"news": "De aannemer is failliet.", "news_on": FEBRUARY}
TOLD = {"news": "De helft staat er.", "news_on": OCTOBER}


@pytest.fixture
def room(database: Database, tmp_path: Path) -> PublishedMunicipality:
    return PublishedMunicipality(database, tmp_path)


def haag(deadline: object, **more: object) -> dict[str, object]:
    return action("H-1", "Haag", public="ja", deadline=deadline, **more)


def publish(room: PublishedMunicipality, deadline: object = JUNE, **news: object) -> None:
    """Publish an edition: with news of its action it tells the date of that."""
    room.import_actions(FIRST, haag(deadline), action("B-1", "Brug", public="ja"))
    bridge = {"news": "We verven de brug.", "news_on": OCTOBER}
    room.import_actions(OCTOBER, haag(deadline, **news), action("B-1", "Brug", public="ja", **bridge))
    room.compile()


def follow(room: PublishedMunicipality, deadline: object) -> list[Story]:
    """Return the stories of the next edition, once the deadline of the action moved."""
    room.publish(Medium.NEWSLETTER)
    assert room.state() == "told"
    moved = {"deadline": deadline} if deadline else {}
    room.import_actions(
        FEBRUARY, action("H-1", "Haag", public="ja", **moved, **WHY), action("B-1", "Brug", public="ja")
    )
    room.quarter = Q1
    review = room.compile(MARCH)
    assert review.problems == ()
    stories = list(review.proof.stories)
    late = [story for story in stories if story.kind is StoryKind.LESS_WELL]
    assert review.proof.count(StoryKind.LESS_WELL) == len(late)
    return stories


@pytest.mark.long
def test_a_date_that_readers_know_and_that_moves_is_told(room: PublishedMunicipality) -> None:
    """*Klaar tegen 30 juni* was told, the plan said December, and the next edition said nothing of it."""
    publish(room, **TOLD)
    (story,) = follow(room, DECEMBER)
    assert (story.kind, story.setback) == (StoryKind.LESS_WELL, Setback.LATE)
    assert (story.title, story.public) == ("Haag: later dan beloofd", True)
    assert story.text == (
        "De actie **Haag** moest klaar zijn op 30 juni 2027. De nieuwe datum is 31 december 2027.\n\n"
        "De aannemer is failliet."
    )


def test_a_date_that_readers_know_and_that_is_dropped_is_told(room: PublishedMunicipality) -> None:
    publish(room, **TOLD)
    (story,) = follow(room, None)
    assert story.lead == "De actie **Haag** moest klaar zijn op 30 juni 2027. Er is nog geen nieuwe datum."


@pytest.mark.long
def test_a_quarter_that_readers_know_counts_too(room: PublishedMunicipality) -> None:
    publish(room, "Q2 2027", **TOLD)
    (story,) = follow(room, DECEMBER)
    assert story.lead == (
        "De actie **Haag** moest klaar zijn op 30 juni 2027. De nieuwe datum is 31 december 2027."
    )


@pytest.mark.long
def test_an_earlier_date_is_no_setback(room: PublishedMunicipality) -> None:
    publish(room, **TOLD)
    (story,) = follow(room, date(2027, 4, 30))
    assert story.kind is StoryKind.UNDER_WAY


@pytest.mark.long
@pytest.mark.parametrize("is_edited", [False, True])
def test_what_no_edition_told_is_no_setback(room: PublishedMunicipality, is_edited: bool) -> None:
    """Neither what stood in no edition, nor what a person left out of it."""
    publish(room, **(TOLD if is_edited else {}))
    if is_edited:
        room.edit("loopt-h-1", (" Die moet klaar zijn tegen 30 juni 2027.", ""))
    (story,) = follow(room, DECEMBER)
    assert (story.kind, story.title) == (StoryKind.UNDER_WAY, "Haag")


@pytest.mark.long
@pytest.mark.parametrize("is_gone", [False, True])
def test_what_an_earlier_version_published_is_read_from_its_text(
    room: PublishedMunicipality, is_gone: bool
) -> None:
    publish(room, **TOLD)
    room.publish(Medium.NEWSLETTER)
    with room.database.write_session() as session:
        edition = room.edition(session)
        assert edition.told_dates == {"H-1": [JUNE.isoformat()]}
        edition.told_dates = None
        moment_id = edition.moment_id
    if is_gone:  # nobody can say what it told
        (proof,) = (room.home / "documents").rglob(f"{Q4}/proof-*.json")
        proof.unlink()
    room.quarter = Q1
    room.import_actions(FEBRUARY, haag(DECEMBER, **WHY), action("B-1", "Brug", public="ja"))
    (story,) = room.compile(MARCH).proof.stories
    assert story.kind is (StoryKind.UNDER_WAY if is_gone else StoryKind.LESS_WELL)
    with room.database.read_session() as session:
        known = session.get_one(Edition, moment_id).told_dates
        assert known == (None if is_gone else {"H-1": [JUNE.isoformat()]})


def test_the_edition_itself_is_not_one_before_it(room: PublishedMunicipality) -> None:
    publish(room, **TOLD)
    room.publish(Medium.NEWSLETTER)
    assert [each.kind for each in room.compile(ASKED).proof.stories] == [StoryKind.UNDER_WAY] * 2
