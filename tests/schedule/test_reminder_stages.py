"""The stages of a reminder: tables to check by eye, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.reminder_stages import Ask, first_step, reached, stages, step_after

DEADLINE = date(2026, 11, 30)
LEAD = LeadTimes()

deadlines = st.dates(date(2024, 1, 1), date(2040, 12, 31))
offsets = st.integers(-400, 400)
maybe = st.none() | offsets
leads = st.builds(
    lambda second, first, late, copy, agenda: LeadTimes(
        second_reminder=second,
        first_reminder=second + first,
        late=late,
        coordinator_in_copy=late + copy,
        on_agenda=late + copy + agenda,
    ),
    *[st.integers(1, 60)] * 5,
)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("heard", "snoozed", "wanted"),
    [
        (
            None,
            None,
            [
                (Ask.FIRST_REMINDER, -30, "2026-10-31"),
                (Ask.SECOND_REMINDER, -7, "2026-11-23"),
                (Ask.DUE_TODAY, 0, "2026-11-30"),
                (Ask.LATE, 7, "2026-12-07"),
                (Ask.COORDINATOR_IN_COPY, 21, "2026-12-21"),
                (Ask.ON_AGENDA, 45, "2027-01-14"),
            ],
        ),
        (  # heard between the first and the second: the first is settled, the rest stays
            "2026-11-05",
            None,
            [
                (Ask.SECOND_REMINDER, -7, "2026-11-23"),
                (Ask.DUE_TODAY, 0, "2026-11-30"),
                (Ask.LATE, 7, "2026-12-07"),
                (Ask.COORDINATOR_IN_COPY, 21, "2026-12-21"),
                (Ask.ON_AGENDA, 45, "2027-01-14"),
            ],
        ),
        (  # heard on the day of a stage settles it
            "2026-11-23",
            None,
            [
                (Ask.DUE_TODAY, 0, "2026-11-30"),
                (Ask.LATE, 7, "2026-12-07"),
                (Ask.COORDINATOR_IN_COPY, 21, "2026-12-21"),
                (Ask.ON_AGENDA, 45, "2027-01-14"),
            ],
        ),
        (  # heard ten days late: being late is counted from then
            "2026-12-10",
            None,
            [
                (Ask.LATE, 7, "2026-12-17"),
                (Ask.COORDINATOR_IN_COPY, 21, "2026-12-31"),
                (Ask.ON_AGENDA, 45, "2027-01-24"),
            ],
        ),
        (  # put to rest over the deadline until 15 December
            "2026-11-20",
            "2026-12-15",
            [
                (Ask.LATE, 7, "2026-12-22"),
                (Ask.COORDINATOR_IN_COPY, 21, "2027-01-05"),
                (Ask.ON_AGENDA, 45, "2027-01-29"),
            ],
        ),
    ],
)
def test_the_stages_of_a_deadline_on_30_november(
    heard: str | None, snoozed: str | None, wanted: list[tuple[Ask, int, str]]
) -> None:
    found = stages(DEADLINE, LEAD, heard_on=day(heard), snoozed_until=day(snoozed))
    assert [(stage.ask, stage.offset, stage.day.isoformat()) for stage in found] == wanted


@pytest.mark.parametrize(
    ("today", "highest", "next_step"),
    [
        ("2026-10-30", None, "2026-10-31"),
        ("2026-10-31", Ask.FIRST_REMINDER, "2026-11-23"),
        ("2026-11-22", Ask.FIRST_REMINDER, "2026-11-23"),
        ("2026-11-29", Ask.SECOND_REMINDER, "2026-11-30"),
        ("2026-11-30", Ask.DUE_TODAY, "2026-12-07"),
        ("2026-12-07", Ask.LATE, "2026-12-21"),
        ("2027-01-13", Ask.COORDINATOR_IN_COPY, "2027-01-14"),
        ("2027-01-14", Ask.ON_AGENDA, None),
        ("2031-01-01", Ask.ON_AGENDA, None),
    ],
)
def test_the_highest_stage_reached_and_the_step_after(
    today: str, highest: Ask | None, next_step: str | None
) -> None:
    found = stages(DEADLINE, LEAD)
    stage = reached(found, date.fromisoformat(today))
    assert (stage.ask if stage else None) is highest
    assert step_after(found, date.fromisoformat(today)) == day(next_step)


@given(deadline=deadlines, lead=leads, heard=maybe, snoozed=maybe)
def test_stages_come_in_order_and_none_before_what_was_heard(
    deadline: date, lead: LeadTimes, heard: int | None, snoozed: int | None
) -> None:
    heard_on = None if heard is None else deadline + timedelta(days=heard)
    until = None if snoozed is None else deadline + timedelta(days=snoozed)
    found = stages(deadline, lead, heard_on=heard_on, snoozed_until=until)
    assert [stage.day for stage in found] == sorted({stage.day for stage in found})
    assert [stage.offset for stage in found] == sorted({stage.offset for stage in found})
    assert [stage.ask for stage in found] == list(Ask)[-len(found) :]
    quiet = max((each for each in (heard_on, until) if each), default=date.min)
    assert all(stage.day > quiet for stage in found)
    # who was never heard has them all; whoever was heard can still be late
    assert len(found) == 6 if quiet == date.min else len(found) >= 3
    assert first_step(deadline, lead, heard_on=heard_on, snoozed_until=until) == found[0].day


@given(deadline=deadlines, lead=leads, heard=maybe, snoozed=maybe)
def test_being_late_counts_from_the_deadline_or_from_the_last_news(
    deadline: date, lead: LeadTimes, heard: int | None, snoozed: int | None
) -> None:
    since = max(0, heard or 0, snoozed or 0)
    found = stages(
        deadline,
        lead,
        heard_on=None if heard is None else deadline + timedelta(days=heard),
        snoozed_until=None if snoozed is None else deadline + timedelta(days=snoozed),
    )
    late = {stage.ask: (stage.day - deadline).days - since for stage in found}
    assert late[Ask.LATE] == lead.late
    assert late[Ask.COORDINATOR_IN_COPY] == lead.coordinator_in_copy
    assert late[Ask.ON_AGENDA] == lead.on_agenda


@given(deadline=deadlines, lead=leads, heard=maybe, one=offsets, other=offsets)
def test_what_was_reached_stays_reached(
    deadline: date, lead: LeadTimes, heard: int | None, one: int, other: int
) -> None:
    heard_on = None if heard is None else deadline + timedelta(days=heard)
    found = stages(deadline, lead, heard_on=heard_on)
    first, then = (deadline + timedelta(days=days) for days in sorted((one, other)))
    earlier, later = reached(found, first), reached(found, then)
    if earlier:
        assert later
        assert later.offset >= earlier.offset
        assert earlier.day <= first
    coming = step_after(found, first)
    assert coming is None or coming > first
    assert (coming is None) == (earlier is not None and earlier.ask is Ask.ON_AGENDA)


@given(deadline=deadlines, moved_by=st.integers(1, 700), heard=maybe)
def test_a_later_deadline_never_brings_a_stage_forward(
    deadline: date, moved_by: int, heard: int | None
) -> None:
    heard_on = None if heard is None else deadline + timedelta(days=heard)
    before = {stage.ask: stage.day for stage in stages(deadline, LEAD, heard_on=heard_on)}
    after = {
        stage.ask: stage.day for stage in stages(deadline + timedelta(days=moved_by), LEAD, heard_on=heard_on)
    }
    assert set(before) <= set(after)
    assert all(after[ask] >= before[ask] for ask in before)
