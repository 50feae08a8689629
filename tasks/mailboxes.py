"""Prefect tasks of the mailboxes: fetch what is new, and try the connections."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from prefect.client.schemas.objects import State

from tasks.error_log import record_error
from tasks.final_states import build_final_state
from tasks.installation import get_installation, get_run_id
from tasks.markdown import escape_cell
from tasks.outcomes import Outcome, get_language, get_message
from tasks.run_log import log_info
from tasks.run_page import create_page
from tasks.saved_blocks import remember_block_names
from tasks.steps import step
from terugkom import clock
from terugkom.errors import Message, TerugkomError
from terugkom.health_checks.connections import ConnectionCheck, check_connections
from terugkom.inbox.folder import check_municipality
from terugkom.mailboxes import fetch_all
from terugkom.overview.report_texts import format_channel
from terugkom.plan.queries import list_slugs
from terugkom.report import ChannelOutage, RunReport

_FETCH = "fetch new mails"


@dataclass(frozen=True)
class FetchedMails:
    """What was fetched: a report, and the municipalities whose inbox has new mails."""

    report: RunReport
    municipalities: tuple[str, ...] = ()
    is_busy: bool = False  # another run reads one of the mailboxes


@step(_FETCH)
def fetch_new_mails(slug: str | None, today: date, dry_run: bool) -> FetchedMails:
    """Put the new mails of the mailboxes in the inboxes; a dry run fetches nothing.

    Those of a shared mailbox whose municipality is not known are processed at once, for all municipalities.
    Raises InputError if there is no such municipality.
    """
    installation = get_installation()
    if slug is not None:
        check_municipality(installation.database, installation.settings.municipalities, slug)
    if dry_run:
        return FetchedMails(RunReport(dry_run=True))
    with remember_block_names():
        fetched = fetch_all(installation, slug, get_run_id())
    for error in fetched.errors:
        log_info(record_error(Message("report.where.step", step=_FETCH), TerugkomError(error)))
    for name in fetched.busy:
        log_info(f"another run reads the mailbox {name} now: it was left to that run")
    attention = Counter(files_refused=fetched.too_large, mails_not_fetched=len(fetched.errors))
    attention += _process_unrouted(today)
    report = RunReport(attention=+attention, outages=tuple(fetched.outages))
    return FetchedMails(report, tuple(sorted(fetched.municipalities - {""})), bool(fetched.busy))


def finish_fetch(fetched: FetchedMails, imported: RunReport) -> State[Any]:
    """Return the final state of a run that fetched mails and imported them; it says if a mailbox was left to
    another run."""
    report = fetched.report + imported
    if fetched.is_busy:
        return build_final_state(report, Outcome.ALREADY_RUNNING, remark=get_message("report.mailbox-busy"))
    return build_final_state(report, Outcome.NOTHING_NEW)


def _process_unrouted(today: date) -> Counter[str]:
    """Process the mails of no known municipality; return what needs a person."""
    installation = get_installation()
    folder = installation.settings.mailbox / "inbox"
    if folder.is_symlink() or not folder.is_dir():
        return Counter()
    from terugkom.inbox.mailbox import NEEDS_A_PERSON, REFUSED, MailboxRun, process_mails  # for few runs

    server = installation.settings.authentication_server
    run = MailboxRun(today, clock.now(), authentication_server=server)
    counts = process_mails(installation.database, folder, run)
    return Counter(answers_to_read=counts[NEEDS_A_PERSON], files_refused=counts[REFUSED])


@step("check the connections")
def try_connections(slug: str | None) -> RunReport:
    """Return a report of the connections that fail; all that are configured stand in an artifact.

    Raises UnknownMunicipality.
    """
    with get_installation().database.read_session() as session:
        list_slugs(session, slug)
    with remember_block_names():
        checks = check_connections(get_installation(), slug)
    lines = [
        f"| {get_message('run-page.connection')} | {get_message('run-page.municipality')} | |",
        "| --- | --- | --- |",
    ]
    lines += [_format_check(each) for each in checks]
    text = "\n".join(lines) if checks else get_message("run-page.no-connections")
    create_page("check-connections", text, get_message("run-page.connections"))
    failing = [each for each in checks if not each.works]
    outages = tuple(
        ChannelOutage(each.connection, each.municipality, each.failure, each.translation) for each in failing
    )
    return RunReport(attention=+Counter(connections_failing=len(failing)), outages=outages)


def _format_check(check: ConnectionCheck) -> str:
    said = check.translation or get_message("run-page.connection-works")
    connection = format_channel(check.connection, get_language())
    return f"| {connection} | {check.municipality} | {escape_cell(said)} |"
