"""A whole run under Prefect's worker, killed with kill -9 and started again, and its server too."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil
import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from tests.deployments.conftest import import_plans
from tests.deployments.served_runs import SlowRecipients, list_planned_ticks, list_run_processes
from tests.deployments.serving import Serving, wait_for
from tests.flows.plan_workbooks import MONDAY, address, write_small_plan
from tests.flows.state_names import name_state
from tests.mail_server import MailServer
from tests.processes import kill_all

pytestmark = pytest.mark.soak

OWNERS = 900
LANES = 4
LEASE = 2.0  # seconds


@dataclass
class ServedKillSeries:
    """Kills, with what was in flight at each."""

    serving: Serving
    mail: MailServer
    in_flight: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.database = Database(f"sqlite:///{self.serving.home / 'home' / 'terugkom.db'}")

    def start(self) -> str:
        return self.serving.start_run(
            "owner-reminders", municipality="lievegem", today=MONDAY.isoformat(), really=True
        )

    def wait_for_mails(self, more: int) -> None:
        wanted = len(self.mail.mails) + more
        wait_for(lambda: len(self.mail.mails) >= wanted)

    def kill(self, *processes: psutil.Process) -> None:
        kill_all([*processes])
        self.kills += 1
        with self.database.read_session() as session:
            rows = session.execute(
                select(Delivery.message_id, Delivery.lease).where(Delivery.state == DeliveryState.SENDING)
            )
            now = {(message_id, str(lease)) for message_id, lease in rows} - self._seen
        senders = Counter(lease for _, lease in now)  # a run of `deliver` may be at work too
        assert max(senders.values(), default=0) <= LANES, "more in flight than a sender has lanes"
        self._seen |= now
        self.in_flight.update(message_id for message_id, _ in now)

    def rows(self) -> list[Delivery]:
        with self.database.read_session() as session:
            return list(session.scalars(select(Delivery)))

    def all_sent(self) -> bool:
        rows = self.rows()
        return len(rows) == OWNERS and {row.state for row in rows} == {DeliveryState.SENT}


@pytest.fixture
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedKillSeries]:
    folder = tmp_path_factory.mktemp("killed")
    with MailServer(at_rcpt=SlowRecipients()) as mail:
        settings = {
            "TERUGKOM_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
            "TERUGKOM_LEASE_SECONDS": str(LEASE),
            "TERUGKOM_BATCH_SIZE": "60",
        }
        serving = Serving(folder, settings)
        import_plans(serving, write_small_plan(folder / "lievegem.xlsx", OWNERS))
        campaign = ServedKillSeries(serving, mail)
        with serving.running():
            yield campaign
        campaign.database.close()


def test_killed_and_started_again_all_arrives_and_only_what_was_in_flight_comes_twice(
    campaign: ServedKillSeries,
) -> None:
    serving = campaign.serving
    planned = list_planned_ticks(serving)
    runs, ends = [], []
    for _ in range(9):
        runs.append(campaign.start())
        campaign.wait_for_mails(15)
        campaign.kill(*list_run_processes(serving))
        ends.append(serving.finished(runs[-1])["state_type"])
    # What was cut off goes on at once in runs of its own, of which one may have done all before the kill.
    assert set(ends) <= {"CRASHED", "COMPLETED"}
    assert ends.count("CRASHED") >= 6, ends

    runs.append(campaign.start())
    campaign.wait_for_mails(10)
    orphans = list_run_processes(serving)
    campaign.kill(serving.worker, *orphans)
    assert serving.process.wait(timeout=90) == 1, "without its worker it does not stay"
    assert "process exited: see " in serving.said.read_text()

    serving.start()
    assert serving.finished(runs[-1])["state_name"] == name_state("interrupted")
    assert list_planned_ticks(serving) == planned, "no tick is planned twice, and none is paused"

    # Without the sender that works beside it, which may send all that was written by then.
    runs.append(campaign.start())
    campaign.wait_for_mails(15)
    campaign.kill(list_run_processes(serving)[0])
    assert serving.finished(runs[-1])["state_type"] == "CRASHED"
    for _ in range(5):
        last = serving.finished(campaign.start())
        if campaign.all_sent():
            break
        time.sleep(LEASE)
    assert campaign.all_sent(), last["state"]["message"]
    assert serving.stop() == [], "no process is left"
    assert (serving.home / "home" / "prefect" / "server.url").read_text() == ""

    stored = {row.message_id: row for row in campaign.rows()}
    arrived = campaign.mail.message_ids
    assert set(arrived) == set(stored), "each arrived, under its own Message-ID"
    assert {row.recipient for row in stored.values()} == {address(n) for n in range(1, OWNERS + 1)}
    twice = {message_id: times - 1 for message_id, times in arrived.items() if times > 1}
    assert all(campaign.in_flight[message_id] >= times for message_id, times in twice.items())
    assert campaign.kills == len(runs)
    doubles = sum(twice.values())
    told = f"{campaign.kills} kills, {OWNERS} owners, {arrived.total()} mails, {doubles} of them again"
    print(f"\n{told}")  # noqa: T201  seen with -s
