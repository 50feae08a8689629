"""Look into our database once a minute, and start a run when something is due or was cut off.

A run that was cut off is marked as such in Prefect.

`serve` does this itself. On many machines `terugkom watch` does, beside the workers: with several of them
each run is still started once. Prefect is asked by its API and not imported: so waiting costs nearly nothing.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests
from sqlalchemy.exc import SQLAlchemyError

from deployments.alert_watch import AlertWatch, send_alerts_and_print
from deployments.lost_starts import start_lost_and_print
from deployments.mailbox_watch import MailboxWatch
from deployments.prefect_request import describe_prefect_failure, request_prefect
from terugkom import clock
from terugkom.daily_runs.due_runs import (
    CALENDAR,
    READ_MAILBOX,
    InterruptedRun,
    claim_mailbox_check,
    claim_start,
    find_daily_run_time,
    find_due_runs,
    forget_run,
    forget_start,
    is_daily_run_missed,
    list_interrupted_runs,
    list_postponed_flows,
    record_daily_run,
)
from terugkom.database.answer_check import AnswerCheck, DatabaseSilent, describe_outage
from terugkom.database.connection_pool import Database
from terugkom.documents.messages import translate

_TAKEN = ("Pending", "Submitting", "InfrastructurePending")  # names of states, of a worker
_NOT_STARTED = ("Scheduled", "Late", *_TAKEN, "Cancelled", "Cancelling")
_ENDED_BY_A_PERSON = ("CANCELLED", "CANCELLING")
_ACTIVE = ("PENDING", "RUNNING")
_MAX_SECONDS = 60.0
_CHECKS_PER_LEASE = 5


@dataclass
class _MailboxLooks:
    """Whether the last look into the mailboxes failed, and whether that was printed."""

    has_failed: bool = False
    is_printed: bool = False


@dataclass(frozen=True)
class Watch:
    """What is watched: a database, and the API of the Prefect server that runs are started on."""

    database: Database
    api: str
    lease_seconds: float
    now: Callable[[], datetime]
    mailboxes: MailboxWatch | None = None
    language: str = "nl"  # of what Prefect shows
    _answers: AnswerCheck = field(default_factory=AnswerCheck)
    _looks: _MailboxLooks = field(default_factory=_MailboxLooks)

    @property
    def seconds(self) -> float:
        """Seconds from one check to the next: a minute, or less where leases are short."""
        return min(_MAX_SECONDS, self.lease_seconds / _CHECKS_PER_LEASE)

    def start_due_runs(self) -> list[str]:
        """Start what must be started; return the names of the flows, most often none.

        Raises requests.RequestException if the server does not answer, and SQLAlchemyError or DatabaseSilent
        if the database does not: nothing is lost then, the next check goes on.
        """
        self._answers.require(self.database)
        now, grace = self.now(), timedelta(seconds=2 * self.seconds)
        with self.database.read_session() as session:
            interrupted = list_interrupted_runs(session, now)
            due, helped = find_due_runs(session, now, grace), list_postponed_flows(session, now)
            missed = is_daily_run_missed(session, now, grace)
        states = {run: self._read_state_type(run) for run in interrupted}
        for run in interrupted:
            if states[run] in _ACTIVE:
                self._mark_interrupted(run.run_id)
        ended = [run for run in interrupted if states[run] in _ENDED_BY_A_PERSON]
        if ended:
            with self.database.write_session() as session:
                for run in ended:
                    forget_run(session, run)
                    if run.flow == CALENDAR:
                        record_daily_run(session, find_daily_run_time(now).date(), now)
                due = find_due_runs(session, now, grace)
                missed = is_daily_run_missed(session, now, grace)
        if missed and CALENDAR not in due and self._is_daily_run_wanted(now):
            due = [CALENDAR, *due]
        are_waiting = self._has_mails_waiting(now)
        if are_waiting:
            due = [*due, READ_MAILBOX]
        if are_waiting is None:  # not looked: whether the last run helped is not known
            helped = [each for each in helped if each != READ_MAILBOX]
        for flow in set(helped) - set(due):
            with self.database.write_session() as session:
                forget_start(session, flow)
        return [flow for flow in due if self._start(flow, now)]

    def _has_mails_waiting(self, now: datetime) -> bool | None:
        """Return whether mails wait in a mailbox; None if it is not time to look, or it could not."""
        if self.mailboxes is None:
            return None
        with self.database.write_session() as session:
            if not claim_mailbox_check(session, now, self.mailboxes.seconds):
                return None
        waiting = self.mailboxes.count_waiting(self._request)
        self._looks.has_failed = waiting is None
        return None if waiting is None else waiting > 0

    def describe_mailbox_checks(self) -> str:
        """Return a line when looking into the mailboxes begins to fail, and when it works again."""
        looks = self._looks
        if looks.has_failed == looks.is_printed:
            return ""
        looks.is_printed = looks.has_failed
        if looks.has_failed:
            return "Could not look into the mailboxes; it goes on trying, and the daily run reads them."
        return "The mailboxes can be looked into again."

    def _start(self, flow: str, now: datetime) -> bool:
        with self.database.write_session() as session:
            if not claim_start(session, flow, now, self.lease_seconds):
                return False
        try:
            deployment = self._request("GET", f"/deployments/name/{flow}/{flow}").json()["id"]
            self._request(
                "POST", f"/deployments/{deployment}/create_flow_run", {"state": {"type": "SCHEDULED"}}
            )
        except requests.RequestException:
            with self.database.write_session() as session:
                forget_start(session, flow)
            raise
        return True

    def _is_daily_run_wanted(self, now: datetime) -> bool:
        """Return whether nobody paused the schedule, and the run of today neither waits for a worker nor was
        cancelled before it started."""
        found = self._request("GET", f"/deployments/name/{CALENDAR}/{CALENDAR}").json()
        if found.get("paused") or not any(each.get("active") for each in found.get("schedules", ())):
            return False
        since = find_daily_run_time(now) - timedelta(minutes=1)
        runs = {
            "expected_start_time": {"after_": since.isoformat(), "before_": now.isoformat()},
            "state": {"name": {"any_": list(_NOT_STARTED)}},
        }
        wanted = {"flow_runs": runs, "deployments": {"id": {"any_": [found["id"]]}}}
        return bool(self._request("POST", "/flow_runs/count", wanted).json() == 0)

    def _read_state_type(self, run: InterruptedRun) -> str:
        """Return what kind of state Prefect says that a run is in; "" if it knows of none."""
        if not run.run_id:
            return ""
        try:
            return str(self._request("GET", f"/flow_runs/{run.run_id}").json()["state_type"])
        except requests.HTTPError as error:
            if error.response is not None and error.response.status_code == requests.codes.not_found:
                return ""  # its history was cleaned up
            raise

    def _mark_interrupted(self, run_id: str) -> None:
        """Mark a run whose process is gone, and the runs that it started, as crashed: nobody else does.

        Prefect would show it as running for ever.
        """
        name = translate("state.interrupted", self.language)
        crashed = {"type": "CRASHED", "name": name, "message": translate("report.interrupted", self.language)}
        self._request("POST", f"/flow_runs/{run_id}/set_state", {"state": crashed, "force": True})
        of_run = {"parent_flow_run_id": {"any_": [run_id]}, "state": {"type": {"any_": [*_ACTIVE]}}}
        for child in self._request("POST", "/flow_runs/filter", {"flow_runs": of_run}).json():
            self._mark_interrupted(child["id"])

    def _request(self, method: str, path: str, content: dict[str, Any] | None = None) -> requests.Response:
        login = os.environ.get("PREFECT_API_AUTH_STRING", "")
        answer = request_prefect(method, self.api + path, content, login)
        answer.raise_for_status()
        return answer


def start_and_print(watch: Watch, print_line: Callable[[str], None], failure: str = "") -> str:
    """Start what is due, and print it; a failure is printed once, not each minute. Return the failure.

    Whatever it is, `serve` goes on: the next check may find what this one could not.
    """
    try:
        for flow in watch.start_due_runs():
            print_line(f"Started {flow}: something was due or cut off.")
        if line := watch.describe_mailbox_checks():
            print_line(line)
    except Exception as error:
        what = _describe_failure(error)
        if what != failure:
            print_line(f"Could not check whether something is due ({what}); it goes on trying.")
        return what
    return ""


def _describe_failure(error: Exception) -> str:
    """Return why a check failed, without what its text may hold of a row."""
    if isinstance(error, SQLAlchemyError | DatabaseSilent):
        return describe_outage(error)
    if isinstance(error, requests.RequestException):
        return describe_prefect_failure(error)
    return type(error).__name__


def keep_watching(watch: Watch, alerts: AlertWatch, print_line: Callable[[str], None]) -> None:
    """Start what is due and tell of troubles, again and again, until interrupted."""
    failure, untold = "", ""
    while True:
        failure = start_and_print(watch, print_line, failure)
        start_lost_and_print(watch.api, watch.language, clock.now(), print_line)
        untold = send_alerts_and_print(alerts, print_line, untold)
        time.sleep(watch.seconds)
