"""An agenda fits its meeting, whatever there is to speak of, and its minutes follow its points."""

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from terugkom.documents.messages import translate
from terugkom.meetings.packs.agenda_timing import MIN_MINUTES, AgendaTopic, build_agenda
from terugkom.schedule.meeting_hours import MeetingHours

TOPICS = st.lists(
    st.builds(
        AgendaTopic, st.just("t"), st.just("a"), st.just(("E1",)), st.integers(1, 15), st.integers(1, 40)
    ),
    max_size=40,
)
IDEAS = translate("pack.topic.room", "nl")
MINUTES = st.integers(15, 300)
START = MeetingHours(date(2027, 6, 1), time(14)).local_start


def number(topics: list[AgendaTopic]) -> list[AgendaTopic]:
    """The topics, each with a title of its own."""
    return [replace(each, title=f"t{n}") for n, each in enumerate(topics)]


def minutes_by_title(topics: list[AgendaTopic], minutes: int) -> dict[str, int]:
    return {each.title: each.minutes for each in build_agenda(topics, START, minutes, "nl")}


@given(TOPICS, MINUTES)
def test_the_minutes_add_up_to_the_meeting_s_and_each_point_has_time(
    topics: list[AgendaTopic], minutes: int
) -> None:
    items = build_agenda(topics, START, minutes, "nl")
    assert sum(each.minutes for each in items) == minutes
    assert all(each.minutes >= MIN_MINUTES and each.requested_decision for each in items)


@given(TOPICS)
def test_what_does_not_fit_is_one_point_that_says_how_many(topics: list[AgendaTopic]) -> None:
    items = build_agenda(topics, START, 45, "nl")
    if len(topics) > 7:
        assert items[-2].title == f"De andere punten ({len(topics) - 6})"


@given(TOPICS, MINUTES)
def test_of_two_topics_the_one_with_more_and_heavier_points_never_has_less_time(
    topics: list[AgendaTopic], minutes: int
) -> None:
    topics = number(topics)
    given_to = minutes_by_title(topics, minutes)
    shown = [each for each in topics if each.title in given_to]
    for one in shown:
        for other in shown:
            if one.point_count > other.point_count and one.minutes_each >= other.minutes_each:
                assert given_to[one.title] >= given_to[other.title]


@given(TOPICS.filter(bool), MINUTES, st.integers(1, 40), st.data())
def test_a_topic_that_gets_more_points_never_gets_less_time(
    topics: list[AgendaTopic], minutes: int, more: int, data: st.DataObject
) -> None:
    topics = number(topics)
    at = data.draw(st.integers(0, len(topics) - 1))
    grown = [*topics]
    grown[at] = replace(topics[at], point_count=topics[at].point_count + more)
    before, after = minutes_by_title(topics, minutes), minutes_by_title(grown, minutes)
    assert after.get(f"t{at}", 0) >= before.get(f"t{at}", 0)


def test_twenty_late_actions_have_most_of_the_time_and_ideas_little() -> None:
    late = AgendaTopic("te laat", "welke datum?", ("E1",), 3, 20)
    found = minutes_by_title([late], 90)
    assert found["te laat"] >= 60
    assert found[IDEAS] <= 15


def test_with_little_to_speak_of_there_is_room_for_ideas() -> None:
    found = minutes_by_title([AgendaTopic("te laat", "welke datum?", ("E1",), 3, 2)], 90)
    assert found[IDEAS] > found["te laat"] >= 10


def test_an_agenda_has_the_hours_of_its_meeting_in_the_night_of_the_clock_change() -> None:
    """The points of a pack began an hour before the end that its head said."""
    topics = [AgendaTopic("t", "a", (), 60), AgendaTopic("u", "a", (), 60)]
    for day, last in (
        (date(2027, 3, 28), "04.55"),
        (date(2027, 10, 31), "02.55"),
        (date(2027, 6, 1), "03.55"),
    ):
        hours = MeetingHours(day, time(1), 180)
        *_, closing = build_agenda(topics, hours.local_start, 180, "nl")
        assert (closing.minutes, closing.starts_at) == (5, last)
        assert f"{hours.local_end:%H.%M}" == f"{last[:1]}{int(last[1]) + 1}.00"
