"""move, cancel: a meeting is changed from the command line, and who was invited is told."""

from contextlib import closing
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.plan.model import Group, Person
from terugkom.workbook.own_layout import GROUPS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.command_line.conftest import Call
from tests.fill_once import fill_once

BEFORE, INVITED = "2027-02-01", "2027-02-22"  # three weeks before 15 March


@pytest.fixture
def linde(terugkom: Call, home: Path, tmp_path: Path) -> Path:
    """A home with a subgroup of two that meets on 15 March; nobody is invited yet."""
    with closing(Database(f"sqlite:///{home / 'terugkom.db'}")) as database:
        fill_once(database, home, "linde", lambda: import_linde(terugkom, tmp_path))
    return home


def import_linde(terugkom: Call, folder: Path, place: str = "") -> None:
    people = [
        {"code": code, "name": name, "email": f"{code.lower()}@linde.example.org", "groups": "ENERGIE"}
        for code, name in (("AN", "An Wijn"), ("BE", "Bé Vos"))
    ]
    group = {"code": "ENERGIE", "name": "Deelgroep energie", "kind": "deelgroep", "interval_months": 6}
    rows = {PEOPLE.title: people, GROUPS.title: [group | {"anchor": date(2027, 3, 15), "meets_in": place}]}
    settings = {"name": "Gemeente Linde", "language": "nl", "coordinator": "AN", "digest_weekday": "maandag"}
    settings["closing_days"] = "02/04/2027"
    write_plan(folder / "linde.xlsx", WorkbookContent(rows, settings=settings))
    said = terugkom("import", folder / "linde.xlsx", "--municipality", "linde", "--today", BEFORE, "--json")
    assert said.json["findings"] == []


@pytest.fixture
def invited(terugkom: Call, linde: Path, flows_here: None) -> Path:
    said = terugkom("run", "subgroup-review", "--today", INVITED, "--json")
    assert said.json["deliveries"] == {"sent": 2}
    return linde


def subjects(home: Path) -> list[str]:
    found = [message_from_bytes(each.read_bytes(), policy=default) for each in home.rglob("outbox/**/*.eml")]
    return sorted(str(mail["Subject"]) for mail in found)


def meetings(terugkom: Call, today: str) -> list[str]:
    found: list[dict[str, Any]] = terugkom("upcoming", "--today", today, "--json").json
    return [each["date"] for each in found if each["step"] == "meeting"]


def test_the_calendar_of_a_group_follows_an_import_and_a_move_at_once(
    terugkom: Call, linde: Path, tmp_path: Path
) -> None:
    feed = linde / "outbox/linde/calendars/energie.ics"
    import_linde(terugkom, tmp_path, place="Zaal 2")
    assert "LOCATION:Zaal 2" in feed.read_text(encoding="utf-8")
    terugkom("move", "ENERGIE", "2027-03-22", "--today", BEFORE)
    assert "20270322T140000" in feed.read_text(encoding="utf-8")
    import_linde(terugkom, tmp_path, place="Zaal 3")
    text = feed.read_text(encoding="utf-8")
    assert "20270322T140000" in text, "a person chose the day"
    assert "Zaal 2" not in text
    terugkom("cancel", "ENERGIE", "--reason", "De zaal is weg.", "--today", BEFORE)
    assert "20270322T140000" not in feed.read_text(encoding="utf-8")


def test_the_calendar_of_a_group_follows_an_import_that_is_taken_back(
    terugkom: Call, linde: Path, tmp_path: Path
) -> None:
    feed = linde / "outbox/linde/calendars/energie.ics"
    import_linde(terugkom, tmp_path, place="Zaal 2")
    terugkom("import", "--undo", "--municipality", "linde", "--today", BEFORE)
    assert "Zaal 2" not in feed.read_text(encoding="utf-8")
    assert "20270315T140000" in feed.read_text(encoding="utf-8")


def test_a_meeting_that_nobody_knows_of_moves_in_silence(terugkom: Call, linde: Path) -> None:
    said = terugkom("move", "ENERGIE/2027-03", "2027-03-22", "--at", "10:00", "--today", BEFORE, "--json")
    assert said.status == 0
    assert said.json["people_notified"] == 0
    assert {name: said.json[name] for name in ("moment", "state", "day", "at")} == {
        "moment": "ENERGIE/2027-03",
        "state": "planned",
        "day": "2027-03-22",
        "at": "10:00",
    }
    assert subjects(linde) == []
    assert meetings(terugkom, BEFORE)[:2] == ["2027-03-22", "2027-09-15"]
    said = terugkom("move", "ENERGIE/2027-03", "2027-03-23", "--place", "Zolder", "--today", BEFORE)
    assert "2027-03-23 at 10:00, Zolder." in said.out
    assert "nobody needs to be notified" in said.out


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2027-03-20", "Saturday 20 March 2027 is in a weekend"),
        ("2027-03-29", "Monday 29 March 2027 is a legal holiday"),
        ("2027-04-02", "Friday 2 April 2027 is a closing day"),
        ("2027-03-22", ""),
    ],
)
def test_a_day_of_rest_is_taken_with_a_remark(terugkom: Call, linde: Path, day: str, why: str) -> None:
    said = terugkom("move", "ENERGIE", day, "--today", BEFORE, "--json")
    assert (said.status, said.json["day"]) == (0, day)
    assert said.err.strip() == (f"{why}; the meeting is held on it anyway." if why else "")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2027-09-16", "is too far ahead: the group has its next meeting by then, and nothing was changed."),
        ("2045-01-01", "Choose a day up to 2027-09-15, or cancel this meeting"),
    ],
)
def test_a_day_after_the_next_meeting_of_the_group_is_refused(
    terugkom: Call, linde: Path, day: str, why: str
) -> None:
    said = terugkom("move", "ENERGIE", day, "--today", BEFORE)
    assert said.status == 2
    assert f"{day} " in said.err
    assert why in " ".join(said.err.split())
    assert meetings(terugkom, BEFORE)[:2] == ["2027-03-15", "2027-09-15"]


def test_a_meeting_moves_as_far_as_the_next_one(terugkom: Call, linde: Path) -> None:
    said = terugkom("move", "ENERGIE", "2027-09-15", "--today", BEFORE, "--json")
    assert (said.status, said.json["day"], said.err.strip()) == (0, "2027-09-15", "")


@pytest.mark.long
def test_who_was_invited_is_told_of_a_move_and_then_of_its_cancelling(terugkom: Call, invited: Path) -> None:
    why = "De zaal is niet vrij."
    moved = terugkom("move", "ENERGIE", "2027-03-22", "--reason", why, "--today", INVITED, "--json")
    assert (moved.status, moved.json["report"]["deliveries"]) == (0, {"sent": 2})
    off = terugkom("cancel", "ENERGIE/2027-03", "--reason", why, "--today", INVITED)
    assert off.status == 0
    assert "ENERGIE/2027-03 is cancelled" in off.out
    assert off.out == "ENERGIE/2027-03 is cancelled: 2027-03-22 at 14:00.\n2 people were notified.\n"
    assert subjects(invited) == sorted(
        [
            "Uitnodiging: overleg van de deelgroep energie, maandag 15 maart",
            "Gewijzigd: overleg van de deelgroep energie, maandag 22 maart",
            "Gaat niet door: overleg van de deelgroep energie, maandag 22 maart",
        ]
        * 2
    )
    assert meetings(terugkom, INVITED)[0] == "2027-09-15"
    again = terugkom("cancel", "ENERGIE/2027-03", "--reason", why, "--today", INVITED)
    assert again.status == 2


@pytest.mark.long
def test_who_gets_the_move_and_the_pack_is_one_and_who_cannot_be_reached_too(
    terugkom: Call, invited: Path
) -> None:
    with (
        closing(Database(f"sqlite:///{invited / 'terugkom.db'}")) as database,
        database.write_session() as session,
    ):
        group = session.scalars(select(Group)).one()
        group.members.append(Person(municipality_id=1, code="CO", name="Co Maes"))
    pack_day = "2027-03-08"
    moved = terugkom("move", "ENERGIE", "2027-03-12", "--today", pack_day)
    assert len(subjects(invited)) == 6, "two invitations; an update and a pack for each"
    assert moved.status == 1
    assert moved.out.splitlines() == [
        "ENERGIE/2027-03 is planned: 2027-03-12 at 14:00.",
        "2 people were notified.",
        "",
        "What needs attention",
        "  1 member without a usable address - enter an address in the workbook",
    ]


def test_a_meeting_cancelled_before_anybody_knew_of_it_tells_nobody(terugkom: Call, linde: Path) -> None:
    said = terugkom("cancel", "ENERGIE", "--reason", "Geen punten.", "--today", BEFORE, "--json")
    assert (said.status, said.json["state"], said.json["report"]["deliveries"]) == (0, "cancelled", {})
    assert meetings(terugkom, BEFORE)[0] == "2027-09-15"


@pytest.mark.parametrize("name", ["energie", "Energie", " ENERGIE", "energie/2027-03", "Energie/2027-03"])
def test_a_meeting_is_known_without_the_capitals_of_its_group(terugkom: Call, linde: Path, name: str) -> None:
    reason = ("--reason", "Geen punten.", "--municipality", "Linde")
    said = terugkom("cancel", name, *reason, "--today", BEFORE, "--json")
    assert (said.status, said.json["moment"], said.json["state"]) == (0, "ENERGIE/2027-03", "cancelled")


WRONG = {
    "a meeting that is not there": (("move", "ENERGIE/2027-05", "2027-06-01"), "available: ENERGIE/2027-03"),
    "an unknown group": (("move", "WATER", "2027-06-01"), "there is no meeting WATER"),
    "a day that has passed": (("move", "ENERGIE", "2027-01-04"), "is in the past"),
    "the day it has": (("move", "ENERGIE", "2027-03-15"), "ENERGIE/2027-03 is unchanged: 2027-03-15\n"),
    "no day": (("move", "ENERGIE", "volgende week"), "not a date like"),
    "no hour": (("move", "ENERGIE", "2027-03-22", "--at", "straks"), "not an hour like 14:00"),
    "no reason": (("cancel", "ENERGIE"), "--reason"),
    "an unknown municipality": (
        ("cancel", "ENERGIE", "--reason", "-", "--municipality", "gent"),
        "there is no municipality 'gent'",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_call_ends_with_2_says_why_and_changes_nothing(
    terugkom: Call, linde: Path, name: str
) -> None:
    arguments, says = WRONG[name]
    before = terugkom("upcoming", "--today", BEFORE, "--json").json
    said = terugkom(*arguments, "--today", BEFORE)
    assert (said.status, said.out) == (2, "")
    assert says in said.err
    assert terugkom("upcoming", "--today", BEFORE, "--json").json == before
