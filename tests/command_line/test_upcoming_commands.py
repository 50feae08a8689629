"""upcoming, history, resolve: what is to come, what went out, and what a person says of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.mail_channel import store_mail_channel
from terugkom.delivery.model import MAX_ATTEMPTS, Delivery, DeliveryState
from tests.command_line.conftest import MAP, Call
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY = date(2026, 11, 30)
FIELDS = {
    "id",
    "channel",
    "recipient",
    "subject",
    "state",
    "reason",
    "message_id",
    "attempts",
    "document",
    "run_id",
    "created_at",
    "sent_at",
}


@pytest.fixture
def town(terugkom: Call, home: Path) -> CalendarMunicipality:
    """A municipality in this home, with two mails and a summary sent."""
    terugkom("init")
    database = Database(f"sqlite:///{home / 'terugkom.db'}")
    town = CalendarMunicipality.new(database, home)
    town.action("E1", MONDAY, ["an"])
    town.action("E2", MONDAY, ["bo"])
    town.tick(MONDAY)
    database.close()
    return town


def change(town: CalendarMunicipality, number: int, **values: Any) -> None:
    with town.database.write_session() as session:
        for name, value in values.items():
            setattr(session.get_one(Delivery, number), name, value)


def test_what_is_to_come_is_a_list_of_steps_in_order(terugkom: Call, plan: Path) -> None:
    terugkom("import", plan, "--municipality", "lievegem", "--today", "2026-10-26", *MAP)
    said = terugkom("upcoming", "--today", "2026-10-26", "--until", "2026-12-16", "--json")
    assert said.status == 0
    assert said.json == []  # nobody of this plan has an address: nobody can be reminded
    said = terugkom("upcoming", "--today", "2026-10-26", "--until", "2027-02-28", "--json")
    assert said.json == [
        {
            "date": "2026-12-17",
            "kind": "newsletter",
            "subject": "lievegem",
            "step": "begun",
            "period": "2026-Q4",
        },
        {
            "date": "2027-01-18",
            "kind": "owner-reminders",
            "subject": "A1",
            "step": "on_agenda",
            "period": "2027-W03",
        },
    ]


@pytest.mark.long
def test_without_an_end_it_tells_twelve_months(terugkom: Call, town: CalendarMunicipality) -> None:
    town.group("energie", anchor=date(2026, 6, 15), interval_months=6)
    found = terugkom("upcoming", "--today", "2026-12-01", "--json").json
    assert {tuple(each) for each in found} == {("date", "kind", "subject", "step", "period")}
    assert [each["date"] for each in found] == sorted(each["date"] for each in found)
    meetings = [each["date"] for each in found if each["step"] == "meeting"]
    assert meetings == ["2026-12-15", "2027-06-15"]
    assert {each["kind"] for each in found} == {"owner-reminders", "subgroup-review", "newsletter"}
    assert "due today" not in terugkom("upcoming", "--today", "2026-12-01").out
    assert "coordinator in copy" in terugkom("upcoming", "--today", "2026-12-01").out


@pytest.mark.long
def test_an_action_whose_day_passed_before_the_digest_is_late_in_the_list_as_in_the_mail(
    terugkom: Call, home: Path, town: CalendarMunicipality
) -> None:
    for code, day in (("F1", 4), ("S1", 6), ("M1", 7)):  # the digest is on Monday 7 December
        town.action(code, date(2026, 12, day), [code.lower()])
    found = terugkom("upcoming", "--today", "2026-12-04", "--until", "2026-12-07", "--json").json
    assert {each["subject"]: each["step"] for each in found if each["subject"] in ("F1", "S1", "M1")} == {
        "F1": "3 days late",
        "S1": "1 day late",
        "M1": "due_today",
    }
    printed = terugkom("upcoming", "--today", "2026-12-04", "--until", "2026-12-07").out.splitlines()
    (line,) = [each for each in printed if "F1" in each.split()]
    assert line.split() == ["2026-12-07", "owner-reminders", "F1", "3", "days", "late", "2026-W50"]
    town.tick(date(2026, 12, 7))
    subjects = {each["recipient"]: each["subject"] for each in terugkom("history", "--json").json}
    assert {each: subjects[f"{each}@x.example"] for each in ("f1", "s1", "m1")} == {
        "f1": "Titel van F1: 3 dagen te laat",
        "s1": "Titel van S1: 1 dag te laat",
        "m1": "Titel van M1: vandaag",
    }


@pytest.mark.long
def test_history_tells_of_each_delivery_the_newest_first(terugkom: Call, town: CalendarMunicipality) -> None:
    said = terugkom("history", "--json")
    assert said.status == 0
    found = said.json
    assert all(set(each) >= FIELDS for each in found)
    assert [each["id"] for each in found] == [3, 2, 1]
    assert [each["recipient"] for each in found] == ["lw@lievegem.example", "bo@x.example", "an@x.example"]
    assert {each["state"] for each in found} == {"sent"}
    assert all(Path(each["document"]).is_file() for each in found)
    assert len({each["message_id"] for each in found}) == 3
    assert found[0]["created_at"] == "2028-01-04T05:00:00+00:00", "the clock, not the day of the run"
    assert found[0]["sent_at"] is not None
    assert terugkom("history").out.count(" sent ") == 3


@pytest.mark.long
def test_history_of_one_municipality_is_its_own(
    terugkom: Call, town: CalendarMunicipality, plan: Path
) -> None:
    terugkom("import", plan, "--municipality", "deinze", *MAP)
    assert terugkom("history", "--json", "--municipality", "deinze").json == []
    assert len(terugkom("history", "--json", "--municipality", "lievegem").json) == 3
    assert len(terugkom("history", "--json").json) == 3


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("verdict", "becomes"), [("sent", "sent"), ("resend", "pending"), ("drop", "dropped")]
)
@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.IN_DOUBT])
def test_a_person_settles_what_failed_or_is_in_doubt(
    terugkom: Call, town: CalendarMunicipality, state: DeliveryState, verdict: str, becomes: str
) -> None:
    change(town, 2, state=state, reason="550 no such user", sent_at=None)
    before = terugkom("history", "--json").json[1]
    said = terugkom("resolve", 2, verdict, "--json")
    assert (said.status, said.json) == (0, {"id": 2, "state": becomes})
    after = terugkom("history", "--json").json[1]
    assert after["state"] == becomes
    assert after["reason"] == f"550 no such user; a person said: {verdict}"
    assert after["message_id"] == before["message_id"]
    assert (after["sent_at"] is not None) == (becomes == "sent")


@pytest.mark.long
def test_without_arguments_what_waits_for_a_person_is_listed(
    terugkom: Call, town: CalendarMunicipality
) -> None:
    assert terugkom("resolve").out.strip() == "No delivery failed, is held or is in doubt."
    change(town, 1, state=DeliveryState.IN_DOUBT, reason="no answer", attempts=MAX_ATTEMPTS)
    change(town, 3, state=DeliveryState.HELD, reason="restored")
    assert [each["id"] for each in terugkom("resolve", "--json").json] == [3, 1]
    said = terugkom("resolve").out
    assert "no answer" in said
    assert "terugkom resolve ID sent" in said
    assert terugkom("resolve", "--json", "--municipality", "lievegem").json[0]["state"] == "held"


@pytest.mark.long
def test_all_that_failed_is_sent_again_at_once(terugkom: Call, town: CalendarMunicipality) -> None:
    for delivery in (1, 2):
        change(town, delivery, state=DeliveryState.FAILED, reason="given up after 5 days: 421", sent_at=None)
    rest = ("--municipality", "lievegem", "--channel", "folder", "--since", "2028-01-04")
    said = terugkom("resolve", "--all", "resend", *rest, "--dry-run")
    assert said.out.splitlines() == ["2 deliveries through folder would become pending."]
    assert [each["state"] for each in terugkom("history", "--json").json] == ["sent", "failed", "failed"]
    assert "nothing was changed" in terugkom("resolve", "--all", "resend", "--since", "2028-01-05").out
    assert "nothing was changed" in terugkom("resolve", "--all", "resend", "--state", "in_doubt").out
    said = terugkom("resolve", "resend", "--all", *rest, "--json")
    assert (said.status, said.json["channels"]) == (0, {"folder": 2})
    assert [each["state"] for each in terugkom("history", "--json").json] == ["sent", "pending", "pending"]


@pytest.mark.parametrize("given", [(), ("2", "--all"), ("2", "--channel", "smtp"), ("--state", "failed")])
def test_one_delivery_is_resolved_or_all_and_nothing_by_mistake(
    terugkom: Call, town: CalendarMunicipality, given: tuple[str, ...]
) -> None:
    change(town, 2, state=DeliveryState.FAILED, sent_at=None)
    numbers, options = (
        [each for each in given if each.isdigit()],
        [each for each in given if not each.isdigit()],
    )
    said = terugkom("resolve", *numbers, "resend", *options)
    assert (said.status, said.out) == (2, "")
    assert terugkom("history", "--json").json[1]["state"] == "failed"


@pytest.mark.long
def test_mail_goes_to_the_folder_again_when_a_person_says_so(
    terugkom: Call, town: CalendarMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terugkom("mail-channel", "--json").json == {"channel": "folder", "moved": 0}
    with town.database.write_session() as session:
        store_mail_channel(session, "smtp")
    change(town, 2, state=DeliveryState.PENDING, channel="smtp", sent_at=None)
    assert terugkom("mail-channel").out == "Mail goes through: smtp.\n"
    monkeypatch.setenv("TERUGKOM_SMTP_URL", "smtp://mail.example.org")
    assert terugkom("mail-channel", "folder").status == 2
    monkeypatch.delenv("TERUGKOM_SMTP_URL")
    assert terugkom("mail-channel", "folder", "--json").json == {"channel": "folder", "moved": 1}
    assert {each["channel"] for each in terugkom("history", "--json").json} == {"folder"}


def test_what_needs_no_person_is_left_as_it_is(terugkom: Call, town: CalendarMunicipality) -> None:
    before = terugkom("history", "--json").json
    said = terugkom("resolve", 1, "resend")
    assert (said.status, said.out) == (2, "")
    assert "delivery 1 is sent" in said.err
    assert terugkom("history", "--json").json == before
