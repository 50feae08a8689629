"""The demo's own news goes out: none of it is taken for a claim that the plan contradicts."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from terugkom.claims.find_completions import find_completions
from terugkom.database.connection_pool import Database
from terugkom.demo import SLUG, write_demo_plan
from terugkom.editions.model import EditionState
from terugkom.plan.media import Medium
from terugkom.schedule.quarters import Quarter
from tests.clock import clock_on
from tests.editions.edition_municipality import EditionMunicipality
from tests.editions.published_municipality import PublishedMunicipality
from tests.import_workbook import import_workbook

MOSTLY_SQLITE = True
DAY, COMPILED = date(2026, 11, 30), date(2026, 12, 17)
# why something is late, which is asked, and what an owner said of a month that passed
_ASKS_A_PERSON = re.compile(
    r"\[Vul hier aan[^\]]*\]|De politieraad beslist volgende maand over de paaltjes\.?"
)
CUPS = "2.000 bekers zijn geleverd; de eerste test is de kerstmarkt."


def test_no_news_of_the_demo_stops_its_edition(sqlite_database: Database, tmp_path: Path) -> None:
    write_demo_plan(tmp_path / "plan.xlsx", DAY)
    import_workbook(sqlite_database, tmp_path / "plan.xlsx", slug=SLUG, today=DAY, now=clock_on(DAY))
    review = EditionMunicipality(sqlite_database, tmp_path, SLUG).compile(COMPILED)
    assert any(CUPS in story.text for story in review.proof.stories)
    assert [problem for problem in review.problems if "bekers" in problem] == []
    assert [problem for problem in review.problems if "Vul hier aan" not in problem] == []


@pytest.mark.long
def test_four_editions_of_the_demo_are_published_once_a_person_filled_in_what_only_they_know(
    sqlite_database: Database, tmp_path: Path
) -> None:
    first = date(2026, 1, 5)
    write_demo_plan(tmp_path / "plan.xlsx", first)
    import_workbook(sqlite_database, tmp_path / "plan.xlsx", slug=SLUG, today=first, now=clock_on(first))
    for quarter in (Quarter(2026, number) for number in (1, 2, 3, 4)):
        day = quarter.last - timedelta(days=14)
        room = PublishedMunicipality(sqlite_database, tmp_path, SLUG, quarter)
        left = [each for each in room.compile(day).problems if not _ASKS_A_PERSON.search(each)]
        assert left == [], quarter
        for path in room.folder.glob("*.md"):
            path.write_text(_ASKS_A_PERSON.sub("Er was geen budget.", path.read_text("utf-8")), "utf-8")
        assert room.compile(day).problems == (), quarter
        room.publish(Medium.NEWSLETTER, Medium.WEBSITE, day=day)
        room.settle()
        assert room.state() == EditionState.PUBLISHED


@pytest.mark.parametrize(
    ("sentence", "is_done"),
    [
        (CUPS, False),
        ("De fietsenrekken zijn geleverd, de montage begint in mei.", False),
        ("De zonnepanelen zijn geleverd en moeten nog geplaatst worden.", False),
        ("De zonnepanelen zijn geleverd.", True),
        ("De bekers zijn geleverd; de test is geslaagd.", True),
        ("De bekers zijn geleverd; iedereen is tevreden.", True),
        ("De fietsen zijn geleverd en rijden al rond.", True),
    ],
)
def test_goods_that_wait_for_their_use_are_no_action_that_is_done(sentence: str, is_done: bool) -> None:
    assert bool(find_completions(sentence, "nl")) is is_done
