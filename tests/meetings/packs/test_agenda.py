"""An agenda fits its meeting, whatever there is to speak of."""

from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from terugkom.meetings.packs.agenda_timing import MIN_MINUTES, AgendaTopic, build_agenda

TOPICS = st.lists(
    st.builds(AgendaTopic, st.just("t"), st.just("a"), st.just(("E1",)), st.integers(5, 30)), max_size=40
)


@given(TOPICS, st.integers(15, 300))
def test_the_minutes_add_up_to_the_meeting_s_and_each_point_has_time(
    topics: list[AgendaTopic], minutes: int
) -> None:
    items = build_agenda(topics, time(14), minutes, "nl")
    assert sum(each.minutes for each in items) == minutes
    assert all(each.minutes >= MIN_MINUTES and each.requested_decision for each in items)


@given(TOPICS)
def test_what_does_not_fit_is_one_point_that_says_how_many(topics: list[AgendaTopic]) -> None:
    items = build_agenda(topics, time(14), 45, "nl")
    if len(topics) > 7:
        assert items[-2].title == f"De andere punten ({len(topics) - 6})"
