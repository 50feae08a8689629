"""What a person decided not to send: the coordinator hears it once, and nobody has to look at it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.resolve import Verdict, resolve
from terugkom.reminders import coordinator_summary
from tests.clock import clock_on
from tests.reminders.test_bounces import MONDAY, WEEK, read_text, reminded
from tests.reminders.tick_calendar import CalendarMunicipality


@pytest.fixture
def told(town: CalendarMunicipality) -> CalendarMunicipality:
    """The town, where An was reminded of an action on Monday."""
    town.action("E1", MONDAY, ["an"])
    assert reminded(town, MONDAY) == ["an"]
    return town


def decide(town: CalendarMunicipality, verdict: Verdict, on: date) -> int:
    """Have a person decide about the mail to An, which failed."""
    with town.database.write_session() as session:
        mailed = session.scalars(select(Delivery).where(Delivery.recipient == "an@x.example")).one()
        if mailed.state is not DeliveryState.DROPPED:
            mailed.state, mailed.reason = DeliveryState.FAILED, "554 5.7.1 refused"
        return resolve(session, mailed.id, verdict, clock_on(on)).id


def test_what_was_dropped_is_told_once_and_needs_nobody(told: CalendarMunicipality) -> None:
    number = decide(told, Verdict.DROP, MONDAY + timedelta(days=2))
    summary = told.summary_on(MONDAY + WEEK)
    assert [(each.id, each.recipient) for each in summary.dropped.shown] == [(number, "An")]
    assert (summary.failed.total, summary.skipped.total, summary.needs_you) == (0, 0, 0)
    told.tick(MONDAY + WEEK)
    (_, document) = told.mails(coordinator_summary.DOCUMENT)[-1]
    text = read_text(told.documents.read(document.path, document.sha256).decode())
    assert "NIET TE VERSTUREN (1)" in text
    assert f"nummer {number}, aan An: " in text
    assert told.summary_on(MONDAY + 2 * WEEK).dropped.total == 0


@pytest.mark.parametrize("verdict", [Verdict.SENT, Verdict.RESEND])
def test_a_decision_that_was_taken_back_is_not_told(told: CalendarMunicipality, verdict: Verdict) -> None:
    decide(told, Verdict.DROP, MONDAY + timedelta(days=2))
    decide(told, verdict, MONDAY + timedelta(days=3))
    assert told.summary_on(MONDAY + WEEK).dropped.total == 0
