"""Two people with one mailbox: one mail a week that names both, and both may answer for either."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from terugkom.plan.model import Person
from terugkom.plan.owned_actions import find_owned_actions
from tests.reminders.test_digest_links import read_mails
from tests.reminders.tick_calendar import CalendarMunicipality, SentReminder

MONDAY = date(2026, 11, 30)
MAILBOX = "ploeg@x.example"


@pytest.fixture
def team(town: CalendarMunicipality) -> CalendarMunicipality:
    """An and Bo read the mailbox of their team; whoever wrote the plan did not keep to small letters."""
    town.person("an", name="An Wijn", email=MAILBOX)
    town.person("bo", name="Bo Vos", email="Ploeg@x.example")
    return town


def read_texts(town: CalendarMunicipality) -> list[str]:
    """Return the texts of the digests."""
    parts = [mail.get_body(("plain",)) for mail in read_mails(town)]
    return [part.get_content().replace("\r\n", "\n") for part in parts if part]


def may_report(town: CalendarMunicipality, code: str, today: date = MONDAY) -> list[str]:
    with town.database.read_session() as session:
        person = session.scalars(select(Person).where(Person.code == code)).one()
        return [each.code for each in find_owned_actions(session, person, today)]


def test_they_get_one_mail_that_names_both_and_says_whose_each_action_is(team: CalendarMunicipality) -> None:
    team.action("E1", MONDAY, ["an"])
    team.action("E2", MONDAY + timedelta(days=7), ["bo"])
    told = team.tick(MONDAY) or []
    assert [(each.owner, each.code) for each in told] == [("an", "E1"), ("bo", "E2")]
    (mail,) = read_mails(team)
    assert MAILBOX in str(mail["To"]).lower()
    assert "An Wijn en Bo Vos" in str(mail["To"])
    (text,) = read_texts(team)
    assert text.startswith("Beste An Wijn en Bo Vos\n")
    assert text.index("(E1)") < text.index("Van An Wijn.") < text.index("(E2)") < text.index("Van Bo Vos.")


def test_an_action_of_both_stands_in_it_once(team: CalendarMunicipality) -> None:
    team.action("E1", MONDAY, ["an", "bo"])
    assert len(team.tick(MONDAY) or []) == 2  # each was reminded
    (text,) = read_texts(team)
    assert text.count("(E1)") == 1
    assert "Deze actie is van An Wijn en Bo Vos:" in text


def test_who_stands_in_for_a_colleague_reads_it_in_the_same_mail(team: CalendarMunicipality) -> None:
    team.person("ci", absent_from=MONDAY, stand_in="bo")
    team.action("E1", MONDAY, ["an"])
    team.action("E2", MONDAY, ["ci"])
    team.tick(MONDAY)
    (text,) = read_texts(team)
    assert "Van An Wijn." in text
    assert "U vervangt Ci." in text


def test_who_has_nothing_due_is_not_named(team: CalendarMunicipality) -> None:
    team.action("E1", MONDAY, ["bo"])
    assert team.tick(MONDAY) == [SentReminder(MONDAY, "bo", "bo", "E1", 0)]
    (text,) = read_texts(team)
    assert text.startswith("Beste Bo Vos\n")
    assert "U bent trekker van deze actie" in text


def test_the_mailbox_gets_no_second_mail_in_the_week(team: CalendarMunicipality) -> None:
    team.action("E1", MONDAY, ["bo"])
    team.tick(MONDAY)
    team.action("E2", MONDAY, ["an"])
    team.tick(MONDAY + timedelta(days=1), by_hand=True)
    assert len(read_mails(team)) == 1
    told = team.tick(MONDAY + timedelta(days=7)) or []
    assert [(each.owner, each.code) for each in told] == [("bo", "E1"), ("an", "E2")]
    assert len(read_mails(team)) == 2


def test_each_may_answer_for_the_other_but_not_for_who_departed(team: CalendarMunicipality) -> None:
    team.person("ci", email=MAILBOX, departed_on=MONDAY)
    team.person("di")
    for code, owner in (("E1", "an"), ("E2", "bo"), ("E3", "ci"), ("E4", "di")):
        team.action(code, MONDAY, [owner])
    assert may_report(team, "an") == may_report(team, "bo") == ["E1", "E2"]
    assert may_report(team, "di") == ["E4"]


def test_people_without_an_address_share_nothing(town: CalendarMunicipality) -> None:
    for owner in ("an", "bo"):
        town.person(owner, email="")
    town.action("E1", MONDAY, ["an"])
    town.action("E2", MONDAY, ["bo"])
    assert may_report(town, "an") == ["E1"]


def test_a_coordinator_who_reads_the_mailbox_of_an_owner_gets_no_copy_in_it(
    team: CalendarMunicipality,
) -> None:
    """The same digest came twice in one mailbox on one day."""
    team.person("lw", email="PLOEG@x.example")
    team.action("E1", MONDAY - timedelta(days=21), ["an"], followed_from=MONDAY - timedelta(days=90))
    told = team.tick(MONDAY) or []
    assert [each.code for each in told] == ["E1"]
    (mail,) = read_mails(team)
    assert "in kopie" not in mail.as_string()
