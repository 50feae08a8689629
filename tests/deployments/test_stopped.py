"""`serve`, asked to stop while a mail server says nothing: it ends soon, and leaves no process.

That what it was in the middle of goes on at the next start, test_killed.py and test_serve.py hold.
"""

import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.daily_runs.due_runs import find_due_runs, list_interrupted_runs
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from tests.deployments.conftest import import_plans
from tests.deployments.served_runs import list_run_processes
from tests.deployments.serving import Serving, wait_for
from tests.flows.plan_workbooks import MONDAY, write_small_plan
from tests.mail_server import HANG, MailServer
from tests.processes import is_alive

pytestmark = pytest.mark.long
OWNERS = 120


class Hanging(dict[str, str]):
    """Rules for a mail server that takes a mail and answers nothing."""

    def get(self, _address: str, _default: object = None) -> str:  # type: ignore[override]
        return HANG


def test_what_it_was_in_the_middle_of_ends_within_seconds_and_is_known_to_be_cut_off(tmp_path: Path) -> None:
    with MailServer(at_dot=Hanging()) as mail:
        settings = {"TERUGKOM_SMTP_URL": f"smtp://127.0.0.1:{mail.port}", "TERUGKOM_BATCH_SIZE": "40"}
        serving = Serving(tmp_path, settings)
        import_plans(serving, write_small_plan(tmp_path / "lievegem.xlsx", OWNERS))
        serving.start()
        serving.start_run("owner-reminders", municipality="lievegem", today=MONDAY.isoformat(), really=True)
        wait_for(lambda: len(mail.mails) >= 4)
        of_run = list_run_processes(serving)
        assert len(of_run) >= 2, "the run, and the process that sends beside it"
        serving.process.send_signal(signal.SIGTERM)
        assert serving.process.wait(timeout=100) == 0
        assert "a run that is at work is cut off, and goes on at the next start" in serving.said.read_text()
        until = time.monotonic() + 30
        while any(map(is_alive, of_run)) and time.monotonic() < until:
            time.sleep(0.1)
        assert not any(map(is_alive, of_run)), "the one that sends has some seconds to hear of its mails"
        arrived = {each.recipient for each in mail.mails}
    database = Database(f"sqlite:///{serving.home / 'home' / 'terugkom.db'}")
    with database.read_session() as session:
        rows = session.scalars(select(Delivery)).all()
        later = max(each.lease_until for each in rows if each.lease_until) + 2 * timedelta(minutes=10)
        assert [each.flow for each in list_interrupted_runs(session, later)] == ["owner-reminders"]
        assert sorted(find_due_runs(session, later, timedelta(0))) == ["deliver", "follow-up-calendar"]
    pending = [each for each in rows if each.state is DeliveryState.PENDING]
    in_flight = [each for each in rows if each.state is DeliveryState.SENDING]
    assert 1 <= len(in_flight) <= 4, "a sender has four connections"
    assert {each.recipient for each in in_flight} <= arrived
    assert {each.recipient for each in pending if each.attempts == 0} == {
        each.recipient for each in rows
    } - arrived
    database.close()
