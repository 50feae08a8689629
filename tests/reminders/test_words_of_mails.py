"""No mail about an action repeats what the one before asked, and none says what is not so."""

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.reminders.tick_calendar import CalendarMunicipality, days

DEADLINE = date(2027, 3, 1)  # a Monday
VAGUE = "We proberen meer te letten op energie"


def read_asked(town: CalendarMunicipality) -> list[list[str]]:
    """Return of each owner's digest the sentences between the status of an action and how to answer."""
    asked = []
    for delivery, document in town.mails():
        if delivery.role != "owner":
            continue
        mail = message_from_bytes(town.documents.read(document.path, document.sha256), policy=default)
        body = mail.get_body(("plain",))
        assert body
        found = body.get_content().partition("Stand in het plan:")[2].partition("Hoe antwoordt u?")[0]
        asked.append([each for each in re.split(r"(?<=[.?!])\s+", " ".join(found.split()[1:])) if each])
    return asked


@pytest.mark.long
@pytest.mark.parametrize("late", range(5))  # the weekday of the deadline: digests go out on Mondays
def test_no_sentence_about_an_action_is_said_twice(town: CalendarMunicipality, late: int) -> None:
    town.action("E-01", DEADLINE - timedelta(days=late), title=VAGUE)
    town.ticks(DEADLINE - timedelta(days=60), DEADLINE + timedelta(days=60))
    asked = read_asked(town)
    assert len(asked) == 5
    sentences = [each for mail in asked for each in mail]
    assert len(sentences) == len(set(sentences)), sentences
    assert ("Vandaag is de afgesproken dag." in asked[2]) == (late == 0)
    assert asked[3][0].endswith("vroegen we al eens hoe het staat.")
    assert any(each.startswith("Eén vraag om ze concreter te maken:") for each in asked[0])


def test_who_reported_is_not_told_that_nothing_was_heard(town: CalendarMunicipality) -> None:
    town.action("E-01", DEADLINE)
    town.ticks(DEADLINE - timedelta(days=3), DEADLINE + timedelta(days=2))
    town.report("E-01", DEADLINE + timedelta(days=3))
    town.ticks(DEADLINE + timedelta(days=3), DEADLINE + timedelta(days=40))
    *_, late, copied = read_asked(town)
    assert late[0] == "Het laatste nieuws over deze actie is van donderdag 4 maart 2027."
    assert copied[0] == "Sinds donderdag 4 maart 2027 hoorden we niets meer over deze actie."


def test_what_was_put_off_is_not_told_that_nothing_was_heard(town: CalendarMunicipality) -> None:
    """The plan said why it had to wait and until when, and its owner read that nothing was heard."""
    town.action("E-01", DEADLINE)
    town.ticks(DEADLINE - timedelta(days=3), DEADLINE + timedelta(days=2))
    town.change("E-01", snoozed_until=DEADLINE + timedelta(days=20), snooze_reason="De raad beslist nog.")
    town.ticks(DEADLINE + timedelta(days=3), DEADLINE + timedelta(days=60))
    *_, late, copied = read_asked(town)
    until = "tot en met zondag 21 maart 2027"
    assert late[0] == f"Deze actie was uitgesteld {until}."
    assert copied[0] == f"Sinds het uitstel {until} hoorden we niets meer over deze actie."


def test_a_new_owner_who_was_asked_nothing_yet_is_told_so(town: CalendarMunicipality) -> None:
    town.action("E-01", DEADLINE)
    town.ticks(DEADLINE, DEADLINE + timedelta(days=2))
    town.person("bo")
    town.change("E-01", owners=["bo"])
    for day in days(DEADLINE + timedelta(days=3), DEADLINE + timedelta(days=10)):
        town.tick(day)
    assert read_asked(town)[-1][0] == "De afgesproken dag is voorbij."
