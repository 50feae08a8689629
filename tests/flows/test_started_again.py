"""A cycle that is started again by hand, when nothing is due any more, sends what earlier runs left."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from prefect.client.schemas.objects import State
from sqlalchemy import update

from flows.code_of_conduct import code_of_conduct
from flows.owner_reminders import owner_reminders
from flows.subgroup_review import subgroup_review
from terugkom import clock
from terugkom.delivery.model import Delivery, DeliveryState
from tests.editions.edition_municipality import EditionMunicipality
from tests.flows.conftest import FlowHome, report_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state
from tests.flows.test_code_of_conduct import CODE, linde, write_code
from tests.flows.test_meetings import INVITED
from tests.flows.test_meetings import linde as meetings_linde

__all__ = ["linde", "meetings_linde"]
NOW = datetime(2027, 3, 1, 7, tzinfo=UTC)  # after each run below
LEASED = {"lease": "dead", "lease_until": NOW + timedelta(minutes=4)}
PUT_OFF = {"next_try_at": NOW + timedelta(minutes=10)}


@pytest.fixture
def reminders(home: FlowHome) -> Callable[[], State[Any]]:
    home.town()
    return lambda: owner_reminders("lievegem", MONDAY, return_state=True)


@pytest.fixture
def meeting(meetings_linde: FlowHome) -> Callable[[], State[Any]]:
    return lambda: subgroup_review("linde", "Energie", today=INVITED, return_state=True)


@pytest.fixture
def code(linde: EditionMunicipality) -> Callable[[], State[Any]]:
    write_code(linde, CODE.format(version="2026-11"))
    return lambda: code_of_conduct("linde", date(2026, 11, 3), return_state=True)


@pytest.mark.long
@pytest.mark.sampled(2)
@pytest.mark.parametrize("left", [LEASED, PUT_OFF], ids=["leased", "put off"])
@pytest.mark.parametrize("cycle", ["reminders", "meeting", "code"])
def test_what_an_earlier_run_left_is_said_and_sent_once_it_can_be(
    cycle: str,
    left: dict[str, Any],
    home: FlowHome,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run: Callable[[], State[Any]] = request.getfixturevalue(cycle)
    assert run().is_completed()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    sent = len(home.deliveries())
    assert home.states() == ["sent"] * sent
    assert run().name in (name_state("nothing-due"), name_state("no-recipients"))
    with home.database.write_session() as session:
        session.execute(update(Delivery).values(state=DeliveryState.PENDING, sent_at=None, **left))
    state = run()
    assert state.name == name_state("delivered-later")
    waiting = "with_another_sender" if left is LEASED else "pending"
    assert report_of(state).deliveries == {waiting: sent}
    assert home.states() == ["pending"] * sent
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=11))
    state = run()
    assert (state.name, report_of(state).deliveries) == (name_state("delivered"), {"sent": sent})
    assert home.states() == ["sent"] * sent
