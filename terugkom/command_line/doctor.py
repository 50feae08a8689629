"""The command doctor: say what is wrong with the installation and what to do about it, and tell a person."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from terugkom import clock
from terugkom.command_line.doctor_alerts import send_check_alerts, send_service_alert
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.smtp import SmtpChannel
from terugkom.documents.open_store import open_blobs
from terugkom.errors import ERROR_LANGUAGE, PublicInputError
from terugkom.health_checks.check_database import check_database, check_migrations
from terugkom.health_checks.check_documents import check_documents, check_store
from terugkom.health_checks.check_machine import check_clock, check_disk, check_time_zone, check_versions
from terugkom.health_checks.check_work import (
    check_alerts,
    check_daily_run,
    check_deliveries,
    check_templates,
)
from terugkom.health_checks.connections import ConnectionCheck, check_connections
from terugkom.health_checks.model import (
    CheckState,
    Finding,
    HealthCheck,
    compute_exit_status,
    describe_failure,
    run_check,
)
from terugkom.home_folder import DOCUMENTS, TEMPORARY
from terugkom.installation import (
    Installation,
    SettingsOnly,
    load_checked_settings,
    load_settings,
    open_installation,
)
from terugkom.plan.queries import list_slugs
from terugkom.report import MAILBOX
from terugkom.settings import Settings, list_unknown_settings

_MAIL_SERVER = "mail server"
_CONNECTIONS = "connections"
_SERVER = "prefect server"
_NAMES = {SmtpChannel.name: _MAIL_SERVER}
_NO_PROOF = HealthCheck(
    "mailed files",
    CheckState.NOT_SET,
    "no workbook, minutes or draft that is mailed is read, and answers only by their code: nothing proves"
    " who wrote a mail",
    "set TERUGKOM_AUTHENTICATION_SERVER: docs/mailbox.md",
)
_SERVER_FIRST = HealthCheck(_CONNECTIONS, CheckState.NOT_CHECKED, "Prefect's server comes first")


def diagnose(given: Namespace) -> int:
    """Look at everything; exit status 0 if all is fine, 1 for a warning, 2 if something is broken."""
    if given.unit_failed or given.unit_started:
        return send_service_alert(load_settings(), given.unit_failed, given.unit_started, clock.now())
    if given.connections:
        return _show_connections(given)
    checks = list(_check_all(load_settings(), given.home.path, given.municipality, clock.now()))
    status = compute_exit_status(checks)
    failures = send_check_alerts(load_settings(), checks, clock.now) if given.alert else []
    for failure in failures:
        print(f"terugkom: nobody could be told: {failure}", file=sys.stderr)
    if given.json:
        print_json({"status": status, "checks": [vars(each) for each in checks]})
    else:
        rows = [(each.name, each.state.value, each.finding, each.advice) for each in checks]
        print_table(("Check", "State", "Found", "What to do"), rows)
    return max(status, int(bool(failures)))


def _check_all(settings: Settings, home: Path, slug: str | None, now: datetime) -> Iterator[HealthCheck]:
    """Yield each check; what needs a database of this version is not checked without one.

    `home` is where it is or will be: what only looks makes none.
    """
    try:
        database = Database(settings.database)
    except OSError as error:  # no folder can be there
        advice = "see what is there, whose it is, and whether its disk is mounted"
        text = f"{home} cannot be used ({error.strerror})"
        yield HealthCheck("database", CheckState.BROKEN, text, advice)
        return
    try:
        valid = run_check("settings", _check_settings)
        yield valid
        state = run_check("database", lambda: check_database(database, settings))
        yield state
        yield run_check("disk", lambda: check_disk(_list_folders(home, settings, database)))
        yield run_check("time zone", check_time_zone)
        yield run_check("versions", check_versions)
        is_usable = False
        if state.state is CheckState.FINE:
            migrations = run_check("migrations", lambda: check_migrations(database))
            yield migrations
            is_usable = migrations.state is CheckState.FINE
        if is_usable:
            yield from _check_work(Installation(settings, database), now)
        of_prefect = list(_check_prefect(settings, database if is_usable else None))
        yield from of_prefect
        has_server = all((each.name, each.state) != (_SERVER, CheckState.BROKEN) for each in of_prefect)
        store = _check_empty_home_store(settings, database, state)
        if store is not None:
            yield store
        if valid.state is CheckState.BROKEN:
            yield HealthCheck(_CONNECTIONS, CheckState.NOT_CHECKED, "the settings come first")
        elif store is not None and store.state is CheckState.BROKEN:
            yield HealthCheck(_CONNECTIONS, CheckState.NOT_CHECKED, "the store of documents comes first")
        elif is_usable or state.state is CheckState.NOT_SET:
            yield from _list_connection_checks(slug, has_server=has_server)
        elif has_server:
            yield HealthCheck(_CONNECTIONS, CheckState.NOT_CHECKED, "the database comes first")
        else:
            yield _SERVER_FIRST
    finally:
        database.close()


def _check_empty_home_store(settings: Settings, database: Database, state: HealthCheck) -> HealthCheck | None:
    """Return whether the store answers that a database without tables is made beside; None for any other.

    Making one asks it whether there are documents: while it is silent, that takes minutes.
    """
    blobs = open_blobs(settings, database) if state.state is CheckState.NOT_SET else None
    is_elsewhere = blobs is not None and settings.document_store != "database"
    return run_check("documents", partial(check_store, blobs)) if blobs and is_elsewhere else None


def _list_folders(home: Path, settings: Settings, database: Database) -> list[Path]:
    """Return where files are written: the home and its folders, any of which may be a link to another disk,
    and where the database and bundles lie, if elsewhere."""
    file = database.engine.url.database if database.is_sqlite and settings.database_url else None
    store = urlsplit(settings.document_store)
    bundles = Path(unquote(store.path)) if store.scheme == "file" else None
    within = [settings.home.resolve() / DOCUMENTS, settings.municipalities, settings.outbox, settings.mailbox]
    within += [settings.prefect, settings.home.resolve() / TEMPORARY]
    return [home, *within, *([Path(file).parent] if file else []), *([bundles] if bundles else [])]


def _check_settings() -> Finding:
    """Return whether the settings of the mail servers can be used, and whether a name is none of a setting;
    invalid ones are refused before."""
    try:
        load_checked_settings()
    except PublicInputError as error:
        return Finding(
            CheckState.BROKEN, error.render(ERROR_LANGUAGE), "mend it: docs/mail.md, docs/operations.md"
        )
    if unknown := list_unknown_settings(os.environ):
        advice = "mend the name, or take it away: what it says is not done"
        return Finding(CheckState.WARNING, f"no settings of this version: {', '.join(unknown)}", advice)
    return Finding(CheckState.FINE, "valid")


def _check_work(installation: Installation, now: datetime) -> Iterator[HealthCheck]:
    settings = installation.settings
    with installation.database.read_session() as session:
        yield run_check("clock", lambda: check_clock(session, now))
        yield run_check("daily run", lambda: check_daily_run(session, settings, now, installation.now()))
        yield run_check("deliveries", lambda: check_deliveries(session, installation.now()))
        yield run_check("alerts", lambda: check_alerts(session, settings, now))
        yield run_check("documents", lambda: check_documents(session, installation.documents.bundles))
    yield run_check("templates", lambda: check_templates(installation))


def _check_prefect(settings: Settings, database: Database | None) -> Iterator[HealthCheck]:
    from deployments.forms import find_api
    from deployments.prefect_checks import (
        SILENT,
        check_blocks,
        check_deployments,
        check_server,
        check_worker,
        find_or_say_silent,
    )

    api = find_api(settings)
    server = run_check(_SERVER, lambda: check_server(api))
    yield server
    if api is None or server.state is not CheckState.FINE:
        return
    finds = {"deployments": partial(check_deployments, api), "worker": partial(check_worker, api)}
    if database is not None:
        with database.read_session() as session:
            slugs = {*list_slugs(session)}
        finds["blocks"] = partial(check_blocks, api, slugs)
    for name, find in finds.items():
        found = run_check(name, partial(find_or_say_silent, find))
        yield found
        if found.finding == SILENT:  # nor is the rest answered: each would be waited for half a minute
            return


def _list_connection_checks(slug: str | None, *, has_server: bool) -> Iterator[HealthCheck]:
    """Yield a check for each connection, and for a mail server and a mailbox that are not set.

    Without its mail server an installation does nothing for anybody; what waits elsewhere is not lost. While
    Prefect's server is down only those of the settings are tried: it has the others, and each municipality's
    would be asked for in vain.
    """
    try:
        found = _check_connections(slug) if has_server else _check_connections_of_settings(slug)
    except Exception as error:
        why = describe_failure(error)
        yield HealthCheck(_CONNECTIONS, why.state, why.text, why.advice)
        return
    for each in found:
        name = _NAMES.get(each.connection, each.connection)
        state = CheckState.BROKEN if name == _MAIL_SERVER else CheckState.WARNING
        whose = f"{name} {each.municipality}".strip()
        if each.works:
            yield HealthCheck(whose, CheckState.FINE, "works")
        else:
            yield HealthCheck(
                whose, state, each.failure, "mend its settings; see docs/mail.md, docs/mailbox.md"
            )
    if not has_server:
        yield _SERVER_FIRST
        return
    set_ones = {each.connection for each in found}
    if SmtpChannel.name not in set_ones:
        yield HealthCheck(_MAIL_SERVER, CheckState.NOT_SET, "mail goes to the outbox folder")
    if MAILBOX not in set_ones:
        yield HealthCheck(MAILBOX, CheckState.NOT_SET, "no answer is fetched")
    elif not load_settings().authentication_server:
        yield _NO_PROOF


def _show_connections(given: Namespace) -> int:
    """Try the connections alone; exit status 1 if one that is configured fails."""
    checks = _check_connections(given.municipality)
    if given.json:
        print_json({"connections": [each.as_json() for each in checks]})
    elif checks:
        rows = [(each.connection, each.municipality or "all", each.failure or "works") for each in checks]
        print_table(("Connection", "Municipality", "Result"), rows)
    else:
        print_line("No connection is configured: mail goes to the outbox folder, and no mailbox is read.")
    return int(not all(each.works for each in checks))


def _check_connections(slug: str | None) -> list[ConnectionCheck]:
    from deployments import environment
    from deployments.stored_blocks import may_hold_blocks

    settings = load_checked_settings()
    with open_installation() as installation:  # brings it up to date, and makes it its user's alone
        database = installation.database
        environment.configure_environment(settings)
        if not may_hold_blocks(settings.prefect):
            return check_connections(Installation(settings, database, SettingsOnly()), slug)
        from deployments.temporary_server import use_temporary_server
        from tasks.channel_blocks import BlockChannels
        from tasks.saved_blocks import remember_block_names

        use_temporary_server()
        with remember_block_names():
            return check_connections(Installation(settings, database, BlockChannels()), slug)


def _check_connections_of_settings(slug: str | None) -> list[ConnectionCheck]:
    with open_installation() as installation:
        return check_connections(installation, slug)
