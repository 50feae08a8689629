"""Why an action was stopped, rests or is late: found in one place, so packs and editions say the same."""

from datetime import date

import pytest

from terugkom.documents.templates import Templates
from terugkom.editions.collect_stories import collect_stories
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_paragraphs import escape_markdown
from terugkom.meetings.packs.group_pack import build_pack_action
from terugkom.meetings.packs.stopped_actions import (
    UnfinishedAction,
    list_missed_deadlines,
    list_stopped_actions,
)
from terugkom.plan.action_facts import ActionFacts, FieldHistory, load_action_facts
from terugkom.plan.model import ActionStatus
from terugkom.plan.reasons import find_reason
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.conftest import town as town
from tests.meetings.minutes import AFTER, HELD, drop, fill_in, form_of, planned

MOSTLY_SQLITE = True

SINCE, UNTIL = date(2027, 1, 4), date(2027, 3, 31)
TOO_DEAR, BROKE, NO_PLACE = "Te duur, zie [studie].", "De aannemer is failliet.", "Geen plaats op het plein."
DECISIONS = [
    ("E1", "deadline", "20 maart 2027", BROKE),
    ("E2", "status", "gestopt", NO_PLACE),
    ("E3", "stopzetten", "", TOO_DEAR),
    ("M1", "nota", "", "Dit zegt niet waarom."),
]


@pytest.fixture
def decided(town: MeetingMunicipality) -> MeetingMunicipality:
    path = fill_in(form_of(planned(town)), decisions=DECISIONS)
    assert drop(town, path, AFTER).problems == ()
    return town


def facts_of(town: MeetingMunicipality) -> dict[str, ActionFacts]:
    with town.database.read_session() as session:
        found = load_action_facts(session, town.municipality(session).id, UNTIL)
        return {each.code: each for each in found}


def stories_of(town: MeetingMunicipality) -> dict[str, StoryDraft]:
    with town.database.read_session() as session:
        found = collect_stories(session, Templates("nl"), town.municipality(session), SINCE, UNTIL)
        return {each.actions[0]: each for each in found if each.kind is StoryKind.LESS_WELL}


def test_the_reason_in_the_minutes_is_in_the_core_pack_and_in_the_newsletter(
    decided: MeetingMunicipality,
) -> None:
    facts, stories = list(facts_of(decided).values()), stories_of(decided)
    stopped: dict[str, UnfinishedAction] = {
        each.code: each for each in list_stopped_actions(facts, SINCE, UNTIL, "nl")
    }
    assert {code: each.reason for code, each in stopped.items()} == {"E2": NO_PLACE, "E3": TOO_DEAR}
    for code, each in stopped.items():
        assert f"De reden: {escape_markdown(each.reason)}" in stories[code].text
        assert "[Vul hier aan" not in stories[code].text


def test_why_a_deadline_was_moved_is_in_the_packs_and_in_the_newsletter(decided: MeetingMunicipality) -> None:
    late = facts_of(decided)["E1"]
    assert [each.reason for each in list_missed_deadlines([late], UNTIL, "nl")] == [BROKE]
    assert build_pack_action(late, UNTIL, "nl").reason == BROKE
    story = stories_of(decided)["E1"]
    assert BROKE in story.text
    assert "[Vul hier aan" not in story.text


def test_a_reason_of_another_decision_is_not_taken_for_it(decided: MeetingMunicipality) -> None:
    facts = facts_of(decided)
    assert find_reason(facts["M1"], UNTIL).text == ""
    assert {code: find_reason(facts[code], UNTIL).text for code in ("E1", "E2", "E3")} == {
        "E1": BROKE,
        "E2": NO_PLACE,
        "E3": TOO_DEAR,
    }


STOPPED, RUNNING = ActionStatus.STOPPED, ActionStatus.RUNNING


def fact(
    status: ActionStatus, *changes: FieldHistory, reports: tuple[tuple[date, str], ...] = (), **more: object
) -> ActionFacts:
    given = {"status": status, "reports": reports, "changes": changes, **more}
    return ActionFacts(1, "A", "t", "", "", "", **given)  # type: ignore[arg-type]


def moved(day: date, field: str, old: object, reason: str = "") -> FieldHistory:
    return FieldHistory(day, field, old, "test", reason)  # type: ignore[arg-type]


MARCH, FEBRUARY, LAST_YEAR = date(2027, 3, 1), date(2027, 2, 1), date(2026, 2, 1)
STOP = moved(MARCH, "status", RUNNING, "besluit")
LATER = moved(MARCH, "deadline", FEBRUARY, "besluit")
NEWS, OLD_NEWS, NEW_NEWS = ((day, f"nieuws {day:%m/%Y}") for day in (FEBRUARY, LAST_YEAR, HELD))
RESTS = {"snoozed_until": UNTIL, "snooze_reason": "wacht"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (fact(STOPPED, STOP, reports=(NEWS, NEW_NEWS)), "besluit"),
        (fact(STOPPED, STOP, **RESTS), "besluit"),
        (fact(STOPPED, moved(MARCH, "status", RUNNING), reports=(OLD_NEWS, NEWS)), "nieuws 02/2027"),
        (fact(STOPPED, STOP, moved(HELD, "status", RUNNING)), ""),
        (fact(STOPPED, LATER), ""),
        (fact(RUNNING, STOP), ""),
        (fact(RUNNING, LATER, reports=(NEWS,)), "besluit"),
        (fact(RUNNING, LATER, reports=(NEWS, NEW_NEWS)), "nieuws 03/2027"),
        (fact(RUNNING, LATER, reports=(NEW_NEWS,), **RESTS), "wacht"),
        (fact(RUNNING, snoozed_until=FEBRUARY, snooze_reason="wachtte"), "wachtte"),
        (fact(ActionStatus.DONE, LATER, reports=(NEWS,)), "nieuws 02/2027"),
        (fact(RUNNING), ""),
        (fact(RUNNING, reports=(NEWS, (HELD, "Ik zit vast"))), "nieuws 02/2027"),
        (fact(RUNNING, reports=((HELD, "Ik zit vast\nEr is een offerte"),)), "Er is een offerte"),
        (fact(STOPPED, STOP, reports=((HELD, "I am stuck"),)), "besluit"),
        (fact(RUNNING, reports=((HELD, "Je suis bloqué(e)"),)), ""),
    ],
)
def test_the_reason_is_that_of_the_decision_else_the_last_news(given: ActionFacts, reason: str) -> None:
    assert find_reason(given, date(2027, 3, 31)).text == reason


@pytest.mark.parametrize(
    "given",
    [
        fact(STOPPED, reports=(OLD_NEWS,)),
        fact(RUNNING, moved(LAST_YEAR, "deadline", LAST_YEAR, "vorig jaar")),
        fact(RUNNING, snoozed_until=LAST_YEAR, snooze_reason="wachtte"),
    ],
)
def test_what_was_said_before_the_period_told_of_is_not_the_reason(given: ActionFacts) -> None:
    assert find_reason(given, UNTIL, SINCE).text == ""
    assert find_reason(given, UNTIL).text != ""
