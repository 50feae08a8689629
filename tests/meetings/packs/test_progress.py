"""How far an action is: one of which nobody said anything is not called on schedule."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from terugkom.meetings.kinds import FOCUS_GROUP, SUBGROUP
from terugkom.meetings.packs.progress import ProgressState, classify_progress
from terugkom.plan.action_facts import ActionFacts, FieldHistory
from terugkom.plan.history import ADDED
from terugkom.plan.model import Action, ActionStatus
from tests.meetings.packs.conftest import LAST, TODAY, PackMunicipality
from tests.meetings.packs.test_group_packs import pdf_of, text_of
from tests.plain_language.read_html import read_html

SINCE_LAST, BEFORE = date(2027, 1, 1), date(2026, 1, 5)
NEW, KNOWN = FieldHistory(SINCE_LAST, ADDED, ""), FieldHistory(BEFORE, ADDED, "")
PLANNED, RUNNING = ActionStatus.PLANNED, ActionStatus.RUNNING
SAID = ((SINCE_LAST, "De offerte is er."),)
ON_SCHEDULE, UNREPORTED = ProgressState.ON_SCHEDULE, ProgressState.UNREPORTED


def a_fact(status: ActionStatus, *past: FieldHistory, **more: object) -> ActionFacts:
    return ActionFacts(1, "A", "t", "", "", "", status, changes=past, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        (a_fact(PLANNED, NEW), UNREPORTED),
        (a_fact(PLANNED, NEW, reports=SAID), ON_SCHEDULE),
        (a_fact(RUNNING, NEW), ON_SCHEDULE),
        (a_fact(RUNNING, NEW, FieldHistory(TODAY, "status", PLANNED)), ON_SCHEDULE),
        (a_fact(PLANNED, KNOWN, start=date(2027, 9, 1)), UNREPORTED),
        (a_fact(PLANNED, KNOWN, start=date(2027, 9, 1), reports=((BEFORE, "Beslist."),)), ON_SCHEDULE),
        (a_fact(PLANNED, NEW, snoozed_until=date(2027, 9, 1)), ON_SCHEDULE),
        (a_fact(PLANNED, KNOWN), ProgressState.SILENT),
        (a_fact(PLANNED, NEW, deadline=date(2027, 1, 15)), ProgressState.LATE),
    ],
    ids=[
        "new", "new with a report", "under way by the plan", "under way since", "begins later",
        "begins later with a report", "rests", "silent", "late",
    ],
)  # fmt: skip
def test_nobody_s_word_is_no_progress(fact: ActionFacts, state: ProgressState) -> None:
    assert classify_progress(fact, TODAY, LAST) is state


@pytest.mark.parametrize("kind", [SUBGROUP, FOCUS_GROUP])
def test_a_pack_says_of_new_actions_that_there_is_no_news_and_its_numbers_agree(
    town_of: Callable[..., PackMunicipality], kind: str
) -> None:
    """Four actions stood there as *op schema*: two of them were added since, and nobody said anything."""
    town = town_of(10)
    with town.database.write_session() as session:
        for each in session.scalars(select(Action).where(Action.code.in_(["E-04", "E-09"]))):
            each.status, each.last_update_on = PLANNED, None
    made = town.pack(kind)
    told = "10 acties: 2 klaar (+2), 2 op schema (−2), 2 stil (−2), 2 te laat (+2), 2 nog geen nieuws (+2)."
    assert town.context(kind).progress.total == 10
    assert told in text_of(pdf_of(town, kind)).replace("-", "−")
    drawn = "nu: 2 klaar, 2 op schema, 2 stil, 2 te laat, 2 nog geen nieuws"
    assert drawn in made.letter.html
    assert "2 nog geen nieuws" in " ".join(read_html(made.letter.html).split())
