"""The daily run tells a new coordinator, once, and says that it did."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from terugkom.plan.coordinator_change import change_coordinator
from terugkom.plan.model import Person
from terugkom.plan.queries import get_municipality
from tests.flows.conftest import FlowHome, report_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.test_follow_up_calendar import tick

QUIET = MONDAY - timedelta(days=90)  # no reminder is due


def name_coordinator(home: FlowHome, *, email: str | None = None) -> str:
    """Make the first owner the coordinator; return their address."""
    with home.database.write_session() as session:
        person = session.scalars(select(Person).order_by(Person.id)).first()
        assert person
        person.email = person.email if email is None else email
        change_coordinator(session, get_municipality(session, "lievegem"), person)
        return person.email


@pytest.mark.long
def test_the_daily_run_sends_the_mail_once_and_says_so(home: FlowHome) -> None:
    home.town()
    address = name_coordinator(home)
    planned = report_of(tick(QUIET, dry_run=True)).planned
    assert [(each.kind, each.recipient) for each in planned] == [("new-coordinator", address)]
    assert home.states() == []
    report = report_of(tick(QUIET))
    assert [each.kind for each in report.moments] == ["coordinator-change"]
    assert not report.attention
    assert [(each.recipient, each.state.value) for each in home.deliveries()] == [(address, "sent")]
    assert report_of(tick(QUIET)).moments == ()
    assert home.states() == ["sent"]


@pytest.mark.long
def test_a_new_coordinator_without_an_address_needs_a_person_each_day_until_there_is_one(
    home: FlowHome,
) -> None:
    home.town()
    name_coordinator(home, email="")
    for _ in range(2):
        report = report_of(tick(QUIET))
        assert (report.attention["no_coordinator"], report.moments) == (1, ())
    name_coordinator(home, email="nieuw@lievegem.example.org")
    assert not report_of(tick(QUIET)).attention["no_coordinator"]
    assert home.states() == ["sent"]
