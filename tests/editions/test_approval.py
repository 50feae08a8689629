"""Approved by a person, for exactly that text; reminded, escalated, and never sent unapproved."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terugkom.editions.model import EditionStep, EditionVerdict
from terugkom.errors import InputError
from terugkom.plan.media import Medium
from terugkom.schedule.quarters import Quarter
from tests.editions.conftest import BEFORE, NOW
from tests.editions.newsroom import ASKED, FIRST, Newsroom
from tests.soak import often

MOSTLY_SQLITE = True

STEPS = EditionStep


def edit(room: Newsroom, words: str) -> None:
    path = next(room.folder.glob("*-minder-a-02.md"))
    path.write_text(path.read_text().rstrip() + f" {words}\n")


@pytest.mark.each_database
def test_who_does_not_answer_is_reminded_twice_and_then_the_chief_hears(newsroom: Newsroom) -> None:
    for n in range(40):
        newsroom.follow(ASKED + timedelta(days=n))
    assert newsroom.asked == [
        (date(2026, 12, 17), STEPS.APPROVAL_REQUESTED),
        (date(2026, 12, 22), STEPS.REMINDED),
        (date(2026, 12, 29), STEPS.REMINDED_AGAIN),  # Christmas is no working day
        (date(2027, 1, 4), STEPS.ESCALATED),  # nor is New Year's Day
    ]
    assert newsroom.mails() == [("coordinator", "lotte@linde.example.org")] * 3 + [
        ("chief", "dora@linde.example.org")
    ]
    assert newsroom.state() == "asked"


def test_after_a_standstill_only_the_highest_rung_is_taken(newsroom: Newsroom) -> None:
    newsroom.follow(ASKED)
    assert newsroom.follow(date(2027, 1, 20)) is STEPS.ESCALATED
    assert newsroom.follow(date(2027, 1, 21)) is None


def test_approval_holds_for_exactly_that_text(newsroom: Newsroom) -> None:
    newsroom.follow(ASKED)
    newsroom.judge(EditionVerdict.APPROVE)
    assert newsroom.follow(ASKED) is STEPS.PUBLISHED
    edit(newsroom, "En nog iets.")
    assert newsroom.follow(ASKED) is STEPS.APPROVAL_REQUESTED
    assert newsroom.state() == "asked"


def test_a_text_that_changed_since_it_was_asked_cannot_be_approved(newsroom: Newsroom) -> None:
    newsroom.follow(ASKED)
    read = newsroom.compile().proof.text_hash[:12]
    edit(newsroom, "En nog iets.")
    with pytest.raises(InputError, match="changed since"):
        newsroom.judge(EditionVerdict.APPROVE, text_hash=read)
    with pytest.raises(InputError, match="changed since"):
        newsroom.judge(EditionVerdict.APPROVE)
    assert newsroom.follow(ASKED) is STEPS.APPROVAL_REQUESTED
    newsroom.judge(EditionVerdict.APPROVE)


def test_sent_back_it_waits_for_another_text(newsroom: Newsroom) -> None:
    newsroom.follow(ASKED)
    with pytest.raises(InputError, match="state what must be changed"):
        newsroom.judge(EditionVerdict.SEND_BACK)
    newsroom.judge(EditionVerdict.SEND_BACK, remark="Wie is de aannemer?")
    assert newsroom.follow(ASKED + timedelta(days=20)) is None
    edit(newsroom, "De aannemer is bekend.")
    assert newsroom.follow(ASKED) is STEPS.APPROVAL_REQUESTED


def test_dropped_it_is_over_and_the_next_tells_it_again(newsroom: Newsroom) -> None:
    newsroom.follow(ASKED)
    newsroom.judge(EditionVerdict.DROP)
    assert newsroom.follow(ASKED) is None
    with pytest.raises(InputError, match="nothing to decide"):
        newsroom.judge(EditionVerdict.APPROVE)
    newsroom.quarter = Quarter(2027, 1)
    assert "klaar-m-01" in [story.code for story in newsroom.compile(date(2027, 3, 17)).proof.stories]


def test_what_nobody_answered_moves_on_to_the_next(newsroom: Newsroom) -> None:
    newsroom.follow(ASKED)
    newsroom.quarter = Quarter(2027, 1)
    newsroom.follow(date(2027, 3, 17))
    assert newsroom.asked[-1] == (date(2027, 3, 17), STEPS.APPROVAL_REQUESTED)
    newsroom.quarter = Quarter(2026, 4)
    assert newsroom.state() == "moved-on"
    assert newsroom.follow(date(2027, 3, 18)) is None


def test_a_plan_that_says_otherwise_by_now_stops_what_was_approved(newsroom: Newsroom) -> None:
    newsroom.follow(ASKED)
    edit_done = next(newsroom.folder.glob("*-klaar-m-01.md"))
    edit_done.write_text(edit_done.read_text().rstrip() + " Kom ze proberen.\n")
    newsroom.follow(ASKED)
    newsroom.judge(EditionVerdict.APPROVE)
    newsroom.take_in(ASKED, NOW[0] | {"status": "lopend"}, *NOW[1:])
    assert newsroom.follow(ASKED) is STEPS.NOT_READY


def test_a_name_and_a_channel_are_asked_for(newsroom: Newsroom) -> None:
    newsroom.follow(ASKED)
    with pytest.raises(InputError, match="name of the person who decides is missing"):
        newsroom.judge(EditionVerdict.APPROVE, name=" ")
    with pytest.raises(InputError, match="at least one channel"):
        newsroom.judge(EditionVerdict.APPROVE, media=())
    newsroom.judge(EditionVerdict.APPROVE, media=(Medium.INTRANET,))


MOVES = st.sampled_from(["tick", "edit", "approve", "send back", "later"])


@pytest.mark.each_database
@settings(max_examples=often(3, soak=100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=12))
def test_whatever_happens_only_what_was_approved_is_told_and_no_step_is_taken_twice(
    newsroom: Newsroom, moves: list[str]
) -> None:
    room = fresh(newsroom)
    day, approved, steps = ASKED, "", []
    for turn, move in enumerate(moves):
        if move == "later":
            day += timedelta(days=2)
        elif move == "edit" and room.folder.exists():
            edit(room, f"Beurt {turn}.")
        elif move == "tick":
            step = room.follow(day)
            text = room.compile(day).proof.text_hash
            if step is STEPS.PUBLISHED:
                assert text == approved
            elif step:
                steps.append((step, text))
        elif room.folder.exists():
            try:
                room.judge(
                    EditionVerdict.APPROVE if move == "approve" else EditionVerdict.SEND_BACK,
                    day,
                    remark="Anders",
                )
            except InputError:
                continue
            approved = room.compile(day).proof.text_hash if move == "approve" else ""
    assert len(steps) == len(set(steps)), "once for a text"


_numbers = iter(range(10_000))


def fresh(room: Newsroom) -> Newsroom:
    """A town of its own, with the same news."""

    slug = f"linde-{next(_numbers)}"
    made = Newsroom(room.database, room.home, slug)
    made.take_in(FIRST, *BEFORE)
    made.take_in(ASKED, *NOW)
    return made
