"""What an earlier edition told of an action and no longer holds is told, and what is newest comes first."""

from datetime import date

import pytest

from terugkom.database.connection_pool import Database
from terugkom.editions.action_news import list_news
from terugkom.editions.classify_action import ReportingPeriod, classify_action
from terugkom.editions.story import Setback, Story, StoryKind
from terugkom.plan.action_facts import ActionFacts, FieldHistory
from terugkom.plan.history import ADDED
from terugkom.plan.model import ActionStatus
from terugkom.plan.reasons import Reason
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action

MOSTLY_SQLITE = True
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 5), date(2026, 11, 3), date(2026, 12, 2)
SINCE, MARCH, AUGUST = date(2026, 9, 17), date(2027, 3, 31), date(2027, 8, 31)


@pytest.fixture
def room(database: Database, tmp_path_factory: pytest.TempPathFactory) -> EditionMunicipality:
    return EditionMunicipality(database, tmp_path_factory.mktemp("linde"))


def follow(room: EditionMunicipality, *days: tuple[date, str, dict[str, object]]) -> list[Story]:
    """Import an action as it was on each of these days, and return the stories of the edition."""
    for day, status, more in days:
        room.import_actions(day, action("X-1", "Schoolstraat", status, public="ja", **more))
    return list(room.compile().proof.stories)


def said(text: str, day: date) -> dict[str, object]:
    return {"news": text, "news_on": day}


@pytest.mark.long
def test_a_stopped_action_that_is_planned_again_is_told(room: EditionMunicipality) -> None:
    """It was *gestopt* in the last edition, and in no later one was it anything else."""
    (story,) = follow(room, (FIRST, "gestopt", {}), (OCTOBER, "gepland", {}))
    assert (story.kind, story.public) == (StoryKind.OTHER, True), "nobody works on it yet"
    assert story.title == "Schoolstraat: opnieuw gepland"
    assert story.text == ("De actie **Schoolstraat** was gestopt, en is op 5 oktober 2026 opnieuw gepland.")


@pytest.mark.long
def test_a_stopped_action_that_runs_again_is_told(room: EditionMunicipality) -> None:
    deadline = {"deadline": MARCH}
    (story,) = follow(room, (FIRST, "gestopt", deadline), (NOVEMBER, "lopend", deadline))
    assert (story.kind, story.title) == (StoryKind.UNDER_WAY, "Schoolstraat: opnieuw gestart")
    assert story.text == (
        "De actie **Schoolstraat** was gestopt, en is op 3 november 2026 opnieuw gestart. "
        "Ze moet klaar zijn tegen 31 maart 2027."
    )
    assert room.compile().proof.count(StoryKind.UNDER_WAY) == 1


@pytest.mark.long
def test_a_success_that_is_reopened_is_told_as_a_setback(room: EditionMunicipality) -> None:
    deadline = {"deadline": MARCH}
    told = said("De lampen flikkeren.", NOVEMBER)
    (story,) = follow(room, (FIRST, "klaar", deadline), (NOVEMBER, "lopend", deadline | told))
    assert (story.kind, story.setback) == (StoryKind.LESS_WELL, Setback.REOPENED)
    assert story.title == "Schoolstraat: toch niet klaar"
    assert story.text == (
        "De actie **Schoolstraat** was als klaar gemeld. Sinds 3 november 2026 geldt dat niet meer. "
        "Ze moet nu klaar zijn tegen 31 maart 2027.\n\n"
        "De lampen flikkeren."
    )
    assert room.compile().problems == (), "that it was reported as done claims nothing"


@pytest.mark.long
def test_a_success_that_is_reopened_after_its_date_says_so(room: EditionMunicipality) -> None:
    past = {"deadline": date(2026, 10, 31)}
    (story,) = follow(room, (FIRST, "klaar", past), (NOVEMBER, "lopend", past))
    assert story.lead == (
        "De actie **Schoolstraat** was als klaar gemeld. Sinds 3 november 2026 geldt dat niet meer. "
        "Ze moest klaar zijn op 31 oktober 2026. Die datum ging voorbij."
    )


@pytest.mark.long
def test_what_was_said_while_it_was_called_done_is_no_reason_why_it_is_not(
    room: EditionMunicipality,
) -> None:
    first = said("Alles staat er.", OCTOBER)
    (story,) = follow(room, (FIRST, "klaar", {}), (OCTOBER, "klaar", first), (NOVEMBER, "lopend", {}))
    assert "Alles staat er" not in story.text
    assert "[Vul hier aan waarom de actie niet klaar is, of vraag het aan de trekker.]" in story.text
    assert len(room.compile().problems) == 1


@pytest.mark.long
def test_a_success_that_was_reopened_and_is_done_again_counts_once(room: EditionMunicipality) -> None:
    stories = follow(room, (FIRST, "klaar", {}), (OCTOBER, "lopend", {}), (DECEMBER, "klaar", {}))
    assert [(each.kind, each.title) for each in stories] == [(StoryKind.OTHER, "Schoolstraat: opnieuw klaar")]
    assert stories[0].text == (
        "De actie **Schoolstraat** was eerder al als klaar gemeld, en ging daarna weer open. "
        "Ze is opnieuw klaar sinds 2 december 2026."
    )
    assert room.compile().proof.count(StoryKind.DONE) == 0, "the edition before counted it"


def test_a_success_that_was_stopped_says_that_it_was_called_done(room: EditionMunicipality) -> None:
    (story,) = follow(room, (FIRST, "klaar", {}), (NOVEMBER, "gestopt", said("Er is geen geld.", NOVEMBER)))
    assert story.lead == (
        "Met de actie **Schoolstraat** zijn we gestopt op 3 november 2026. Ze was eerder als klaar gemeld."
    )


@pytest.mark.long
def test_what_is_stopped_a_second_time_is_told_again(room: EditionMunicipality) -> None:
    again = said("Ook de nieuwe leverancier stopt.", DECEMBER)
    (story,) = follow(room, (FIRST, "gestopt", {}), (OCTOBER, "lopend", {}), (DECEMBER, "gestopt", again))
    assert story.title == "Schoolstraat: opnieuw gestopt"
    assert story.lead == "Met de actie **Schoolstraat** zijn we opnieuw gestopt op 2 december 2026."


@pytest.mark.parametrize(
    ("later", "told"),
    [({"deadline": AUGUST}, "De nieuwe datum is 31 augustus 2027."), ({}, "Er is nog geen nieuwe datum.")],
)
def test_a_new_date_that_is_put_off_again_before_its_day_is_told(
    room: EditionMunicipality, later: dict[str, object], told: str
) -> None:
    """It was told neither then nor once the day had passed: by then only the later one was known."""
    why = said("De aannemer is failliet.", DECEMBER)
    (story,) = follow(
        room,
        (FIRST, "lopend", {"deadline": date(2026, 9, 30)}),
        (date(2026, 9, 15), "lopend", {"deadline": MARCH}),
        (DECEMBER, "lopend", later | why),
    )
    assert (story.kind, story.title) == (StoryKind.LESS_WELL, "Schoolstraat: later dan beloofd")
    assert story.text == (
        f"De actie **Schoolstraat** moest klaar zijn op 31 maart 2027. {told}\n\nDe aannemer is failliet."
    )


@pytest.mark.long
def test_what_is_newest_comes_first_and_what_is_older_has_its_day(room: EditionMunicipality) -> None:
    """Three reports that contradict each other stood there as facts, and short forms took the oldest."""
    old, new = {"deadline": date(2026, 11, 1)}, {"deadline": MARCH}
    (story,) = follow(
        room,
        (FIRST, "gestopt", old),
        (OCTOBER, "lopend", old | said("Er is een nieuwe leverancier.", OCTOBER)),
        (NOVEMBER, "gestopt", old | said("Ook de nieuwe leverancier stopt.", NOVEMBER)),
        (DECEMBER, "lopend", new | said("We kopen nu zelf in.", DECEMBER)),
    )
    lead = (
        "De actie **Schoolstraat** was gestopt, en is op 2 december 2026 opnieuw gestart. "
        "Ze moest klaar zijn op 1 november 2026. De nieuwe datum is 31 maart 2027."
    )
    assert story.title == "Schoolstraat: opnieuw gestart, later dan beloofd"
    assert story.text == (
        f"{lead}\n\nWe kopen nu zelf in.\n\n"
        "Geschreven op 3 november 2026: Ook de nieuwe leverancier stopt.\n\n"
        "Geschreven op 5 oktober 2026: Er is een nieuwe leverancier."
    )
    assert story.short == f"{lead}\n\nWe kopen nu zelf in."
    assert room.compile().problems == ()


@pytest.mark.long
def test_reports_of_work_under_way_are_told_newest_first_too(room: EditionMunicipality) -> None:
    (story,) = follow(
        room,
        (FIRST, "lopend", {}),
        (OCTOBER, "lopend", said("De helft staat er.", OCTOBER)),
        (NOVEMBER, "lopend", said("Alles staat er bijna.", NOVEMBER)),
    )
    assert story.body == "Alles staat er bijna.\n\nGeschreven op 5 oktober 2026: De helft staat er."


def test_what_was_put_right_on_the_same_day_is_no_news() -> None:
    """A slip in the workbook, mended an hour later, never was what the plan said at the end of a day."""
    for status in (ActionStatus.RUNNING, ActionStatus.DONE):
        other = ActionStatus.STOPPED if status is ActionStatus.RUNNING else ActionStatus.RUNNING
        changes = (
            FieldHistory(FIRST, ADDED, None),
            FieldHistory(OCTOBER, "status", status),
            FieldHistory(OCTOBER, "status", other),
        )
        fact = ActionFacts(*(1, "A-1", "Haag", "", "", "", status), changes=changes)
        assert classify_action(fact, ReportingPeriod(SINCE, ASKED)) is None


def test_a_new_action_whose_first_date_was_moved_is_new() -> None:
    changes = (FieldHistory(OCTOBER, ADDED, None), FieldHistory(NOVEMBER, "deadline", MARCH))
    fact = ActionFacts(
        *(1, "A-1", "Haag", "", "", "", ActionStatus.PLANNED), deadline=AUGUST, changes=changes
    )
    assert classify_action(fact, ReportingPeriod(SINCE, ASKED)) is StoryKind.NEW, (
        "nobody was promised another"
    )


def test_why_it_was_opened_again_is_told_if_that_was_noted() -> None:
    changes = (
        FieldHistory(FIRST, ADDED, None),
        FieldHistory(NOVEMBER, "status", ActionStatus.STOPPED, reason="Er is toch geld."),
    )
    reports = ((OCTOBER, "Er is geen geld."),)
    fact = ActionFacts(
        *(1, "A-1", "Haag", "", "", "", ActionStatus.RUNNING), changes=changes, reports=reports
    )
    found = list_news(fact, ReportingPeriod(SINCE, ASKED), "nl")
    assert found == [Reason("Er is toch geld.", NOVEMBER), Reason("Er is geen geld.", OCTOBER)]
