"""The commands init, demo, run, serve. Prefect is imported only when needed."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.printing import print_json, progress, say
from terugkom.command_line.report_view import show_demo, show_report
from terugkom.delivery.channels.smtp import server_from_url
from terugkom.demo import KEPT_FOR_LATER, SLUG, demo_day, write_demo, write_ideas, write_neighbour
from terugkom.errors import InputError, TerugkomError
from terugkom.ideas import import_ideas as ideas
from terugkom.ideas.answer_idea import Answer, answer
from terugkom.ideas.model import IdeaState
from terugkom.meetings import open_meeting
from terugkom.meetings.kinds import KINDS, PEER_EXCHANGE
from terugkom.peers.import_shared import take_in
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named
from terugkom.report import Report, total
from terugkom.settings import Settings
from terugkom.workbook.import_plan import import_workbook


def init(given: Namespace) -> bool:
    """Create the database, or upgrade its schema."""
    with open_database() as database:
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    if given.json:
        print_json({"home": str(Settings().home.resolve()), "database": kind})
    else:
        say(f"The {kind} database of {Settings().home.resolve()} is up to date.")
    return False


def run(given: Namespace) -> bool:
    """Run a cycle as a Prefect flow; exit status 1 if something needs attention."""
    if given.cycle == "deliver" and (given.today or given.municipality or given.dry_run):
        raise InputError(
            "deliver sends all pending deliveries now: --today, --municipality and --dry-run do not apply"
        )
    today = given.today or clock.today()
    if given.cycle in KINDS:
        found = _meetings(given, today)
        report = run_meetings(given.cycle, today, found, dry_run=given.dry_run)
    else:
        report = run_cycle(given.cycle, today, given.municipality, dry_run=given.dry_run)
    if given.json:
        print_json(report.as_json(today))
    else:
        show_report(report, today)
    return report.needs_a_person


def serve(given: Namespace) -> bool:
    """Serve until interrupted."""
    settings = Settings()
    _refuse_wrong_mail_server(settings)
    with open_database():
        pass  # brings it up to date before anything runs
    from deployments import environment
    from deployments.serve import serve as run_server

    os.environ.pop("PREFECT_API_URL", None)
    environment.use_home(settings)
    run_server(settings, say)
    return False


def demo(given: Namespace) -> bool:
    """Run all cycles for the fictitious municipality Zilverbeke; always exit status 0."""
    today = given.today or clock.today()
    _refuse_wrong_mail_server(Settings())
    day = demo_day(today)
    workbook = Settings().home.resolve() / "demo" / f"{SLUG}-{day}.xlsx"
    with open_database() as database:  # first: raises a clear error if the home cannot be created
        if not workbook.exists():
            write_demo(workbook, day)
        neighbour = workbook.with_name("kouterdijk.json")
        write_neighbour(neighbour)
        imported = import_workbook(database, workbook, slug=SLUG, today=day, now=clock.now())
        with database.writing() as session:
            town = municipality_named(session, SLUG)
            take_in(session, town, neighbour, clock.now())
            _take_ideas_in(session, town, workbook.with_name("ideeenbus.csv"), day)
    report = run_cycle("follow-up-calendar", day, None, dry_run=False)
    report += run_cycle("newsletter", day, SLUG, dry_run=False)  # though the quarter may not be ending yet
    if given.json:
        print_json(report.as_json(day) | {"workbook": str(workbook), "import": imported.as_json()})
        return False
    show_demo(today, day, workbook, imported, report)
    return False


def _take_ideas_in(session: Session, town: Municipality, file: Path, day: date) -> None:
    write_ideas(file, day)
    code, why = KEPT_FOR_LATER
    if code in ideas.take_in(session, town, file, day).new:
        answer(session, town, code, Answer(IdeaState.LATER, why), day)


def run_cycle(cycle: str, today: date, municipality: str | None, *, dry_run: bool, **more: str) -> Report:
    """Run one flow in this process, against this home's Prefect server or an ephemeral one.

    Raises InputError for an unknown municipality or a wrong setting, and TerugkomError if the run crashed.
    """
    _refuse_wrong_mail_server(Settings())
    parameters = _parameters(cycle, today, municipality, dry_run) | more
    if "prefect" not in sys.modules:
        progress.print("Starting Prefect (about ten seconds the first time) ...", style="dim")
    flow = _flow(cycle)
    progress.print(f"Running {cycle} for {today} ...", style="dim")
    return _reported(cycle, flow(**parameters, return_state=True))


def run_meetings(
    kind: str, today: date, meetings: Sequence[tuple[str, str, str | None]], *, dry_run: bool = False
) -> Report:
    """Run the flow of a meeting kind for each (municipality, group, period)."""
    if not meetings:
        return Report(dry_run=dry_run)
    flow = _flow(kind)
    reports = []
    for slug, subject, period in meetings:
        given = {"municipality": slug, "period": period, "today": today, "dry_run": dry_run}
        if kind != PEER_EXCHANGE:
            given["group"] = subject
        progress.print(f"Running {kind} of {subject} for {today} ...", style="dim")
        reports.append(_reported(kind, flow(**given, return_state=True)))
    return total(reports)


def _meetings(given: Namespace, today: date) -> list[tuple[str, str, str | None]]:
    """Return (municipality, group, period) of the meetings to run: the given group, or all with a step
    due."""
    with open_database() as database, database.reading() as session:
        town = chosen(session, given.municipality)
        if given.group:
            found = open_meeting.ready(session, town, given.cycle, given.group, None, today).occasion
            return [(town.slug, given.group, found.period)]
        return [
            (town.slug, each.occasion.subject, each.occasion.period)
            for each in open_meeting.meetings_due(session, town, today)
            if each.occasion.kind == given.cycle
        ]


def _reported(cycle: str, state: Any) -> Report:
    report = state.result(raise_on_failure=False)
    if not isinstance(report, Report):
        raise TerugkomError(f"the run {cycle} crashed: {report}")
    return report


def _refuse_wrong_mail_server(settings: Settings) -> None:
    """Validate the mail server settings before any change. Raises InputError."""
    if settings.smtp_url is not None:
        server_from_url(settings.smtp_url.get_secret_value(), settings.smtp_password_file)


def _parameters(cycle: str, today: date, municipality: str | None, dry_run: bool) -> dict[str, Any]:
    if cycle == "deliver":
        return {}
    with open_database() as database, database.reading() as session:
        if municipality is not None or cycle != "follow-up-calendar":
            municipality = chosen(session, municipality).slug
    return {"municipality": municipality, "today": today, "dry_run": dry_run}


def _flow(cycle: str) -> Callable[..., Any]:
    from deployments import environment

    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
    environment.use_home(Settings())
    from flows.code_of_conduct import code_of_conduct
    from flows.core_group_review import core_group_review
    from flows.deliver import deliver
    from flows.focus_group_review import focus_group_review
    from flows.follow_up_calendar import follow_up_calendar
    from flows.import_plan import import_plan
    from flows.newsletter import newsletter
    from flows.owner_reminders import owner_reminders
    from flows.peer_exchange import peer_exchange
    from flows.subgroup_review import subgroup_review

    flows: tuple[Any, ...] = (
        *(follow_up_calendar, owner_reminders, deliver, import_plan, newsletter, code_of_conduct),
        *(subgroup_review, core_group_review, focus_group_review, peer_exchange),
    )
    named: dict[str, Callable[..., Any]] = {flow.name: flow for flow in flows}
    return named[cycle]
