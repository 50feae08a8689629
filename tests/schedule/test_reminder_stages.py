"""The stages of a reminder: tables to check by eye, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.reminder_stages import (
    StageKind,
    find_first_stage_day,
    find_next_stage_day,
    find_reached_stage,
    list_stages,
)

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
                (StageKind.FIRST_REMINDER, -30, "2026-10-31"),
                (StageKind.SECOND_REMINDER, -7, "2026-11-23"),
                (StageKind.DUE_TODAY, 0, "2026-11-30"),
                (StageKind.LATE, 7, "2026-12-07"),
                (StageKind.COORDINATOR_IN_COPY, 21, "2026-12-21"),
                (StageKind.ON_AGENDA, 45, "2027-01-14"),
            ],
        ),
        (  # heard between the first and the second: the first is settled, the rest stays
            "2026-11-05",
            None,
            [
                (StageKind.SECOND_REMINDER, -7, "2026-11-23"),
                (StageKind.DUE_TODAY, 0, "2026-11-30"),
                (StageKind.LATE, 7, "2026-12-07"),
                (StageKind.COORDINATOR_IN_COPY, 21, "2026-12-21"),
                (StageKind.ON_AGENDA, 45, "2027-01-14"),
            ],
        ),
        (  # heard on the day of a stage settles it
            "2026-11-23",
            None,
            [
                (StageKind.DUE_TODAY, 0, "2026-11-30"),
                (StageKind.LATE, 7, "2026-12-07"),
                (StageKind.COORDINATOR_IN_COPY, 21, "2026-12-21"),
                (StageKind.ON_AGENDA, 45, "2027-01-14"),
            ],
        ),
        (  # heard ten days late: being late is counted from then
            "2026-12-10",
            None,
            [
                (StageKind.LATE, 7, "2026-12-17"),
                (StageKind.COORDINATOR_IN_COPY, 21, "2026-12-31"),
                (StageKind.ON_AGENDA, 45, "2027-01-24"),
            ],
        ),
        (  # put to rest over the deadline until 15 December
            "2026-11-20",
            "2026-12-15",
            [
                (StageKind.LATE, 7, "2026-12-22"),
                (StageKind.COORDINATOR_IN_COPY, 21, "2027-01-05"),
                (StageKind.ON_AGENDA, 45, "2027-01-29"),
            ],
        ),
    ],
)
def test_the_stages_of_a_deadline_on_30_november(
    heard: str | None, snoozed: str | None, wanted: list[tuple[StageKind, int, str]]
) -> None:
    found = list_stages(DEADLINE, LEAD, last_update_on=day(heard), snoozed_until=day(snoozed))
    assert [(stage.kind, stage.offset, stage.day.isoformat()) for stage in found] == wanted


@pytest.mark.parametrize(
    ("today", "highest", "next_step"),
    [
        ("2026-10-30", None, "2026-10-31"),
        ("2026-10-31", StageKind.FIRST_REMINDER, "2026-11-23"),
        ("2026-11-22", StageKind.FIRST_REMINDER, "2026-11-23"),
        ("2026-11-29", StageKind.SECOND_REMINDER, "2026-11-30"),
        ("2026-11-30", StageKind.DUE_TODAY, "2026-12-07"),
        ("2026-12-07", StageKind.LATE, "2026-12-21"),
        ("2027-01-13", StageKind.COORDINATOR_IN_COPY, "2027-01-14"),
        ("2027-01-14", StageKind.ON_AGENDA, None),
        ("2031-01-01", StageKind.ON_AGENDA, None),
    ],
)
def test_the_highest_stage_reached_and_the_step_after(
    today: str, highest: StageKind | None, next_step: str | None
) -> None:
    found = list_stages(DEADLINE, LEAD)
    stage = find_reached_stage(found, date.fromisoformat(today))
    assert (stage.kind if stage else None) is highest
    assert find_next_stage_day(found, date.fromisoformat(today)) == day(next_step)


@given(deadline=deadlines, lead=leads, heard=maybe, snoozed=maybe)
def test_stages_come_in_order_and_none_before_what_was_heard(
    deadline: date, lead: LeadTimes, heard: int | None, snoozed: int | None
) -> None:
    heard_on = None if heard is None else deadline + timedelta(days=heard)
    until = None if snoozed is None else deadline + timedelta(days=snoozed)
    found = list_stages(deadline, lead, last_update_on=heard_on, snoozed_until=until)
    assert [stage.day for stage in found] == sorted({stage.day for stage in found})
    assert [stage.offset for stage in found] == sorted({stage.offset for stage in found})
    assert [stage.kind for stage in found] == list(StageKind)[-len(found) :]
    quiet = max((each for each in (heard_on, until) if each), default=date.min)
    assert all(stage.day > quiet for stage in found)
    # who was never heard has them all; whoever was heard can still be late
    assert len(found) == 6 if quiet == date.min else len(found) >= 3
    assert find_first_stage_day(deadline, lead, last_update_on=heard_on, snoozed_until=until) == found[0].day


@given(deadline=deadlines, lead=leads, heard=maybe, snoozed=maybe)
def test_being_late_counts_from_the_deadline_or_from_the_last_news(
    deadline: date, lead: LeadTimes, heard: int | None, snoozed: int | None
) -> None:
    since = max(0, heard or 0, snoozed or 0)
    found = list_stages(
        deadline,
        lead,
        last_update_on=None if heard is None else deadline + timedelta(days=heard),
        snoozed_until=None if snoozed is None else deadline + timedelta(days=snoozed),
    )
    late = {stage.kind: (stage.day - deadline).days - since for stage in found}
    assert late[StageKind.LATE] == lead.late
    assert late[StageKind.COORDINATOR_IN_COPY] == lead.coordinator_in_copy
    assert late[StageKind.ON_AGENDA] == lead.on_agenda


@given(deadline=deadlines, lead=leads, heard=maybe, one=offsets, other=offsets)
def test_what_was_reached_stays_reached(
    deadline: date, lead: LeadTimes, heard: int | None, one: int, other: int
) -> None:
    heard_on = None if heard is None else deadline + timedelta(days=heard)
    found = list_stages(deadline, lead, last_update_on=heard_on)
    first, then = (deadline + timedelta(days=days) for days in sorted((one, other)))
    earlier, later = find_reached_stage(found, first), find_reached_stage(found, then)
    if earlier:
        assert later
        assert later.offset >= earlier.offset
        assert earlier.day <= first
    coming = find_next_stage_day(found, first)
    assert coming is None or coming > first
    assert (coming is None) == (earlier is not None and earlier.kind is StageKind.ON_AGENDA)


@given(deadline=deadlines, moved_by=st.integers(1, 700), heard=maybe)
def test_a_later_deadline_never_brings_a_stage_forward(
    deadline: date, moved_by: int, heard: int | None
) -> None:
    heard_on = None if heard is None else deadline + timedelta(days=heard)
    before = {stage.kind: stage.day for stage in list_stages(deadline, LEAD, last_update_on=heard_on)}
    after = {
        stage.kind: stage.day
        for stage in list_stages(deadline + timedelta(days=moved_by), LEAD, last_update_on=heard_on)
    }
    assert set(before) <= set(after)
    assert all(after[ask] >= before[ask] for ask in before)
