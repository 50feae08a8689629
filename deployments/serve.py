"""Prefect's server with its UI, the schedule and a worker, in one command, for one home."""

import os
import platform
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import requests

from deployments.alert_watch import AlertWatch, send_alerts_and_print
from deployments.end_with_parent import build_command, open_lifeline
from deployments.environment import lock_server_url
from deployments.home_secrets import describe_login
from deployments.lost_starts import start_lost_and_print
from deployments.mailbox_watch import build_mailbox_watch
from deployments.process_log import LogLimits, write_process_log
from deployments.watch import Watch, start_and_print
from terugkom import clock
from terugkom.database.connection_pool import Database
from terugkom.database.database_clock import DatabaseClock
from terugkom.errors import TerugkomError
from terugkom.settings import Settings
from terugkom.web_address import LOOPBACK_NAMES

WORK_POOL = "terugkom"
WORKER = platform.node()  # the name of this machine's worker
_HOST = "127.0.0.1"
_START_SECONDS = 120
_POLL_SECONDS = 1
_START_POLL_SECONDS = 0.2
_LAST_LINES_SECONDS = 2  # a run that outlives its worker may hold the pipe open
_STOP_SECONDS = 45  # Prefect's worker ends its runs, within some seconds; a slow machine takes longer


def serve(settings: Settings, say: Callable[[str], None], page_to_try: str = "") -> None:
    """Run until interrupted. Raises TerugkomError if a process does not start, or exits by itself.

    `page_to_try` is the address of a page of the demo.
    """
    # SIGINT too: a shell script ignores it in background processes, and child processes would inherit that.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _raise_keyboard_interrupt)
    url = f"http://{_HOST}:{settings.port}"
    with ExitStack() as stack:
        stack.enter_context(lock_server_url(settings.prefect, f"{url}/api"))
        _check_port_is_free(settings.port, "TERUGKOM_PORT")
        _check_port_is_free(settings.site_port, "TERUGKOM_SITE_PORT")
        os.environ["PREFECT_API_URL"] = f"{url}/api"
        os.environ.setdefault("PREFECT_UI_API_URL", f"{url}/api")  # set where a proxy is before it
        say("Starting Prefect's server ...")
        address = (_HOST, str(settings.port))
        server = _ChildProcess("server", settings, "deployments.server", *address)
        stack.enter_context(server)
        _wait_until_healthy(f"{url}/api/health", server)
        say("Starting the schedule and a worker ...")
        _apply_deployments(settings)
        pool = ("--pool", WORK_POOL, "--name", WORKER)
        worker = _ChildProcess("worker", settings, "prefect", "worker", "start", *pool)
        stack.enter_context(worker)
        site = _ChildProcess("site", settings, "terugkom", "site", "--port", str(settings.site_port))
        stack.enter_context(site)
        _wait_until_healthy(f"http://{_HOST}:{settings.site_port}/health/live", site)
        stack.callback(_ignore_interrupts)  # ignore further interrupts while stopping
        stack.callback(say, "Stopping; a run that is at work is cut off, and goes on at the next start ...")
        _print_addresses(settings, url, say, page_to_try)
        _watch_until_exit(stack, settings, f"{url}/api", say, (server, worker, site))
        ended = next(each for each in (server, worker, site) if not each.is_running)
        raise TerugkomError(f"process exited: {ended.log_tail}")


def _print_addresses(settings: Settings, url: str, say: Callable[[str], None], page_to_try: str) -> None:
    """Print where the UI and the pages are, how to log in, and how to stop."""
    say(f"The UI is at {describe_address(settings, url)}; {_describe_schedule(settings)}")
    say(f"The pages that mails link to are at {settings.site_url or f'http://{_HOST}:{settings.site_port}'}.")
    if page_to_try:
        say(f"What an owner of the demo sees by the link in a mail: {page_to_try}")
    say(describe_login(settings, on_terminal=sys.stdout.isatty()))
    say("Stop with Ctrl-C.")


def count_runs_at_once() -> int:
    """Return how many runs a worker does at a time: one for each processor, and the daily run, which waits.

    Each is a process. Without a limit forty starts at once took all of a machine, its server answered that it
    was unavailable, and runs were lost.
    """
    return (os.cpu_count() or 1) + 1


def describe_address(settings: Settings, url: str) -> str:
    """Return where the UI is reached, with a warning where the login can be read on its way."""
    public = settings.prefect_url
    if public is None:
        return f"{url}, from this machine alone (TERUGKOM_PREFECT_URL: from others)"
    is_readable = public.startswith("http:") and urlsplit(public).hostname not in LOOPBACK_NAMES
    warning = "; without TLS, anybody on the network can read the login" if is_readable else ""
    return f"{public}{warning}; the proxy of that address passes requests on to {url}"


def _describe_schedule(settings: Settings) -> str:
    from deployments.forms import find_api  # here: both import this module, or what takes long
    from deployments.prefect_checks import describe_schedule

    api = find_api(settings)
    return describe_schedule(api) if api else ""


def _watch_until_exit(
    stack: ExitStack,
    settings: Settings,
    api: str,
    say: Callable[[str], None],
    processes: "tuple[_ChildProcess, ...]",
) -> None:
    """Start a run whenever something is due or was cut off, until one of the processes exits."""
    database = Database(settings.database)
    stack.callback(database.close)
    mailboxes = build_mailbox_watch(settings)
    now = DatabaseClock(database)
    watch = Watch(database, api, settings.lease_seconds, now, mailboxes, settings.language)
    alerts = AlertWatch(database, settings, now, clock.now)
    failure, untold = "", ""
    next_check = time.monotonic() + watch.seconds  # late runs of Prefect's start first
    while all(process.is_running for process in processes):
        if time.monotonic() >= next_check:
            failure = start_and_print(watch, say, failure)
            start_lost_and_print(api, settings.language, clock.now(), say)
            untold = send_alerts_and_print(alerts, say, untold)
            next_check = time.monotonic() + watch.seconds
        time.sleep(_POLL_SECONDS)


class _ChildProcess:
    """A Python module in a child process that ends with this process; its output goes to a log file."""

    def __init__(self, part: str, settings: Settings, *module_and_arguments: str) -> None:
        self.part = part
        self._command = build_command(_STOP_SECONDS, *module_and_arguments)
        self._log = settings.prefect / f"{part}.log"
        self._limits = LogLimits(settings.log_max_bytes, settings.log_files)

    def __enter__(self) -> "_ChildProcess":
        self._process = subprocess.Popen(  # noqa: S603
            self._command,
            stdin=open_lifeline(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches this process only, which stops the children in order
        )
        assert self._process.stdout is not None  # noqa: S101  it is a pipe
        self._writer = write_process_log(self._process.stdout, self._log, self._limits, clock.now)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._writer.join(_LAST_LINES_SECONDS)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def succeeded(self) -> bool:
        """Wait for the end of the process; return whether it ended well."""
        return self._process.wait() == 0

    @property
    def log_tail(self) -> str:
        """The path of the log file and its last five lines."""
        self._writer.join(_LAST_LINES_SECONDS)
        end = self._log.read_text(errors="replace").strip().splitlines()[-5:]
        return "\n  ".join([f"see {self._log}", *end])


def _apply_deployments(settings: Settings) -> None:
    """Apply the deployments, in a process of its own: what it imports is gone from memory afterwards."""
    with _ChildProcess("deploy", settings, "deployments.apply", WORKER) as deploy:
        if not deploy.succeeded:
            raise TerugkomError(f"the deployments could not be applied: {deploy.log_tail}")


def _check_port_is_free(port: int, setting: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            why = (
                f"port {port} cannot be used ({error.strerror}); set {setting} to another one,"
                " or wait half a minute if a server was killed here just now"
            )
            raise TerugkomError(why) from None


def _wait_until_healthy(url: str, process: _ChildProcess) -> None:
    """Wait until a process answers there. Raises TerugkomError if it ends, or does not within the time."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.is_running:
        with suppress(requests.RequestException):
            if requests.get(url, timeout=5).ok:
                return
        time.sleep(_START_POLL_SECONDS)
    raise TerugkomError(f"the {process.part} did not start: {process.log_tail}")


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _raise_keyboard_interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
