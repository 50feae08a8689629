"""An edition with nothing but its calendar: whoever approves is told so, and asked whether to send it."""

from datetime import date
from pathlib import Path

import pytest

from tasks.approval_form import describe_edition
from terugkom.database.connection_pool import Database
from terugkom.editions.model import EditionStep
from terugkom.editions.story import StoryKind
from tests.editions.edition_municipality import ASKED, FIRST, action
from tests.editions.published_municipality import PublishedMunicipality

MOSTLY_SQLITE = True
GROUP = {
    "code": "kop", "name": "Kopgroep", "kind": "kopgroep", "anchor": date(2027, 1, 18), "interval_months": 12,
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("has_news", [False, True])
def test_who_approves_reads_that_there_is_no_news(
    database: Database, tmp_path: Path, *, has_news: bool
) -> None:
    """It was *klaar om na te lezen: 1 verhaal*, and a newsletter with its calendar alone went out."""
    room = PublishedMunicipality(database, tmp_path)
    news = {"news": "We verven de brug.", "news_on": date(2026, 10, 5)} if has_news else {}
    room.import_actions(FIRST, action("B-1", "Brug"), groups=[GROUP])
    room.import_actions(ASKED, action("B-1", "Brug", **news), groups=[GROUP])
    assert room.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    review = room.compile()
    kinds = {each.kind for each in review.proof.stories}
    assert kinds == ({StoryKind.DATES, StoryKind.UNDER_WAY} if has_news else {StoryKind.DATES})
    form = describe_edition(review, (), "")
    assert ("Er is geen nieuws: in deze editie staat alleen de agenda." in form) is not has_news
    ((_, document),) = room.deliveries(role="coordinator")
    text = " ".join(room.mail_text(document).split())
    told = "Let op: deze editie bevat geen nieuws, alleen de agenda. U kiest: keur ze goed"
    assert (told in text) is not has_news
