"""Who gets the mail: the owner, a stand-in, or the coordinator in the summary; never nobody."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from terugkom.reminders import coordinator_summary
from terugkom.reminders.summary_lists import SummaryAction
from tests.reminders.tick_calendar import CalendarMunicipality, SentReminder

TODAY = date(2026, 11, 30)
AWAY = {"absent_from": TODAY - timedelta(days=3), "absent_until": TODAY + timedelta(days=3)}


def readers(town: CalendarMunicipality, owner: str = "an") -> list[str]:
    """Tick on an action of this owner that is due today; return who got it."""
    town.action("E1", TODAY, [owner])
    return [each.reader for each in town.tick(TODAY) or []]


def orphans(town: CalendarMunicipality) -> list[tuple[str, str]]:
    return [(each.code, each.why) for each in town.summary_on(TODAY).orphans.shown]


def test_an_absent_owner_s_stand_in_gets_it(town: CalendarMunicipality) -> None:
    town.person("bo")
    town.person("an", **AWAY, stand_in="bo")
    assert readers(town) == ["bo"]
    assert town.told == [SentReminder(TODAY, "bo", "an", "E1", 0, "stand-in")]
    assert orphans(town) == []


@pytest.mark.parametrize(
    ("absence", "reader"),
    [
        ({"absent_from": TODAY, "absent_until": TODAY}, "bo"),
        ({"absent_from": TODAY}, "bo"),
        ({"absent_until": TODAY}, "bo"),
        ({"absent_from": TODAY + timedelta(days=1)}, "an"),
        ({"absent_until": TODAY - timedelta(days=1)}, "an"),
        ({}, "an"),
    ],
)
def test_absence_counts_from_its_first_day_to_its_last(
    town: CalendarMunicipality, absence: dict[str, date], reader: str
) -> None:
    town.person("bo")
    town.person("an", **absence, stand_in="bo")
    assert readers(town) == [reader]


def test_the_stand_in_of_a_stand_in_gets_it(town: CalendarMunicipality) -> None:
    town.person("ca")
    town.person("bo", **AWAY, stand_in="ca")
    town.person("an", **AWAY, stand_in="bo")
    assert readers(town) == ["ca"]


@pytest.mark.long
def test_a_circle_of_absent_stand_ins_ends_at_the_owner_and_the_coordinator_is_told(
    town: CalendarMunicipality,
) -> None:
    town.person("bo", **AWAY)
    town.person("an", **AWAY, stand_in="bo")
    town.person("bo", stand_in="an")
    assert readers(town) == ["an"]
    assert SummaryAction("E1", "Titel van E1", why="stand_in_absent") in town.summary_on(TODAY).skipped.shown


@pytest.mark.parametrize(
    "stand_in", [AWAY, {"departed_on": TODAY}, {"email": ""}], ids=["absent", "departed", "no address"]
)
def test_a_stand_in_who_cannot_be_reached_leaves_it_with_the_owner_and_the_coordinator_is_told(
    town: CalendarMunicipality, stand_in: dict[str, object]
) -> None:
    town.person("bo", **stand_in)
    town.person("an", **AWAY, stand_in="bo")
    assert readers(town) == ["an"]
    assert SummaryAction("E1", "Titel van E1", why="stand_in_absent") in town.summary_on(TODAY).skipped.shown


@pytest.mark.long
def test_an_absent_owner_without_a_stand_in_gets_it_and_the_coordinator_is_told(
    town: CalendarMunicipality,
) -> None:
    town.person("an", **AWAY)
    assert readers(town) == ["an"]
    assert SummaryAction("E1", "Titel van E1", why="stand_in_absent") in town.summary_on(TODAY).skipped.shown


@pytest.mark.long
def test_who_stands_in_gets_one_mail_for_both(town: CalendarMunicipality) -> None:
    town.person("bo")
    town.person("an", **AWAY, stand_in="bo")
    town.action("E1", TODAY, ["an"])
    town.action("E2", TODAY, ["bo"])
    assert town.tick(TODAY) == [
        SentReminder(TODAY, "bo", "an", "E1", 0),
        SentReminder(TODAY, "bo", "bo", "E2", 0),
    ]
    assert len(town.mails()) == 1


def test_an_owner_who_stands_in_for_the_other_owner_of_one_action_gets_one_mail(
    town: CalendarMunicipality,
) -> None:
    town.person("bo")
    town.person("an", **AWAY, stand_in="bo")
    town.action("E1", TODAY, ["an", "bo"])
    assert sorted((each.reader, each.owner) for each in town.tick(TODAY) or []) == [
        ("bo", "an"),
        ("bo", "bo"),
    ]
    assert len(town.mails()) == 1


@pytest.mark.long
def test_what_a_stand_in_was_told_is_not_told_again_to_the_owner_who_is_back(
    town: CalendarMunicipality,
) -> None:
    town.person("bo")
    town.person("an", **AWAY, stand_in="bo")
    assert readers(town) == ["bo"]
    assert town.ticks(TODAY + timedelta(days=1), TODAY + timedelta(days=6)) == []
    assert town.tick(TODAY + timedelta(days=7)) == [SentReminder(date(2026, 12, 7), "an", "an", "E1", 7)]


@pytest.mark.parametrize(
    ("owner", "why"),
    [({"departed_on": TODAY}, "departed"), ({"email": ""}, "no_address")],
    ids=["departed", "no address"],
)
def test_an_owner_who_cannot_be_reached_is_told_to_the_coordinator(
    town: CalendarMunicipality, owner: dict[str, object], why: str
) -> None:
    town.person("an", **owner)
    assert readers(town) == []
    assert town.mails() == []
    assert orphans(town) == [("E1", why)]
    (delivery, document) = town.mails("coordinator-summary")[0]
    assert delivery.recipient == "lw@lievegem.example"
    mail = message_from_bytes((town.folder / "documents" / document.path).read_bytes(), policy=default)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "ZONDER BEREIKBARE TREKKER (1)" in text
    assert "Titel van E1 (E1)" in text


def test_an_action_without_an_owner_is_told_to_the_coordinator(town: CalendarMunicipality) -> None:
    town.action("E1", TODAY, [])
    assert town.tick(TODAY) == []
    assert orphans(town) == [("E1", "no_owner")]
    assert len(town.mails("coordinator-summary")) == 1


@pytest.mark.long
def test_an_action_without_owner_or_deadline_is_told_in_the_week_after_its_import(
    town: CalendarMunicipality,
) -> None:
    town.action("E1", None, [])
    town.orphans_looked_at(TODAY - timedelta(days=2))
    assert town.tick(TODAY) == []
    assert orphans(town) == [("E1", "no_owner")]
    assert len(town.mails("coordinator-summary")) == 1
    assert town.ticks(TODAY + timedelta(days=1), TODAY + timedelta(days=30)) == []
    assert len(town.mails("coordinator-summary")) == 1


def test_who_leaves_tomorrow_still_gets_it_today(town: CalendarMunicipality) -> None:
    town.person("an", departed_on=TODAY + timedelta(days=1))
    assert readers(town) == ["an"]


@pytest.mark.long
def test_one_of_two_owners_who_left_makes_no_orphan(town: CalendarMunicipality) -> None:
    town.person("an", departed_on=TODAY - timedelta(days=100))
    town.action("E1", TODAY, ["an", "bo"])
    assert town.tick(TODAY) == [SentReminder(TODAY, "bo", "bo", "E1", 0)]
    assert orphans(town) == []


@pytest.mark.long
def test_the_owner_who_takes_over_is_told_of_the_stage_reached(town: CalendarMunicipality) -> None:
    town.person("an", departed_on=TODAY)
    assert readers(town) == []
    town.person("bo")
    town.change("E1", owners=["bo"])
    assert town.tick(TODAY + timedelta(days=7)) == [SentReminder(date(2026, 12, 7), "bo", "bo", "E1", 7)]


@pytest.mark.long
def test_the_stages_of_an_orphan_go_on_to_the_agenda(town: CalendarMunicipality) -> None:
    town.action("E1", TODAY, [])
    town.ticks(TODAY, date(2027, 3, 1))
    assert town.agenda == [(date(2027, 1, 18), "E1", None)]


def test_without_a_coordinator_the_owners_still_hear(town: CalendarMunicipality) -> None:
    town.person("lw", email="")
    town.action("E2", TODAY - timedelta(days=21), ["bo"])
    assert readers(town) == ["bo", "an"]  # the most urgent first
    assert {each.role for each in town.deliveries} == {"owner"}


def test_a_name_on_two_lines_keeps_nobody_from_hearing(town: CalendarMunicipality) -> None:
    town.person("an", name="An\nPeeters")
    town.action("E2", TODAY, ["bo"])
    assert readers(town) == ["an", "bo"]
    assert "To: An Peeters <an@x.example>\r\n" in town.deliveries[0].headers


@pytest.mark.long
def test_an_absent_owner_without_an_address_whose_stand_in_got_it_is_no_orphan(
    town: CalendarMunicipality,
) -> None:
    town.person("bo")
    town.person("an", email="", **AWAY, stand_in="bo")
    assert readers(town) == ["bo"]
    assert orphans(town) == []


def test_an_absent_owner_without_an_address_whose_stand_in_is_absent_too_is_an_orphan(
    town: CalendarMunicipality,
) -> None:
    town.person("bo", **AWAY)
    town.person("an", email="", **AWAY, stand_in="bo")
    assert readers(town) == []
    assert orphans(town) == [("E1", "no_address")]


@pytest.mark.long
def test_an_absent_owner_without_an_address_is_reached_through_the_stand_in_of_the_stand_in(
    town: CalendarMunicipality,
) -> None:
    town.person("ca")
    town.person("bo", email="", **AWAY, stand_in="ca")
    town.person("an", email="", **AWAY, stand_in="bo")
    assert readers(town) == ["ca"]
    assert orphans(town) == []


def test_the_summary_goes_to_who_stands_in_for_the_coordinator(town: CalendarMunicipality) -> None:
    town.person("bo")
    town.person("lw", **AWAY, stand_in="bo")
    town.action("E1", TODAY, [])
    town.tick(TODAY)
    assert [each.recipient for each, _ in town.mails(coordinator_summary.DOCUMENT)] == ["bo@x.example"]


@pytest.mark.long
def test_an_owner_who_gets_an_address_is_told_at_the_next_digest_what_was_reached(
    town: CalendarMunicipality,
) -> None:
    town.person("an", email="")
    assert readers(town) == []
    town.person("an", email="an@x.example")
    week_after = TODAY + timedelta(days=7)
    assert town.tick(week_after) == [SentReminder(week_after, "an", "an", "E1", 7, "owner")]


def test_a_coordinator_who_left_gets_no_summary_and_that_needs_a_person(town: CalendarMunicipality) -> None:
    town.person("an")
    town.person("lw", departed_on=TODAY)
    assert readers(town) == ["an"]
    assert town.mails(coordinator_summary.DOCUMENT) == []
