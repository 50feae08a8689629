"""Whoever is written to for the first time about a deadline long past is first asked where it stands."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.overview.upcoming import list_upcoming_steps
from terugkom.plan.model import Action, ActionStatus, Municipality
from terugkom.plan.queries import get_municipality
from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.reminder_stages import (
    StageKind,
    find_first_stage_day,
    find_next_stage_day,
    find_reached_stage,
    list_stages,
)
from terugkom.workbook.own_layout import ACTIONS, GROUPS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.clock import clock_on
from tests.import_workbook import import_workbook
from tests.reminders.tick_calendar import CalendarMunicipality, SentReminder

MONDAY = date(2027, 1, 4)  # of the first import
LONG_AGO = MONDAY - timedelta(days=200)
LEAD = LeadTimes()


class Office:
    """A municipality that starts: it writes workbooks, and ticks."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.town, self._path = CalendarMunicipality(database, folder), folder / "plan.xlsx"
        self.settings: dict[str, Any] = {"coordinator": "lw"}

    def bring(self, day: date, *actions: dict[str, Any]) -> None:
        """Import a workbook with these actions, of An unless they say otherwise."""
        common = {"title": "Ledlampen", "owners": "an", "group": "energie", "status": "lopend"}
        people = [
            {"code": code, "name": code.title(), "email": f"{code}@x.example"} for code in ("an", "bo", "lw")
        ]
        rows = {
            ACTIONS.title: [{**common, **each} for each in actions],
            PEOPLE.title: people,
            GROUPS.title: [{"code": "energie", "name": "Energie", "kind": "deelgroep"}],
        }
        write_plan(self._path, WorkbookContent(rows, settings=self.settings))
        import_workbook(self.town.database, self._path, slug=self.town.slug, today=day, now=clock_on(day))

    def ticks(self, first: date, last: date) -> list[tuple[date, str, int]]:
        return [(each.day, each.code, each.stage) for each in self.town.ticks(first, last)]

    def letters(self, kind: str = "owner-digest") -> list[tuple[str, str, str]]:
        """The role, the subject and the text of each mail of a kind."""
        return [
            (delivery.role, document.subject, self._read(document.path))
            for delivery, document in self.town.mails(kind)
        ]

    def _read(self, name: str) -> str:
        content = Path(self.town.documents.locate(name)).read_bytes()
        body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
        assert isinstance(body, EmailMessage)
        return str(body.get_content())


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Office:
    return Office(sqlite_database, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("late", [1, 7, 21, 45, 200, 3000])
def test_what_was_late_at_the_first_import_is_first_asked_for_and_then_counts_from_there(
    office: Office, late: int
) -> None:
    office.bring(MONDAY, {"code": "E1", "deadline": MONDAY - timedelta(days=late)})
    assert office.ticks(MONDAY, MONDAY + timedelta(days=80)) == [
        (MONDAY, "E1", 0),
        (MONDAY + timedelta(days=7), "E1", 7),
        (MONDAY + timedelta(days=21), "E1", 21),
    ]
    assert office.town.agenda == [(MONDAY + timedelta(days=49), "E1", "energie")]
    roles = [role for role, _, _ in office.letters()]
    assert roles == ["owner", "owner", "owner", "coordinator-copy"]
    assert "hoe staat het ermee?" in office.letters()[0][1]


@pytest.mark.long
def test_the_first_mail_is_friendly(office: Office) -> None:
    office.bring(MONDAY, {"code": "E1", "deadline": LONG_AGO})
    office.town.tick(MONDAY)
    ((_, subject, text),) = office.letters()
    assert subject == "Ledlampen: hoe staat het ermee?"
    assert "we weten nog niet hoe het met deze actie staat" in text
    assert "te laat" not in text
    assert "hoorden we nog niets" not in text
    (line,) = office.town.summary_on(MONDAY).reminded.shown
    assert (line.code, line.ask) == ("E1", "first_contact")
    ((_, _, summary),) = office.letters("coordinator-summary")
    assert "Ledlampen (E1), An: eerste vraag hoe het ermee staat" in summary
    assert office.town.summary_on(MONDAY).skipped.shown == []


@pytest.mark.long
def test_what_is_added_later_is_asked_for_too(office: Office) -> None:
    old, later = {"code": "E1", "deadline": date(2028, 1, 1)}, MONDAY + timedelta(days=70)
    office.bring(MONDAY, old)
    office.bring(later, old, {"code": "E2", "deadline": LONG_AGO}, {"code": "E3", "deadline": later})
    assert office.ticks(later, later + timedelta(days=7)) == [
        (later, "E2", 0),
        (later, "E3", 0),
        (later + timedelta(days=7), "E2", 7),
        (later + timedelta(days=7), "E3", 7),
    ]
    assert [each.ask for each in office.town.summary_on(later).reminded.shown] == [
        "first_contact",
        "due_today",
    ]


@pytest.mark.long
def test_a_deadline_that_is_set_in_the_past_is_asked_for(office: Office) -> None:
    office.bring(MONDAY, {"code": "E1", "deadline": date(2028, 1, 1)}, {"code": "E2", "deadline": None})
    later = MONDAY + timedelta(days=70)
    office.bring(later, {"code": "E1", "deadline": LONG_AGO}, {"code": "E2", "deadline": LONG_AGO})
    assert office.ticks(MONDAY, later) == [(later, "E1", 0), (later, "E2", 0)]


@pytest.mark.long
def test_a_machine_that_stood_still_after_the_import_still_asks_first(office: Office) -> None:
    office.bring(MONDAY, {"code": "E1", "deadline": LONG_AGO, "owners": "an; bo"})
    back = MONDAY + timedelta(days=98)
    told = office.town.tick(back)
    assert told == [SentReminder(back, "an", "an", "E1", 0), SentReminder(back, "bo", "bo", "E1", 0)]
    assert (
        office.ticks(back + timedelta(days=1), back + timedelta(days=8))
        == [(back + timedelta(days=7), "E1", 7)] * 2
    )
    assert office.town.agenda == []


@pytest.mark.long
def test_news_in_the_workbook_puts_the_question_off_and_news_after_it_the_next_stage(office: Office) -> None:
    office.bring(
        MONDAY, {"code": "E1", "deadline": LONG_AGO, "news": "Bijna.", "news_on": MONDAY - timedelta(days=1)}
    )
    assert office.ticks(MONDAY, MONDAY + timedelta(days=8)) == [(MONDAY + timedelta(days=7), "E1", 0)]
    office.town.report("E1", MONDAY + timedelta(days=9))  # a Wednesday
    assert office.ticks(MONDAY + timedelta(days=9), MONDAY + timedelta(days=40)) == [
        (MONDAY + timedelta(days=21), "E1", 7),
        (MONDAY + timedelta(days=35), "E1", 21),
    ]


@pytest.mark.long
def test_at_rest_until_after_the_import_the_question_comes_after_it(office: Office) -> None:
    until = MONDAY + timedelta(days=31)
    office.bring(
        MONDAY, {"code": "E1", "deadline": LONG_AGO, "snoozed_until": until, "snooze_reason": "Aannemer"}
    )
    assert office.ticks(MONDAY, MONDAY + timedelta(days=60))[0] == (MONDAY + timedelta(days=42), "E1", 0)


@pytest.mark.long
def test_an_owner_who_comes_later_is_asked_first_and_restarts_nothing(office: Office) -> None:
    office.bring(MONDAY, {"code": "E1", "deadline": LONG_AGO})
    office.ticks(MONDAY, MONDAY + timedelta(days=15))
    office.town.change("E1", owners=["an", "bo"])
    second, third = MONDAY + timedelta(days=21), MONDAY + timedelta(days=28)
    assert office.town.tick(second) == [
        SentReminder(second, "an", "an", "E1", 21),
        SentReminder(second, "bo", "bo", "E1", 0),
    ]
    assert office.town.tick(third) == [SentReminder(third, "bo", "bo", "E1", 21)]


@pytest.mark.long
def test_nobody_to_ask_is_an_orphan_and_is_discussed_in_the_end(office: Office) -> None:
    office.bring(MONDAY, {"code": "E1", "deadline": LONG_AGO, "owners": ""})
    assert office.ticks(MONDAY, MONDAY + timedelta(days=60)) == []
    assert [each.code for each in office.town.summary_on(MONDAY).orphans.shown] == ["E1"]
    assert office.town.agenda == [(MONDAY + timedelta(days=49), "E1", "energie")]


@pytest.mark.long
def test_what_was_not_late_has_the_stages_it_always_had_and_none_counts_as_missed(office: Office) -> None:
    deadline = MONDAY + timedelta(days=3)
    office.bring(MONDAY, {"code": "E1", "deadline": deadline})
    assert office.ticks(MONDAY, MONDAY + timedelta(days=7)) == [
        (MONDAY, "E1", -7),
        (MONDAY + timedelta(days=7), "E1", 0),
    ]
    assert office.town.summary_on(MONDAY).skipped.shown == []


@pytest.mark.long
def test_the_go_live_day_is_that_of_the_first_import_and_may_be_set(office: Office) -> None:
    def go_live() -> date | None:
        with office.town.database.read_session() as session:
            return session.scalar(select(Municipality.go_live_on))

    late = {"code": "E1", "deadline": LONG_AGO}
    office.bring(MONDAY, late)
    assert go_live() == MONDAY
    office.bring(MONDAY + timedelta(days=1), late)
    assert go_live() == MONDAY
    office.settings["go_live_on"] = MONDAY + timedelta(days=14)
    office.bring(MONDAY + timedelta(days=2), late, {"code": "E2", "deadline": MONDAY + timedelta(days=5)})
    assert go_live() == MONDAY + timedelta(days=14)
    assert office.town.tick(MONDAY + timedelta(days=3), by_hand=True) is None, "nothing before it goes live"
    assert office.ticks(MONDAY, MONDAY + timedelta(days=14)) == [
        (MONDAY + timedelta(days=14), "E1", 0),
        (MONDAY + timedelta(days=14), "E2", 0),
    ]


def test_a_plan_that_was_followed_up_elsewhere_goes_on_as_it_was(office: Office) -> None:
    office.settings["go_live_on"] = MONDAY - timedelta(days=365)
    office.bring(MONDAY, {"code": "E1", "deadline": MONDAY - timedelta(days=21)})
    assert office.ticks(MONDAY, MONDAY) == [(MONDAY, "E1", 21)]


@pytest.mark.long
def test_what_is_foretold_is_what_happens(office: Office) -> None:
    office.bring(
        MONDAY + timedelta(days=2),
        {"code": "E1", "deadline": LONG_AGO},
        {"code": "E2", "deadline": LONG_AGO, "news": "Bijna.", "news_on": MONDAY - timedelta(days=1)},
        {"code": "E3", "deadline": LONG_AGO, "status": "klaar"},
    )
    office.town.change("E3", status=ActionStatus.RUNNING, last_update_on=MONDAY + timedelta(days=2))
    start, end = MONDAY + timedelta(days=3), MONDAY + timedelta(days=90)
    with office.town.database.read_session() as session:
        steps = list_upcoming_steps(session, get_municipality(session, office.town.slug), start, end)
    foretold = {(each.date, each.subject, each.step) for each in steps if each.kind == "owner-reminders"}
    asks = {0: "first_contact", 7: "late", 21: "coordinator_in_copy"}
    told = {(day, code, asks[stage]) for day, code, stage in office.ticks(start, end)}
    assert foretold == told | {(day, code, "on_agenda") for day, code, _ in office.town.agenda}
    assert len(told) == 9


# What always holds


DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))


@given(DAYS, DAYS, st.none() | DAYS, st.none() | DAYS, st.booleans())
def test_stages_of_an_action_that_was_late_when_it_came(
    deadline: date, followed_from: date, heard_on: date | None, snoozed: date | None, contacted: bool
) -> None:
    def stages(is_contacted: bool, since: date | None = followed_from) -> Any:
        return list_stages(
            deadline,
            LEAD,
            last_update_on=heard_on,
            snoozed_until=snoozed,
            followed_from=since,
            is_contacted=is_contacted,
        )

    found, plain = stages(contacted), stages(contacted, None)
    quiet_until = max(heard_on or date.min, snoozed or date.min)
    assert [each.day for each in found] == sorted(each.day for each in found)
    assert all(each.day > quiet_until for each in found)
    if deadline >= followed_from:
        assert set(found) <= set(plain)
        assert find_reached_stage(found, followed_from) == find_reached_stage(plain, followed_from)
        return
    late = {each.kind: each.day for each in found}
    assert StageKind.DUE_TODAY not in late
    assert all(each.day >= followed_from for each in found)
    if not contacted:
        contact = found[0]
        assert (contact.kind, contact.offset) == (StageKind.FIRST_CONTACT, 0)
        for days in (0, 7, 21, 45, 400):
            assert find_reached_stage(found, contact.day + timedelta(days=days)) == contact
        assert find_reached_stage(found, contact.day - timedelta(days=1)) is None
        after = stages(True, contact.day)
        assert find_next_stage_day(after, contact.day) == contact.day + timedelta(days=LEAD.late)
    first = find_first_stage_day(
        deadline, LEAD, last_update_on=heard_on, snoozed_until=snoozed, followed_from=followed_from
    )
    assert first is not None
    assert first <= found[0].day, "an action is looked at before any of its stages, whatever was sent"


def test_actions_of_before_have_no_such_day(town: CalendarMunicipality) -> None:
    town.action("E1", LONG_AGO)
    with town.database.read_session() as session:
        assert session.scalar(select(Action.followed_from)) is None


@pytest.mark.long
def test_a_mail_to_which_nobody_would_get_the_answer_asks_for_none(office: Office) -> None:
    """Without a coordinator it came from an address that does not exist, and said: just answer this mail."""
    office.settings = {}
    office.bring(MONDAY, {"code": "E1", "deadline": LONG_AGO})
    office.town.tick(MONDAY)
    ((_, _, text),) = office.letters()
    assert "eantwoord gewoon deze mail" not in text
    assert "Een antwoord op deze mail komt nog bij niemand aan." in text
    ((_, document),) = office.town.mails("owner-digest")
    content = Path(office.town.documents.locate(document.path)).read_bytes()
    mail = message_from_bytes(content, policy=policy.default)
    html = mail.get_body(("html",))
    assert isinstance(html, EmailMessage)
    assert "eantwoord gewoon" not in html.get_content()
    assert "mailto:" not in html.get_content()


@pytest.mark.parametrize(
    "settings", [{"coordinator": "lw"}, {"reply_to": "mvo@x.example"}, {"sender": "t@x.example"}]
)
def test_a_mail_that_reaches_somebody_asks_for_an_answer(office: Office, settings: dict[str, Any]) -> None:
    office.settings = settings
    office.bring(MONDAY, {"code": "E1", "deadline": LONG_AGO})
    office.town.tick(MONDAY)
    ((_, _, text),) = office.letters()
    assert "Beantwoord gewoon deze mail. Kort mag." in text
    assert "bij niemand aan" not in text
