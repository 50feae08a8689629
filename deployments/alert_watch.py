"""Tell a person of a daily run that failed or did not come: `serve` and `terugkom watch` look once a minute.

Our database alone is asked, so it is told also while Prefect's server does not answer; and that the database
does not, or that a fault of the program keeps this from looking.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from terugkom.alerts.model import Trouble, TroubleKind
from terugkom.alerts.record_alerts import (
    end_unwatched_troubles,
    get_machine_name,
    record_reported_outage,
    record_troubles,
)
from terugkom.alerts.send_alerts import compute_doubt_wait, send_alerts, send_unrecorded_alert
from terugkom.clock import LONGEST_WAIT
from terugkom.daily_runs.daily_run_status import find_daily_run_troubles, load_daily_run_status
from terugkom.database.answer_check import (
    AnswerCheck,
    DatabaseFault,
    DatabaseSilent,
    describe_outage,
    find_fault,
)
from terugkom.database.connection_pool import Database
from terugkom.settings import Settings
from terugkom.workbook.undo.journal import PlanImport

_PATIENCE = timedelta(minutes=5)  # a database may start again, or be locked
_OF_DAILY_RUN = (TroubleKind.DAILY_RUN_FAILED, TroubleKind.DAILY_RUN_MISSED)


@dataclass
class _Outage:
    """Since when the database does not do what it is asked, and as what a person was told of it, if so.

    `is_recorded`: its row is there, and it is over once what is in the rows was told too.
    """

    since: datetime | None = None
    told_as: DatabaseFault | None = None
    next_try_at: datetime | None = None
    is_recorded: bool = False


@dataclass(frozen=True)
class AlertWatch:
    """What is watched, and by whose settings a person is told.

    `now` is the time by which leases are judged, and `own_now` that of this machine, if they are not the
    same: how long the database does not answer is known by no other.
    """

    database: Database
    settings: Settings
    now: Callable[[], datetime]
    own_now: Callable[[], datetime] | None = None
    _outage: _Outage = field(default_factory=_Outage)
    _answers: AnswerCheck = field(default_factory=AnswerCheck)

    def send(self) -> list[str]:
        """Tell a person what is wrong with the daily run, once, and when it is over; return what failed.

        So too of a database that does not answer for five minutes, or refuses what this program asks: then no
        row can remember it, and each process that watches tells it.
        """
        try:
            self._answers.require(self.database)
            return self._tell_of_daily_run()
        except (SQLAlchemyError, DatabaseSilent) as error:
            return [describe_outage(error), *self._tell_of_outage(find_fault(self.database, error))]
        except Exception as error:  # its text may hold a row or a secret
            return [type(error).__name__, *self._tell_of_outage(DatabaseFault.PROGRAM)]

    def _tell_of_daily_run(self) -> list[str]:
        grace = timedelta(minutes=self.settings.alert_after_minutes)
        with self.database.read_session() as session:
            first_plan_at = session.scalar(select(func.min(PlanImport.imported_at)))
            status = load_daily_run_status(session, self.now(), grace, first_plan_at)
        troubles = find_daily_run_troubles(status)
        with self.database.write_session() as session:
            outage, is_recorded = self._outage, self._outage.is_recorded
            if outage.since and outage.told_as and not is_recorded:
                told = self._build_trouble(outage.told_as, outage.since)
                record_reported_outage(session, told, self.now())
                is_recorded = True
            record_troubles(session, troubles, _OF_DAILY_RUN, self.now())
            end_unwatched_troubles(session, self.now(), get_machine_name(self.settings))
        outage.is_recorded = is_recorded
        failures = send_alerts(self.database, self.settings, self.now)
        outage.since, outage.told_as, outage.next_try_at, outage.is_recorded = None, None, None, False
        return failures

    def _tell_of_outage(self, fault: DatabaseFault) -> list[str]:
        now = self.own_now or self.now
        # Times that are ahead are of a clock that was wrong.
        since = self._outage.since = min(self._outage.since or now(), now())
        next_try_at = self._outage.next_try_at or since + _PATIENCE
        if self._outage.told_as or now() < next_try_at <= now() + LONGEST_WAIT:
            return []
        told = send_unrecorded_alert(self.settings, self._build_trouble(fault, since), since)
        self._outage.told_as = fault if told is not None and told.is_taken else None
        is_in_doubt = told is not None and told.is_in_doubt
        wait = compute_doubt_wait(now() - since) if is_in_doubt else _PATIENCE
        self._outage.next_try_at = now() + wait
        return told.failures if told else []

    def _build_trouble(self, fault: DatabaseFault, since: datetime) -> Trouble:
        """Return that this machine gets no answer of the database, where another one may."""
        return Trouble(TroubleKind.CHECK_BROKEN, since, fault.value, machine=get_machine_name(self.settings))


def send_alerts_and_print(alerts: AlertWatch, print_line: Callable[[str], None], failure: str = "") -> str:
    """Tell a person of troubles, and print what failed, once and not each minute. Return the failure.

    Whatever it is, `serve` goes on: what cannot be told must stop neither the schedule nor the pages.
    """
    try:
        said = "; ".join(alerts.send())
    except Exception as error:  # its text may hold a row or a secret
        said = type(error).__name__
    if said and said != failure:
        print_line(f"Could not tell anybody of a trouble ({said}); it goes on trying.")
    return said
