"""How far an action is: one of which nobody said anything is not called on schedule."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from terugkom.meetings.kinds import FOCUS_GROUP, SUBGROUP
from terugkom.meetings.packs.progress import ProgressState, classify_progress
from terugkom.plan.action_facts import ActionFacts, FieldHistory
from terugkom.plan.history import ADDED
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, ActionStatus, ProgressReport
from terugkom.plan.stuck_reports import get_stuck_words
from tests.clock import clock_on
from tests.meetings.packs.conftest import LAST, TODAY, PackMunicipality
from tests.meetings.packs.test_group_packs import pdf_of, text_of
from tests.plain_language.read_html import read_html

SINCE_LAST, BEFORE = date(2027, 1, 1), date(2026, 1, 5)
NEW, KNOWN = FieldHistory(SINCE_LAST, ADDED, ""), FieldHistory(BEFORE, ADDED, "")
PLANNED, RUNNING = ActionStatus.PLANNED, ActionStatus.RUNNING
SAID = ((SINCE_LAST, "De offerte is er."),)
ON_SCHEDULE, UNREPORTED = ProgressState.ON_SCHEDULE, ProgressState.UNREPORTED
POSTPONED, JUNE, DECEMBER = ProgressState.POSTPONED, date(2027, 6, 30), date(2027, 12, 31)
MOVED = FieldHistory(date(2027, 2, 1), "deadline", JUNE)
MOVED_BEFORE = FieldHistory(date(2026, 9, 1), "deadline", JUNE)
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
        (a_fact(RUNNING, KNOWN, FieldHistory(TODAY, "deadline", BEFORE), reports=STUCK_SAID), POSTPONED),
        (a_fact(RUNNING, KNOWN, MOVED, deadline=DECEMBER, reports=SAID), POSTPONED),
        (a_fact(RUNNING, KNOWN, MOVED, deadline=DECEMBER), POSTPONED),
        (a_fact(RUNNING, KNOWN, MOVED, deadline=DECEMBER, reports=((MOVED.day, "Failliet."),)), POSTPONED),
        (a_fact(RUNNING, KNOWN, MOVED, deadline=DECEMBER, reports=((TODAY, "Het loopt."),)), ON_SCHEDULE),
        (a_fact(RUNNING, KNOWN, MOVED, deadline=date(2027, 4, 1), reports=SAID), ON_SCHEDULE),
        (a_fact(RUNNING, NEW, MOVED, deadline=DECEMBER, reports=SAID), ON_SCHEDULE),
        (a_fact(RUNNING, KNOWN, MOVED_BEFORE, deadline=DECEMBER, reports=SAID), ON_SCHEDULE),
        (a_fact(RUNNING, KNOWN, deadline=date(2027, 1, 15), reports=STUCK_SAID), ProgressState.LATE),
    ],
    ids=[
        "new", "new with a report", "under way by the plan", "under way by the plan before it begins",
        "under way since", "begins later", "begins later with a report", "rests", "silent", "late",
        "stuck and new", "stuck", "stuck for long", "stuck last", "stuck first", "no longer stuck",
        "stuck until it was decided", "moved", "moved without a word", "moved with why", "said since",
        "moved to an earlier day", "moved while new", "moved before the last meeting", "stuck and late",
    ],
)  # fmt: skip
def test_nobody_s_word_is_no_progress(fact: ActionFacts, state: ProgressState) -> None:
    assert classify_progress(fact, TODAY, LAST) is state


@pytest.mark.long
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


@pytest.mark.parametrize("kind", [SUBGROUP, FOCUS_GROUP])
def test_a_pack_says_which_deadlines_were_put_off(
    town_of: Callable[..., PackMunicipality], kind: str
) -> None:
    """They were *op schema* again once the plan had a later date."""
    town = town_of(10)
    moved_on, was = date(2027, 2, 1), date(2027, 6, 30)
    with town.database.write_session() as session:
        for each in session.scalars(select(Action).where(Action.code.in_(["E-02", "E-07"]))):
            is_dropped = each.code == "E-07"
            session.add(
                ActionChange(
                    action_id=each.id, changed_on=moved_on, changed_at=clock_on(moved_on), field="deadline",
                    old=was.isoformat(), new=None if is_dropped else "2027-12-31", source="test",
                )
            )  # fmt: skip
            each.deadline = None if is_dropped else date(2027, 12, 31)
    made = town.pack(kind)
    mail, pdf = " ".join(read_html(made.letter.html).split()), text_of(pdf_of(town, kind)).replace("-", "−")
    counted = "2 klaar (+2), 2 uitgesteld (+2), 2 stil (−2), 2 te laat (+2), 2 nog geen nieuws (+2)"
    assert f"10 acties: {counted}." in pdf.replace("0 op schema (−4), ", "")
    moved, dropped = "nieuwe datum 31 december 2027 (was 30 juni 2027)", "geen datum meer (was 30 juni 2027)"
    for text in (mail, made.letter.text, pdf.replace("−", "-")):
        assert f"(E-02){', An Wijn' if text is mail else ''}: {moved}" in text
        assert dropped in text
        assert "uitgesteld sinds de vorige keer" in text.casefold()
        assert "2 op schema" not in text
