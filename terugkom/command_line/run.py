"""The commands init, run, serve. Prefect is imported only when needed."""

import os
import signal
import sys
import threading
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line, print_progress, print_unwrapped
from terugkom.command_line.report_view import print_report
from terugkom.errors import ERROR_LANGUAGE, CommandError, TerugkomError
from terugkom.installation import Installation, load_checked_settings, load_settings, open_installation
from terugkom.meetings.kinds import MEETING_KINDS, PEER_EXCHANGE
from terugkom.plan.queries import choose_municipality, find_typed_subject, list_slugs
from terugkom.process.gc_paused import import_and_freeze
from terugkom.report import RunReport, sum_reports
from terugkom.settings import Settings


def init_database(given: Namespace) -> bool:
    """Create the database, or upgrade its schema."""
    with open_installation() as installation:
        _create_inboxes(installation)
        kind = "SQLite" if installation.database.is_sqlite else "PostgreSQL"
        home = installation.settings.home.resolve()
    if given.json:
        print_json({"home": str(home), "database": kind})
    else:
        print_line(f"The {kind} database of {home} is up to date.")
    return False


def run(given: Namespace) -> bool:
    """Run a cycle as a Prefect flow; exit status 1 if something needs attention.

    Raises InputError for options that the cycle does not have.
    """
    if given.cycle == "deliver" and (given.today or given.municipality or given.dry_run):
        raise CommandError(
            "deliver sends all pending deliveries now: --today, --municipality and --dry-run do not apply"
        )
    today = given.today or clock.today()
    if given.cycle in MEETING_KINDS:
        found = _select_meetings(given, today)
        report = run_meetings(given.cycle, today, found, dry_run=given.dry_run, really=given.really)
    else:
        report = run_cycle(given.cycle, today, given.municipality, dry_run=given.dry_run, really=given.really)
    if given.json:
        print_json(report.as_json(today))
    else:
        print_report(report, today)
    return report.needs_attention


def serve(given: Namespace) -> bool:
    """Serve until interrupted."""
    settings = load_checked_settings()
    with open_installation() as installation:  # brings it up to date before anything runs
        _prepare_home(given, installation)
        page_to_try = _create_demo_link(installation)
    from deployments import environment
    from deployments.serve import serve as run_server

    os.environ.pop("PREFECT_API_URL", None)
    environment.configure_environment(settings)
    run_server(settings, print_unwrapped, page_to_try)
    return False


def _create_demo_link(installation: Installation) -> str:
    from terugkom.demo_day import find_today
    from terugkom.site.demo_link import create_demo_link

    return create_demo_link(installation, find_today(installation.is_demo))


def _prepare_home(given: Namespace, installation: Installation) -> None:
    """Create the inboxes; where no municipality was imported, import the plan of the demo."""
    with installation.database.read_session() as session:
        slugs = list_slugs(session)
    if given.home.is_demo:
        from terugkom.command_line.demo import import_demo
        from terugkom.demo_day import choose_demo_day

        if not slugs:
            import_demo(installation, choose_demo_day(clock.today()))
        print_line("No municipality was imported yet: this is the demo, whose mail goes to its folder only.")
        print_line("For your own plan: stop this, `terugkom import FILE --municipality SLUG`, start again.")
    elif not slugs:
        print_line("No municipality was imported yet: each daily run will say so.")
    _create_inboxes(installation)


def _create_inboxes(installation: Installation) -> None:
    from terugkom.inbox.folder import create_inbox

    with installation.database.read_session() as session:
        slugs = list_slugs(session)
    for slug in slugs:
        create_inbox(installation.settings.municipalities, slug)


def run_cycle(
    cycle: str,
    today: date,
    municipality: str | None,
    *,
    dry_run: bool,
    really: bool = False,
    settings: Settings | None = None,
    **more: str,
) -> RunReport:
    """Run one flow in this process, against this home's Prefect server or an ephemeral one.

    Raises InputError for an unknown municipality or a wrong setting, and TerugkomError if the run crashed.
    """
    settings = settings or load_checked_settings()
    parameters = _build_parameters(cycle, today, municipality, dry_run) | more
    if cycle not in ("import-plan", "read-mailbox"):  # which send nothing
        parameters["really"] = really
    if "prefect" not in sys.modules:
        print_progress("Starting Prefect (about ten seconds the first time) ...", style="dim")
    flow = _load_flow(cycle, settings)
    print_progress(f"Running {cycle} for {today} ...", style="dim")
    return _run_flow(cycle, flow, parameters)


def run_meetings(
    kind: str,
    today: date,
    meetings: Sequence[tuple[str, str, str | None]],
    *,
    dry_run: bool = False,
    really: bool,
) -> RunReport:
    """Run the flow of a meeting kind for each (municipality, group, period)."""
    if not meetings:
        return RunReport(dry_run=dry_run)
    flow = _load_flow(kind, load_checked_settings())
    reports, failures = [], 0
    for slug, subject, period in meetings:
        given = {"municipality": slug, "period": period, "today": today, "dry_run": dry_run, "really": really}
        if kind != PEER_EXCHANGE:
            given["group"] = subject
        print_progress(f"Running {kind} of {subject} for {today} ...", style="dim")
        try:
            reports.append(_run_flow(kind, flow, given))
        except TerugkomError as error:
            if len(meetings) == 1:
                raise
            failures += 1
            print_progress(f"{slug}, {subject}: {error}")
    return sum_reports(reports) + RunReport(attention=+Counter(failed_runs=failures))


def _select_meetings(given: Namespace, today: date) -> list[tuple[str, str, str | None]]:
    """Return (municipality, group, period) of the meetings to run: the given group, or all with a step
    due."""
    from terugkom.meetings import open_meeting

    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality)
        if given.group:
            group = find_typed_subject(session, municipality, given.group)
            found = open_meeting.find_due_steps(session, municipality, given.cycle, group, None, today)
            return [(municipality.slug, group, found.occurrence.period)]
        return [
            (municipality.slug, each.occurrence.subject, each.occurrence.period)
            for each in open_meeting.list_due_meetings(session, municipality, today)
            if each.occurrence.kind == given.cycle
        ]


def _run_flow(cycle: str, flow: Callable[..., Any], parameters: dict[str, Any]) -> RunReport:
    """Run a flow, tagged with this process: so its run is known as cut off if this process is killed."""
    from deployments.full_disk import say_if_full
    from deployments.interrupted_runs import tag_runs
    from deployments.temporary_server import use_temporary_server

    use_temporary_server()
    with say_if_full(load_settings()):
        with tag_runs(), _say_if_stopped(cycle):
            state = flow(**parameters, return_state=True)
        return _get_report(cycle, state)


def _get_report(cycle: str, state: Any) -> RunReport:
    """Return the report of a run. Raises TerugkomError if it has none, or was cancelled."""
    if state.is_cancelled():
        # Its message, in the language of the runs, says all: beside English it would be two in one line.
        raise TerugkomError(state.message or f"the run {cycle} was cancelled")
    report = state.result(raise_on_failure=False)
    if not isinstance(report, RunReport):
        why = report.render(ERROR_LANGUAGE) if isinstance(report, TerugkomError) else report
        cause = report if isinstance(report, BaseException) else None
        raise TerugkomError(f"the run {cycle} crashed: {why}") from cause
    return report


@contextmanager
def _say_if_stopped(cycle: str) -> Iterator[None]:
    """Context in which SIGTERM, which Prefect passes on once the run has ended, is told before this ends."""

    def tell_and_end(number: int, _frame: object) -> None:
        print(
            f"terugkom: stopped; the run {cycle} was cut off. What it recorded is kept, and what it sent is"
            " not sent again; the next run, or `terugkom run` of the same, does the rest.",
            file=sys.stderr,
            flush=True,
        )
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    before = signal.signal(signal.SIGTERM, tell_and_end) if _is_main_thread() else None
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()  # the only one that may handle signals


def _build_parameters(cycle: str, today: date, municipality: str | None, dry_run: bool) -> dict[str, Any]:
    """Return the parameters of a flow. Raises UnknownSchema for the database of a newer version, before
    anything is started."""
    with open_installation() as installation, installation.database.read_session() as session:
        if cycle == "deliver":
            return {}
        if cycle == "correct-edition":  # whose text is checked when it is proposed
            return {"municipality": municipality, "today": today}
        if municipality is not None or cycle not in ("follow-up-calendar", "read-mailbox"):
            municipality = choose_municipality(session, municipality).slug
    return {"municipality": municipality, "today": today, "dry_run": dry_run}


def _load_flow(cycle: str, settings: Settings) -> Callable[..., Any]:
    from deployments import environment

    if "PREFECT_LOGGING_LEVEL" not in os.environ:  # quiet here; the page of the run has its log
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "ERROR")
    environment.configure_environment(settings)
    prefect_server = import_and_freeze("deployments.temporary_server")  # and Prefect with it
    prefect_server.start_temporary_server()  # while the flow is imported
    module = import_and_freeze(f"flows.{cycle.replace('-', '_')}")
    flow: Callable[..., Any] = getattr(module, cycle.replace("-", "_"))
    return flow
