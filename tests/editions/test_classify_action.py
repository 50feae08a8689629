"""What an edition gives numbers of: actions of the plan, each once, however many stories tell them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.editions.classify_action import ReportingPeriod, classify_action
from terugkom.editions.story import StoryKind
from terugkom.meetings.packs.progress import ProgressState, compare_progress, list_done_since
from terugkom.plan.action_facts import ActionFacts, FieldHistory
from terugkom.plan.count_actions import count_actions
from terugkom.plan.history import ADDED
from terugkom.plan.model import ActionStatus
from tests.editions.edition_municipality import ASKED, EditionMunicipality, action
from tests.editions.media.proofs import STORIES, proof

MOSTLY_SQLITE = True
SINCE, UNTIL = date(2026, 9, 17), date(2026, 12, 17)
DAYS = st.dates(SINCE - timedelta(days=200), UNTIL)


@st.composite
def facts(draw: st.DrawFn, number: int) -> ActionFacts:
    """An action with any history of its status, its deadline and its reports."""
    added = draw(st.none() | DAYS)
    changes = [FieldHistory(added, ADDED, None)] if added else []
    for day in sorted(draw(st.lists(DAYS.filter(lambda day: added is None or day >= added), max_size=3))):
        field, values = draw(
            st.sampled_from([("status", st.sampled_from(ActionStatus)), ("deadline", st.none() | DAYS)])
        )
        changes.append(FieldHistory(day, field, draw(values)))
    return ActionFacts(
        number,
        f"A-{number}",
        f"Actie {number}",
        "",
        "",
        "",
        draw(st.sampled_from(ActionStatus)),
        deadline=draw(st.none() | DAYS),
        reports=tuple((day, "Nieuws.") for day in sorted(draw(st.lists(DAYS, max_size=2)))),
        changes=tuple(changes),
    )


PLANS = st.integers(0, 12).flatmap(lambda many: st.tuples(*(facts(number) for number in range(many))))


@pytest.mark.long
@given(PLANS, st.integers(1, 3))
def test_each_action_counts_once_in_packs_and_editions(plan: Sequence[ActionFacts], times: int) -> None:
    counts = count_actions(plan * times, lambda each: classify_action(each, ReportingPeriod(SINCE, UNTIL)))
    assert counts.total() <= len(plan)
    standing = compare_progress(plan, UNTIL, SINCE, SINCE - timedelta(days=90), "nl")
    assert standing.total == sum(each.number for each in standing.counts)
    done = next(each for each in standing.counts if each.state is ProgressState.DONE)
    newly_done = list_done_since(plan, SINCE, UNTIL)
    assert {
        each.code for each in plan if classify_action(each, ReportingPeriod(SINCE, UNTIL)) is StoryKind.DONE
    } <= {each.code for each in plan if each.is_done_since(SINCE, UNTIL)}
    if done.change is None:
        assert newly_done == []
    else:
        is_done = {each.code: each.find_status_on(UNTIL) is ActionStatus.DONE for each in plan}
        undone = [e for e in plan if e.find_status_on(SINCE) is ActionStatus.DONE and not is_done[e.code]]
        assert done.change == len(newly_done) - len(undone)


def test_an_edition_counts_the_actions_of_the_plan_and_not_its_stories(
    edition_municipality: EditionMunicipality,
) -> None:
    many = [action(f"X-{n}", f"Nieuw {n}", public="ja" if n % 2 else "nee") for n in range(29)]
    edition_municipality.import_actions(ASKED, *many)
    made = edition_municipality.compile().proof
    assert len(made.of_kind(StoryKind.NEW)) < 29
    assert (made.count(StoryKind.NEW), made.public_only.count(StoryKind.NEW)) == (29, 14)
    for path in edition_municipality.folder.glob("*ook-nieuw*.md"):
        path.unlink()  # what the officer does not tell, happened all the same
    assert edition_municipality.compile().proof.count(StoryKind.NEW) == 29


def test_stories_without_a_plan_are_counted_by_their_actions() -> None:
    rest = replace(STORIES[0], code="ook-klaar", actions=("M-01", "M-02", "M-03"))
    assert Counter({kind: proof(*STORIES, rest).count(kind) for kind in StoryKind})[StoryKind.DONE] == 3


def test_a_deadline_is_missed_once_its_day_has_passed() -> None:
    def classify(deadline: date) -> StoryKind | None:
        changes = (FieldHistory(SINCE - timedelta(days=9), ADDED, None),)
        fact = ActionFacts(
            *(1, "A-1", "Haag", "", "", "", ActionStatus.RUNNING), deadline=deadline, changes=changes
        )
        return classify_action(fact, ReportingPeriod(SINCE, UNTIL))

    assert classify(UNTIL) is None, "it can still be done today"
    assert classify(UNTIL - timedelta(days=1)) is StoryKind.LESS_WELL
