"""How far an action is: one of which nobody said anything is not called on schedule."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from terugkom.meetings.kinds import FOCUS_GROUP, SUBGROUP
from terugkom.meetings.packs.progress import ProgressState, classify_progress
from terugkom.plan.action_facts import ActionFacts, FieldHistory
from terugkom.plan.history import ADDED
from terugkom.plan.model import Action, ActionStatus, ProgressReport
from terugkom.plan.stuck_reports import get_stuck_words
from tests.meetings.packs.conftest import LAST, TODAY, PackMunicipality
from tests.meetings.packs.test_group_packs import pdf_of, text_of
from tests.plain_language.read_html import read_html

SINCE_LAST, BEFORE = date(2027, 1, 1), date(2026, 1, 5)
NEW, KNOWN = FieldHistory(SINCE_LAST, ADDED, ""), FieldHistory(BEFORE, ADDED, "")
PLANNED, RUNNING = ActionStatus.PLANNED, ActionStatus.RUNNING
SAID = ((SINCE_LAST, "De offerte is er."),)
ON_SCHEDULE, UNREPORTED = ProgressState.ON_SCHEDULE, ProgressState.UNREPORTED
IS_STUCK, STUCK = get_stuck_words("nl"), ProgressState.STUCK
STUCK_SAID = ((SINCE_LAST, IS_STUCK),)


def a_fact(status: ActionStatus, *past: FieldHistory, **more: object) -> ActionFacts:
    return ActionFacts(1, "A", "t", "", "", "", status, changes=past, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        (a_fact(PLANNED, NEW), UNREPORTED),
        (a_fact(PLANNED, NEW, reports=SAID), ON_SCHEDULE),
        (a_fact(RUNNING, NEW), UNREPORTED),
        (a_fact(RUNNING, KNOWN, start=date(2027, 9, 1)), UNREPORTED),
        (a_fact(RUNNING, NEW, FieldHistory(TODAY, "status", PLANNED)), ON_SCHEDULE),
        (a_fact(PLANNED, KNOWN, start=date(2027, 9, 1)), UNREPORTED),
        (a_fact(PLANNED, KNOWN, start=date(2027, 9, 1), reports=((BEFORE, "Beslist."),)), ON_SCHEDULE),
        (a_fact(PLANNED, NEW, snoozed_until=date(2027, 9, 1)), ON_SCHEDULE),
        (a_fact(PLANNED, KNOWN), ProgressState.SILENT),
        (a_fact(PLANNED, NEW, deadline=date(2027, 1, 15)), ProgressState.LATE),
        (a_fact(RUNNING, NEW, reports=STUCK_SAID), STUCK),
        (a_fact(RUNNING, KNOWN, reports=STUCK_SAID), STUCK),
        (a_fact(RUNNING, KNOWN, reports=((BEFORE, IS_STUCK),)), STUCK),
        (a_fact(RUNNING, KNOWN, reports=((SINCE_LAST, f"Bezig.\n{IS_STUCK}"),)), STUCK),
        (a_fact(RUNNING, KNOWN, reports=((SINCE_LAST, f"{IS_STUCK}\nHet gaat weer."),)), ON_SCHEDULE),
        (a_fact(RUNNING, KNOWN, reports=(*STUCK_SAID, (TODAY, "Het gaat weer."))), ON_SCHEDULE),
        (a_fact(RUNNING, KNOWN, FieldHistory(TODAY, "deadline", BEFORE), reports=STUCK_SAID), ON_SCHEDULE),
        (a_fact(RUNNING, KNOWN, deadline=date(2027, 1, 15), reports=STUCK_SAID), ProgressState.LATE),
    ],
    ids=[
        "new", "new with a report", "under way by the plan", "under way by the plan before it begins",
        "under way since", "begins later", "begins later with a report", "rests", "silent", "late",
        "stuck and new", "stuck", "stuck for long", "stuck last", "stuck first", "no longer stuck",
        "stuck until it was decided", "stuck and late",
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


@pytest.mark.parametrize("kind", [SUBGROUP, FOCUS_GROUP])
def test_a_pack_counts_what_its_owner_is_stuck_with_apart(
    town_of: Callable[..., PackMunicipality], kind: str
) -> None:
    """*Ik zit vast* counted as *op schema*, for it was a report."""
    town = town_of(10)
    with town.database.write_session() as session:
        for each in session.scalars(select(Action).where(Action.code.in_(["E-04", "E-09"]))):
            each.last_update_on = TODAY
            each.reports = [ProgressReport(reported_on=TODAY, text=IS_STUCK)]
    made = town.pack(kind)
    told = "10 acties: 2 klaar (+2), 2 op schema (−2), 2 stil (−2), 2 vastgelopen (+2), 2 te laat (+2)."
    assert told in text_of(pdf_of(town, kind)).replace("-", "−")
    assert "nu: 2 klaar, 2 op schema, 2 stil, 2 vastgelopen, 2 te laat" in made.letter.html
    assert "2 vastgelopen" in " ".join(read_html(made.letter.html).split())
