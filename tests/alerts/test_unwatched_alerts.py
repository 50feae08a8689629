"""An alert at which nobody looks any more ends; one of another machine, or a check not made, goes on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from deployments.alert_watch import AlertWatch
from terugkom.alerts.model import Alert, Trouble, TroubleKind
from terugkom.alerts.record_alerts import end_unwatched_troubles, open_trouble, record_troubles
from terugkom.alerts.send_alerts import send_alerts
from terugkom.daily_runs.due_runs import record_daily_run
from terugkom.database.connection_pool import Database
from terugkom.settings import Settings
from tests.alerts.webhook_server import WebhookServer

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

SIX = datetime(2027, 3, 2, 5, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CHECKS = [TroubleKind.CHECK_BROKEN]
DISK = Trouble(TroubleKind.CHECK_BROKEN, SIX, "disk", machine="worker-1")


@pytest.fixture
def webhook() -> Iterator[WebhookServer]:
    with WebhookServer() as server:
        yield server


class Looks:
    """What machines find when they look, and what a person is told then."""

    def __init__(self, database: Database, webhook: WebhookServer) -> None:
        self.database, self.webhook = database, webhook
        self.settings = Settings(alert_webhook_url=webhook.url)

    def check(self, machine: str, *troubles: Trouble, after: timedelta, **made: list[str]) -> list[str]:
        with self.database.write_session() as session:
            record_troubles(session, troubles, CHECKS, SIX + after, machine, **made)
            end_unwatched_troubles(session, SIX + after, machine)
        return self.tell(after)

    def tell(self, after: timedelta) -> list[str]:
        before = len(self.webhook.messages)
        assert send_alerts(self.database, self.settings, lambda: SIX + after) == []
        return [each["title"] for each in self.webhook.messages[before:]]

    def watch(self, machine: str, after: timedelta) -> list[str]:
        """Look as `serve` and `terugkom watch` do."""
        before = len(self.webhook.messages)
        with self.database.write_session() as session:
            record_daily_run(session, (SIX + after).date(), SIX + after)
        settings = self.settings.model_copy(update={"machine": machine})
        assert AlertWatch(self.database, settings, lambda: SIX + after).send() == []
        return [each["title"] for each in self.webhook.messages[before:]]


@pytest.fixture
def looks(database: Database, webhook: WebhookServer) -> Looks:
    return Looks(database, webhook)


def test_an_alert_of_a_machine_that_is_gone_ends_after_a_week(looks: Looks, webhook: WebhookServer) -> None:
    """It stayed open for ever."""
    (title,) = looks.check("worker-1", DISK, after=timedelta())
    assert looks.check("worker-1", DISK, after=DAY) == []
    assert looks.watch("worker-2", DAY + 8 * DAY - HOUR) == []
    assert looks.watch("worker-2", DAY + 8 * DAY) == [f"Niet langer opgevolgd: {title}"]
    assert "Al een week kijkt niemand er nog naar." in webhook.messages[-1]["text"]
    assert "Het is weer in orde" not in webhook.messages[-1]["text"]
    assert looks.watch("worker-2", 9 * DAY + HOUR) == []
    assert looks.check("worker-1", replace(DISK, since=SIX + 10 * DAY), after=10 * DAY) == [title]
    assert looks.check("worker-1", after=20 * DAY) == [f"Opgelost: {title}"], "who looks sees that it is over"


def test_who_looks_each_week_is_in_time(looks: Looks) -> None:
    """`serve` looks each minute: it ended the alert just before the look of the next week told it anew."""
    late = timedelta(minutes=3)
    looks.check("worker-1", DISK, after=timedelta())
    for week in (1, 2, 3):
        at = week * 7 * DAY
        assert looks.watch("worker-2", at) == []
        assert looks.watch("worker-2", at + HOUR) == [], "summer time ended"
        assert looks.check("worker-1", DISK, after=at + HOUR + late) == []


def test_a_service_that_is_stopped_is_followed_by_whoever_runs_on_its_machine(looks: Looks) -> None:
    stopped = Trouble(TroubleKind.SERVICE_STOPPED, SIX, "terugkom@worker.service", machine="worker-1")
    with looks.database.write_session() as session:
        open_trouble(session, stopped)
    (title,) = looks.tell(timedelta())
    for days in range(1, 20):
        assert looks.check("worker-1", after=days * DAY) == []
        assert looks.check("worker-2", after=days * DAY) == []
    assert looks.check("worker-2", after=27 * DAY) == [f"Niet langer opgevolgd: {title}"]


def test_the_days_of_an_alert_from_before_they_were_counted_begin_after_the_upgrade(looks: Looks) -> None:
    (title,) = looks.check("worker-1", DISK, after=timedelta())
    with looks.database.write_session() as session:
        session.execute(update(Alert).values(looked_at=None))
    assert looks.watch("worker-2", 30 * DAY) == []
    assert looks.watch("worker-2", 38 * DAY) == [f"Niet langer opgevolgd: {title}"]


def test_a_time_of_a_clock_that_was_ahead_keeps_no_alert_open(looks: Looks) -> None:
    looks.check("worker-1", DISK, after=timedelta())
    with looks.database.write_session() as session:
        session.execute(update(Alert).values(looked_at=SIX + 4000 * DAY))
    assert looks.watch("worker-2", DAY) == []
    assert len(looks.watch("worker-2", 9 * DAY)) == 1


def test_a_check_from_before_alerts_named_machines_is_told_once(looks: Looks) -> None:
    """Whoever looked told that it was solved, and again that it was broken."""
    (title,) = looks.check("", replace(DISK, machine=""), after=timedelta())
    assert looks.check("worker-2", after=HOUR) == [], "it may be of another machine"
    assert looks.check("worker-1", DISK, after=2 * HOUR) == []
    assert looks.check("worker-2", after=3 * HOUR) == []
    assert looks.check("worker-1", after=4 * HOUR) == [f"Opgelost: {title} (worker-1)"]
    with looks.database.read_session() as session:
        assert len(session.scalars(select(Alert)).all()) == 1


def test_a_check_that_was_not_made_says_nothing_of_its_trouble(looks: Looks) -> None:
    """While Prefect's server was down, the mail server that its blocks name counted as mended."""
    mail = replace(DISK, subject="mail server", machine="")
    (title,) = looks.check("", mail, after=timedelta(), checks=["disk", "mail server"])
    assert looks.check("", after=HOUR, checks=["disk"]) == []
    assert looks.check("", after=2 * HOUR, checks=["disk", "mail server"]) == [f"Opgelost: {title}"]
