"""One mailbox of two people, and two meetings at one hour for somebody, are said when a plan is imported."""

from datetime import date, time
from typing import Any

import pytest

MONDAY = date(2027, 3, 15)
GROUP = {"Soort": "deelgroep", "Eerste terugkom-moment": MONDAY, "Om de hoeveel maanden": 6}


def import_groups(desk: Any, people: list[dict[str, Any]], **second: Any) -> list[tuple[str, int, str, str]]:
    """Import two groups that meet at one hour unless the second says otherwise; return the findings."""
    groups = [
        {"Code": "EN", "Naam": "Energie", **GROUP},
        {"Code": "MO", "Naam": "Mobiliteit", **GROUP, **second},
    ]
    report = desk.import_file(desk.workbook("plan.xlsx", Mensen=people, Groepen=groups))
    return [(each.sheet, each.row, each.code, each.message) for each in report.findings]


@pytest.mark.parametrize(
    ("second", "day"),
    [
        ({}, "maandag 15 maart 2027"),
        ({"Beginuur": "15:29"}, "maandag 15 maart 2027"),
        ({"Beginuur": "12:00", "Duur in minuten": 121}, "maandag 15 maart 2027"),
        # the same day once a year, and a day moved off a weekend
        (
            {"Eerste terugkom-moment": date(2026, 9, 15), "Om de hoeveel maanden": 12},
            "woensdag 15 september 2027",
        ),
        ({"Eerste terugkom-moment": date(2027, 3, 13)}, "maandag 15 maart 2027"),
        ({"Beginuur": "15:30"}, ""),
        ({"Beginuur": "12:00", "Duur in minuten": 120}, ""),
        ({"Eerste terugkom-moment": date(2027, 3, 16)}, ""),
        ({"Eerste terugkom-moment": None, "Om de hoeveel maanden": None}, ""),
    ],
)
def test_two_groups_at_one_hour_are_a_finding_if_somebody_is_in_both(
    desk: Any, second: dict[str, Any], day: str
) -> None:
    both = [{"Code": "an", "Naam": "An Peeters", "Groepen": "EN; MO"}]
    found = import_groups(desk, both, **second)
    assert [each[:3] for each in found] == ([("Groepen", 3, "meetings-overlap")] if day else [])
    for *_, message in found:
        assert f"komen op {day} op hetzelfde uur samen" in message
        assert "An Peeters" in message


@pytest.mark.parametrize(
    "people",
    [
        [{"Code": "an", "Naam": "An", "Groepen": "EN"}, {"Code": "bo", "Naam": "Bo", "Groepen": "MO"}],
        [{"Code": "an", "Naam": "An", "Groepen": "EN; MO", "Uit dienst op": date(2026, 11, 1)}],
    ],
)
def test_groups_without_a_member_in_common_may_meet_at_one_hour(
    desk: Any, people: list[dict[str, Any]]
) -> None:
    assert import_groups(desk, people) == []


def test_who_is_added_to_a_second_group_later_is_said_on_their_own_row(desk: Any) -> None:
    import_groups(desk, [{"Code": "an", "Naam": "An", "Groepen": "EN"}], Beginuur=time(14))
    later = [{"Code": "an", "Naam": "An", "Groepen": "EN; MO"}]
    report = desk.import_file(desk.workbook("later.xlsx", Mensen=later))
    assert [(each.sheet, each.row, each.column, each.code) for each in report.findings] == [
        ("Mensen", 2, "Groepen", "meetings-overlap")
    ]


@pytest.mark.parametrize(
    ("second", "is_shared"),
    [
        ({"E-mail": "ploeg@x.example.org"}, True),
        ({"E-mail": "Ploeg@X.example.org"}, True),
        ({"E-mail": "ploeg2@x.example.org"}, False),
        ({"E-mail": ""}, False),
        ({"E-mail": "ploeg@x.example.org", "Uit dienst op": date(2026, 11, 1)}, False),
    ],
)
def test_one_mailbox_of_two_people_is_a_finding(desk: Any, second: dict[str, Any], is_shared: bool) -> None:
    people = [
        {"Code": "an", "Naam": "An Peeters", "E-mail": "ploeg@x.example.org"},
        {"Code": "bo", "Naam": "Bo Maes", **second},
    ]
    report = desk.import_file(desk.workbook("plan.xlsx", Mensen=people))
    assert [(each.row, each.column, each.code) for each in report.findings] == (
        [(3, "E-mail", "shared-mailbox")] if is_shared else []
    )
    assert all("An Peeters, Bo Maes" in each.message for each in report.findings)
